"""kill -9 at any step: what stood there stands there whole, or the new does, and the next run is not in its way."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
import pytest

from pytrain import contract, hosts, offline, runs
from pytrain.atomic import assembled, write_text
from pytrain.build import build
from pytrain.convert import convert
from pytrain.errors import UserError
from pytrain.faces import FaceSet

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="victims are forks")

Files = dict[str, bytes]


def files_of(folder: Path) -> Files:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def kill(what: str, *arguments: Path | str | int) -> None:
    command = [sys.executable, "-m", "pytrain_tests.killing", what, *map(str, arguments)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


WRITER = """
import sys
from pathlib import Path
from pytrain import atomic
from pytrain_tests.killing import die_at
place = Path(sys.argv[1])
if sys.argv[3] == "two renames":
    atomic._exchange = lambda one, other: False
die_at(int(sys.argv[2]), place)
with atomic.assembled(place / "folder") as partial:
    for name in "ab":
        atomic.write_text(partial / name, "new")
"""


def write(place: Path, step: int, how: str) -> bool:
    """Write place/folder in a process that is killed at `step`; whether it was."""
    command = [sys.executable, "-c", WRITER, str(place), str(step), how]
    status = subprocess.run(command, cwd=ROOT, check=False).returncode
    assert status in (0, -signal.SIGKILL)
    return status != 0


def test_a_folder_is_the_old_or_the_new_one_at_every_step_and_never_a_mix_or_none(tmp_path: Path) -> None:
    """Seen to fail with two renames for the exchange: killed between them, there is no folder."""
    states = []
    for step in range(1, 100):
        place = tmp_path / str(step)
        (place / "folder").mkdir(parents=True)
        for name in "ab":
            (place / "folder" / name).write_text("old")
        killed = write(place, step, "exchange")
        states.append({path.read_text() for path in (place / "folder").iterdir()})
        if not killed:
            break
    assert states[-1] == {"new"}
    assert all(state in ({"old"}, {"new"}) for state in states)
    assert len(states) > 10, "every step was walked through"


def test_where_two_folders_cannot_change_places_the_next_call_brings_back_what_a_kill_took_away(tmp_path: Path) -> None:
    """Seen to fail without the look at what killed calls left: the old folder stays in a hidden one."""
    for step in range(1, 100):
        place = tmp_path / str(step)
        (place / "folder").mkdir(parents=True)
        (place / "folder" / "a").write_text("old")
        killed = write(place, step, "two renames")
        with pytest.raises(KeyError), assembled(place / "folder"):
            raise KeyError
        assert (place / "folder" / "a").read_text() in ("old", "new"), step
        if not killed:
            return


def test_what_killed_calls_left_is_cleared_away_after_a_day_and_nothing_else(tmp_path: Path) -> None:
    """Seen to fail without clearing, and with names taken by their beginning alone."""
    old = time.time() - 25 * 60 * 60
    for name in (".model-a1b2c3d4", ".model-demo-a1b2c3d4", ".model-of-mine", "model-a1b2c3d4"):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (old, old))
    (tmp_path / ".model-12345678").mkdir()

    with assembled(tmp_path / "model"):
        pass

    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"model", ".model-12345678", ".model-demo-a1b2c3d4", ".model-of-mine", "model-a1b2c3d4"}


def test_a_training_killed_at_its_very_start_leaves_no_run_that_is_in_the_way(
    tmp_path: Path, faces: FaceSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen to fail with the files written into the run's folder one by one: it existed already, and was no run either."""
    from pytrain import config

    preset = config.preset("perceptron")

    def killed() -> dict:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(runs, "environment", killed)
        with pytest.raises(KeyboardInterrupt):
            runs.create(tmp_path, "run", "perceptron", preset, faces, None)

    assert runs.create(tmp_path, "run", "perceptron", preset, faces, None).config()["preset_name"] == "perceptron"


