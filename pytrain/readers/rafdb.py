"""RAF-DB, its single-label subset: as its authors hand it out, and as it lies on Kaggle."""

import re
from collections.abc import Iterator
from pathlib import Path

from pytrain import labels
from pytrain.errors import UserError, shown
from pytrain.readers.listing import Layout, Picture, folders, pictures_in, text

_LIST = Path("EmoLabel", "list_patition_label.txt")  # spelled so by its authors
_LINE = re.compile(r"((train|test)_\d{1,8})\.jpg\s+(\d{1,3})", re.ASCII)
_ALIGNED = re.compile(r"(train|test)_\d+_aligned\.jpg")


def _official(root: Path) -> Iterator[Picture]:
    for number, line in enumerate(text(root / _LIST, root).splitlines(), start=1):
        where = f"{root / _LIST}, line {number}"
        match = _LINE.fullmatch(line.strip())
        if match:
            label = labels.numbered(labels.RAF_DB, match[3], where)
            yield Picture(root / "Image" / "aligned" / f"{match[1]}_aligned.jpg", label, match[2])
        elif line.strip():
            raise UserError(f"{where}: {shown(line)}. Expected a picture and its label, such as train_00001.jpg 5.")


OFFICIAL = Layout(
    name="raf-db",
    looks="RAF-DB: EmoLabel/list_patition_label.txt and Image/aligned/train_00001_aligned.jpg",
    recognises=lambda root: (root / _LIST).is_file(),
    pictures=_official,
)


def _kaggle_parts(root: Path) -> Path:
    return root / "DATASET" if (root / "DATASET").is_dir() else root


def _is_kaggle(root: Path) -> bool:
    one = _kaggle_parts(root) / "train" / "1"
    return one.is_dir() and any(_ALIGNED.fullmatch(file.name) for file in one.iterdir())


def _kaggle(root: Path) -> Iterator[Picture]:
    for part in ("train", "test"):
        place = _kaggle_parts(root) / part
        for folder in folders(place, root) if place.is_dir() else []:
            label = labels.numbered(labels.RAF_DB, folder.name, str(folder))
            yield from (Picture(file, label, part) for file in pictures_in(folder, root))


KAGGLE = Layout(
    name="raf-db",
    looks="RAF-DB from Kaggle: DATASET/train/1/train_00001_aligned.jpg, to 7, and DATASET/test",
    recognises=_is_kaggle,
    pictures=_kaggle,
)
