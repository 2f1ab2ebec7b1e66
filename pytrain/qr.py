"""An address for people: as text, and as the QR code that opens it on a phone."""

import contextlib
import sys

import segno


def show(sentence: str, url: str) -> None:
    """Prints the sentence and the address's QR code."""
    print(sentence, flush=True)
    # A console without block characters, such as old Windows ones, gets the address alone.
    with contextlib.suppress(UnicodeEncodeError):
        segno.make(url, micro=False).terminal(sys.stdout, compact=True, border=2)
    sys.stdout.flush()