@pytest.fixture(scope="module")
def old_model(trained: runs.Run, faces: FaceSet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("old") / "model"
    convert(trained, faces, folder, "uint16")
    return folder


def assert_whole_and_usable(places: Path, name: str, old: Path, quantizations: set[str]) -> None:
    """Each model is the old one or a new one, its manifest's digests are right, and nothing but a hidden folder is beside it."""
    found = set()
    for place in places.iterdir():
        model = place / name
        manifest = contract.read(model)
        contract.check_files(manifest, model)
        assert {path.name for path in model.iterdir()} == {contract.MANIFEST, *(file.path for file in manifest.files)}
        assert all(path.name.startswith(f".{name}-") for path in place.iterdir() if path.name not in (name, "killed"))
        if manifest.quantization == "uint16":
            assert files_of(model) == files_of(old)
        found.add(manifest.quantization)
    assert found == quantizations


def test_a_killed_conversion_leaves_the_old_model_or_the_new_one_whole(
    trained: runs.Run, faces: FaceSet, old_model: Path, tmp_path: Path
) -> None:
    """Seen to fail with the model written straight into its folder. The steps are those around golden.json, the manifest, the
    exchange and what comes after it."""
    kill("conversions", tmp_path, trained.folder, old_model, 3, 11, 15, 16, 17, 19)

    assert len(list(tmp_path.glob("*/killed"))) == 6
    assert_whole_and_usable(tmp_path, "model", old_model, {"uint8", "uint16"})
    convert(trained, faces, tmp_path / "15" / "model", "none")
    assert contract.read(tmp_path / "15" / "model").quantization == "none"


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_conversion_killed_at_each_step_leaves_the_old_model_or_the_new_one_whole(
    trained: runs.Run, old_model: Path, tmp_path: Path
) -> None:
    """Seen to fail with two renames for the exchange: killed between them, there is no model."""
    kill("conversions", tmp_path, trained.folder, old_model)

    assert len(list(tmp_path.glob("*/killed"))) > 15
    assert_whole_and_usable(tmp_path, "model", old_model, {"uint8", "uint16"})


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_conversion_killed_at_any_time_leaves_the_old_model_or_the_new_one_whole(
    trained: runs.Run, old_model: Path, tmp_path: Path
) -> None:
    """Seen to fail with the model written straight into its folder, emptied first: many had no manifest."""
    kill("conversions_at_any_time", tmp_path, trained.folder, old_model, 12)

    assert_whole_and_usable(tmp_path, "model", old_model, {"uint8", "uint16"})


def assert_pages_are_whole(places: Path, new: Files, old: Files) -> set[bool]:
    """Whether there are new ones and old ones among them; none is a mix."""
    kinds = set()
    for place in places.iterdir():
        found = files_of(place / "dist")
        assert found in (old, new), place
        kinds.add(found == new)
    return kinds


def test_a_build_killed_at_each_step_after_vite_leaves_the_old_page_or_the_new_one_whole(tmp_path: Path) -> None:
    """Seen to fail with the page assembled in its own folder."""
    old = tmp_path / "old"
    old.mkdir()
    write_text(old / "index.html", "an earlier page")
    places = tmp_path / "places"

    kill("builds", places, ROOT / "model", old)

    model = [contract.MANIFEST, contract.FIGURES, *(file.path for file in contract.read(ROOT / "model").files)]
    model_files = [f"model/{name}" for name in model]
    new = {name: (ROOT / name).read_bytes() for name in model_files} | {"index.html": b"a new page"}
    *_, last = sorted(
        places.iterdir(), key=lambda place: int(place.name)
    )  # not killed: what is made from the rest is whole
    made = {
        "sbom.cdx.json",
        offline.WORKER,
        *(f"{offline.WORKER}{end}" for end in (".br", ".gz")),
        hosts.NETLIFY,
        hosts.NGINX,
        *(f"{name}{end}" for name in model_files for end in (".br", ".gz")),
    }
    new |= {name: content for name, content in files_of(last / "dist").items() if name in made}
    assert len(list(places.glob("*/killed"))) > 10
    assert assert_pages_are_whole(places, new, files_of(old)) == {False, True}


BUILD = "import sys; from pathlib import Path; from pytrain.build import build; build(Path(sys.argv[1]), Path('model'))"


def build_and_kill(out: Path, wait: Callable[[], object]) -> None:
    """Kill a build when `wait` returns."""
    command = [sys.executable, "-c", BUILD, str(out)]
    with subprocess.Popen(command, cwd=ROOT, start_new_session=True) as process:
        try:
            wait()
        finally:
            os.killpg(process.pid, signal.SIGKILL)  # with the Vite that it started


@pytest.mark.timeout(120)
def test_a_build_killed_while_vite_writes_leaves_the_old_page(tmp_path: Path) -> None:
    """Seen to fail with Vite writing into the page's own folder, which it empties first."""
    dist = tmp_path / "dist"
    dist.mkdir()
    write_text(dist / "index.html", "an earlier page")

    def until_vite_writes() -> None:
        while files_of(tmp_path) == {"dist/index.html": b"an earlier page"}:
            time.sleep(0.02)

    build_and_kill(dist, until_vite_writes)

    assert files_of(dist) == {"index.html": b"an earlier page"}


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_build_killed_at_any_time_leaves_the_old_page_or_the_new_one_whole(tmp_path: Path) -> None:
    """Seen to fail with the page assembled in its own folder: two of eight were half of one."""
    begun = time.monotonic()
    new = build(tmp_path / "new", ROOT / "model")
    whole_s = time.monotonic() - begun
    places = tmp_path / "places"
    for share in np.linspace(0.05, 0.95, 8):
        dist = places / f"{share:.2f}" / "dist"
        dist.mkdir(parents=True)
        write_text(dist / "index.html", "an earlier page")
        seconds = share * whole_s
        build_and_kill(dist, lambda: time.sleep(seconds))  # noqa: B023 (called before the next)
    assert False in assert_pages_are_whole(places, files_of(new), {"index.html": b"an earlier page"})


@pytest.fixture(scope="module")
def trainings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One training to its end, and others killed in the middle of the second epoch and at each kind of write that ends it."""
    root = tmp_path_factory.mktemp("trainings")
    kill("trainings", root, "batch-5", 13, 16, 18, 20, 22)
    return root


@pytest.mark.parametrize("killed", ["batch-5", "13", "16", "18", "20", "22"])
def test_a_training_killed_in_mid_epoch_or_in_mid_write_and_resumed_ends_where_an_undisturbed_one_ends(
    trainings: Path, killed: str
) -> None:
    """Seen to fail with the network written before the history, an epoch being trained twice, and with the history's last row kept.

    "Within seed noise" is more than is needed: weights are the same to the last digits that sums on several cores share.
    """
    whole, resumed = runs.Run(trainings / "whole"), runs.Run(trainings / killed)
    assert (trainings / f"{killed}.killed").exists()

    assert list(resumed.read_history()["epoch"]) == [1, 2, 3]
    for figure in ("val_loss", "val_accuracy", "loss", "learning_rate"):
        assert np.allclose(whole.read_history()[figure], resumed.read_history()[figure], atol=1e-3), figure
    ends = [keras.models.load_model(run.last).get_weights() for run in (whole, resumed)]
    assert all(np.allclose(one, other, atol=1e-4) for one, other in zip(*ends, strict=True))
    bests = [run.load_best().get_weights() for run in (whole, resumed)]
    assert all(np.allclose(one, other, atol=1e-4) for one, other in zip(*bests, strict=True))


def test_a_folder_that_cannot_take_its_place_leaves_the_former_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen to fail without the way back from the first of two renames."""
    monkeypatch.setattr("pytrain.atomic._exchange", lambda one, other: False)
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "a").write_text("old")

    rename = Path.rename

    def refusing(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refusing)
    with pytest.raises(UserError, match="model could not be written"), assembled(tmp_path / "model"):
        pass

    assert (tmp_path / "model" / "a").read_text() == "old"
