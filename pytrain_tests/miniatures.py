"""Small data sets of drawn faces, each laid out as its authors lay theirs out."""

import csv
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

from pytrain.drawn import draw_colour, random_face
from pytrain.faces import LABELS

SIDE = 100

RAF_DB = {"surprise": 1, "fear": 2, "disgust": 3, "happy": 4, "sad": 5, "angry": 6, "neutral": 7}
CK_PLUS = {"neutral": 0, "angry": 1, "contempt": 2, "disgust": 3, "fear": 4, "happy": 5, "sad": 6, "surprise": 7}
AFFECTNET = {"neutral": 0, "happy": 1, "sad": 2, "surprise": 3, "fear": 4, "disgust": 5, "angry": 6, "contempt": 7}
"""Written down a second time, from the papers: the reader's own maps can't vouch for themselves."""


@dataclass
class Miniature:
    """A data set as it was written.

    Attributes:
        pictures: (SIDE, SIDE, 3) uint8 each, in any order.
        expressions: one of LABELS each, or "contempt".
        drawn: how many, those that no reader takes among them.
    """

    root: Path
    seed: int = 0
    pictures: list[np.ndarray] = field(default_factory=list)
    expressions: list[str] = field(default_factory=list)
    drawn: int = 0

    def add(self, path: str, expression: str, *, is_read: bool = True) -> Path:
        """A new face at `path` below the root; contempt, which nobody can draw here, looks neutral."""
        rng = np.random.default_rng([self.seed, self.drawn])
        self.drawn += 1
        shape = expression if expression in LABELS else "neutral"
        picture = draw_colour(random_face(shape, rng), SIDE)
        if is_read:
            self.pictures.append(picture)
            self.expressions.append(expression)
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(picture).save(file, quality=95)
        return file


def raf_db(root: Path, each: int = 2) -> Miniature:
    made, lines = Miniature(root), []
    for part in ("train", "test"):
        for number in range(7 * each):
            expression = LABELS[number % 7]
            made.add(f"Image/aligned/{part}_{number + 1:05}_aligned.jpg", expression)
            lines.append(f"{part}_{number + 1:05}.jpg {RAF_DB[expression]}\n")
    (root / "EmoLabel").mkdir()
    (root / "EmoLabel" / "list_patition_label.txt").write_text("".join(lines))
    return made


def raf_db_kaggle(root: Path, each: int = 2) -> Miniature:
    made = Miniature(root, seed=1)
    for part in ("train", "test"):
        rows = ["image,label\n"]
        for number in range(7 * each):
            expression = LABELS[number % 7]
            name = f"{part}_{number + 1:05}_aligned.jpg"
            made.add(f"DATASET/{part}/{RAF_DB[expression]}/{name}", expression)
            rows.append(f"{name},{RAF_DB[expression]}\n")
        (root / f"{part}_labels.csv").write_text("".join(rows))
    return made


def ck_plus(root: Path, people: int = 12) -> Miniature:
    """Each person shows one expression and has another sequence without a label; the second frame lies between and is nobody's."""
    made = Miniature(root, seed=2)
    shown = [expression for expression in CK_PLUS if expression != "neutral"]
    for person in range(people):
        name, expression = f"S{person + 5:03}", shown[person % len(shown)]
        frame = f"cohn-kanade-images/{name}/001/{name}_001_{{:08}}.png"
        made.add(frame.format(1), "neutral")
        made.add(frame.format(2), "neutral", is_read=False)
        for number in (3, 4, 5):
            made.add(frame.format(number), expression)
        made.add(f"cohn-kanade-images/{name}/002/{name}_002_00000001.png", "neutral", is_read=False)
        told = root / "Emotion" / name / "001" / f"{name}_001_00000005_emotion.txt"
        told.parent.mkdir(parents=True)
        told.write_text(f"   {CK_PLUS[expression]}.0000000e+00\n")
        (root / "Emotion" / name / "002").mkdir()
    return made


