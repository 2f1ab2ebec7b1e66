"""What a layout has to say of a data set, its pictures one by one, and safe ways to look into a folder from anybody."""

import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pytrain.errors import UserError, brief
from pytrain.images import Box

_MOST_TEXT_BYTES = 2**24
_PICTURE = re.compile(r".+\.(jpe?g|png|bmp|webp)", re.IGNORECASE)


@dataclass(frozen=True)
class Picture:
    """One labelled picture of a data set, not opened yet.

    Attributes:
        label: one of LABELS or of labels.NONE_OF_THE_SEVEN.
        part: "train", "val" or "test" where the set has parts of its own; else empty.
        person: who is shown, where the set says so: a person is never in two splits. Else empty.
        box: the face, where the set says so; else all of the picture.
    """

    file: Path
    label: str
    part: str = ""
    person: str = ""
    box: Box | None = None


@dataclass(frozen=True)
class Layout:
    """A way in which a data set's files lie.

    Attributes:
        name: the data set's; for the manifest, with the folder's own name behind it where `is_anybodys`.
        looks: how it lies, for a person.
        recognises: whether a folder lies so.
        pictures: all of them, in an order that does not depend on the machine.
        framing: what is cut out of a picture, for a person.
        margin: the share that is cut off each side before, 0 up to 0.5.
        is_anybodys: the layout says nothing about whose pictures they are.
    """

    name: str
    looks: str
    recognises: Callable[[Path], bool]
    pictures: Callable[[Path], Iterator[Picture]]
    framing: str = "the centre square"
    margin: float = 0.0
    is_anybodys: bool = False


def entries(folder: Path, root: Path) -> list[Path]:
    """What lies in `folder`, sorted, hidden things left out.

    Raises:
        UserError: a link has led out of `root`.
    """
    check_within(folder, root)
    return sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))


def folders(folder: Path, root: Path) -> list[Path]:
    return [entry for entry in entries(folder, root) if entry.is_dir()]


def pictures_in(folder: Path, root: Path) -> list[Path]:
    """The files of `folder`, each of which is a picture by its name.

    Raises:
        UserError: another file is among them: a silently dropped one would change the counts.
    """
    found = entries(folder, root)
    for file in found:
        if not _PICTURE.fullmatch(file.name):
            raise UserError(f"{file}: unexpected name. Expected pictures there, .jpg, .png, .bmp or .webp.")
    return found


def check_within(entry: Path, root: Path) -> None:
    """Refuse what lies outside, by a link or by "..": what is learned is what stands in the folder that was named."""
    target = os.path.realpath(entry)  # Path.resolve raises where links go round in a circle
    if not Path(target).is_relative_to(os.path.realpath(root)):
        raise UserError(f"{entry}: a link out of the folder, to {target}. Expected the file itself; copy it there.")


def content(file: Path, root: Path, most_bytes: int = _MOST_TEXT_BYTES) -> bytes:
    """All of a small file.

    Raises:
        UserError: it is none, it is too large, or it lies outside.
    """
    check_within(file, root)
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > most_bytes:
            raise UserError(f"{file}: {found.st_size:,} bytes. Expected a plain file of at most {most_bytes:,}.")
        return file.read_bytes()
    except OSError as error:
        raise UserError(f"{file}: could not be read ({brief(error)}). Expected it there, open to you.") from None


def text(file: Path, root: Path) -> str:
    try:
        return content(file, root).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"{file}: no text ({brief(error)}). Expected UTF-8.") from None
