"""What people corrected on the page, as the zip that it saves -> faces to learn from, beside Training and never in a test split.

The zip may come from anybody, so nothing in it is taken on trust: nothing is unpacked to disk, sizes are limited before and while
reading, and an entry that is not just what the page writes ends the reading with an error that names it.
"""

import dataclasses
import hashlib
import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pytrain import contract, images
from pytrain.config import Preset
from pytrain.errors import UserError, brief, listed, shown
from pytrain.faces import CORRECTED, IMAGE_SIZE, LABELS, SPLITS, Faces, FaceSet, dealt_out, equal_to_any, place

NAME = "corrections"
"""Of a zip as a data set by itself."""

FORMAT = 1
ABOUT = "corrections.json"

MOST_SHARE = 0.1
"""Repeats stop where corrections would come to this share of Training, so that a few people don't outvote all others."""

_MOST_ENTRIES = 20_000
_MOST_ABOUT_BYTES = 2**25
_MOST_IMAGE_BYTES = 2**16
_FILE = re.compile(rf"images/({'|'.join(LABELS)})/\d{{1,9}}\.png", re.ASCII)
_IMAGE = images.Expected(
    ("PNG",),
    frozenset({"L"}),
    f"{IMAGE_SIZE}x{IMAGE_SIZE} of 8-bit grey (L), as PNG; save the zip on the page again",
)
_NAMES = f"{ABOUT} and images/<label>/<number>.png with the labels {', '.join(LABELS)}"


