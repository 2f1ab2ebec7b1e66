"""Releases into a repository on this disk: what is refused, what comes of one, and that nothing is left by a failed one."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from pytrain import card, compare, config, contract, convert, data, evaluate, release, runs, tfjs_runtime
from pytrain.atomic import assembled
from pytrain.errors import UserError
from pytrain.evaluate import TESTS
from pytrain.faces import SPLITS, FaceSet
from pytrain.train import train

CHANGELOG = "# Log\n\n## [Unreleased]\n\n### Added\n\n- A page.\n\n### Changed\n\n- A colour.\n\n## [0.1.0]\n\n### Changed\n\n- All.\n"


def git(where: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=where, check=True, capture_output=True, text=True).stdout


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def own_faces(faces: FaceSet, tmp_path_factory: pytest.TempPathFactory) -> FaceSet:
    """Data of the user's own: a csv in FER2013's form. Its faces are drawn, which nothing in it says."""
    path = tmp_path_factory.mktemp("data") / "own.csv"
    with path.open("w") as out:
        out.write("emotion,pixels,Usage\n")
        for split in SPLITS:
            part = faces.splits[split]
            for image, label in zip(part.images, part.labels, strict=True):
                out.write(f"{label},{' '.join(map(str, image.ravel()))},{split}\n")
    return data.load(path)


@pytest.fixture(scope="module")
def made(trained: runs.Run, own_faces: FaceSet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Runs on that csv: `good`, which has learned something, and `poor`, which has not."""
    root = tmp_path_factory.mktemp("runs")
    for name, preset in (
        ("good", trained.preset()),
        ("poor", config.preset("perceptron", ["epochs=1", "learning_rate=1e-9"])),
    ):
        run = runs.create(root, name, "cnn" if name == "good" else "perceptron", preset, own_faces, None)
        settings = json.loads((run.folder / "config.json").read_text())
        (run.folder / "config.json").write_text(json.dumps(settings | {"commit": "0123456789ab"}))
    # The very same faces, so what was trained on them under their own name need not be trained again.
    for file in ("best.keras", "last.keras", "history.csv"):
        shutil.copy(trained.folder / file, root / "good" / file)
    train(config.preset("perceptron", ["epochs=1", "learning_rate=1e-9"]), own_faces, runs.Run(root / "poor"))
    return root


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    here = tmp_path / "repository"
    here.mkdir()
    git(here, "init", "--quiet")
    (here / "CHANGELOG.md").write_text(CHANGELOG)
    commit(here)
    return here


