"""Every form in which people have FER2013 -> a FaceSet with the official splits.

Forms: fer2013.csv, icml_face_data.csv, the image folders (train/angry/Training_123.jpg) and an .npz of arrays. A row or file that is
not what it should be ends the reading with an error that names it: a silently dropped face would change the published counts.
"""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from PIL import Image, UnidentifiedImageError

from pytrain.errors import UserError
from pytrain.faces import IMAGE_SIZE, LABELS, SPLITS, Faces, FaceSet, equal_to_any

_PIXELS = IMAGE_SIZE * IMAGE_SIZE
_FORMS = "fer2013.csv, icml_face_data.csv, a folder with train/ and test/ image folders, or an .npz"

# Column of each label in FER+'s votes: neutral, happiness, surprise, sadness, anger, disgust, fear (contempt, unknown and
# not-a-face have no counterpart among the seven).
_FERPLUS_COLUMNS = [4, 5, 6, 1, 3, 2, 0]

_FOLDER_FILE = re.compile(rf"({'|'.join(SPLITS)})_(\d+)\.(jpe?g|png)", re.IGNORECASE)


def load(path: Path) -> FaceSet:
    """Read FER2013 in whichever form stands at `path`.

    Raises:
        UserError: nothing there, an unknown form, or a damaged one; names the row or file, what was got and what was expected.
    """
    if not path.exists():
        raise UserError(
            f"No data at {path}. Expected {_FORMS}. `invoke data` downloads FER2013; no --data at all uses drawn faces."
        )
    reader: Callable[[Path], dict[str, Faces]]
    if path.is_dir():
        reader = _read_folders
    elif path.suffix == ".csv":
        reader = _read_csv
    elif path.suffix == ".npz":
        reader = _read_npz
    else:
        raise UserError(f"{path}: unknown form {path.suffix or '(no suffix)'!r}. Expected {_FORMS}.")
    splits = reader(path)
    for split in SPLITS:
        if not len(splits[split]):
            raise UserError(
                f"{path}: split {split} is missing. Expected rows of {', '.join(SPLITS)}; is the file whole?"
            )
    return FaceSet("fer2013", splits)


def without_test_duplicates(faces: FaceSet) -> tuple[Faces, int]:
    """Training without the rows that equal a PublicTest or PrivateTest image, pixel by pixel; and how many were left out."""
    leaked = equal_to_any(faces.training, faces.splits["PublicTest"], faces.splits["PrivateTest"])
    return faces.training.subset(~leaked), int(leaked.sum())


def _read_csv(path: Path) -> dict[str, Faces]:
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, skipinitialspace=True)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise UserError(
            f"{path}: not a readable csv ({error}). Expected the columns emotion, pixels and Usage."
        ) from None
    table.columns = [column.strip() for column in table.columns]
    missing = [column for column in ("emotion", "pixels", "Usage") if column not in table.columns]
    if missing:
        raise UserError(
            f"{path}: no column {', '.join(missing)}; got {', '.join(table.columns)}. Expected emotion, pixels and Usage."
        )
    images = np.empty((len(table), IMAGE_SIZE, IMAGE_SIZE), np.uint8)
    labels = np.empty(len(table), np.int64)
    usage = table["Usage"].str.strip()
    rows = zip(table["emotion"], table["pixels"], usage, strict=True)
    for index, (emotion, pixels, split) in enumerate(rows):
        where = f"{path}, row {index + 2}"  # as an editor counts: the header is row 1
        labels[index] = _label_number(emotion.strip(), where)
        images[index] = _parse_pixels(pixels, where)
        if split not in SPLITS:
            raise UserError(f"{where}: Usage {split!r}. Expected one of {', '.join(SPLITS)}; is the file cut off?")
    return {split: Faces(images[usage == split], labels[usage == split]) for split in SPLITS}


def _label_number(text: str, where: str) -> int:
    if text not in map(str, range(len(LABELS))):
        raise UserError(f"{where}: emotion {text!r}. Expected 0 to {len(LABELS) - 1} ({', '.join(LABELS)}).")
    return int(text)


