"""Every form in which people have FER2013 -> a FaceSet with the official splits; other data sets by pytrain.readers.

Forms: fer2013.csv, icml_face_data.csv, the image folders (train/angry/Training_123.jpg) and an .npz of arrays. A row or file that is
not what it should be ends the reading with an error that names it: a silently dropped face would change the published counts.
The files may come from anybody: nothing in them is run, nothing outside is followed, and no more memory is taken than they hold.
"""

import re
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd

from pytrain import corrections, images, npz, readers
from pytrain.errors import UserError, brief, listed, shown
from pytrain.faces import IMAGE_SIZE, LABELS, SPLITS, Faces, FaceSet, equal_to_any
from pytrain.readers.listing import check_within

_PIXELS = IMAGE_SIZE * IMAGE_SIZE
_FORMS = (
    "fer2013.csv, icml_face_data.csv, a folder with train/ and test/ image folders, an .npz,"
    " a folder of RAF-DB, CK+, AffectNet or of a folder for each expression, or the page's corrections.zip"
)

# Column of each label in FER+'s votes: neutral, happiness, surprise, sadness, anger, disgust, fear (contempt, unknown and
# not-a-face have no counterpart among the seven).
_FERPLUS_COLUMNS = [4, 5, 6, 1, 3, 2, 0]

_FOLDER_FILE = re.compile(rf"({'|'.join(SPLITS)})_(\d+)\.(jpe?g|png)", re.IGNORECASE)
_FOLDER_IMAGE = images.Expected(
    ("JPEG", "PNG"),
    frozenset({"1", "L", "LA", "P", "RGB", "RGBA"}),
    f"{IMAGE_SIZE}x{IMAGE_SIZE}, as JPEG or PNG of 8 bits",
)


def load(path: Path, margin: float = 0.0) -> FaceSet:
    """Read what stands at `path`, FER2013 in any form or another data set, to learn from it.

    Args:
        margin: see readers.read.

    Raises:
        UserError: nothing there, an unknown form, a damaged one, or one without all three splits; names the row or file, what was got and
            what was expected.
    """
    faces = load_any(path, margin)
    for split in SPLITS:
        if not len(faces.splits[split]):
            raise UserError(
                f"{path}: split {split} is missing. Expected rows of {', '.join(SPLITS)}; is the file whole?"
            )
    return faces


def load_any(path: Path, margin: float = 0.0) -> FaceSet:
    """As `load`, to be measured on: splits may be empty."""
    _check_there(path)
    try:
        if path.is_dir() and not _is_fer2013(path):
            return readers.read(path, margin)
        if path.suffix == ".zip":
            return corrections.as_data_set(path)
        return FaceSet("fer2013", _reader(path)(path))
    except OSError as error:
        raise UserError(f"{path}: could not be read ({brief(error)}). Expected {_FORMS}, open to you.") from None


def _check_there(path: Path) -> None:
    if not path.exists():
        raise UserError(
            f"No data at {path}. Expected {_FORMS}. `invoke data` downloads FER2013; no --data at all uses drawn faces."
        )


def _reader(path: Path) -> Callable[[Path], dict[str, Faces]]:
    if path.is_dir():
        return _read_folders
    readers_by_suffix = {".csv": _read_csv, ".npz": _read_npz}
    if path.suffix not in readers_by_suffix:
        raise UserError(f"{path}: unknown form {path.suffix or '(no suffix)'!r}. Expected {_FORMS}.")
    return readers_by_suffix[path.suffix]


def _is_fer2013(path: Path) -> bool:
    """Whether pictures in the folder carry the names that tell FER2013's splits."""
    names = (file.name for part in ("train", "test") for file in (path / part).glob("*/*"))
    return any(map(_FOLDER_FILE.fullmatch, islice(names, _MOST_LOOKED_AT)))


_MOST_LOOKED_AT = 1000