@pytest.fixture(scope="module")
def converted(made: Path, own_faces: FaceSet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("converted") / "model"
    convert.convert(runs.Run(made / "good"), own_faces, folder, "uint8")
    return folder


@pytest.fixture
def with_model(repository: Path, converted: Path) -> Path:
    """The repository, with `good` as the released model."""
    shutil.copytree(converted, repository / "model")
    commit(repository)
    return repository


def commit(here: Path) -> None:
    git(here, "add", "-A")
    git(here, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "-m", "all")


def test_a_release_leaves_the_model_its_card_and_a_line_in_the_changelog(
    repository: Path, made: Path, own_faces: FaceSet
) -> None:
    done = release.release(repository, runs.Run(made / "good"), own_faces)

    model = repository / "model"
    manifest = contract.read(model)
    contract.check_files(manifest, model)
    assert manifest.training.preset == "cnn"
    assert card.read(model) == done.card
    assert done.card.weights_sha256 == manifest.weights_sha256
    assert (model / "CARD.md").read_text() == card.render(manifest, done.card)
    public, private = (f"{100 * manifest.metrics[split].accuracy:.1f} %" for split in ("PublicTest", "PrivateTest"))
    line = (
        f"- The released model is the run `good` of the preset `cnn`: PublicTest {public}, PrivateTest {private},"
        f" {manifest.weight_bytes:,} bytes of weights.\n"
    )
    assert (repository / "CHANGELOG.md").read_text() == CHANGELOG.replace("- A colour.\n", f"{line}- A colour.\n")
    assert git(repository, "status", "--porcelain").split() == ["M", "CHANGELOG.md", "??", "model/"]


def test_a_model_that_is_worse_on_publictest_is_refused_and_the_former_stays(
    with_model: Path, made: Path, own_faces: FaceSet
) -> None:
    before = content(with_model / "model")

    with pytest.raises(
        UserError, match=r"poor is worse than the released model: PublicTest .* before \(p .*--force --why"
    ):
        release.release(with_model, runs.Run(made / "poor"), own_faces)

    assert content(with_model / "model") == before
    assert git(with_model, "status", "--porcelain") == ""


def test_a_reason_lets_a_worse_model_pass_and_stands_in_the_changelog(
    with_model: Path, made: Path, own_faces: FaceSet, tmp_path: Path
) -> None:
    poor = runs.Run(made / "poor")
    conversion = convert.convert(poor, own_faces, tmp_path / "new", "uint8")
    found = release.against_former(with_model / "model", tmp_path / "new", poor, own_faces)
    assert found is not None

    release.check_no_worse(found, "a tenth of\nthe bytes")

    line = release.changelog_line(poor, conversion.manifest, found, "a tenth of\nthe bytes")
    before = contract.read(with_model / "model").metrics["PublicTest"].accuracy
    assert f"({100 * before:.1f} % before)" in line
    assert line.endswith("Worse on purpose: a tenth of the bytes")
    assert "\n" not in line


def test_a_better_privatetest_does_not_make_up_for_a_worse_publictest(with_model: Path, own_faces: FaceSet) -> None:
    entry = compare.Entry("good", with_model / "model", contract.read(with_model / "model"))
    [former] = compare.measure([entry], own_faces)
    labels = {split: own_faces.splits[split].labels for split in TESTS}
    says = former.says("PublicTest")
    says[np.flatnonzero(says == labels["PublicTest"])[0]] += 1  # one face more is wrong
    said = {"PublicTest": np.eye(7)[says % 7], "PrivateTest": np.eye(7)[labels["PrivateTest"]]}
    new = compare.Measured(entry, evaluate.evaluate_logits(said, own_faces), said, 1.0)

    found = compare.compare([former, new], own_faces)

    assert found.against_first[0]["PrivateTest"].verdict == "better"
    with pytest.raises(UserError, match="is worse than the released model"):
        release.check_no_worse(found, None)


def test_a_demonstration_is_never_released(trained: runs.Run, repository: Path, faces: FaceSet) -> None:
    with pytest.raises(UserError, match="learned from drawn faces: a demonstration is never released"):
        release.release(repository, trained, faces, why_worse="because")
    assert not (repository / "model").exists()


def test_code_that_no_commit_holds_is_refused(repository: Path, made: Path, own_faces: FaceSet, tmp_path: Path) -> None:
    good = runs.Run(made / "good")
    moved = runs.Run(tmp_path / "good")
    shutil.copytree(good.folder, moved.folder)
    settings = good.config() | {"commit": "0123456789ab-dirty"}
    (moved.folder / "config.json").write_text(json.dumps(settings))
    with pytest.raises(UserError, match="trained by code that differs from the commit 0123456789ab,"):
        release.release(repository, moved, own_faces)

    (repository / "note.txt").write_text("not yet committed")
    with pytest.raises(UserError, match=r"1 files differ from the last commit, note.txt among them"):
        release.release(repository, good, own_faces)
    with pytest.raises(UserError, match="Expected a git repository"):
        release.check_clean(tmp_path)


def test_a_model_that_computes_otherwise_in_tensorflow_js_is_refused_and_nothing_stays(
    with_model: Path, made: Path, own_faces: FaceSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(with_model / "model")
    true_golden = convert._golden

    def another_networks(*given: object) -> contract.Golden:
        golden = true_golden(*given)  # type: ignore[arg-type]
        golden.logits[3, 2] += 0.03
        return golden

    monkeypatch.setattr(convert, "_golden", another_networks)
    with pytest.raises(UserError, match=r"drawn happy face: logits in TensorFlow.js are 0.03. off .* at most 0.02"):
        release.release(with_model, runs.Run(made / "good"), own_faces)

    assert content(with_model / "model") == before
    assert git(with_model, "status", "--porcelain") == ""
    release.check_parity(tfjs_runtime.RELEASED)


def test_a_failure_at_the_very_end_puts_the_changelog_back_too(with_model: Path, tmp_path: Path) -> None:
    before = content(with_model)
    changelog, further = with_model / "CHANGELOG.md", with_model / "further.npz"

    def fail() -> None:
        with release._put_back_on_failure([changelog, further]), assembled(with_model / "model") as partial:
            (partial / "manifest.json").write_text("{}")
            changelog.write_text("all new")
            further.write_text("of a teacher")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()

    assert content(with_model) == before


@pytest.mark.parametrize("heading", ["## [Unreleased]\n\n", "## [Unreleased]\n\n### Changed\n\n"])
def test_the_line_goes_below_what_is_not_released_yet(heading: str) -> None:
    older = "## [1]\n\n### Changed\n\n- Old.\n"

    assert release.with_line(heading + older, "- New.").split() == [
        *["##", "[Unreleased]", "###", "Changed", "-", "New.", "##", "[1]", "###", "Changed", "-", "Old."]
    ]
    with pytest.raises(UserError, match=r"no line ## \[Unreleased\]"):
        release.with_line(older, "- New.")
