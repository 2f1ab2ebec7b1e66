"""Arrays out of an .npz that may come from anybody.

numpy.load believes what an array says of its own size and makes room for it at once; here the size is held against what the archive
holds, and against a limit, before a byte is unpacked. Python objects are refused, since reading them would run code.
"""

import io
import tokenize
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import numpy as np

from pytrain.errors import UserError, brief

MOST_BYTES = 2**30
"""Room for 450,000 faces, twelve times FER2013."""

_UNREADABLE = (
    OSError, ValueError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error, tokenize.TokenError,
)  # fmt: skip


def read(path: Path, names: Sequence[str]) -> dict[str, np.ndarray]:
    """Those of the arrays called `names` that the .npz at `path` has; others in it are not looked at.

    Raises:
        UserError: no .npz, a damaged one, an array of Python objects or one that is too large; names the file and the array.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            there = {info.filename: info for info in archive.infolist()}
            found = {name: there[f"{name}.npy"] for name in names if f"{name}.npy" in there}
            return {name: _array(archive, info, f"{path}, {name}") for name, info in found.items()}
    except _UNREADABLE as error:
        raise UserError(
            f"{path}: not a readable npz ({brief(error)}). Expected the arrays {', '.join(names)}; is the file whole?"
        ) from None


def read_plain(file: IO[bytes], where: str) -> np.ndarray:
    """The array in a .npy, as numpy.save writes one.

    Args:
        file: open, in memory or on disk, from its first byte on.

    Raises:
        UserError: no .npy, a damaged one, or an array of Python objects; `where` names it.
    """
    try:
        file_size = file.seek(0, io.SEEK_END)
        file.seek(0)
        _check(*_header(file), header_bytes=file.tell(), file_bytes=file_size, where=where)
        file.seek(0)
        return np.lib.format.read_array(file, allow_pickle=False)
    except _UNREADABLE as error:
        raise UserError(f"{where}: not a readable npy ({brief(error)}). Expected what numpy.save writes.") from None


def _array(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str) -> np.ndarray:
    if info.compress_type not in (
        zipfile.ZIP_STORED,
        zipfile.ZIP_DEFLATED,
    ):  # LZMA takes the memory that an entry asks for
        raise UserError(f"{where}: packed by method {info.compress_type}. Expected what numpy.savez writes.")
    with archive.open(info) as member:
        shape, dtype = _header(member)
        header_bytes = member.tell()
    _check(shape, dtype, header_bytes=header_bytes, file_bytes=info.file_size, where=where)
    with archive.open(info) as member:
        return np.lib.format.read_array(member, allow_pickle=False)


def _check(shape: tuple[int, ...], dtype: np.dtype, *, header_bytes: int, file_bytes: int, where: str) -> None:
    """Hold what an array says of itself against what there is."""
    size = dtype.itemsize
    for length in shape:  # not numpy's product, which wraps around
        size *= length
    if dtype.hasobject:
        raise UserError(f"{where}: Python objects, which could run code. Expected numbers.")
    if size > MOST_BYTES:
        raise UserError(f"{where}: {dtype} {shape}, {size:,} bytes. Expected at most {MOST_BYTES:,}.")
    if header_bytes + size != file_bytes:
        raise UserError(
            f"{where}: {dtype} {shape} in {file_bytes:,} bytes. Expected {header_bytes + size:,}; is the file whole?"
        )


def _header(member: IO[bytes]) -> tuple[tuple[int, ...], np.dtype]:
    version = np.lib.format.read_magic(member)
    read_header = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
    if version not in read_header:
        raise ValueError(f"array format {version}")
    shape, _, dtype = read_header[version](member)
    if any(length < 0 for length in shape):
        raise ValueError(f"array shape {shape}")
    return shape, dtype
