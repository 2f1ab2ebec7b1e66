"""A picture that may come from anybody -> 48x48 grey levels. Size, kind and weight are looked at before anything is decoded."""

import io
import math
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

MOST_PHOTO_BYTES, MOST_PHOTO_PIXELS = 2**24, 2**25
"""A photograph that a face is cut out of: 16 MB, and the 33 million pixels of a good camera."""

Box = tuple[float, float, float, float]
"""Left, top, width, height in pixels."""

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


PHOTO = Expected(
    ("JPEG", "PNG", "BMP", "WEBP"),
    frozenset({"1", "L", "LA", "P", "RGB", "RGBA"}),
    f"JPEG, PNG, BMP or WebP of 8 bits, at most {MOST_PHOTO_PIXELS:,} pixels",
)


def read_file(path: Path, expected: Expected) -> np.ndarray:
    """(48, 48) uint8 from the file at `path`, as `read` does.

    Raises:
        UserError: also where it is no plain file, or too large a one.
    """
    return read(file_content(path, expected, MOST_BYTES), expected, str(path))


def file_content(path: Path, expected: Expected, most_bytes: int) -> bytes:
    """What the file at `path` holds, which is to be a picture.

    Raises:
        UserError: no plain file, too large a one, or one that cannot be read.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # a pipe would be waited on for ever
            raise UserError(f"{path}: not a plain file. Expected {expected.words}.")
        if found.st_size > most_bytes:
            raise UserError(
                f"{path}: {found.st_size:,} bytes. Expected at most {most_bytes:,}, for an image that is {expected.words}."
            )
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"{path}: not a readable image ({brief(error)}). Expected {expected.words}.") from None


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


def read_square(content: bytes, where: str, box: Box | None = None, margin: float = 0.0) -> np.ndarray:
    """(48, 48) uint8: a square out of a picture of any size, made grey by BT.601 and reduced as the page does it (contract.Input).

    Args:
        box: the square is centred on it and as wide as its longer side, moved into the picture; all of the picture where there is none.
        margin: the share that is cut off each side of the square; 0 up to 0.5.

    Raises:
        UserError: damaged, of another format or mode, too large, or without such a box; `where` names it.
    """
    try:
        with Image.open(io.BytesIO(content), formats=PHOTO.formats) as image:
            (width, height), mode = image.size, image.mode
            if width * height <= MOST_PHOTO_PIXELS and mode in PHOTO.modes:
                square = _square((width, height), box, margin)
                if square is None:
                    raise UserError(f"{where}: the face {box} in {width}x{height} pixels. Expected it in the picture.")
                # Grey first, as on the page: the other order would round twice as often.
                grey = image.convert("L")
                size = (IMAGE_SIZE, IMAGE_SIZE)
                return np.asarray(grey.resize(size, Image.Resampling.BILINEAR, box=square))
    except _UNREADABLE as error:
        raise UserError(f"{where}: not a readable image ({brief(error)}). Expected {PHOTO.words}.") from None
    raise UserError(f"{where}: {width}x{height} pixels of mode {mode}. Expected {PHOTO.words}.")


def _square(size: tuple[int, int], box: Box | None, margin: float) -> Box | None:
    """Left, top, right, bottom of the square, all in the picture; None where the box is not."""
    width, height = size
    left, top, box_width, box_height = box or (0.0, 0.0, float(width), float(height))
    if not (all(map(math.isfinite, (left, top, box_width, box_height))) and box_width > 0 and box_height > 0):
        return None
    if left >= width or top >= height or left + box_width <= 0 or top + box_height <= 0:
        return None
    # Of a whole picture the centre square; around a box as much as there is.
    longest = min if box is None else max
    side = min(longest(box_width, box_height) * (1 - 2 * margin), width, height)
    x = min(max(left + (box_width - side) / 2, 0), width - side)
    y = min(max(top + (box_height - side) / 2, 0), height - side)
    return x, y, x + side, y + side
