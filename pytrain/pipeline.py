"""Training batches: shuffled, augmented, softened; the same for the same seed, also after a resume."""

from typing import TypeAlias

import numpy as np
import tensorflow as tf

from pytrain.augment import corrupt, view
from pytrain.cache import rows_of
from pytrain.config import Preset
from pytrain.faces import IMAGE_SIZE, LABELS, Faces
from pytrain.lessons import Lessons

Targets: TypeAlias = "tf.Tensor | dict[str, tf.Tensor]"
"""One for each head; a lone head's without its name."""


def targets(faces: Faces, preset: Preset) -> np.ndarray:
    """What the network is asked to say, (n, 7) float32, rows sum to 1.

    The data set's label, blended with the annotators' votes (Barsoum et al. 2016, arXiv 1608.01041) where there are some, then
    smoothed (Szegedy et al. 2015, arXiv 1512.00567).
    """
    target = np.eye(len(LABELS), dtype=np.float32)[faces.labels]
    if faces.votes is not None and preset.votes_weight:
        weight = preset.votes_weight * (faces.votes.sum(axis=1, keepdims=True) > 0)
        target = (1 - weight) * target + weight * faces.votes
    return ((1 - preset.label_smoothing) * target + preset.label_smoothing / len(LABELS)).astype(np.float32)


def learns_votes(faces: Faces, preset: Preset) -> bool:
    """Whether there is a second head, for the votes."""
    return preset.votes_loss > 0 and faces.votes is not None


def overlaid(images: tf.Tensor, wanted: Targets, seed: tf.Tensor, alpha: float) -> tuple[tf.Tensor, Targets]:
    """Each face laid over another of the batch, and what is wanted of them likewise: mixup (Zhang et al. 2017, arXiv 1710.09412).

    A network that comes to know some faces by heart is asked about what lies between them, too.

    Args:
        images: (batch, 48, 48, 1) float32.
        wanted: (batch, 7) float32 each.
        seed: (2,) int32; the same seed gives the same shares.
        alpha: both parameters of the Beta distribution of the share that a face keeps.

    Returns:
        both, shaped as they were.
    """
    # Of two draws from the same Gamma distribution, either has such a share in their sum.
    kept, given = tf.unstack(tf.random.stateless_gamma([2, tf.shape(images)[0]], seed, alpha))
    share = kept / tf.maximum(kept + given, 1e-30)

    def lay(part: tf.Tensor) -> tf.Tensor:
        own = tf.reshape(share, [-1] + [1] * (part.shape.rank - 1))
        return own * part + (1.0 - own) * part[::-1]

    return lay(images), tf.nest.map_structure(lay, wanted)


def steps_per_epoch(faces: Faces, preset: Preset) -> int:
    """Whole batches in one pass; the rest of a pass is left out, another rest each time. At least one."""
    return max(1, len(faces) // preset.batch_size)


def training_batches(
    faces: Faces, preset: Preset, first_epoch: int = 0, lessons: Lessons | None = None
) -> tf.data.Dataset:
    """An endless stream of (images, targets) batches that starts with epoch `first_epoch`.

    Order and augmentation depend on the seed and on the number of the epoch and step alone, so a run that was killed and
    resumed sees just what it would have seen. With lessons, epochs take them in turn; mirror, cover, blur and noise are new each time.

    Returns:
        batches of ((batch, 48, 48, 1) float32 in [0, 255], (batch, 7) float32); where votes are learned, the second is {"logits",
        "votes"}, both so shaped.
    """
    # Out here, so that the stream's graphs refer to them instead of holding copies.
    target = tf.constant(targets(faces, preset))
    votes = tf.constant(faces.votes) if learns_votes(faces, preset) else None
    batch = min(preset.batch_size, len(faces))
    steps = steps_per_epoch(faces, preset)

    def learned(epoch: tf.Tensor, lessons: Lessons) -> tuple[tf.Tensor, tf.Tensor]:
        """Images and targets of one epoch, in the faces' order."""
        images, said = tf.numpy_function(
            lambda number: lessons.read(int(number)), [epoch % lessons.count], (tf.uint8, tf.float32), stateful=False
        )
        said = tf.ensure_shape(said, target.shape)
        blended = (1 - preset.teacher_weight) * target + preset.teacher_weight * said
        return tf.ensure_shape(images, (len(faces), IMAGE_SIZE, IMAGE_SIZE, 1)), blended

    def read(rows: tf.Tensor) -> tf.Tensor:
        images = tf.numpy_function(
            lambda rows: rows_of(faces.images, rows)[..., None], [rows], tf.uint8, stateful=False
        )
        return tf.ensure_shape(images, (batch, IMAGE_SIZE, IMAGE_SIZE, 1))

    def epoch_batches(epoch: tf.Tensor) -> tf.data.Dataset:
        order = tf.random.experimental.stateless_shuffle(
            tf.range(len(faces)), seed=[preset.seed, tf.cast(epoch, tf.int32)]
        )
        images, wanted = (None, target) if lessons is None else learned(epoch, lessons)
        if votes is not None:
            wanted = {"logits": wanted, "votes": votes}

        def gather(step: tf.Tensor, rows: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, Targets]:
            seen = read(rows) if images is None else tf.gather(images, rows)
            return step, seen, tf.nest.map_structure(lambda part: tf.gather(part, rows), wanted)

        rows = tf.data.Dataset.from_tensor_slices(tf.reshape(order[: steps * batch], [steps, batch]))
        return tf.data.Dataset.zip((tf.data.Dataset.range(epoch * steps, (epoch + 1) * steps), rows)).map(gather)

    def prepare(step: tf.Tensor, images: tf.Tensor, wanted: Targets) -> tuple[tf.Tensor, Targets]:
        images = tf.cast(images, tf.float32)
        seeds = tf.unstack(tf.random.split(tf.stack([preset.seed, tf.cast(step, tf.int32)]), num=2))
        if lessons is not None:
            mirrored = tf.random.stateless_uniform([batch, 1, 1, 1], seeds[0]) < 0.5
            images = tf.where(mirrored, images[:, :, ::-1], images)
        elif preset.augment:
            images = view(images, seeds[0], preset.augment)
        if preset.mixup:
            images, wanted = overlaid(images, wanted, tf.random.fold_in(seeds[0], 1), preset.mixup)
        return corrupt(images, seeds[1], preset.corrupt) if preset.corrupt else images, wanted

    epochs = tf.data.Dataset.range(first_epoch, np.iinfo(np.int64).max)
    return epochs.flat_map(epoch_batches).map(prepare, num_parallel_calls=2).prefetch(2)
