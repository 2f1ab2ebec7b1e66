"""What a teacher says about views of faces, written down, so that no teacher is needed twice.

Each teacher's opinions stand in a file of their own, seven bytes a view: in its run folder, and, for the teachers of the released model,
in pytrain/opinions/, which is committed. From there the student's recipe is repeated, under other seeds too, without the hours
that its teachers took, and a further teacher is heard beside them.

A released model can teach its successor, too (Furlanello et al. 2018, Born-Again Neural Networks, arXiv 1805.04770):
`python -m pytrain.opinions MODEL --as NAME --student PRESET --data PATH` writes down what its shipped files say.
"""

import argparse
import hashlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tensorflow as tf

from pytrain import config, contract, data, shipped
from pytrain import model as networks
from pytrain.atomic import write_file
from pytrain.augment import view
from pytrain.errors import UserError
from pytrain.faces import LABELS, Faces
from pytrain.runs import Run

COMMITTED = Path(__file__).parent / "opinions"

_BATCH = 256
_SEED = 20130526  # apart from every training's own stream of views


@dataclass(frozen=True)
class Views:
    """The same `faces` over and over, each time seen otherwise; view `number` is the same on every machine.

    Attributes:
        faces: n of them.
        strength: of pytrain.augment.view.
    """

    faces: Faces
    strength: float

    @property
    def digest(self) -> str:
        """Differs where any view does."""
        return hashlib.sha256(self.faces.images.tobytes() + f"{self.strength} {_SEED}".encode()).hexdigest()

    def batches(self, number: int) -> Iterator[tf.Tensor]:
        """View `number` of all faces, in their order: (batch, 48, 48, 1) float32, whole grey levels."""
        for batch, start in enumerate(range(0, len(self.faces), _BATCH)):
            seen = tf.cast(self.faces.images[start : start + _BATCH, ..., None], tf.float32)
            if self.strength:
                seen = tf.round(view(seen, tf.constant([_SEED + number, batch]), self.strength))
            yield seen

    def images(self, number: int) -> np.ndarray:
        """View `number` of all faces: (n, 48, 48, 1) uint8."""
        return np.concatenate([tf.cast(seen, tf.uint8).numpy() for seen in self.batches(number)])


def gather(teacher: Run, views: Views, count: int) -> np.ndarray:
    """What `teacher` says about the first `count` views, (count, n, 7) float32 probabilities; asks it only where nothing is written yet.

    Args:
        teacher: a finished run, or, where its folder does not exist, one whose opinions are committed.

    Raises:
        UserError: neither; the message says how to make one.
    """
    if not teacher.folder.exists():
        found = _committed(teacher.name, views, count)
        if found is not None:
            return _decoded(found)
    if not teacher.is_finished:
        raise UserError(
            f"The teacher {teacher.name} has no finished run in {teacher.folder.parent}/. `invoke train --preset {teacher.name}` with the"
            f" same --data makes one; `invoke train --resume {teacher.name}` goes on with an interrupted one."
        )
    # In the precision it was trained in, which is the quick one here.
    network = networks.rebuilt(teacher.load_best(), teacher.preset())
    weights = hashlib.sha256(b"".join(array.tobytes() for array in network.get_weights()))
    about = f"{views.digest} by {weights.hexdigest()}"
    said = _read(_file_of(teacher), about)
    logits = tf.function(lambda images: network(images, training=False), reduce_retracing=True)
    said = _asked(teacher.name, _opinion(logits), views, count, _file_of(teacher), about, said)
    return _decoded(said[:count])


def write_released(folder: Path, name: str, views: Views, count: int) -> Path:
    """Write what the converted model in `folder` says about the first `count` views into pytrain/opinions/, as those of `name`."""
    manifest = contract.read(folder)
    predict = shipped.load(folder, manifest)
    target = COMMITTED / f"{name}.npz"
    COMMITTED.mkdir(exist_ok=True)

    def logits(images: tf.Tensor) -> tf.Tensor:
        return predict(images.numpy()[..., 0].astype(np.uint8))[manifest.output.logits]

    _asked(name, _opinion(logits), views, count, target, views.digest, _read(target, views.digest))
    return target


