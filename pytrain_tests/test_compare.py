"""Runs and models held against each other: what is chance, what changed, and a page that loads nothing."""

import csv
import dataclasses
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import f1_score

from pytrain import compare, comparison_report, config, contract, data, experiment, run_list, runs
from pytrain.convert import convert
from pytrain.drawn import drawn_faces
from pytrain.errors import UserError
from pytrain.faces import LABELS, SPLITS, FaceSet
from pytrain.significance import paired
from pytrain.train import train


@pytest.fixture(scope="module")
def root(trained: runs.Run, faces: FaceSet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Runs `cnn` and `lines`, measured, and a converted `cnn` in a folder beside them."""
    root = tmp_path_factory.mktemp("compared")
    shutil.copytree(trained.folder, root / "cnn")
    preset = config.preset("perceptron", ["epochs=1", "patience=3"])
    lines = runs.create(root, "lines", "perceptron", preset, faces, None)
    train(preset, faces, lines)
    convert(runs.Run(root / "cnn"), faces, root / "cnn" / "model", "uint8")
    return root


@pytest.fixture(scope="module")
def same_faces(faces: FaceSet) -> Iterator[None]:
    """Without --data there are 3,500 drawn faces; these runs learned from fewer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(experiment, "drawn_faces", lambda: faces)
        yield


@pytest.fixture(scope="module")
def comparison(root: Path, same_faces: None) -> Iterator[compare.Comparison]:
    names = ["cnn", "lines", str(root / "cnn" / "model")]
    with compare.entries(root, names, None, "uint8") as (entries, faces):
        yield compare.compare(compare.measure(entries, faces), faces)


def test_a_difference_comes_with_mcnemars_test_and_an_interval_that_the_normal_approximation_confirms() -> None:
    random = np.random.default_rng(3)
    labels = random.integers(0, 7, 2000)
    first = np.where(random.random(2000) < 0.6, labels, (labels + 1) % 7)
    second = np.where(random.random(2000) < 0.1, labels, first)

    found = paired(labels, first, second)

    gained, lost = ((second == labels) & (first != labels)).sum(), ((first == labels) & (second != labels)).sum()
    assert (found.only_second, found.only_first) == (gained, lost)
    assert found.accuracy.value == pytest.approx((gained - lost) / 2000)
    deviation = np.std((second == labels).astype(float) - (first == labels)) / np.sqrt(2000)
    reach = NormalDist().inv_cdf(0.975) * deviation
    assert found.accuracy.low == pytest.approx(found.accuracy.value - reach, abs=0.1 * reach)
    assert found.accuracy.high == pytest.approx(found.accuracy.value + reach, abs=0.1 * reach)
    assert found.macro_f1.value == pytest.approx(
        f1_score(labels, second, average="macro") - f1_score(labels, first, average="macro")
    )
    assert found.macro_f1.low < found.macro_f1.value < found.macro_f1.high
    assert found.verdict == "better"


@pytest.mark.parametrize(
    ("gained", "lost", "p_value", "verdict"),
    [(0, 0, 1.0, "the same"), (6, 1, 0.125, "could be chance"), (6, 0, 0.03125, "better"), (0, 6, 0.03125, "worse")],
)
def test_few_changed_faces_are_told_as_chance(gained: int, lost: int, p_value: float, verdict: str) -> None:
    labels = np.zeros(50, int)
    first, second = np.zeros(50, int), np.zeros(50, int)
    first[:gained], second[gained : gained + lost] = 3, 3

    found = paired(labels, first, second)

    assert found.p_value == pytest.approx(p_value)
    assert found.verdict == verdict


def test_every_figure_is_that_of_the_files_that_would_be_shipped(comparison: compare.Comparison, root: Path) -> None:
    cnn, lines, converted = comparison.measured
    stated = contract.read(root / "cnn" / "model")

    for split in ("PublicTest", "PrivateTest"):
        assert converted.evaluation.splits[split].accuracy == pytest.approx(stated.metrics[split].accuracy, abs=1e-5)
        same, other = comparison.against_first[1][split], comparison.against_first[0][split]
        assert same.verdict == "the same"
        gain = lines.evaluation.splits[split].accuracy - cnn.evaluation.splits[split].accuracy
        assert other.accuracy.value == pytest.approx(gain)
        assert other.only_second - other.only_first == round(70 * gain)
    assert cnn.entry.manifest.weight_bytes == converted.entry.manifest.weight_bytes > lines.entry.manifest.weight_bytes
    assert all(one.latency_ms > 0 for one in comparison.measured)


def test_the_table_names_each_with_both_splits_and_what_could_be_chance(comparison: compare.Comparison) -> None:
    shown = compare.as_table(comparison)

    for one in comparison.measured:
        assert shown.count(f"{100 * one.evaluation.splits['PublicTest'].accuracy:.2f} %")
        assert f"{one.entry.manifest.weight_bytes:,}" in shown
    assert "lines against cnn\n  PublicTest" in shown
    assert "0 faces gained, 0 lost, p = 1.000: the same" in shown


def test_the_page_shows_publictests_changed_faces_and_loads_nothing(
    comparison: compare.Comparison, tmp_path: Path
) -> None:
    page = comparison_report.write(tmp_path / "page", comparison, "uint8").read_text()
    first, second = comparison.measured[:2]
    public = comparison.faces.splits["PublicTest"]
    differing = first.says("PublicTest") != second.says("PublicTest")

    kinds = comparison_report.changes(public, first, second)

    assert sum(kind.count for kind in kinds) == differing.sum() > 0
    assert all(face.second == face.actual != face.first for face in kinds[0].faces)
    assert all(face.first == face.actual != face.second for face in kinds[1].faces)
    sources = _sources(page)
    assert sources
    assert all(source.startswith("data:") for source in sources)
    shown = sum(len(kind.faces) for kind in kinds)
    assert page.count('alt="a face labelled') == shown
    assert "Keep this file" not in page  # drawn faces are nobody's


def test_a_page_with_faces_of_people_says_that_it_must_stay_where_it_is(
    comparison: compare.Comparison, tmp_path: Path
) -> None:
    real = dataclasses.replace(comparison, faces=dataclasses.replace(comparison.faces, name="fer2013"))

    assert "Keep this file in its run folder" in comparison_report.write(tmp_path / "page", real, "uint8").read_text()


def test_the_table_beside_the_page_has_every_changed_face_of_both_splits(
    comparison: compare.Comparison, tmp_path: Path
) -> None:
    page = comparison_report.write(tmp_path / "page", comparison, "uint8")
    with (page.parent / "changes.csv").open() as lines:
        rows = list(csv.DictReader(lines))

    for split in ("PublicTest", "PrivateTest"):
        said = [one.says(split) for one in comparison.measured]
        changed = {int(row["row"]) for row in rows if row["split"] == split}
        assert changed == set(np.flatnonzero((said[0] != said[1]) | (said[0] != said[2])))
    row = rows[0]
    number = int(row["row"])
    assert row["label"] == LABELS[comparison.faces.splits[row["split"]].labels[number]]
    assert row["lines"] == LABELS[comparison.measured[1].says(row["split"])[number]]


def test_what_cannot_be_compared_is_refused(root: Path, same_faces: None, tmp_path: Path) -> None:
    for names, message in (
        (["cnn"], "Got cnn to compare. Expected two names or more"),
        (["cnn", "cnn"], "each once"),
        (["cnn", "nothing"], "nothing: neither a run in .* nor the folder of a converted model. The runs: .*lines"),
    ):
        with pytest.raises(UserError, match=message), compare.entries(root, names, None, "uint8"):
            pass
    others = drawn_faces({"Training": 14, "PublicTest": 14, "PrivateTest": 14}, seed=9)
    path = tmp_path / "others.npz"
    parts = others.splits.items()
    np.savez(
        path,
        images=np.concatenate([part.images for _, part in parts]),
        emotion=np.concatenate([part.labels for _, part in parts]),
        usage=np.concatenate([np.full(len(part), SPLITS.index(split)) for split, part in parts]),
    )
    stranger = runs.create(root, "stranger", "perceptron", config.preset("perceptron"), data.load(path), str(path))
    try:
        with (
            pytest.raises(UserError, match=r"stranger was tested on other faces \(fer2013\) than the runs before it"),
            compare.entries(root, ["lines", "stranger"], None, "uint8"),
        ):
            pass
    finally:
        shutil.rmtree(stranger.folder)


def test_a_model_that_was_altered_or_does_not_reach_what_it_states_is_refused(
    root: Path, faces: FaceSet, tmp_path: Path
) -> None:
    """Seen to fail without the comparison with the manifest."""
    folder = root / "cnn" / "model"
    manifest = contract.read(folder)
    stated = {
        name: dataclasses.replace(metrics, accuracy=metrics.accuracy + 0.1)
        for name, metrics in manifest.metrics.items()
    }
    boastful = compare.Entry("model", folder, dataclasses.replace(manifest, metrics=stated))
    with pytest.raises(UserError, match=r"model: PublicTest: measured .* Another data set"):
        compare.measure([boastful], faces)
    altered = shutil.copytree(folder, tmp_path / "altered")
    shard = next(altered.glob("*.bin"))
    shard.write_bytes(shard.read_bytes()[:-1])
    with pytest.raises(UserError, match="was altered or cut off"):
        compare.measure([compare.Entry("model", altered, contract.read(altered))], faces)


def test_the_list_of_runs_has_the_best_on_publictest_first_and_says_what_is_not_there_yet(root: Path) -> None:
    begun = runs.Run(root / "begun")
    begun.folder.mkdir()
    shutil.copy(root / "lines" / "config.json", begun.folder)
    try:
        rows = run_list.rows(root)
    finally:
        shutil.rmtree(begun.folder)

    assert [row.name for row in rows][-1] == "begun"
    assert rows[0].public_test == max(row.public_test for row in rows if row.public_test is not None)
    by_name = {row.name: row for row in rows}
    assert by_name["cnn"].private_test is not None
    assert by_name["cnn"].shipped_bytes == contract.read(root / "cnn" / "model").weight_bytes
    assert by_name["lines"].private_test is None
    shown = run_list.as_table(rows)
    assert f"{100 * pd.read_csv(root / 'cnn' / 'history.csv')['val_accuracy'].max():.2f} %" in shown
    assert "0 of 1" in shown
    assert "drawn-faces" in shown


def _sources(page: str) -> list[str]:
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            found.extend(value or "" for name, value in attributes if name in ("src", "srcset", "href"))

    Reader().feed(page)
    return found
