"""What a student learns from: views of faces with the joint opinion of its teachers, laid out for any number of epochs.

Knowledge distillation (Hinton et al. 2015, arXiv 1503.02531): a small network learns more from the averaged probabilities of larger
ones than from labels alone. Student and teachers see the very same view of a face (Beyer et al. 2021, arXiv 2106.05237); covers, blur
and noise come on top of it for the student only, so it learns to say what is said about the clear face.
"""

import dataclasses
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pytrain import opinions
from pytrain.atomic import write_file
from pytrain.config import Preset
from pytrain.faces import LABELS, Faces
from pytrain.runs import Run


@dataclass(frozen=True)
class Lessons:
    """A folder with `count` files, each a view of all faces with what the teachers say about it.

    Attributes:
        more: lessons about further faces, which come after these in each.
    """

    folder: Path
    count: int
    more: "Lessons | None" = None

    def read(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        """Lesson `number`: (n, 48, 48, 1) uint8 images and (n, 7) float32 probabilities, in the faces' order."""
        with np.load(self._path(number), allow_pickle=False) as lesson:
            images, probabilities = lesson["images"], lesson["probabilities"].astype(np.float32)
        if self.more is None:
            return images, probabilities
        further_images, further_probabilities = self.more.read(number)
        return np.concatenate([images, further_images]), np.concatenate([probabilities, further_probabilities])

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:03}.npz"

    def _write(self, number: int, images: np.ndarray, probabilities: np.ndarray) -> None:
        def save(partial: Path) -> None:
            np.savez(partial, images=images, probabilities=probabilities.astype(np.float16))

        write_file(self._path(number), save)


def views_of(preset: Preset, faces: Faces) -> opinions.Views:
    """The views of `faces` that the teachers of `preset` are asked about."""
    return opinions.Views(faces, preset.augment)


def teachers_of(root: Path, preset: Preset) -> list[Run]:
    """The runs in `root` that the preset's teachers are, whether they exist or not."""
    return [Run(root / name) for name in preset.teachers.split()]


def prepare(
    root: Path, preset: Preset, faces: Faces, teachers: Sequence[Run], corrected: Faces | None = None
) -> Lessons:
    """The preset's lessons about `faces`, written into `root` where they are not there yet.

    Lessons stand in a folder named after what they follow from, the views and the teachers' opinions, so that runs with other seeds
    share them. A lesson takes 67 MB for FER2013's Training.

    Args:
        root: the folder of the runs.
        faces: the rows that the student learns from.
        teachers: see opinions.gather, which raises where one is missing.
        corrected: rows that come after `faces`, about which nobody is asked: people have said what they are. So what was written down
            about `faces`, here or in pytrain/opinions/, serves with any corrections.
    """
    views = views_of(preset, faces)
    said = np.mean([opinions.gather(teacher, views, preset.lessons) for teacher in teachers], axis=0)
    about_faces = _written(root, views, said)
    if corrected is None or not len(corrected):
        return about_faces
    by_label = np.eye(len(LABELS), dtype=np.float32)[corrected.labels]
    more = _written(root, views_of(preset, corrected), np.stack([by_label] * preset.lessons))
    return dataclasses.replace(about_faces, more=more)


def _written(root: Path, views: opinions.Views, said: np.ndarray) -> Lessons:
    """Lessons of these views and what is `said` about them, (lessons, n, 7) probabilities; written where they are not there yet."""
    key = hashlib.sha256(views.digest.encode() + said.tobytes()).hexdigest()
    lessons = Lessons(root / f".lessons-{key[:16]}", len(said))
    lessons.folder.mkdir(parents=True, exist_ok=True)
    for number in range(lessons.count):
        if not lessons._path(number).exists():
            lessons._write(number, views.images(number), said[number])
    return lessons
