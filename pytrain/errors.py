"""The one exception whose message is written for the person at the keyboard, and what makes others' words fit for it."""

import errno
import reprlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path


class UserError(Exception):
    """Something the user can put right.

    The message names the thing, what was got, what was expected and what to do; the tasks print it without a traceback and
    exit with status 1. Names and values in it may be anybody's, so what a terminal would obey is spelled out.
    """

    def __str__(self) -> str:
        return "".join(
            letter if letter.isprintable() or letter == "\n" else ascii(letter)[1:-1] for letter in super().__str__()
        )


_short = reprlib.Repr()
_short.maxstring = _short.maxother = 60


def shown(value: object) -> str:
    """`value` out of a file for a message: quoted, on one line, cut where it is long."""
    return _short.repr(value)


def listed(names: Iterable[str]) -> str:
    """Names out of a file for a message: the first ten; quoted where they are more than a plain word."""
    first = list(islice(names, 11))
    words = [name if name.isidentifier() and name.isascii() and len(name) <= 60 else shown(name) for name in first[:10]]
    return ", ".join([*words, *["…"] * (len(first) > 10)])


def brief(error: BaseException) -> str:
    """What a library says of a failure for a message: on one line, cut where it is long."""
    return " ".join(str(error).split())[:200] or type(error).__name__


@contextmanager
def told_plainly(path: Path | None = None) -> Iterator[None]:
    """Has a full or locked disk end in a sentence about `path`, or about the file that the error names.

    Raises:
        UserError: instead of the OSErrors that a person can mend; others pass.
    """
    try:
        yield
    except OSError as error:
        if advice := _ADVICE.get(error.errno or 0):
            raise UserError(
                f"{path or error.filename or 'A file'} could not be written ({brief(error)}). Expected {advice}, then run it again."
            ) from None
        raise


_ADVICE = {
    errno.ENOSPC: "room on that disk: free some",
    errno.EDQUOT: "room within your quota on that disk: free some",
    errno.EFBIG: "files of that size to be allowed: raise the limit (ulimit -f)",
    errno.EROFS: "a disk that can be written to: name another folder",
    errno.EACCES: "a place that you may write to: change its permissions or name another",
    errno.EPERM: "a place that you may write to: change its permissions or name another",
    errno.EBUSY: "a folder that can be replaced, which the root of a disk can't: name one below it",
    errno.EXDEV: "a folder that can be replaced, which the root of a disk can't: name one below it",
    errno.EIO: "a sound disk: name a folder on another",
}