def name_of(path: Path) -> str:
    """The name that the data set at `path` will have, without reading it whole.

    Raises:
        UserError: nothing there, or an unknown layout.
    """
    _check_there(path)
    try:
        if path.is_dir() and not _is_fer2013(path):
            return readers.name_of(path)
    except OSError as error:
        raise UserError(f"{path}: could not be read ({brief(error)}). Expected {_FORMS}, open to you.") from None
    return corrections.NAME if path.suffix == ".zip" else "fer2013"


def without_test_duplicates(faces: FaceSet) -> tuple[Faces, int]:
    """Training without the rows that equal a PublicTest or PrivateTest image, pixel by pixel; and how many were left out."""
    leaked = equal_to_any(faces.training, faces.splits["PublicTest"], faces.splits["PrivateTest"])
    return faces.training.subset(~leaked), int(leaked.sum())


def _read_csv(path: Path) -> dict[str, Faces]:
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, skipinitialspace=True)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError, OverflowError) as error:
        raise UserError(
            f"{path}: not a readable csv ({brief(error)}). Expected the columns emotion, pixels and Usage."
        ) from None
    table.columns = [column.strip() for column in table.columns]
    columns = list(table.columns)
    wanted = ("emotion", "pixels", "Usage")
    for problem, count in (("no", 0), ("two of", 2)):
        if wrong := [column for column in wanted if min(columns.count(column), 2) == count]:
            raise UserError(
                f"{path}: {problem} column {', '.join(wrong)}; got {listed(columns)}. Expected emotion, pixels and Usage."
            )
    # Grows row by row: a file of many short rows is refused before room is made for its faces.
    faces: list[np.ndarray] = []
    labels = np.empty(len(table), np.int64)
    usage = table["Usage"].str.strip()
    rows = zip(table["emotion"], table["pixels"], usage, strict=True)
    for index, (emotion, pixels, split) in enumerate(rows):
        where = f"{path}, row {index + 2}"  # as an editor counts: the header is row 1
        labels[index] = _label_number(emotion.strip(), where)
        faces.append(_parse_pixels(pixels, where))
        if split not in SPLITS:
            raise UserError(f"{where}: Usage {shown(split)}. Expected one of {', '.join(SPLITS)}; is the file cut off?")
    stacked = _stacked(faces)
    return {split: Faces(stacked[usage == split], labels[usage == split]) for split in SPLITS}


def _label_number(text: str, where: str) -> int:
    if text not in map(str, range(len(LABELS))):
        raise UserError(f"{where}: emotion {shown(text)}. Expected 0 to {len(LABELS) - 1} ({', '.join(LABELS)}).")
    return int(text)


def _parse_pixels(text: str, where: str) -> np.ndarray:
    try:
        values = np.fromstring(text, dtype=np.int64, sep=" ")  # a fifth of the time of split() and np.array()
    except ValueError:
        wrong = next((word for word in text.split() if not word.isdigit()), text[:20])
        raise UserError(f"{where}: pixel {shown(wrong)}. Expected whole numbers from 0 to 255.") from None
    if len(values) != _PIXELS:
        raise UserError(
            f"{where}: {len(values)} pixels. Expected {_PIXELS} ({IMAGE_SIZE}x{IMAGE_SIZE}); is the file cut off?"
        )
    if values.min() < 0 or values.max() > 255:
        raise UserError(f"{where}: pixel values from {values.min()} to {values.max()}. Expected 0 to 255.")
    return values.astype(np.uint8).reshape(IMAGE_SIZE, IMAGE_SIZE)


def _read_folders(path: Path) -> dict[str, Faces]:
    faces: dict[str, list[np.ndarray]] = {split: [] for split in SPLITS}
    labels: dict[str, list[int]] = {split: [] for split in SPLITS}
    for part in ("train", "test"):
        if not (path / part).is_dir():
            raise UserError(
                f"{path}: no folder {part}/. Expected train/ and test/, each with {', '.join(f'{label}/' for label in LABELS)}."
            )
        check_within(path / part, path)
        for folder in sorted(entry for entry in (path / part).iterdir() if entry.is_dir()):
            check_within(folder, path)
            label = _folder_label(folder)
            for file in sorted(entry for entry in folder.iterdir() if not entry.name.startswith(".")):
                split = _folder_split(file, part)
                check_within(file, path)
                faces[split].append(images.read_file(file, _FOLDER_IMAGE))
                labels[split].append(label)
    return {split: Faces(_stacked(faces[split]), np.array(labels[split], np.int64)) for split in SPLITS}