def ck_plus_48(root: Path, people: int = 12) -> Miniature:
    made = Miniature(root, seed=3)
    folders = {"angry": "anger", "contempt": "contempt", "sad": "sadness"}
    for person in range(people):
        for number, expression in enumerate(("angry", "contempt", "disgust", "fear", "happy", "sad", "surprise")):
            place = folders.get(expression, expression)
            made.add(f"{place}/S{person + 10:03}_{number + 1:03}_00000017.png", expression)
    return made


def affectnet(root: Path, each: int = 2) -> Miniature:
    made = Miniature(root, seed=4)
    for part in ("train_set", "val_set"):
        (root / part / "annotations").mkdir(parents=True)
        for number in range(8 * each):
            expression = list(AFFECTNET)[number % 8]
            made.add(f"{part}/images/{number}.jpg", expression)
            np.save(root / part / "annotations" / f"{number}_exp.npy", np.array(str(AFFECTNET[expression])))
            np.save(root / part / "annotations" / f"{number}_val.npy", np.array("0.1"))
    return made


def affectnet_csv(root: Path, each: int = 2) -> Miniature:
    """The face is the right upper quarter of a picture with three others around it; validation.csv has no header."""
    made = Miniature(root, seed=5)
    head = ["subDirectory_filePath", "face_x", "face_y", "face_width", "face_height", "facial_landmarks", "expression"]
    for part in ("training", "validation"):
        rows = [head] if part == "training" else []
        for number in range(8 * each):
            expression = list(AFFECTNET)[number % 8]
            file = made.add(f"Manually_Annotated_Images/{part[:3]}{number % 3}/{number}.png", expression)
            large = np.full((2 * SIDE, 2 * SIDE, 3), 255, np.uint8)
            large[:SIDE, SIDE:] = made.pictures[-1]
            Image.fromarray(large).save(file)
            label = str(AFFECTNET[expression])
            rows.append([f"{part[:3]}{number % 3}/{number}.png", str(SIDE), "0", str(SIDE), str(SIDE), "1;2", label])
        with (root / f"{part}.csv").open("w", newline="") as out:
            csv.writer(out).writerows(rows)
    return made


def class_folders(root: Path, each: int = 3) -> Miniature:
    """Without parts, and under other names."""
    made = Miniature(root, seed=6)
    names = {"angry": "Anger", "happy": "joy", "sad": "sadness", "fear": "afraid"}
    for number in range(7 * each):
        expression = LABELS[number % 7]
        made.add(f"{names.get(expression, expression)}/me-{number}.png", expression)
    return made


def class_folders_in_parts(root: Path, each: int = 1) -> Miniature:
    made = Miniature(root, seed=7)
    for part in ("train", "valid", "test"):
        for number in range(7 * each):
            made.add(f"{part}/{LABELS[number % 7]}/{number}.jpeg", LABELS[number % 7])
    return made


LAYOUTS: dict[str, Callable[[Path], Miniature]] = {
    "raf-db": raf_db,
    "raf-db, Kaggle": raf_db_kaggle,
    "ck+": ck_plus,
    "ck+48": ck_plus_48,
    "affectnet": affectnet,
    "affectnet, csv": affectnet_csv,
    "folders-mine": class_folders,
    "folders-mine, parts": class_folders_in_parts,
}
"""By the data set's name in a folder called "mine", and what else tells it."""


def corrections_zip(path: Path, count: int = 20) -> Path:
    """As the page saves it."""
    rng = np.random.default_rng(8)
    entries = []
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(count):
            label = LABELS[number % 7]
            name = f"images/{label}/{number + 1:04}.png"
            picture = Image.fromarray(draw_colour(random_face(label, rng), 48)).convert("L")
            with archive.open(name, "w") as file:
                picture.save(file, "PNG")
            entries.append(
                {
                    "file": name,
                    "label": label,
                    "said": "unsure",
                    "probabilities": dict.fromkeys(LABELS, 1 / 7),
                    "model": {"name": "student", "sha256": "a" * 64},
                    "time": "2026-11-24T08:15:30.000Z",
                }
            )
        about = {"format": 1, "created": "2026-11-24T08:16:30.000Z", "labels": list(LABELS), "entries": entries}
        archive.writestr("corrections.json", json.dumps(about))
    return path
