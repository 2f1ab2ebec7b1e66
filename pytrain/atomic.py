"""Files and folders that appear whole or not at all, whenever the program is killed and whatever the disk says."""

import ctypes
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pytrain.errors import told_plainly

_DAY_SECONDS = 24 * 60 * 60


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8; what stood at `path` stays until the new file is whole."""
    write_file(path, lambda partial: partial.write_text(text, encoding="utf-8"))


def write_file(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` make a file beside `path` (with the same suffix), then put it in place.

    Raises:
        UserError: the disk is full or doesn't let us write.
    """
    partial = path.with_name(f".partial-{path.name}")
    with told_plainly(path):
        try:
            write(partial)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)


@contextmanager
def assembled(folder: Path) -> Iterator[Path]:
    """A fresh folder beside `folder` to build in; it takes `folder`'s place when the block ends well, and is gone when it doesn't.

    What stood in `folder` stays until then, and comes back if the exchange itself fails. A kill may leave a hidden folder beside it,
    which a later call clears away.

    Raises:
        UserError: the disk is full or doesn't let us write.
    """
    with told_plainly(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        _clear_up_behind_killed(folder)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
            partial = Path(scratch, "new")
            partial.mkdir()
            yield partial
            _put_in_place(partial, folder, Path(scratch, "former"))


def _put_in_place(partial: Path, folder: Path, former: Path) -> None:
    if not folder.exists():
        partial.rename(folder)
    elif not _exchange(partial, folder):
        folder.rename(former)
        try:
            partial.rename(folder)
        except OSError:
            former.rename(folder)
            raise


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in a single step; False where the system or the file system can't.

    With two renames there is a moment without any folder, and a kill in it would leave none.
    """
    paths = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux":
        here, swap = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
        rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
        return rename is not None and rename(here, paths[0], here, paths[1], swap) == 0
    if sys.platform == "darwin":
        rename_swap = 2
        return ctypes.CDLL(None, use_errno=True).renamex_np(*paths, rename_swap) == 0
    return False


def _clear_up_behind_killed(folder: Path) -> None:
    """Take away what killed calls left beside `folder`, and put back what one had moved aside by then."""
    scratch_name = re.compile(rf"\.{re.escape(folder.name)}-[a-z0-9_]{{8}}")  # as tempfile makes them
    for scratch in folder.parent.iterdir():
        if not scratch_name.fullmatch(scratch.name):
            continue
        former = scratch / "former"
        if former.exists() and not folder.exists():
            former.rename(folder)
        # Younger ones may belong to a call that is still at work.
        with suppress(FileNotFoundError):
            if time.time() - scratch.stat().st_mtime > _DAY_SECONDS:
                shutil.rmtree(scratch, ignore_errors=True)
