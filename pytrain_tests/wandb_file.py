"""Read back what an offline Weights & Biases run recorded."""

import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wandb.proto.wandb_internal_pb2 import Record

BLOCK = 32768
FULL, FIRST, MIDDLE, LAST = 1, 2, 3, 4


def records(path: Path) -> Iterator[Record]:
    """The records of a .wandb file: LevelDB's log format (doc/log_format.md in google/leveldb) behind seven bytes."""
    data = path.read_bytes()
    assert data[:4] == b":W&B", f"{path} is no .wandb file: it starts with {data[:4]!r}"
    at, parts = 7, b""
    while at < len(data):
        if BLOCK - at % BLOCK < 7:  # a header never spans two blocks
            at += BLOCK - at % BLOCK
            continue
        length, kind = struct.unpack_from("<HB", data, at + 4)
        chunk = data[at + 7 : at + 7 + length]
        at += 7 + length
        parts = chunk if kind in (FULL, FIRST) else parts + chunk
        if kind in (FULL, LAST):
            yield Record.FromString(parts)


def history(path: Path) -> list[dict[str, Any]]:
    """One dict for each run.log."""
    rows = [record.history for record in records(path) if record.WhichOneof("record_type") == "history"]
    return [_nested(row.item) for row in rows]


def summary(path: Path) -> dict[str, Any]:
    """The newest value of each summary key."""
    updates = [record.summary for record in records(path) if record.WhichOneof("record_type") == "summary"]
    return _nested([item for update in updates for item in update.update])


def _nested(items: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in items:
        *outer, last = item.nested_key or [item.key]
        inner = found
        for key in outer:
            inner = inner.setdefault(key, {})
        inner[last] = json.loads(item.value_json)
    return found
