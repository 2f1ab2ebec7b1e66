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


def class_folders(root: Path) -> dict[str, Path]:
    """By label, the folders whose names mean one; those of the same label are an error of the reader that follows."""
    found = {}
    for folder in sorted(root.iterdir()) if root.is_dir() else []:
        label = labels.named(folder.name)
        if label and folder.is_dir():
            found[label] = folder
    return found


def _parts(root: Path) -> dict[str, Path]:
    return {_PARTS[entry.name.lower()]: entry for entry in root.iterdir() if entry.name.lower() in _PARTS}


def _recognises(root: Path) -> bool:
    return any(class_folders(place) for place in [root, *_parts(root).values()])


def _pictures(root: Path) -> Iterator[Picture]:
    parts = _parts(root)
    for part, place in sorted(parts.items()) if parts else [("", root)]:
        seen: dict[str, Path] = {}
        for folder in folders(place, root):
            label = labels.named(folder.name)
            if label is None:
                known = ", ".join(f"{label} ({', '.join(labels.NAMES[label])})" for label in (*LABELS, "contempt"))
                raise UserError(f"{folder}: unknown label {folder.name!r}. Expected one of {known}.")
            if label in seen:
                raise UserError(
                    f"{folder}: {label} a second time, beside {seen[label].name}. Expected one folder each."
                )
            seen[label] = folder
            yield from (Picture(file, label, part) for file in pictures_in(folder, root))


ANY = Layout(
    name="folders",
    looks="a folder for each expression, angry/*.png (or anger, joy, happiness, ...), below train, val and test or without",
    recognises=_recognises,
    pictures=_pictures,
    is_anybodys=True,
)
