"""Several data sets in one training, and figures on others than the model's own."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pytrain import contract, data, elsewhere, experiment, mix, runs
from pytrain.convert import convert
from pytrain.errors import UserError
from pytrain.faces import ADDED, CORRECTED, LABELS, Faces, FaceSet, is_drawn
from pytrain_tests.miniatures import class_folders, corrections_zip, raf_db


def noise(count: int, seed: int) -> Faces:
    rng = np.random.default_rng(seed)
    return Faces(rng.integers(0, 256, (count, 48, 48), np.uint8), np.arange(count) % 7)


def noise_set(name: str, training: int, seed: int) -> FaceSet:
    return FaceSet(
        name,
        {"Training": noise(training, seed), "PublicTest": noise(7, seed + 1), "PrivateTest": noise(7, seed + 2)},
    )


FIRST, OTHER, THIRD = noise_set("fer2013", 200, 10), noise_set("raf-db", 90, 20), noise_set("ck+", 10, 30)
SETS = {"raf": OTHER, "ck": THIRD}


def rows_of(faces: Faces, those: Faces) -> int:
    known = {image.tobytes() for image in those.images}
    return sum(image.tobytes() in known for image in faces.images)


@pytest.mark.parametrize(
    ("shares", "length"),
    [
        ({"raf": 0.3}, 300),  # raf-db decides: 90 are 30 %
        ({"raf": 0.5}, 400),  # the first decides, raf-db comes 2.2 times
        ({"raf": 0.1}, 900),
        ({"raf": 0.3, "ck": 0.1}, 333),
    ],
)
def test_each_data_set_has_its_share_of_an_epoch_and_no_picture_is_missing(
    shares: dict[str, float], length: int, capsys: pytest.CaptureFixture[str]
) -> None:
    training = mix.mixed(FIRST, shares, SETS.__getitem__).training

    assert len(training) == pytest.approx(length, abs=2)
    for name, share in {"first": 1 - sum(shares.values()), **shares}.items():
        part = SETS.get(name, FIRST).training
        assert rows_of(training, part) / len(training) == pytest.approx(share, abs=0.01)
        there = {image.tobytes() for image in training.images}
        assert all(image.tobytes() in there for image in part.images)
    assert f"are {100 * shares['raf']:.0f} % of it" in capsys.readouterr().out


def test_what_comes_again_is_of_all_labels() -> None:
    """Seen to fail with the rows in their order on disk, where labels follow each other."""
    by_label = OTHER.training.subset(np.argsort(OTHER.training.labels))
    sorted_set = FaceSet("raf-db", OTHER.splits | {"Training": by_label})

    training = mix.mixed(FIRST, {"raf": 0.4}, lambda path: sorted_set).training

    known = {image.tobytes(): int(label) for image, label in zip(by_label.images, by_label.labels, strict=True)}
    labels = [known[image.tobytes()] for image in training.images if image.tobytes() in known]
    assert len(labels) == 133
    assert min(np.bincount(labels, minlength=7)) >= 14


def test_the_first_data_set_is_the_one_that_is_chosen_and_reported_on() -> None:
    mixed = mix.mixed(FIRST, {"raf": 0.3, "ck": 0.1}, SETS.__getitem__)

    assert mixed.name == "fer2013 + raf-db + ck+"
    assert mixed.splits["PublicTest"] is FIRST.splits["PublicTest"]
    assert mixed.splits["PrivateTest"] is FIRST.splits["PrivateTest"]
    assert mixed.mixed_in == (OTHER, THIRD)
    assert len({mixed.sha256, FIRST.sha256, mix.mixed(FIRST, {"raf": 0.31, "ck": 0.1}, SETS.__getitem__).sha256}) == 3
    assert mix.mixed(FIRST, {}, SETS.__getitem__) is FIRST
    assert is_drawn(ADDED.join(["drawn-faces", "raf-db"]) + CORRECTED)
    assert not is_drawn(ADDED.join(["raf-db", "drawn-faces"]))


def test_no_test_image_of_any_is_learned_from_another_nor_of_the_others_from_themselves() -> None:
    """Seen to fail without either half of the rule."""
    own, theirs = FIRST.splits["PrivateTest"], OTHER.splits["PublicTest"]
    leaky = FaceSet("raf-db", OTHER.splits | {"Training": OTHER.training.followed_by(own).followed_by(theirs)})
    first = FaceSet("fer2013", FIRST.splits | {"Training": FIRST.training.followed_by(own).followed_by(theirs)})

    mixed = mix.mixed(first, {"raf": 0.3}, lambda path: leaky)

    assert rows_of(mixed.training, theirs) == 0
    # Its own leaked ones stay, to tell which test images leaked; training leaves them out, as without a mix.
    assert rows_of(mixed.training, own) == 7
    assert rows_of(data.without_test_duplicates(mixed)[0], own) == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["raf"], "--mix 'raf': expected a path and its share of an epoch, such as rafdb=0.3"),
        (["raf=much"], "expected a path and its share"),
        (["raf=1"], "expected a path and its share"),
        (["raf=nan"], "expected a path and its share"),
        (["=0.3"], "expected a path and its share"),
        (["raf=0.3", "raf=0.2"], "--mix raf: given twice"),
        (["raf=0.5", "ck=0.5"], "shares of 1 in all. Expected less than 1"),
    ],
)
def test_shares_that_make_no_sense_are_told(options: list[str], message: str) -> None:
    with pytest.raises(UserError, match=message):
        mix.parse(options)


def test_a_share_may_follow_any_path() -> None:
    assert mix.parse(["a=b/raf=0.25", "ck=0.5"]) == {"a=b/raf": 0.25, "ck": 0.5}


@pytest.mark.parametrize(
    ("shares", "load", "message"),
    [
        ({"raf": 0.00001}, SETS.__getitem__, "an epoch would have 9,000,000 pictures, at most 450,000 fit"),
        ({"raf": 0.3, "again": 0.3}, lambda path: OTHER, "fer2013, raf-db, raf-db. Expected each data set once"),
        ({"fer": 0.3}, lambda path: FIRST, "Expected each data set once"),
        ({"raf": 0.3}, lambda path: FaceSet("x", OTHER.splits | {"Training": OTHER.splits["PublicTest"]}),
         "x has no picture left to learn from"),
    ],
)  # fmt: skip
def test_a_mix_that_cannot_be_is_told(shares: dict[str, float], load: Callable[[str], FaceSet], message: str) -> None:
    with pytest.raises(UserError, match=message):
        mix.mixed(FIRST, shares, load)


@pytest.fixture(scope="module")
def raf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return raf_db(tmp_path_factory.mktemp("sets") / "raf", each=6).root


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="module")
def mixed_run(raf: Path, root: Path, faces: FaceSet) -> runs.Run:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(experiment, "drawn_faces", lambda: faces)
        return experiment.start(
            root, "cnn", ["epochs=1", "batch_size=50"], None, "mixed", shares={str(raf): 0.3}, wandb=False
        )


@pytest.fixture(autouse=True)
def drawn_few(faces: FaceSet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(experiment, "drawn_faces", lambda: faces)


def test_a_run_of_a_mix_says_what_it_learned_and_is_resumed_and_measured_with_it(
    mixed_run: runs.Run, raf: Path, root: Path, faces: FaceSet
) -> None:
    told = mixed_run.config()
    assert told["dataset"] == "drawn-faces + raf-db"
    assert told["mix"] == {str(raf): 0.3}
    own = json.loads((mixed_run.folder / "evaluation.json").read_text())
    assert own["splits"]["PrivateTest"]["count"] == len(faces.splits["PrivateTest"])
    besides = json.loads((mixed_run.folder / "elsewhere" / "raf-db.json").read_text())
    assert besides["splits"]["PrivateTest"]["count"] == 42
    assert "all" not in besides["splits"], "it was learned from"

    assert experiment.resume(root, "mixed", wandb=False).is_finished
    assert experiment.faces_of(mixed_run).sha256 == told["dataset_sha256"]


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and elsewhere.FOLDER not in path.parts
    }


def test_a_run_is_measured_on_another_data_set_without_a_change_to_its_own_figures(
    trained: runs.Run, tmp_path: Path, faces: FaceSet
) -> None:
    mine = class_folders(tmp_path / "mine")
    before = everything(trained.folder)

    other = elsewhere.load(trained.config()["dataset"], str(mine.root))
    assert other is not None
    found = experiment.measure_elsewhere(trained, other)
    path = elsewhere.write(trained.folder, found)

    assert everything(trained.folder) == before
    assert path == trained.folder / "elsewhere" / "folders-mine.json"
    written = json.loads(path.read_text())
    assert written["splits"]["all"]["count"] == 21
    assert np.sum(written["splits"]["all"]["confusion"]) == 21
    low, high = written["splits"]["all"]["accuracy_interval_95"]
    assert 0 <= low < written["splits"]["all"]["accuracy"] <= high <= 1
    table = elsewhere.as_table(found)
    assert "macro-F1" in table
    assert all(label in table for label in LABELS)
    assert max(map(len, table.splitlines())) <= 80


def test_the_own_data_set_is_never_taken_for_another(trained: runs.Run, tmp_path: Path) -> None:
    (tmp_path / "faces.npz").touch()

    assert elsewhere.load("drawn-faces", None) is None
    assert elsewhere.load("fer2013 + raf-db", str(tmp_path / "faces.npz")) is None
    with pytest.raises(UserError, match="No data at"):
        elsewhere.load("fer2013", str(tmp_path / "nothing"))


def test_a_converted_model_is_measured_elsewhere_and_its_manifest_and_card_stay(
    trained: runs.Run, faces: FaceSet, tmp_path: Path
) -> None:
    folder = tmp_path / "model"
    convert(trained, faces, folder, "uint8")
    (folder / "card.json").write_text("{}")
    before = everything(folder)
    other = data.load_any(corrections_zip(tmp_path / "corrections.zip"))

    found = elsewhere.measure_model(folder, contract.read(folder), other)
    written = elsewhere.write(folder, found)

    assert written == folder / "elsewhere" / "corrections.json"
    assert everything(folder) == before
    contract.check_files(contract.read(folder), folder)
    assert found.splits["all"].count == 20


def test_a_face_that_was_learned_does_not_count_in_the_deduplicated_figures() -> None:
    own = OTHER.splits["PrivateTest"]

    def measured(learned: Faces | None) -> dict[str, int]:
        found = elsewhere.measure(
            lambda images: np.zeros((len(images), 7), np.float32), OTHER, 1.0, learned_name="fer2013", learned=learned
        )
        return {name: split.count for name, split in found.splits.items()}

    assert measured(None) == {"all": 104, "PrivateTest": 7, "PrivateTest-deduplicated": 7}
    assert measured(own.subset(np.arange(3)))["PrivateTest-deduplicated"] == 4
    assert measured(own) == {"all": 104, "PrivateTest": 7}
