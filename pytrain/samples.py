"""A few faces to watch a network by: the same ones every epoch, as many of each label."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import softmax

from pytrain.faces import LABELS, Faces


@dataclass(frozen=True)
class Samples:
    """Faces and what a network makes of them.

    Attributes:
        images: (n, 48, 48) uint8, grey.
        labels: (n,) int64, indices into LABELS.
        probabilities: (n, 7) float32, in LABELS' order.
    """

    images: np.ndarray
    labels: np.ndarray
    probabilities: np.ndarray


def balanced_sample(faces: Faces, per_class: int = 2, seed: int = 0) -> Faces:
    """`per_class` faces of each label, in LABELS' order; fewer of a label that has fewer.

    The same seed picks the same faces.
    """
    random = np.random.default_rng(seed)
    picked = [random.permutation(np.flatnonzero(faces.labels == number))[:per_class] for number in range(len(LABELS))]
    return faces.subset(np.concatenate(picked))


def predicted_samples(
    faces: Faces, predict_logits: Callable[[np.ndarray], np.ndarray], temperature: float = 1.0
) -> Samples:
    """`faces` with their probabilities, softmax(logits / temperature).

    Args:
        predict_logits: (n, 48, 48) uint8 -> (n, 7) float32.
    """
    probabilities = softmax(predict_logits(faces.images) / temperature, axis=1).astype(np.float32)
    return Samples(faces.images, faces.labels, probabilities)


def caption(label: int, probabilities: np.ndarray) -> str:
    """The label, the winner and all seven probabilities: `actual happy, predicted sad (angry 2 %, …, neutral 9 %)`."""
    shares = ", ".join(f"{name} {100 * share:.0f} %" for name, share in zip(LABELS, probabilities, strict=True))
    return f"actual {LABELS[label]}, predicted {LABELS[int(probabilities.argmax())]} ({shares})"
