"""The card of a model trained on drawn faces, measured in the real runtime, and the one that is committed."""

import dataclasses
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from pytrain import card, config, contract, runs, shipped
from pytrain.convert import convert
from pytrain.errors import UserError
from pytrain.faces import Faces, FaceSet
from pytrain.robustness import CONDITIONS

RELEASED = Path(__file__).parent.parent / "model"


@pytest.fixture(scope="module")
def voted(faces: FaceSet) -> FaceSet:
    """Drawn faces with votes: for the label on the first half, for neutral on the second, a tie on the last."""

    def vote(part: Faces) -> Faces:
        votes = np.eye(7, dtype=np.float32)[np.where(np.arange(len(part)) < len(part) // 2, part.labels, 6)]
        votes[-1] = [0.5, 0.5, 0, 0, 0, 0, 0]
        return dataclasses.replace(part, votes=votes)

    return FaceSet(faces.name, {name: vote(part.subset(np.arange(35))) for name, part in faces.splits.items()})


@pytest.fixture(scope="module")
def carded(
    trained: runs.Run, faces: FaceSet, voted: FaceSet, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, card.Figures]:
    folder = tmp_path_factory.mktemp("models") / "model"
    convert(trained, faces, folder, "uint8")
    measured = card.measure(folder, voted, [trained])
    card.write(folder, measured)
    return folder, measured


def test_every_figure_is_that_of_the_shipped_files(carded: tuple[Path, card.Figures], voted: FaceSet) -> None:
    folder, measured = carded
    private = voted.splits["PrivateTest"]

    right = shipped.load(folder, contract.read(folder))(private.images)["logits"].argmax(axis=1) == private.labels

    assert measured.evaluation.splits["PrivateTest"].accuracy == pytest.approx(right.mean())
    assert list(measured.robustness) == list(CONDITIONS)
    assert measured.latency_ms > 0
    assert all(peer.latency_ratio > 0 and 0 <= peer.accuracy <= 1 for peer in measured.peers.values())
    assert measured.peers
    assert [seed.seed for seed in measured.seeds] == [0]
    assert measured.origin == card.Origin(start="", votes=False, teachers={})


def test_the_card_tells_what_was_measured(carded: tuple[Path, card.Figures]) -> None:
    folder, measured = carded
    text = (folder / "CARD.md").read_text()

    assert card.read(folder) == measured
    assert text == card.render(contract.read(folder), card.read(folder))
    assert f"**{100 * measured.evaluation.splits['PrivateTest'].accuracy:.1f} %**" in text
    for name in (*CONDITIONS, *measured.peers):
        assert f"| {name} |" in text
    pictures = [line.split('"')[3] for line in text.split("<picture>")[1:]]
    assert len(pictures) == 3
    assert all((folder / picture).read_text().lstrip().startswith("<?xml") for picture in pictures)


def test_agreement_counts_faces_with_one_winner_among_the_votes(
    carded: tuple[Path, card.Figures], voted: FaceSet
) -> None:
    private = voted.splits["PrivateTest"]
    agreement = carded[1].agreement["PrivateTest"]

    assert agreement.count == 34
    assert agreement.labels == pytest.approx((17 + (private.labels[17:34] == 6).sum()) / 34)


def test_faults_of_the_data_are_counted() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (8, 48, 48), dtype=np.uint8)
    blank = np.full((1, 48, 48), 9, np.uint8)
    splits = {
        "Training": Faces(noise[:4], np.arange(4)),
        "PublicTest": Faces(np.concatenate([noise[4:6], blank]), np.arange(3)),
        "PrivateTest": Faces(np.concatenate([noise[6:], noise[:2]]), np.array([0, 1, 0, 6])),
    }

    found = card._faults(FaceSet("some", splits))

    assert found == card.DataFaults(faces=11, leaked={"PublicTest": 0, "PrivateTest": 2}, conflicting=1, blank=1)


def test_a_card_that_says_something_else_than_its_model_is_found_out(
    carded: tuple[Path, card.Figures], tmp_path: Path
) -> None:
    folder, measured = carded
    card.check(folder, measured)
    altered = shutil.copytree(folder, tmp_path / "altered")
    told = json.loads((altered / "card.json").read_text())
    told["robustness"]["drawn beard"]["accuracy"] += 0.1
    (altered / "card.json").write_text(json.dumps(told))

    with pytest.raises(
        UserError, match=r"does not say what its model does:\n  drawn beard: .* in the card, .* measured"
    ):
        card.check(altered, measured)
    (altered / "card.json").write_text(json.dumps(told | {"weights_sha256": "0" * 64}))
    with pytest.raises(UserError, match=r"card.json is about another model: weights 000000000000…, but [0-9a-f]{12}…"):
        card.check(altered, measured)
    (altered / "card.json").unlink()
    with pytest.raises(UserError, match=r"card.json is missing. `invoke evaluate --model"):
        card.check(altered, measured)


def test_the_committed_card_is_that_of_the_committed_model() -> None:
    measured = card.read(RELEASED)
    manifest = contract.read(RELEASED)

    assert (RELEASED / "CARD.md").read_text() == card.render(manifest, measured)
    assert measured.weights_sha256 == manifest.weights_sha256
    assert measured.origin == card._origin(
        config.PRESETS[manifest.training.preset], with_votes=bool(measured.agreement)
    )
    for name, split in measured.evaluation.splits.items():
        assert split.accuracy == pytest.approx(manifest.metrics[name].accuracy, abs=0.001)
