"""Files packed ahead: NAME.br and NAME.gz beside NAME, for servers that hand them out instead."""

import os
import re
import subprocess
from pathlib import Path

from pytrain import toolchain
from pytrain.errors import UserError

COMPRESS = Path(__file__).parent.parent / "site" / "tools" / "compress.mjs"
SUFFIXES = {"br": ".br", "gzip": ".gz"}
"""By content coding (https://www.rfc-editor.org/rfc/rfc9110#name-content-codings), the smaller one first."""


def add(dist: Path) -> None:
    """Packs the files of `dist`, those that it pays for.

    Raises:
        UserError: Node.js could not do it.
    """
    node = toolchain.node()
    if subprocess.run([str(node.node), str(COMPRESS), str(dist)], env=node.environment, check=False).returncode:
        raise UserError(
            f"The files in {dist} could not be packed; what Node.js said stands above. `invoke build` tries again."
        )
    for file in dist.rglob("*"):
        if original := original_of(file):
            stat = original.stat()
            os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def original_of(file: Path) -> Path | None:
    """The file that this one is a packed form of; None where it is none."""
    original = file.with_suffix("")
    return original if file.suffix in SUFFIXES.values() and original.is_file() else None


def sent_bytes(file: Path) -> int:
    """Bytes that a server sends for `file` to a browser that takes brotli."""
    return best(file, "br")[0].stat().st_size


def best(file: Path, accept_encoding: str) -> tuple[Path, str | None]:
    """What to send for `file` and its content coding: the smallest packed form that the browser accepts, or the file itself.

    A packed form of another date than its file was made from other bytes, and is passed over.
    """
    accepted = _accepted(accept_encoding)
    for coding, suffix in SUFFIXES.items():
        packed = file.with_name(file.name + suffix)
        if coding in accepted and packed.is_file() and packed.stat().st_mtime_ns == file.stat().st_mtime_ns:
            return packed, coding
    return file, None


def _accepted(header: str) -> set[str]:
    """The codings of an Accept-Encoding that are not ruled out by q=0."""
    items = [item.partition(";") for item in header.lower().split(",")]
    return {name.strip() for name, _, quality in items if not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", quality)}
