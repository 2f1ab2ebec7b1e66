"""A full disk, one that is locked, a limit on files: each ends in a sentence, and what stood there stands there."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pytrain import atomic, contract, experiment, runs
from pytrain.build import build
from pytrain.convert import convert
from pytrain.errors import UserError
from pytrain.faces import FaceSet
from pytrain_tests.test_data import write_npz
from pytrain_tests.test_kills import files_of

ROOT = Path(__file__).parent.parent
MODEL = ROOT / "model"
Mount = Callable[[str], Path]


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Mount]:
    """mount("size=60k"): a disk of its own, in memory."""
    disk = tmp_path / "disk"

    def make(options: str) -> Path:
        disk.mkdir(exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(disk)]
        try:
            made = subprocess.run(command, capture_output=True, text=True, check=False)
        except OSError as error:
            pytest.skip(f"no disk of its own can be mounted here ({error})")
        if made.returncode:
            pytest.skip(f"no disk of its own can be mounted here ({made.stderr.strip()})")
        return disk

    yield make
    if disk.is_mount():
        # Lazily: a training's images stay mapped as long as TensorFlow holds the stream that reads them.
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def lock(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)


def test_a_file_that_finds_no_room_leaves_the_former_one(mount: Mount) -> None:
    """Seen to fail without told_plainly: OSError."""
    file = mount("size=16k") / "report.html"
    atomic.write_text(file, "short")

    with pytest.raises(
        UserError, match=r"report.html could not be written \(.*No space left.*Expected room on that disk"
    ):
        atomic.write_text(file, "long" * 10_000)

    assert files_of(file.parent) == {"report.html": b"short"}


@pytest.fixture
def converted(trained: runs.Run, faces: FaceSet, tmp_path: Path) -> Path:
    convert(trained, faces, tmp_path / "uint8", "uint8")
    return tmp_path / "uint8"


def kilobytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir()) // 1000


@pytest.mark.parametrize("full_at", ["the weights", "what comes after them"])
def test_a_conversion_onto_a_full_disk_leaves_the_former_model(
    trained: runs.Run, faces: FaceSet, converted: Path, mount: Mount, full_at: str
) -> None:
    """Seen to fail without the care for TensorFlow's own errors (ResourceExhaustedError), and without told_plainly."""
    for_weights_kb = (4 * contract.read(converted).parameters + (converted / "model.json").stat().st_size) // 1000
    room_kb = 40 if full_at == "the weights" else for_weights_kb + 16
    disk = mount(f"size={kilobytes(converted) + room_kb + 50}k")
    shutil.copytree(converted, disk / "model")
    filler = disk / "filler"
    with filler.open("wb") as file:  # the room that is left, but for room_kb
        file.write(bytes(shutil.disk_usage(disk).free - room_kb * 1000))
    before = files_of(disk)

    with pytest.raises(UserError, match=r"could not be written \(.*No space left on device.*Expected room"):
        convert(trained, faces, disk / "model", "none")

    assert files_of(disk) == before
    assert sorted(path.name for path in disk.iterdir()) == ["filler", "model"]


def test_a_conversion_that_finds_no_room_for_its_temporary_files_says_where(
    trained: runs.Run, faces: FaceSet, tmp_path: Path, mount: Mount, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen to fail without the care for TensorFlow's own errors."""
    disk = mount("size=100k")
    monkeypatch.setattr(tempfile, "tempdir", str(disk))

    with pytest.raises(UserError, match=rf"model could not be written \(No space left.*there and in {disk}"):
        convert(trained, faces, tmp_path / "model", "none")

    assert not (tmp_path / "model").exists()
    # Python sources that TensorFlow writes there for itself stay until the process ends.
    assert not [path for path in disk.iterdir() if path.suffix != ".py"]


def test_a_training_on_a_full_disk_ends_with_a_sentence_and_a_run_that_can_go_on(
    faces: FaceSet, mount: Mount, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen to fail without told_plainly, and with the network saved straight into its place: a resume could not read it."""
    monkeypatch.setattr(experiment, "drawn_faces", lambda: faces)
    disk = mount("size=400k")

    with pytest.raises(UserError, match=r"last.keras could not be written \(.*No space left"):
        experiment.start(disk, "perceptron", ["epochs=2", "batch_size=70"], None, "run", wandb=False)
    assert {path.name for path in (disk / "run").iterdir()} <= {
        "config.json",
        "environment.json",
        "history.csv",
        "best.keras",
    }

    subprocess.run(["mount", "-o", "remount,size=20m", str(disk)], check=True)
    assert experiment.resume(disk, "run", wandb=False).is_finished


def test_a_page_built_onto_a_full_disk_leaves_the_former_one(mount: Mount) -> None:
    """Seen to fail with Vite writing into the page's own folder."""
    disk = mount("size=1m")
    (disk / "dist").mkdir()
    atomic.write_text(disk / "dist" / "index.html", "an earlier page")

    with pytest.raises(UserError, match=r"The page could not be built.*`invoke build` tries again"):
        build(disk / "dist", MODEL)

    assert files_of(disk) == {"dist/index.html": b"an earlier page"}
    assert [path.name for path in disk.iterdir()] == ["dist"]


def test_a_locked_disk_is_told_by_every_step(
    trained: runs.Run, faces: FaceSet, mount: Mount, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen to fail without told_plainly."""
    monkeypatch.setattr(experiment, "drawn_faces", lambda: faces)
    disk = mount("size=1m")
    (disk / "runs").mkdir()
    lock(disk)
    told = r"could not be written \(.*Read-only file system.*Expected a disk that can be written to"

    with pytest.raises(UserError, match=told):
        experiment.start(disk / "runs", "perceptron", ["epochs=1"], None, "run", wandb=False)
    with pytest.raises(UserError, match=told):
        convert(trained, faces, disk / "model", "uint8")
    with pytest.raises(UserError, match=told):
        build(disk / "dist", MODEL)
    assert files_of(disk) == {}


def test_a_folder_that_is_a_disks_own_root_is_told(trained: runs.Run, faces: FaceSet, mount: Mount) -> None:
    """Seen to fail without EBUSY among what is told."""
    disk = mount("size=1m")

    with pytest.raises(UserError, match=r"disk could not be written .*name one below it"):
        convert(trained, faces, disk, "uint8")
    assert list(disk.iterdir()) == []


LIMITED = """
import resource, signal, sys
import tasks
from invoke import Program, Collection
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
tasks.RUNS = tasks.Path(sys.argv.pop(1))
Program(namespace=Collection.from_module(tasks)).run(["invoke", *sys.argv[1:]])
"""


def limited(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LIMITED, str(root), *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="limits are a thing of Unix")
def test_the_task_prints_the_sentence_and_no_traceback(faces: FaceSet, tmp_path: Path) -> None:
    """As anybody, with a limit on the size of files. Seen to fail without told_plainly: a traceback."""
    data = write_npz(faces, tmp_path / "faces.npz")
    words = ["train", "--preset", "perceptron", "--set", "epochs=1", "--no-wandb", "--data", str(data)]

    result = limited(tmp_path / "runs", *words)

    assert result.returncode == 1
    assert "best.keras could not be written" in result.stderr
    assert "raise the limit (ulimit -f), then run it again" in result.stderr
    assert "Traceback" not in result.stderr
    assert not list(tmp_path.rglob(".partial-*"))
