"""Images in a file instead of in memory: written once, mapped when read, so that a training's memory does not grow with its data set."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from pytrain.atomic import assembled
from pytrain.errors import UserError
from pytrain.faces import IMAGE_SIZE, Faces

_FILE = "images.npy"
_CHUNK_ROWS = 4096


def on_disk(faces: Faces, root: Path) -> Faces:
    """`faces` with its images in a file in `root`, named after their digest and shared by all runs there; (n, 48, 48) uint8 as before.

    What stands there is read through once and believed only where its digest is right. Several processes may write the same at once:
    each makes a file of its own, and they take each other's place whole. The file may be deleted whenever no training runs.

    Where it can't be written, a sentence says so and the images stay in memory.
    """
    digest = _digest(faces.images)
    folder = root / f".images-{digest[:16]}"
    try:
        mapped = _right(folder / _FILE, digest)
        if mapped is None:
            with assembled(folder) as partial:
                write(partial / _FILE, len(faces), _chunks(faces.images))
            mapped = _right(folder / _FILE, digest)
    except (UserError, OSError) as error:
        print(f"{error}\nUntil then the images stay in memory.")
        return faces
    return faces if mapped is None else replace(faces, images=mapped)


def write(path: Path, count: int, chunks: Iterable[np.ndarray]) -> None:
    """An .npy file at `path` of `count` images that come in `chunks`, (n, 48, 48) uint8 each."""
    shape = (count, IMAGE_SIZE, IMAGE_SIZE)
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, {"descr": "|u1", "fortran_order": False, "shape": shape})
        for chunk in chunks:
            file.write(chunk.tobytes())  # and not numpy's tofile, whose errors don't say what is wrong with the disk


def rows_of(images: np.ndarray, rows: np.ndarray | slice) -> np.ndarray:
    """`images[rows]`, a copy.

    Of a mapped file, through a mapping of its own: what is read stays in the system's cache of files, which gives way to whoever needs
    memory, and does not pile up in this process.
    """
    if isinstance(images, np.memmap) and images.filename:
        with suppress(FileNotFoundError):  # deleted meanwhile: the mapping that there is still holds it
            again = np.memmap(images.filename, images.dtype, "r", images.offset, images.shape)
            return np.array(again[rows])
    return np.array(images[rows])


def _right(path: Path, digest: str) -> np.ndarray | None:
    """The images in the file at `path`; None unless their digest is that one."""
    try:
        mapped = np.load(path, mmap_mode="r", allow_pickle=False)
    except (FileNotFoundError, ValueError, EOFError):
        return None
    return mapped if _digest(mapped) == digest else None


def _digest(images: np.ndarray) -> str:
    digest = hashlib.sha256(f"{images.dtype} {images.shape}".encode())
    for chunk in _chunks(images):
        digest.update(chunk.tobytes())
    return digest.hexdigest()


def _chunks(images: np.ndarray) -> Iterator[np.ndarray]:
    return (rows_of(images, slice(start, start + _CHUNK_ROWS)) for start in range(0, len(images), _CHUNK_ROWS))
