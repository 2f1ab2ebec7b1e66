"""What teachers say about augmented faces, written down once and learned from by any number of students.

Knowledge distillation (Hinton et al. 2015, arXiv 1503.02531): a small network learns more from the averaged probabilities of larger
ones than from labels alone. Student and teachers see the very same view of a face (Beyer et al. 2021, arXiv 2106.05237); covers, blur
and noise come on top of it for the student only, so it learns to say what is said about the clear face.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from pytrain import model as networks
from pytrain.atomic import write_file
from pytrain.augment import view
from pytrain.config import Preset
from pytrain.errors import UserError
from pytrain.faces import LABELS, Faces
from pytrain.runs import Run

_BATCH = 256
_SEED = 20130526  # apart from every training's own stream of views


@dataclass(frozen=True)
class Lessons:
    """A folder with `count` files, each a view of all faces with what the teachers say about it."""

    folder: Path
    count: int

    def read(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        """Lesson `number`: (n, 48, 48, 1) uint8 images and (n, 7) float32 probabilities, in the faces' order."""
        with np.load(self._path(number), allow_pickle=False) as lesson:
            return lesson["images"], lesson["probabilities"].astype(np.float32)

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:03}.npz"

    def _write(self, number: int, images: np.ndarray, probabilities: np.ndarray) -> None:
        def save(partial: Path) -> None:
            np.savez(partial, images=images, probabilities=probabilities.astype(np.float16))

        write_file(self._path(number), save)


def prepare(root: Path, preset: Preset, faces: Faces, teachers: Sequence[Run]) -> Lessons:
    """The preset's lessons about `faces`, written into `root` where they are not there yet.

    Lessons stand in a folder named after what they follow from, the faces, the strength of augmentation and the teachers' weights,
    so that runs with other seeds share them. A lesson takes 67 MB for FER2013's Training.

    Args:
        root: the folder of the runs.
        faces: the rows that the student learns from.
        teachers: finished runs.
    """
    key = hashlib.sha256(faces.images.tobytes() + str(preset.augment).encode())
    # In the precision they were trained in, which is the quick one here.
    networks_of_teachers = [networks.rebuilt(teacher.load_best(), teacher.preset()) for teacher in teachers]
    for network in networks_of_teachers:
        for weights in network.get_weights():
            key.update(weights.tobytes())
    lessons = Lessons(root / f".lessons-{key.hexdigest()[:16]}", preset.lessons)
    lessons.folder.mkdir(exist_ok=True)
    missing = [number for number in range(lessons.count) if not lessons._path(number).exists()]
    if missing:
        opinion = _opinion(networks_of_teachers)
        for number in missing:
            images, probabilities = _lesson(faces, preset, number, opinion)
            agree = (probabilities.argmax(axis=1) == faces.labels).mean()
            print(
                f"Lesson {number + 1} of {lessons.count}: teachers agree with {100 * agree:.1f} % of labels", flush=True
            )
            lessons._write(number, images, probabilities)
    return lessons


def _lesson(
    faces: Faces, preset: Preset, number: int, opinion: Callable[[tf.Tensor], tf.Tensor]
) -> tuple[np.ndarray, np.ndarray]:
    images = np.empty((*faces.images.shape, 1), np.uint8)
    probabilities = np.empty((len(faces), len(LABELS)), np.float32)
    for batch, start in enumerate(range(0, len(faces), _BATCH)):
        rows = slice(start, start + _BATCH)
        seen = tf.cast(faces.images[rows, ..., None], tf.float32)
        if preset.augment:
            seen = tf.round(view(seen, tf.constant([_SEED + number, batch]), preset.augment))
        images[rows] = tf.cast(seen, tf.uint8)
        probabilities[rows] = opinion(seen)
    return images, probabilities


def _opinion(teachers: Sequence[keras.Model]) -> Callable[[tf.Tensor], tf.Tensor]:
    """(n, 48, 48, 1) faces -> (n, 7) probabilities, averaged over the teachers and over each face and its mirror image."""

    @tf.function(reduce_retracing=True)
    def opinion(images: tf.Tensor) -> tf.Tensor:
        both = tf.concat([images, images[:, :, ::-1]], axis=0)
        said = tf.add_n([tf.nn.softmax(teacher(both, training=False)) for teacher in teachers]) / len(teachers)
        return sum(tf.split(said, 2)) / 2

    return opinion


def teachers_of(root: Path, preset: Preset) -> list[Run]:
    """The finished runs in `root` that are named as the preset's teachers.

    Raises:
        UserError: one is missing or has not finished.
    """
    found = [Run(root / name) for name in preset.teachers.split()]
    for teacher in found:
        if not teacher.is_finished:
            raise UserError(
                f"The teacher {teacher.name} has no finished run in {root}/. `invoke train --preset {teacher.name}` with the same"
                f" --data makes one; `invoke train --resume {teacher.name}` goes on with an interrupted one."
            )
    return found
