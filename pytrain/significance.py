"""Whether one classifier is better than another on the same faces, or only luckier. Arrays in, numbers out."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.stats import binomtest, bootstrap

from pytrain.faces import LABELS

RESAMPLES = 5_000
"""Draws of each bootstrap: the ends of its interval then repeat within a twentieth of its width."""

SIGNIFICANT = 0.05

_BATCH = 250  # draws at once, so that 3,589 faces take megabytes, not gigabytes


@dataclass(frozen=True)
class Gain:
    """A difference, the second minus the first, and the 95 % interval of it."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Paired:
    """A second classifier against a first one, face by face.

    Attributes:
        count: faces.
        only_first, only_second: faces that one of them alone gets right.
        p_value: of McNemar's exact test that they err equally often (McNemar 1947, doi 10.1007/BF02295996).
        accuracy, macro_f1: differences, 0 to 1, with percentile intervals of a paired bootstrap: faces are drawn with
            replacement, and both classifiers are measured on each draw (Efron & Tibshirani 1993, chapter 13).
    """

    count: int
    only_first: int
    only_second: int
    p_value: float
    accuracy: Gain
    macro_f1: Gain

    @property
    def verdict(self) -> str:
        """The second's accuracy in a word: "better", "worse", "could be chance", or "the same" on every face."""
        if not self.only_first + self.only_second:
            return "the same"
        if self.p_value >= SIGNIFICANT:
            return "could be chance"
        return "better" if self.only_second > self.only_first else "worse"


def paired(labels: np.ndarray, first: np.ndarray, second: np.ndarray) -> Paired:
    """Compare two classifiers on the same faces.

    Args:
        labels: (n,) integers, n > 0, indices into LABELS: what is right.
        first: (n,) the same, what one of them says.
        second: (n,) the same, what the other says.
    """
    only_first = int(((first == labels) & (second != labels)).sum())
    only_second = int(((first != labels) & (second == labels)).sum())
    differing = only_first + only_second
    return Paired(
        count=len(labels),
        only_first=only_first,
        only_second=only_second,
        p_value=float(binomtest(only_second, differing).pvalue) if differing else 1.0,
        accuracy=_gain(_accuracy, labels, first, second),
        macro_f1=_gain(_macro_f1, labels, first, second),
    )


def _gain(
    figure: Callable[[np.ndarray, np.ndarray], np.ndarray], labels: np.ndarray, first: np.ndarray, second: np.ndarray
) -> Gain:
    def difference(
        labels: np.ndarray, first: np.ndarray, second: np.ndarray, axis: int
    ) -> np.ndarray:  # always the last
        return figure(labels, second) - figure(labels, first)

    # One byte a label: thousands of draws of thousands of faces are mostly waiting for memory.
    data = tuple(column.astype(np.int8) for column in (labels, first, second))
    found = bootstrap(
        data,
        difference,
        paired=True,
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=_BATCH,
        method="percentile",
        rng=np.random.default_rng(0),
    )
    interval = found.confidence_interval
    value = figure(labels, second) - figure(labels, first)
    return Gain(float(value), float(interval.low), float(interval.high))


def _accuracy(labels: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    return (labels == predicted).mean(axis=-1)


def _macro_f1(labels: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """(..., n) -> (...): as scikit-learn's f1_score(average="macro"), which takes one draw at a time and is slow for thousands."""
    hit = labels == predicted
    ratios, occur = [], []
    for number in range(len(LABELS)):
        actual = labels == number
        both = actual.sum(axis=-1) + (predicted == number).sum(axis=-1)
        ratios.append(2 * (hit & actual).sum(axis=-1) / np.maximum(both, 1))
        occur.append(both > 0)
    return np.sum(ratios, axis=0) / np.sum(occur, axis=0)