@dataclass(frozen=True)
class Model:
    """Which model the page had: its name and the digest of its weights."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Entry:
    """One correction: the picture, what it was, and what the page had said of it, at a time in ISO 8601."""

    file: str
    label: str
    said: str
    probabilities: dict[str, float]
    model: Model
    time: str


@dataclass(frozen=True)
class About:
    """What corrections.json holds; the page writes it in site/src/corrections/zip.ts."""

    format: int
    created: str
    labels: tuple[str, ...]
    entries: tuple[Entry, ...]


def read(path: Path) -> Faces:
    """The corrections in the zip at `path`, in its order.

    Raises:
        UserError: no zip, or anything in it that the page does not write; names the entry, what was got and what was expected.
    """
    if not path.is_file():
        raise UserError(f"No corrections at {path}. Expected the zip that the page saves under “Corrections”.")
    try:
        with zipfile.ZipFile(path) as archive:
            members = _members(archive, path)
            about = _about(archive, members, path)
            faces = [_image(archive, members[entry.file], path) for entry in about.entries]
    except _UNREADABLE as error:
        raise UserError(
            f"{path}: not a readable zip ({brief(error)}). Expected the one that the page saves; is the file whole?"
        ) from None
    return Faces(np.stack(faces), np.array([LABELS.index(entry.label) for entry in about.entries], np.int64))


_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError,
)  # fmt: skip


def added(faces: FaceSet, paths: Sequence[Path]) -> FaceSet:
    """`faces` with the corrections in the zips at `paths`; as they were where there are none.

    Whoever corrects the very same picture twice means the second time, and a later zip may hold an earlier one.
    """
    if not paths:
        return faces
    read_in_turn = [read(path) for path in paths]
    images = np.concatenate([corrected.images for corrected in read_in_turn])
    labels = np.concatenate([corrected.labels for corrected in read_in_turn])
    last_of_each = {image.tobytes(): row for row, image in enumerate(images)}
    rows = np.array(sorted(last_of_each.values()))
    return dataclasses.replace(faces, name=faces.name + CORRECTED, corrections=Faces(images[rows], labels[rows]))


def as_data_set(path: Path) -> FaceSet:
    """The zip at `path` by itself, to measure on or to mix in: a tenth each is PublicTest and PrivateTest, by the hash of its pixels."""
    faces = read(path)
    split = dealt_out(np.array([place(image.tobytes()) for image in faces.images]))
    return FaceSet(NAME, {each: faces.subset(split == each) for each in SPLITS})


def digests(paths: Sequence[Path]) -> dict[str, str]:
    """The sha256 of each file by its whole path, for `added_again`."""
    return {str(path.resolve()): _digest(path) for path in paths}


def added_again(faces: FaceSet, recorded: Mapping[str, str]) -> FaceSet:
    """`faces` with the very corrections that `digests` recorded.

    Raises:
        UserError: a file is gone or holds something else now.
    """
    for name, digest in recorded.items():
        path = Path(name)
        if not path.is_file():
            raise UserError(
                f"{path} is gone, and the run learned from it (sha256 {digest[:12]}…). Put it back, or train anew without it."
            )
        if (found := _digest(path)) != digest:
            raise UserError(
                f"{path} was changed: sha256 {found[:12]}…. The run learned from {digest[:12]}…."
                " Put the former file back, or train anew with this one."
            )
    return added(faces, [Path(name) for name in recorded])


def learned(preset: Preset, faces: FaceSet) -> tuple[Faces, int]:
    """The corrections as often as an epoch has them, the whole row after row again, and how often that is.

    A few dozen among 28,000 faces would change nothing, so each comes `preset.extra_repeats` times, but no more often than makes all of
    them MOST_SHARE of Training; once at least. Those that equal a test image are left out as Training's are.
    """
    corrected = faces.corrections
    if corrected is None:
        return faces.training.subset(np.arange(0)), 0
    if preset.drop_test_duplicates:
        corrected = corrected.subset(~equal_to_any(corrected, faces.splits["PublicTest"], faces.splits["PrivateTest"]))
    room = int(MOST_SHARE * len(faces.training) / max(1, len(corrected)))
    repeats = max(1, min(preset.extra_repeats, room))
    return corrected.subset(np.tile(np.arange(len(corrected)), repeats)), repeats


def _members(archive: zipfile.ZipFile, path: Path) -> dict[str, zipfile.ZipInfo]:
    """The entries by name, each a plain file of a name and size that the page could have written."""
    members: dict[str, zipfile.ZipInfo] = {}
    for info in archive.infolist():
        name = info.orig_filename  # `filename` is cut at a null byte
        where = f"{path}, entry {shown(name)}"
        if name != ABOUT and not _FILE.fullmatch(name):
            raise UserError(f"{where}: unexpected name. Expected only {_NAMES}; save the zip on the page again.")
        if name in members:
            raise UserError(f"{where}: there twice. Expected every name once; save the zip on the page again.")
        if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
            raise UserError(
                f"{where}: a link or a special file. Expected a plain file; save the zip on the page again."
            )
        if info.flag_bits & 1:
            raise UserError(f"{where}: encrypted. Expected the zip as the page saves it.")
        if info.compress_type not in (
            zipfile.ZIP_STORED,
            zipfile.ZIP_DEFLATED,
        ):  # LZMA takes the memory that an entry asks for
            raise UserError(f"{where}: packed by method {info.compress_type}. Expected the zip as the page saves it.")
        if info.file_size > _most_bytes(name):
            raise UserError(f"{where}: {info.file_size:,} bytes unpacked. Expected at most {_most_bytes(name):,}.")
        members[name] = info
    if ABOUT not in members:
        raise UserError(f"{path}: no {ABOUT}. Expected the zip that the page saves under “Corrections”.")
    return members


def _most_bytes(name: str) -> int:
    return _MOST_ABOUT_BYTES if name == ABOUT else _MOST_IMAGE_BYTES


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> bytes:
    """What the entry unpacks to, never more than its limit, whatever size it declares."""
    most = _most_bytes(info.filename)
    with archive.open(info) as member:
        content = member.read(most + 1)
    if len(content) > most:
        raise UserError(f"{path}, entry {info.filename!r}: more than {most:,} bytes unpacked. Expected at most that.")
    return content


def _about(archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo], path: Path) -> About:
    where = f"{path}, {ABOUT}"
    content = contract.load_json(_content(archive, members[ABOUT], path), where, "what the page writes")
    if isinstance(content, dict) and content.get("format") != FORMAT:
        raise UserError(
            f"{where}: format {shown(content.get('format'))}. Expected {FORMAT}; save the zip on a page of this version again."
        )
    about = contract.parse(content, About, where)
    if sorted(about.labels) != sorted(LABELS):
        raise UserError(f"{where}: labels {listed(about.labels)}. Expected {', '.join(LABELS)}.")
    if not 0 < len(about.entries) <= _MOST_ENTRIES:
        raise UserError(f"{where}: {len(about.entries)} entries. Expected 1 to {_MOST_ENTRIES:,}.")
    for number, entry in enumerate(about.entries):
        _check_entry(entry, members, f"{where} entries[{number}]")
    files = Counter(entry.file for entry in about.entries)
    for name in members:
        if name != ABOUT and files[name] != 1:
            raise UserError(f"{where}: {files[name]} entries for {name}. Expected one for each picture.")
    return about


def _check_entry(entry: Entry, members: Mapping[str, zipfile.ZipInfo], where: str) -> None:
    if entry.label not in LABELS:
        raise UserError(f"{where}: label {shown(entry.label)}. Expected one of {', '.join(LABELS)}.")
    match = _FILE.fullmatch(entry.file)
    if not match or match[1] != entry.label:
        raise UserError(f"{where}: file {shown(entry.file)}. Expected images/{entry.label}/<number>.png.")
    if entry.file not in members:
        raise UserError(
            f"{where}: {entry.file} is missing from the zip. Expected every picture; save the zip on the page again."
        )


def _image(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> np.ndarray:
    """(48, 48) uint8."""
    return images.read(_content(archive, info, path), _IMAGE, f"{path}, {info.filename}")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
