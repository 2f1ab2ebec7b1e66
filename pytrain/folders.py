"""Folders that appear whole or not at all."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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
