"""The file of images: right or not used, whoever else writes it, and whatever the disk says."""

import resource
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pytrain import cache
from pytrain.faces import Faces, FaceSet

ROOT = Path(__file__).parent.parent


def stored(root: Path) -> Path:
    (file,) = root.glob(".images-*/images.npy")
    return file


def test_images_come_back_from_their_file_as_they_were_and_are_written_once(faces: FaceSet, tmp_path: Path) -> None:
    mapped = cache.on_disk(faces.training, tmp_path).images
    written = stored(tmp_path).stat().st_mtime_ns

    again = cache.on_disk(faces.training, tmp_path).images

    assert isinstance(mapped, np.memmap)
    assert np.array_equal(mapped, faces.training.images)
    assert np.array_equal(cache.rows_of(again, np.array([7, 3])), faces.training.images[[7, 3]])
    assert stored(tmp_path).stat().st_mtime_ns == written
    assert [path.name for path in tmp_path.iterdir()] == [stored(tmp_path).parent.name]


def test_other_images_get_a_file_of_their_own(faces: FaceSet, tmp_path: Path) -> None:
    altered = faces.training.images.copy()
    altered[-1, -1, -1] ^= 1

    for images in (faces.training.images, altered):
        assert np.array_equal(cache.on_disk(replace(faces.training, images=images), tmp_path).images, images)
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("harm", ["a pixel", "the end", "all of it", "the header"])
def test_a_damaged_file_is_written_anew(faces: FaceSet, tmp_path: Path, harm: str) -> None:
    cache.on_disk(faces.training, tmp_path)
    file = stored(tmp_path)
    whole = bytearray(file.read_bytes())
    if harm == "a pixel":
        whole[-5] ^= 1
    elif harm == "the header":
        whole[20] ^= 0xFF
    file.write_bytes(b"" if harm == "all of it" else whole[:-100] if harm == "the end" else whole)

    images = cache.on_disk(faces.training, tmp_path).images

    assert isinstance(images, np.memmap)
    assert np.array_equal(images, faces.training.images)


def test_a_file_that_is_deleted_meanwhile_is_read_on(faces: FaceSet, tmp_path: Path) -> None:
    images = cache.on_disk(faces.training, tmp_path).images
    stored(tmp_path).unlink()

    assert np.array_equal(cache.rows_of(images, np.array([5])), faces.training.images[[5]])


WRITER = """
import sys
from pathlib import Path
from pytrain import cache
from pytrain.drawn import drawn_faces
faces = drawn_faces({"Training": 210}, seed=1).training
for _ in range(40):
    images = cache.on_disk(faces, Path(sys.argv[1])).images
    assert (images == faces.images).all(), "torn"
    if sys.argv[2] == "and deletes":
        for file in Path(sys.argv[1]).glob(".images-*/images.npy"):
            file.unlink(missing_ok=True)
"""


def test_two_processes_that_write_it_at_once_both_read_what_is_right(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), how], cwd=ROOT)
        for how in ("and deletes", "only")
    ]

    assert [writer.wait(120) for writer in writers] == [0, 0]


@pytest.mark.skipif(sys.platform == "win32", reason="limits are a thing of Unix")
def test_where_no_file_can_be_written_a_sentence_says_so_and_the_images_stay_in_memory(
    faces: FaceSet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
    try:
        kept = cache.on_disk(faces.training, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert kept is faces.training
    assert "could not be written" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


READER = """
import resource, sys
from pathlib import Path
import numpy as np
from pytrain import cache
images = np.load(sys.argv[1], mmap_mode="r", allow_pickle=False)
rng, before = np.random.default_rng(0), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for _ in range(len(images) // 100):
    cache.rows_of(images, rng.integers(len(images), size=100))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="getrusage is a thing of Unix")
def test_reading_all_of_a_large_file_takes_no_memory(tmp_path: Path) -> None:
    count = 40_000  # 92 MB
    np.save(tmp_path / "images.npy", np.zeros((count, 48, 48), np.uint8) + 1)

    read = subprocess.run(
        [sys.executable, "-c", READER, str(tmp_path / "images.npy")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    unit = 1 if sys.platform == "darwin" else 1024
    assert int(read.stdout) * unit < 20e6


def test_votes_and_labels_stay_with_their_images(tmp_path: Path) -> None:
    faces = Faces(np.zeros((3, 48, 48), np.uint8), np.arange(3), np.eye(3, 7, dtype=np.float32))

    kept = cache.on_disk(faces, tmp_path)

    assert np.array_equal(kept.labels, faces.labels)
    assert kept.votes is faces.votes
