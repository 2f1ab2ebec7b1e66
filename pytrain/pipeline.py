"""Training batches: shuffled, augmented, softened; the same for the same seed, also after a resume."""

import numpy as np
import tensorflow as tf

from pytrain.augment import augment
from pytrain.config import Preset
from pytrain.faces import LABELS, Faces


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


def steps_per_epoch(faces: Faces, preset: Preset) -> int:
    """Whole batches in one pass; the rest of a pass is left out, another rest each time. At least one."""
    return max(1, len(faces) // preset.batch_size)


def training_batches(faces: Faces, preset: Preset, first_epoch: int = 0) -> tf.data.Dataset:
    """An endless stream of (images, targets) batches that starts with epoch `first_epoch`.

    Order and augmentation depend on the seed and on the number of the epoch and step alone, so a run that was killed and
    resumed sees just what it would have seen.

    Returns:
        batches of ((batch, 48, 48, 1) float32 in [0, 255], (batch, 7) float32).
    """
    images, target = tf.constant(faces.images[..., None]), tf.constant(targets(faces, preset))
    batch = min(preset.batch_size, len(faces))
    steps = steps_per_epoch(faces, preset)

    def epoch_batches(epoch: tf.Tensor) -> tf.data.Dataset:
        order = tf.random.experimental.stateless_shuffle(
            tf.range(len(faces)), seed=[preset.seed, tf.cast(epoch, tf.int32)]
        )
        rows = tf.data.Dataset.from_tensor_slices(tf.reshape(order[: steps * batch], [steps, batch]))
        return tf.data.Dataset.zip((tf.data.Dataset.range(epoch * steps, (epoch + 1) * steps), rows))

    def load(step: tf.Tensor, rows: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        chosen = tf.cast(tf.gather(images, rows), tf.float32)
        if preset.augment:
            chosen = augment(chosen, tf.stack([preset.seed, tf.cast(step, tf.int32)]), preset.augment)
        return chosen, tf.gather(target, rows)

    epochs = tf.data.Dataset.range(first_epoch, np.iinfo(np.int64).max)
    return epochs.flat_map(epoch_batches).map(load, num_parallel_calls=2).prefetch(2)
