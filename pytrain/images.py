"""A picture that may come from anybody -> 48x48 grey levels. Size, kind and weight are looked at before anything is decoded."""

import io
import stat
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from pytrain.errors import UserError, brief
from pytrain.faces import IMAGE_SIZE

MOST_BYTES = 2**20
"""A face takes some kilobytes; a file of more than this holds something else beside its pixels."""

# What Pillow raises about damaged files; a list, so that a mistake of ours still shows as one.
_UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, Image.DecompressionBombError)


@dataclass(frozen=True)
class Expected:
    """What a picture has to be.

    Attributes:
        formats: Pillow's names. Never all that Pillow knows: among them is PostScript, which is a program to be run.
        modes: Pillow's names.
        words: the same for a person, and what to do.
    """

    formats: tuple[str, ...]
    modes: frozenset[str]
    words: str


def read_file(path: Path, expected: Expected) -> np.ndarray:
    """(48, 48) uint8 from the file at `path`, as `read` does.

    Raises:
        UserError: also where it is no plain file, or too large a one.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # a pipe would be waited on for ever
            raise UserError(f"{path}: not a plain file. Expected {expected.words}.")
        if found.st_size > MOST_BYTES:
            raise UserError(
                f"{path}: {found.st_size:,} bytes. Expected at most {MOST_BYTES:,}, for an image that is {expected.words}."
            )
        content = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path}: not a readable image ({brief(error)}). Expected {expected.words}.") from None
    return read(content, expected, str(path))


def read(content: bytes, expected: Expected, where: str) -> np.ndarray:
    """(48, 48) uint8. From memory, since Pillow asks a file for as much as a chunk claims to hold, and Python makes room for that.

    Raises:
        UserError: damaged, of another format, size or mode; `where` names it.
    """
    try:
        with Image.open(io.BytesIO(content), formats=expected.formats) as image:
            size, mode = image.size, image.mode
            if size == (IMAGE_SIZE, IMAGE_SIZE) and mode in expected.modes:
                return np.asarray(image.convert("L"))
    except _UNREADABLE as error:
        raise UserError(f"{where}: not a readable image ({brief(error)}). Expected {expected.words}.") from None
    raise UserError(f"{where}: {size[0]}x{size[1]} pixels of mode {mode}. Expected {expected.words}.")