def are_committed(name: str, views: Views, count: int) -> bool:
    """Whether pytrain/opinions/ has what the teacher `name` says about the first `count` views."""
    return _committed(name, views, count) is not None


def _committed(name: str, views: Views, count: int) -> np.ndarray | None:
    found = _read(COMMITTED / f"{name}.npz", views.digest)
    return None if found is None or len(found) < count else found[:count]


def publish(teacher: Run) -> Path | None:
    """Copy what `teacher` said into pytrain/opinions/, to be committed; the path there, or None where nothing is written to copy."""
    try:
        with np.load(_file_of(teacher), allow_pickle=False) as written:
            about, said = str(written["about"]), written["said"]
    except FileNotFoundError:
        return None
    COMMITTED.mkdir(exist_ok=True)
    target = COMMITTED / f"{teacher.name}.npz"
    _write(target, about.split(" by ")[0], said)
    return target


def _asked(
    name: str,
    opinion: Callable[[tf.Tensor], tf.Tensor],
    views: Views,
    count: int,
    path: Path,
    about: str,
    said: np.ndarray | None,
) -> np.ndarray:
    """`said` with what `opinion` says about the views that are missing in it; written to `path` after each."""
    said = np.empty((0, len(views.faces), len(LABELS)), np.uint8) if said is None else said
    for number in range(len(said), count):
        probabilities = np.concatenate([opinion(seen) for seen in views.batches(number)])
        agree = 100 * (probabilities.argmax(axis=1) == views.faces.labels).mean()
        print(f"{name} on view {number + 1} of {count}: says what the label says of {agree:.1f} %", flush=True)
        said = np.concatenate([said, _coded(probabilities)[None]])
        _write(path, about, said)
    return said


def _file_of(teacher: Run) -> Path:
    return teacher.folder / "opinions.npz"


def _read(path: Path, about: str) -> np.ndarray | None:
    """The (views, n, 7) uint8 at `path`; None where there are none or they are about something else."""
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as written:
        return written["said"] if str(written["about"]) == about else None


def _write(path: Path, about: str, said: np.ndarray) -> None:
    write_file(path, lambda partial: np.savez_compressed(partial, about=np.array(about), said=said))


def _coded(probabilities: np.ndarray) -> np.ndarray:
    """As bytes, by square roots: what is unlikely keeps more digits than what is likely, as the loss's logarithm wants it."""
    return np.rint(255 * np.sqrt(probabilities)).astype(np.uint8)


def _decoded(said: np.ndarray) -> np.ndarray:
    squares = np.square(said.astype(np.float32))
    return squares / squares.sum(axis=-1, keepdims=True)


def _opinion(logits: Callable[[tf.Tensor], tf.Tensor]) -> Callable[[tf.Tensor], tf.Tensor]:
    """(n, 48, 48, 1) faces -> (n, 7) probabilities, averaged over each face and its mirror image."""

    def opinion(images: tf.Tensor) -> tf.Tensor:
        both = tf.concat([images, images[:, :, ::-1]], axis=0)
        return sum(tf.split(tf.nn.softmax(logits(both)), 2)) / 2

    return opinion


def main(arguments: list[str] | None = None) -> None:
    """Write down what a released model says about a student's views, to teach it."""
    parser = argparse.ArgumentParser(prog="python -m pytrain.opinions", description=main.__doc__)
    parser.add_argument("model", type=Path, help="folder of a converted model")
    parser.add_argument(
        "--as", dest="name", required=True, help="the preset that made it, as the student names its teacher"
    )
    parser.add_argument("--student", required=True, help="the preset that is to learn from it")
    parser.add_argument("--data", type=Path, required=True, help="fer2013.csv, image folders or .npz")
    given = parser.parse_args(arguments)
    student = config.preset(given.student)
    faces = data.load(given.data)
    learned = data.without_test_duplicates(faces)[0] if student.drop_test_duplicates else faces.training
    print(f"Written to {write_released(given.model, given.name, Views(learned, student.augment), student.lessons)}")


if __name__ == "__main__":
    try:
        main()
    except UserError as error:
        sys.exit(str(error))
