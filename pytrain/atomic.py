"""Files and folders that appear whole or not at all, whenever the program is killed."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8; what stood at `path` stays until the new file is whole."""
    write_file(path, lambda partial: partial.write_text(text, encoding="utf-8"))


def write_file(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` make a file beside `path` (with the same suffix), then put it in place."""
    partial = path.with_name(f".partial-{path.name}")
    try:
        write(partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def assembled(folder: Path) -> Iterator[Path]:
    """A fresh folder beside `folder` to build in; it takes `folder`'s place when the block ends well, and is gone when it doesn't.

    What stood in `folder` stays until then, and comes back if the exchange itself fails.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
        partial, former = Path(scratch, "new"), Path(scratch, "former")
        partial.mkdir()
        yield partial
        if folder.exists():
            folder.rename(former)
        try:
            partial.rename(folder)
        except OSError:
            if former.exists():
                former.rename(folder)
            raise
