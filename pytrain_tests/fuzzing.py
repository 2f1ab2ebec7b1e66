"""What the fuzz tests share: how files are damaged, and what a reader owes whoever gives it one."""

import json
import struct
import tracemalloc
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import strategies as st

from pytrain.errors import UserError

Read = TypeVar("Read")

MOST_LETTERS = 900
MOST_MEMORY_BYTES = 64 * 2**20


def read_or_told(read: Callable[[Path], Read], path: Path) -> Read | None:
    """What `read` gives, or None where it said in a sentence why not. Anything else fails the test.

    The sentence names the file, says what was expected or what to do, is short, and would print in any terminal. Neither way takes
    more memory than a small file can be worth.
    """
    tracemalloc.start()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of large sizes, which are refused anyway
            return read(path)
    except UserError as error:
        told = str(error)
        assert str(path) in told, told
        assert "xpected" in told or "invoke" in told, told
        assert len(told.replace(str(path), "")) < MOST_LETTERS, told[:2000]
        assert told.replace("\n", "").isprintable(), repr(told)
        return None
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < MOST_MEMORY_BYTES, f"{peak:,} bytes"


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """`whole`, cut off, or with a few stretches left out, doubled, overwritten, put in or turned over."""
    content = bytearray(whole)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(0, len(content) - 1)))
        end = min(len(content), start + draw(st.sampled_from([0, 1, 2, 4, 8, 100])))
        how = draw(st.sampled_from(["cut", "leave out", "double", "put in", "turn over"]))
        if how == "cut":
            del content[start:]
        elif how == "leave out":
            del content[start:end]
        elif how == "double":
            content[start:start] = content[start:end]
        elif how == "put in":
            content[start:end] = draw(st.binary(max_size=8))
        else:
            content[start:end] = bytes(255 - byte for byte in content[start:end])
    return bytes(content)


entry_changes = st.fixed_dictionaries(
    {}, optional={"flags": st.integers(0, 2**16 - 1), "method": st.sampled_from([0, 8, 12, 14, 93, 99])}
)
"""What an entry of a zip may say of itself beside its sizes."""


def with_entry(archive: bytes, number: int, changes: dict[str, int], name: bytes = b"", inside: bytes = b"") -> bytes:
    """`archive` whose `number`-th entry says otherwise about itself, in the directory and before it, and begins with `inside`."""
    content = bytearray(archive)
    at = -1
    for _ in range(number + 1):
        at = content.index(b"PK\x01\x02", at + 1)
    before = struct.unpack_from("<I", content, at + 42)[0]
    for field, places in {"flags": (at + 8, before + 6), "method": (at + 10, before + 8)}.items():
        if field in changes:
            for place in places:
                struct.pack_into("<H", content, place, changes[field])
    content[at + 46 : at + 46 + len(name)] = name
    lengths = struct.unpack_from("<HH", content, before + 26)
    start = before + 30 + sum(lengths)
    content[start : start + len(inside)] = inside
    return bytes(content)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.integers(-(10**400), 10**400) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def damaged_json(draw: st.DrawFn, whole: Any) -> Any:
    """`whole` with one value, however deep, replaced, left out, or given a neighbour."""
    changed = json.loads(json.dumps(whole))
    inner = changed
    while True:
        keys = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
        if not keys:
            return changed
        key = draw(st.sampled_from(keys))
        if isinstance(inner[key], dict | list) and inner[key] and draw(st.integers(0, 4)):
            inner = inner[key]
            continue
        how = draw(st.sampled_from(["replace", "leave out", "neighbour"]))
        if how == "replace":
            inner[key] = draw(json_values)
        elif how == "leave out":
            del inner[key]
        elif isinstance(inner, dict):
            inner[draw(st.text())] = draw(json_values)
        else:
            inner.append(draw(json_values))
        return changed