def _parse_pixels(text: str, where: str) -> np.ndarray:
    try:
        values = np.fromstring(text, dtype=np.int64, sep=" ")  # a fifth of the time of split() and np.array()
    except ValueError:
        wrong = next((word for word in text.split() if not word.isdigit()), text[:20])
        raise UserError(f"{where}: pixel {wrong!r}. Expected whole numbers from 0 to 255.") from None
    if len(values) != _PIXELS:
        raise UserError(
            f"{where}: {len(values)} pixels. Expected {_PIXELS} ({IMAGE_SIZE}x{IMAGE_SIZE}); is the file cut off?"
        )
    if values.min() < 0 or values.max() > 255:
        raise UserError(f"{where}: pixel values from {values.min()} to {values.max()}. Expected 0 to 255.")
    return values.astype(np.uint8).reshape(IMAGE_SIZE, IMAGE_SIZE)


def _read_folders(path: Path) -> dict[str, Faces]:
    images: dict[str, list[np.ndarray]] = {split: [] for split in SPLITS}
    labels: dict[str, list[int]] = {split: [] for split in SPLITS}
    for part in ("train", "test"):
        if not (path / part).is_dir():
            raise UserError(
                f"{path}: no folder {part}/. Expected train/ and test/, each with {', '.join(f'{label}/' for label in LABELS)}."
            )
        for folder in sorted(entry for entry in (path / part).iterdir() if entry.is_dir()):
            label = _folder_label(folder)
            for file in sorted(entry for entry in folder.iterdir() if not entry.name.startswith(".")):
                split = _folder_split(file, part)
                images[split].append(_read_image(file))
                labels[split].append(label)
    return {
        split: Faces(
            np.array(images[split], np.uint8).reshape(-1, IMAGE_SIZE, IMAGE_SIZE), np.array(labels[split], np.int64)
        )
        for split in SPLITS
    }


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


def _read_image(file: Path) -> np.ndarray:
    try:
        with Image.open(file) as image:
            size = image.size
            if size == (IMAGE_SIZE, IMAGE_SIZE):
                return np.asarray(image.convert("L"))
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise UserError(
            f"{file}: not a readable image ({error}). Expected a {IMAGE_SIZE}x{IMAGE_SIZE} JPEG or PNG."
        ) from None
    raise UserError(f"{file}: {size[0]}x{size[1]} pixels. Expected {IMAGE_SIZE}x{IMAGE_SIZE}.")


def _read_npz(path: Path) -> dict[str, Faces]:
    try:
        with np.load(path, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files if name in _NPZ_ARRAYS}
    except (ValueError, OSError, EOFError, zipfile.BadZipFile, KeyError) as error:
        raise UserError(f"{path}: not a readable npz ({error}). Is the file whole?") from None
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
    images, count = arrays["images"], len(arrays["images"])
    if images.dtype != np.uint8 or images.shape[1:] != (IMAGE_SIZE, IMAGE_SIZE):
        raise UserError(
            f"{path}: images are {images.dtype} {images.shape}. Expected uint8 (n, {IMAGE_SIZE}, {IMAGE_SIZE})."
        )
    for name, shape in (("emotion", (count,)), ("usage", (count,)), ("ferplus", (count, 10)), ("ferplus_ok", (count,))):
        if name in arrays and arrays[name].shape != shape:
            raise UserError(f"{path}: {name} has shape {arrays[name].shape}. Expected {shape}, a row for each image.")
    for name, limit in (("emotion", len(LABELS)), ("usage", len(SPLITS))):
        wrong = np.flatnonzero(~np.isin(arrays[name], range(limit)))
        if len(wrong):
            raise UserError(f"{path}, row {wrong[0]}: {name} {arrays[name][wrong[0]]}. Expected 0 to {limit - 1}.")


def _votes(arrays: dict[str, np.ndarray]) -> np.ndarray:
    """FER+ votes as probabilities over the seven labels; zeros where the row's votes belong to another image or to none of the seven."""
    counts = arrays["ferplus"][:, _FERPLUS_COLUMNS].astype(np.float32) * arrays["ferplus_ok"][:, None]
    total = counts.sum(axis=1, keepdims=True)
    return np.divide(counts, total, out=np.zeros_like(counts), where=total > 0)
