"""What a built page weighs on a first visitor's line: the files up to the first prediction, and what each file may weigh at most.

Read from the built files themselves, without a browser; site_tests/test_weight.py holds it against what a browser asks for.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from pytrain import contract, headers, packed

BUDGET = Path(__file__).parent.parent / "site" / "budget.json"

_TAG = re.compile(r"<(?:script|link)\b[^>]*>")
_ADDRESS = re.compile(r"\s(?:src|href)=\"([^\"]+)\"")
_FETCHED_AT_ONCE = re.compile(r"<script|\srel=\"(?:icon|modulepreload|preload|stylesheet)\"")
_IMPORT = re.compile(r"(?:\bfrom|\bimport)\s*[\"']\./([\w.~-]+\.js)[\"']")
_WORKER = re.compile(r"\b(worker-wasm-[\w-]+\.js)\b")
"""What a script names and starts as it runs: every browser begins with WebAssembly."""


@dataclass(frozen=True)
class Budget:
    """site/budget.json, in bytes as they are sent to a browser that takes brotli.

    Attributes:
        requests, bytes: of the first prediction, all files together.
        files: by pattern of a file's path in dist/, what each that matches may weigh.
    """

    requests: int
    bytes: int
    files: dict[str, int]

    @classmethod
    def read(cls, path: Path = BUDGET) -> "Budget":
        given = json.loads(path.read_text(encoding="utf-8"))
        return cls(**given["first_prediction"], files=given["files"])


def first_prediction(dist: Path) -> list[Path]:
    """The files that a browser without a GPU fetches until the page has judged its first face, in no particular order."""
    found = set(_named_in_page(dist / "index.html"))
    found |= set(_imported(found))
    scripts = [file for file in found if file.suffix == ".js"]
    found |= {dist / "assets" / name for file in scripts for name in _WORKER.findall(_text(file))}
    found |= set(_imported(found))
    model = dist / "model"
    found |= {model / contract.MANIFEST, *(model / file.path for file in contract.read(model).files)}
    found -= {model / contract.GOLDEN}  # what backends on a GPU are held against
    found |= set((dist / "detector").iterdir())
    return sorted(file for file in found if packed.original_of(file) is None)


def excesses(dist: Path, budget: Budget) -> list[str]:
    """A sentence for each file, and for the first prediction, that weighs more than its budget, and for each that has none.

    The documentation has no budget: nobody who looks into the mirror waits for it.
    """
    names = {file.relative_to(dist).as_posix(): file for file in dist.rglob("*") if _is_sent(file)}
    files = {name: packed.sent_bytes(file) for name, file in names.items() if not name.startswith(headers.DOCS)}
    first = [file.relative_to(dist).as_posix() for file in first_prediction(dist)]
    total = sum(files[name] for name in first)
    said = [
        f"{name}: {size:,} bytes, {size - most:,} more than the {most:,} of {pattern} in site/budget.json."
        for pattern, most in budget.files.items()
        for name, size in files.items()
        if fnmatchcase(name, pattern) and size > most
    ]
    said += [
        f"{pattern} in site/budget.json is no file of {dist.name}/: correct the pattern, or take it out."
        for pattern in budget.files
        if not any(fnmatchcase(name, pattern) for name in files)
    ]
    said += [
        f"{name}: {files[name]:,} bytes until the first prediction, and no budget; give it one in site/budget.json."
        for name in first
        if not any(fnmatchcase(name, pattern) for pattern in budget.files)
    ]
    if total > budget.bytes:
        said.append(
            f"First prediction: {total:,} bytes, {total - budget.bytes:,} more than the {budget.bytes:,} in site/budget.json."
        )
    if len(first) > budget.requests:
        said.append(
            f"First prediction: {len(first)} requests, {len(first) - budget.requests} more than in site/budget.json."
        )
    return said


def summary(dist: Path) -> str:
    """Bytes and requests to the first prediction, for a terminal."""
    first = first_prediction(dist)
    raw, sent = sum(file.stat().st_size for file in first), sum(packed.sent_bytes(file) for file in first)
    return f"Until the first prediction: {len(first)} requests, {sent:,} bytes in brotli ({raw:,} unpacked)"


def _named_in_page(page: Path) -> Iterator[Path]:
    for tag in _TAG.findall(_text(page)):
        if _FETCHED_AT_ONCE.search(tag) and (address := _ADDRESS.search(tag)):
            yield _file(page.parent, address[1])
    yield page


def _file(dist: Path, address: str) -> Path:
    """The file of an address in the page, which starts with "./" or with the base that was built for."""
    parts = address.split("/")
    candidates = (dist.joinpath(*parts[start:]) for start in range(1, len(parts)))
    return next((file for file in candidates if file.is_file()), dist / parts[-1])


def _imported(files: set[Path]) -> Iterator[Path]:
    """The scripts that these import, and those that they import."""
    todo = {file for file in files if file.suffix == ".js"}
    seen = set(todo)
    while todo:
        file = todo.pop()
        new = {file.with_name(name) for name in _IMPORT.findall(_text(file))} - seen
        yield from new
        seen |= new
        todo |= new


def _is_sent(file: Path) -> bool:
    return file.is_file() and packed.original_of(file) is None


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