def _stacked(faces: list[np.ndarray]) -> np.ndarray:
    """(n, 48, 48) uint8, for n = 0 too."""
    return np.array(faces, np.uint8).reshape(-1, IMAGE_SIZE, IMAGE_SIZE)


def _folder_label(folder: Path) -> int:
    if folder.name.lower() not in LABELS:
        raise UserError(f"{folder}: unknown label {folder.name!r}. Expected one of {', '.join(LABELS)}.")
    return LABELS.index(folder.name.lower())


def _folder_split(file: Path, part: str) -> str:
    match = _FOLDER_FILE.fullmatch(file.name)
    expected = "Training_123.jpg" if part == "train" else "PublicTest_123.jpg or PrivateTest_123.jpg"
    if not match:
        raise UserError(f"{file}: unexpected file name. Expected {expected}: the name tells the official split.")
    split = next(split for split in SPLITS if split.lower() == match[1].lower())
    if (split == "Training") != (part == "train"):
        raise UserError(f"{file}: a {split} image under {part}/. Expected {expected}.")
    return split


def _read_npz(path: Path) -> dict[str, Faces]:
    arrays = npz.read(path, _NPZ_ARRAYS)
    missing = [name for name in ("images", "emotion", "usage") if name not in arrays]
    if missing:
        raise UserError(
            f"{path}: no array {', '.join(missing)}. Expected images, emotion and usage; ferplus and ferplus_ok if there are votes."
        )
    _check_npz(path, arrays)
    votes = _votes(arrays) if {"ferplus", "ferplus_ok"} <= arrays.keys() else None
    everything = Faces(arrays["images"], arrays["emotion"].astype(np.int64), votes)
    return {split: everything.subset(arrays["usage"] == number) for number, split in enumerate(SPLITS)}


_NPZ_ARRAYS = ("images", "emotion", "usage", "ferplus", "ferplus_ok")


def _check_npz(path: Path, arrays: dict[str, np.ndarray]) -> None:
    images = arrays["images"]
    if images.dtype != np.uint8 or images.shape[1:] != (IMAGE_SIZE, IMAGE_SIZE):
        raise UserError(
            f"{path}: images are {images.dtype} {images.shape}. Expected uint8 (n, {IMAGE_SIZE}, {IMAGE_SIZE})."
        )
    count = len(images)
    limits = {"emotion": len(LABELS), "usage": len(SPLITS), "ferplus": _MOST_VOTES + 1, "ferplus_ok": 2}
    for name, limit in limits.items():
        if name not in arrays:
            continue
        values, shape = arrays[name], (count, 10) if name == "ferplus" else (count,)
        if values.shape != shape:
            raise UserError(f"{path}: {name} has shape {values.shape}. Expected {shape}, a row for each image.")
        if values.dtype.kind not in "biu":
            raise UserError(f"{path}: {name} is {values.dtype}. Expected whole numbers.")
        wrong = np.argwhere((values < 0) | (values >= limit))
        if len(wrong):
            got = values[tuple(wrong[0])]
            raise UserError(f"{path}, row {wrong[0][0]}: {name} {got}. Expected 0 to {limit - 1}.")


_MOST_VOTES = 10
"""FER+ asked ten people about each face."""


def _votes(arrays: dict[str, np.ndarray]) -> np.ndarray:
    """FER+ votes as probabilities over the seven labels; zeros where the row's votes belong to another image or to none of the seven."""
    counts = arrays["ferplus"][:, _FERPLUS_COLUMNS].astype(np.float32) * arrays["ferplus_ok"][:, None]
    total = counts.sum(axis=1, keepdims=True)
    return np.divide(counts, total, out=np.zeros_like(counts), where=total > 0)
