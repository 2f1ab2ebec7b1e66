"""AffectNet: pictures with an .npy for each label, and the older form with csv files."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from pytrain import labels, npz
from pytrain.errors import UserError, brief, shown
from pytrain.readers.listing import Layout, Picture, check_within, content, pictures_in

_SETS = {"train_set": "train", "val_set": "val"}
_MOST_NUMBER_BYTES = 4096


def _arrays(root: Path) -> Iterator[Picture]:
    for folder, part in _SETS.items():
        if not (root / folder).is_dir():
            continue
        for file in pictures_in(root / folder / "images", root):
            told = root / folder / "annotations" / f"{file.stem}_exp.npy"
            array = npz.read_plain(io.BytesIO(content(told, root, _MOST_NUMBER_BYTES)), str(told))
            if array.size != 1:
                raise UserError(f"{told}: {array.size} values. Expected one, the number of an expression.")
            yield Picture(file, labels.numbered(labels.AFFECTNET, str(array.reshape(-1)[0]), str(told)), part)


ARRAYS = Layout(
    name="affectnet",
    looks="AffectNet: train_set/images/0.jpg and train_set/annotations/0_exp.npy; val_set likewise",
    recognises=lambda root: any((root / folder / "annotations").is_dir() for folder in _SETS),
    pictures=_arrays,
)

_LISTS = {"training.csv": "train", "validation.csv": "val"}
_COLUMNS = ("subDirectory_filePath", "face_x", "face_y", "face_width", "face_height", "facial_landmarks", "expression")
"""The columns that come first; validation.csv has been seen without this line."""

_IMAGE_FOLDERS = ("Manually_Annotated_Images", "Manually_Annotated/Manually_Annotated_Images", "images", ".")


def _csv(root: Path) -> Iterator[Picture]:
    for name, part in _LISTS.items():
        path = root / name
        if not path.is_file():
            continue
        check_within(path, root)
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                for number, row in enumerate(csv.reader(file), start=1):
                    if row and not (number == 1 and row[0] == _COLUMNS[0]):
                        yield _row(row, part, root, f"{path}, row {number}")
        except (csv.Error, UnicodeDecodeError) as error:
            raise UserError(f"{path}: not a readable csv ({brief(error)}). Expected {', '.join(_COLUMNS)}.") from None


def _row(row: list[str], part: str, root: Path, where: str) -> Picture:
    if len(row) < len(_COLUMNS):
        raise UserError(f"{where}: {len(row)} columns. Expected {', '.join(_COLUMNS)}.")
    label = labels.numbered(labels.AFFECTNET, row[6].strip(), where)
    try:
        left, top, width, height = map(float, row[1:5])
    except ValueError:
        raise UserError(f"{where}: face {shown(row[1:5])}. Expected x, y, width and height in pixels.") from None
    file = next(
        (root / folder / row[0] for folder in _IMAGE_FOLDERS if (root / folder / row[0]).is_file()),
        root / _IMAGE_FOLDERS[0] / row[0],
    )
    return Picture(file, label, part, box=(left, top, width, height))


CSV = Layout(
    name="affectnet",
    looks="AffectNet with csv: training.csv, validation.csv (subDirectory_filePath, ..., expression) and Manually_Annotated_Images/",
    recognises=lambda root: any(_starts_as_expected(root / name) for name in _LISTS),
    pictures=_csv,
    framing="the square around the face that the csv gives",
)


def _starts_as_expected(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        first = file.readline(4096).split(b",")
    return len(first) >= len(_COLUMNS) and (_COLUMNS[0].encode() in first[0] or b"/" in first[0])
