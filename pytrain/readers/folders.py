"""A folder of pictures for each expression, under whichever of its names; with or without train, val and test."""

from collections.abc import Iterator
from pathlib import Path

from pytrain import labels
from pytrain.errors import UserError
from pytrain.faces import LABELS
from pytrain.readers.listing import Layout, Picture, folders, pictures_in

_PARTS = {
    "train": "train", "training": "train",
    "val": "val", "valid": "val", "validation": "val",
    "test": "test", "testing": "test",
}  # fmt: skip
"""Names of folders, in lower case, and the part that each is."""


def class_folders(place: Path) -> list[Path]:
    """Those in `place` whose names mean a label."""
    entries = sorted(place.iterdir()) if place.is_dir() else []
    return [entry for entry in entries if labels.named(entry.name) and entry.is_dir()]


def labelled(place: Path, root: Path) -> Iterator[tuple[str, Path]]:
    """The folders in `place` with their labels.

    Raises:
        UserError: one has a name that means no label, or the same as another.
    """
    seen: dict[str, Path] = {}
    for folder in folders(place, root):
        label = labels.named(folder.name)
        if label is None:
            known = ", ".join(f"{label} ({', '.join(labels.NAMES[label])})" for label in (*LABELS, "contempt"))
            raise UserError(f"{folder}: unknown label {folder.name!r}. Expected one of {known}.")
        _add(seen, label, folder)
        yield label, folder


def _parts(root: Path) -> dict[str, Path]:
    seen: dict[str, Path] = {}
    for entry in sorted(root.iterdir()):
        if entry.name.lower() in _PARTS:
            _add(seen, _PARTS[entry.name.lower()], entry)
    return seen


def _add(seen: dict[str, Path], what: str, folder: Path) -> None:
    if what in seen:
        raise UserError(f"{folder}: {what} a second time, beside {seen[what].name}. Expected one folder each.")
    seen[what] = folder


def _recognises(root: Path) -> bool:
    places = [entry for entry in root.iterdir() if entry.name.lower() in _PARTS]
    return any(class_folders(place) for place in [root, *places])


def _pictures(root: Path) -> Iterator[Picture]:
    parts = _parts(root)
    if parts and (beside := class_folders(root)):
        one = next(iter(parts.values()))
        raise UserError(f"{beside[0]}: beside {one.name}. Expected folders of expressions below train, val and test.")
    for part, place in sorted(parts.items()) if parts else [("", root)]:
        for label, folder in labelled(place, root):
            yield from (Picture(file, label, part) for file in pictures_in(folder, root))


ANY = Layout(
    name="folders",
    looks="a folder for each expression, angry/*.png (or anger, joy, happiness, ...), below train, val and test or without",
    recognises=_recognises,
    pictures=_pictures,
    is_anybodys=True,
)
