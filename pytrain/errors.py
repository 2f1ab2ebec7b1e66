"""The one exception whose message is written for the person at the keyboard, and what makes words of anybody's fit for it."""

import reprlib
from collections.abc import Iterable
from itertools import islice


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
