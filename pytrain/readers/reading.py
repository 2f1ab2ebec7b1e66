"""A folder of pictures in a known layout -> a FaceSet: opened, framed, made grey, labelled, dealt out to the three splits."""

import os
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from pytrain import images, labels
from pytrain.errors import UserError, listed
from pytrain.faces import IMAGE_SIZE, SPLITS, Faces, FaceSet, dealt_out, place
from pytrain.readers import affectnet, ckplus, folders, rafdb
from pytrain.readers.listing import Layout, Picture, check_within

LAYOUTS: tuple[Layout, ...] = (
    rafdb.OFFICIAL,
    rafdb.KAGGLE,
    ckplus.SEQUENCES,
    affectnet.ARRAYS,
    affectnet.CSV,
    ckplus.CROPS,
    folders.ANY,
)
"""The more particular ones first."""

MOST_PICTURES = 450_000
"""A gigabyte of faces, half as many again as AffectNet has."""

_BATCH = 512
_TELL_SECONDS = 10


def recognised(path: Path) -> Layout:
    """The layout of the folder at `path`.

    Raises:
        UserError: it is none of LAYOUTS; says which there are and what was seen.
    """
    for layout in LAYOUTS:
        if layout.recognises(path):
            return layout
    seen = [entry.name + "/" * entry.is_dir() for entry in sorted(path.iterdir())]
    known = "".join(f"\n  {layout.looks}" for layout in LAYOUTS)
    raise UserError(
        f"{path}: unknown layout; it holds {listed(seen) if seen else 'nothing'}. Expected FER2013's image folders, or{known}"
    )


def read(path: Path, margin: float = 0.0) -> FaceSet:
    """The data set in the folder at `path`; says what it is, how it was dealt out, framed, and what was left out.

    A test part of the set's own becomes PrivateTest, a part to choose on PublicTest; where the latter is missing, it is a tenth of
    train. Without parts, a tenth each. What goes where follows from the content of each file, or from the person where the set says who
    is shown, so it is the same on every machine. A split may be empty.

    Args:
        margin: the share to cut off each side of a picture first; only for pictures that nobody framed, 0 up to 0.5.

    Raises:
        UserError: an unknown layout, or a picture or label that is not what it should be; names the file.
    """
    layout = recognised(path)
    margin = margin if layout.is_anybodys else layout.margin
    pictures, left_out = _of_the_seven(path, layout.pictures(path))
    if not pictures:
        raise UserError(f"{path}: no pictures of the seven expressions. Expected {layout.looks}.")
    faces = np.empty((len(pictures), IMAGE_SIZE, IMAGE_SIZE), np.uint8)
    places = np.empty(len(pictures))
    for row, (face, found) in enumerate(_opened(path, pictures, margin)):
        faces[row], places[row] = face, found
    numbers = np.array([labels.index(picture.label) for picture in pictures], np.int64)
    split, how = _dealt_out(pictures, places)
    name = _name(layout, path)
    splits = {each: Faces(faces[split == each], numbers[split == each]) for each in SPLITS}
    counts = ", ".join(f"{each} {len(part):,}" for each, part in splits.items())
    print(f"{name} at {path}: {len(pictures):,} faces ({counts}). {how}")
    cut = f", after {100 * margin:.0f} % off each side" if margin else ""
    print(f"  Framed: {layout.framing}{cut}; grey as the page makes it, reduced to {IMAGE_SIZE}x{IMAGE_SIZE}.")
    if left_out:
        counted = ", ".join(f"{count:,} {label}" for label, count in sorted(left_out.items()))
        print(f"  Left out, as none of the seven expressions: {counted}.")
    return FaceSet(name, splits)


def name_of(path: Path) -> str:
    """The name that the data set in the folder at `path` has; raises as `recognised`."""
    return _name(recognised(path), path)


def _of_the_seven(path: Path, pictures: Iterable[Picture]) -> tuple[list[Picture], Counter[str]]:
    """Those to be read, and by label how many are none of the seven."""
    kept: list[Picture] = []
    left_out: Counter[str] = Counter()
    for picture in pictures:
        if labels.index(picture.label) is None:
            left_out[picture.label] += 1
        else:
            kept.append(picture)
        if len(kept) > MOST_PICTURES:
            raise UserError(
                f"{path}: more than {MOST_PICTURES:,} pictures. Expected at most that; give a part of them."
            )
    return kept, left_out


def _opened(root: Path, pictures: list[Picture], margin: float) -> Iterator[tuple[np.ndarray, float]]:
    """For each picture its (48, 48) uint8 face and its place, 0 up to 1, in the dealing out."""

    def opened(picture: Picture) -> tuple[np.ndarray, float]:
        check_within(picture.file, root)
        content = images.file_content(picture.file, images.PHOTO, images.MOST_PHOTO_BYTES)
        face = images.read_square(content, str(picture.file), picture.box, margin)
        return face, place(picture.person.encode() or content)

    told = time.monotonic()
    with ThreadPoolExecutor(os.cpu_count()) as threads:  # Pillow decodes without Python's lock
        for start in range(0, len(pictures), _BATCH):
            yield from threads.map(opened, pictures[start : start + _BATCH])
            if time.monotonic() - told > _TELL_SECONDS:
                told = time.monotonic()
                print(f"  {min(start + _BATCH, len(pictures)):,} of {len(pictures):,} pictures read", flush=True)


def _dealt_out(pictures: list[Picture], places: np.ndarray) -> tuple[np.ndarray, str]:
    """The split of each picture, and in words how that came about."""
    part = np.array([picture.part for picture in pictures])
    parts = set(part.tolist())
    by = "of the people, by the hash of their names" if pictures[0].person else "by the hash of each file"
    if parts <= {"", "train"}:
        how = f"It has no test split; a tenth each is PublicTest and PrivateTest, {by}."
        return dealt_out(places), how
    tested = "test" if "test" in parts else "val"
    chosen_on = "val" if parts >= {"val", "test"} else None
    public = part == chosen_on if chosen_on else (part == "train") & (places >= 0.9)
    how = f"PrivateTest is its own {tested}"
    if chosen_on or "train" in parts:
        how += f", PublicTest its own {chosen_on}" if chosen_on else f"; PublicTest a tenth of train, {by}"
    return np.select([part == tested, public], ["PrivateTest", "PublicTest"], "Training"), f"{how}."


def _name(layout: Layout, path: Path) -> str:
    """Fit for names of files, too."""
    own = re.sub(r"[^A-Za-z0-9._-]+", "-", path.resolve().name).strip("-.")[:40]
    return f"{layout.name}-{own}" if layout.is_anybodys and own else layout.name
