"""CK+: the sequences of its authors, and the 48x48 crops from Kaggle. Neither has splits; people are dealt out by number."""

import re
from collections.abc import Iterator
from pathlib import Path

from pytrain import labels
from pytrain.errors import UserError, shown
from pytrain.readers.folders import class_folders, labelled
from pytrain.readers.listing import Layout, Picture, folders, pictures_in, text

_IMAGES, _EMOTION = "cohn-kanade-images", "Emotion"
_LAST_FRAMES = 3
"""A sequence runs from neutral to the height of an expression, whose label it has; most papers take three frames of that end."""

_CROP = re.compile(r"(S\d{3})_\d{3}_\d{8}\.png")


def _sequences(root: Path) -> Iterator[Picture]:
    for person in folders(root / _IMAGES, root):
        for sequence in folders(person, root):
            told = root / _EMOTION / person.name / sequence.name
            # Of 593 sequences 327 have a label; of the others nothing is known, not even that they begin neutral.
            files = sorted(told.glob("*_emotion.txt")) if told.is_dir() else []
            if not files:
                continue
            label = labels.numbered(labels.CK_PLUS, _number(text(files[0], root), files[0]), str(files[0]))
            frames = pictures_in(sequence, root)
            if len(frames) <= _LAST_FRAMES:
                raise UserError(
                    f"{sequence}: {len(frames)} pictures. Expected more than {_LAST_FRAMES}, from neutral to {label}."
                )
            yield Picture(frames[0], "neutral", person=person.name)
            yield from (Picture(frame, label, person=person.name) for frame in frames[-_LAST_FRAMES:])


def _number(written: str, file: Path) -> str:
    """`   3.0000000e+00` -> 3."""
    if not re.fullmatch(r"[0-9](\.0+)?(e\+00)?", written.strip()):
        raise UserError(f"{file}: {shown(written)}. Expected a label such as 3.0000000e+00.")
    return written.strip()[0]


SEQUENCES = Layout(
    name="ck+",
    looks=f"CK+: {_IMAGES}/S005/001/S005_001_00000001.png and {_EMOTION}/S005/001/S005_001_00000011_emotion.txt",
    recognises=lambda root: (root / _IMAGES).is_dir() and (root / _EMOTION).is_dir(),
    pictures=_sequences,
    framing="each labelled sequence's first frame, as neutral, and its last three, the centre square of each",
    margin=0.18,
)


def _is_crops(root: Path) -> bool:
    found = [file.name for folder in class_folders(root) for file in list(folder.iterdir())[:20]]
    return bool(found) and all(map(_CROP.fullmatch, found))


def _crops(root: Path) -> Iterator[Picture]:
    for label, folder in labelled(root, root):
        for file in pictures_in(folder, root):
            match = _CROP.fullmatch(file.name)
            if not match:
                raise UserError(
                    f"{file}: unexpected name. Expected one such as S010_004_00000017.png, which tells the person."
                )
            yield Picture(file, label, person=match[1])


CROPS = Layout(
    name="ck+48",
    looks="CK+48 from Kaggle: anger/S010_004_00000017.png",
    recognises=_is_crops,
    pictures=_crops,
)
