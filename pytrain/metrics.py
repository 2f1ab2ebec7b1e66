"""What logits are worth: accuracy, calibration and the temperature that mends it. Arrays in, numbers out."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax
from scipy.stats import binomtest
from sklearn.metrics import confusion_matrix, f1_score, precision_recall_fscore_support

from pytrain.errors import UserError
from pytrain.faces import LABELS

BINS = 15
"""Equal-width confidence bins of the expected calibration error, as in Guo et al. 2017 (arXiv 1706.04599)."""

TEMPERATURES = (0.5, 20.0)
"""Where fit_temperature looks. A split without one mistake would call for 0, certainty about anything; a useless network
for infinity."""


@dataclass(frozen=True)
class ClassMetrics:
    """One label's figures; a ratio without a denominator (never predicted, or support 0) is 0."""

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True)
class SplitMetrics:
    """One split's figures.

    Attributes:
        count: faces.
        accuracy: share of faces whose largest logit is at the label, 0 to 1.
        accuracy_interval_95: Wilson's score interval of it (Wilson 1927).
        macro_f1: F1 averaged over the labels that occur, as actual or as predicted.
        ece: expected calibration error, 0 to 1 (Guo et al. 2017, arXiv 1706.04599).
        nll: mean negative log-likelihood, nats.
        per_class: ClassMetrics by label.
        confusion: counts, rows actual, columns predicted, both in LABELS' order.
    """

    count: int
    accuracy: float
    accuracy_interval_95: tuple[float, float]
    macro_f1: float
    ece: float
    nll: float
    per_class: dict[str, ClassMetrics]
    confusion: list[list[int]]


@dataclass(frozen=True)
class Reliability:
    """A reliability diagram: how often the network is right when it says it is so sure.

    Attributes:
        count: faces in each confidence bin; the bins cut (0, 1] into equal widths.
        confidence: their mean largest probability; 0 in an empty bin.
        accuracy: how many of them are right, 0 to 1; 0 in an empty bin.
    """

    count: tuple[int, ...]
    confidence: tuple[float, ...]
    accuracy: tuple[float, ...]

    @property
    def ece(self) -> float:
        """Expected calibration error: the bins' gaps between confidence and accuracy, weighted by their counts."""
        count = np.array(self.count)
        gap = np.abs(np.array(self.accuracy) - np.array(self.confidence))
        return float((count * gap).sum() / count.sum())


def split_metrics(
    logits: np.ndarray, labels: np.ndarray, temperature: float = 1.0, *, name: str = "split"
) -> SplitMetrics:
    """Every figure of one split.

    Args:
        logits: (n, 7) float32, before the softmax.
        labels: (n,) int64, indices into LABELS.
        temperature: what the logits are divided by before the softmax; moves ECE and NLL, never the accuracy.
        name: what an error calls these faces.

    Raises:
        UserError: no faces, logits that are not finite numbers, or labels outside LABELS.
    """
    check_logits(logits, labels, name)
    predicted = logits.argmax(axis=1)
    right = int((predicted == labels).sum())
    interval = binomtest(right, len(labels)).proportion_ci(0.95, method="wilson")
    numbers = range(len(LABELS))
    columns = precision_recall_fscore_support(labels, predicted, labels=numbers, zero_division=0.0)
    return SplitMetrics(
        count=len(labels),
        accuracy=right / len(labels),
        accuracy_interval_95=(float(interval.low), float(interval.high)),
        macro_f1=float(f1_score(labels, predicted, average="macro")),
        ece=reliability(logits, labels, temperature).ece,
        nll=_nll(logits, labels, temperature),
        per_class={
            label: ClassMetrics(float(precision), float(recall), float(f1), int(support))
            for label, precision, recall, f1, support in zip(LABELS, *columns, strict=True)
        },
        confusion=confusion_matrix(labels, predicted, labels=numbers).tolist(),
    )


def fit_temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """The temperature, within TEMPERATURES, with the least NLL (Guo et al. 2017, arXiv 1706.04599).

    Args:
        logits: (n, 7) float32. labels: (n,) int64, indices into LABELS. Both of a split that was not trained on.

    Raises:
        UserError: as split_metrics.
    """
    check_logits(logits, labels, "the split that the temperature is fitted on")
    # The logarithm, because 0.5 and 2 lie equally far from 1.
    found = minimize_scalar(
        lambda log_t: _nll(logits, labels, np.exp(log_t)), bounds=np.log(TEMPERATURES), method="bounded"
    )
    return float(np.exp(found.x))


def reliability(logits: np.ndarray, labels: np.ndarray, temperature: float = 1.0, bins: int = BINS) -> Reliability:
    """The reliability diagram of (n, 7) logits divided by `temperature`, in `bins` equal-width bins of confidence."""
    confidence = np.exp(_log_probabilities(logits, temperature)).max(axis=1)
    right = logits.argmax(axis=1) == labels
    # A confidence of exactly k / bins belongs to the lower bin, as in the paper.
    which = np.clip(np.ceil(confidence * bins).astype(int) - 1, 0, bins - 1)
    count = np.bincount(which, minlength=bins)
    filled = np.maximum(count, 1)
    return Reliability(
        count=tuple(count.tolist()),
        confidence=tuple((np.bincount(which, confidence, bins) / filled).tolist()),
        accuracy=tuple((np.bincount(which, right, bins) / filled).tolist()),
    )


def check_logits(logits: np.ndarray, labels: np.ndarray, name: str) -> None:
    """Refuse logits and labels that no figure can be made of; `name` is what the error calls them."""
    if len(labels) == 0:
        raise UserError(
            f"{name}: no faces, so there is nothing to measure. Check the data set's counts with `invoke data`."
        )
    if logits.shape != (len(labels), len(LABELS)):
        raise UserError(
            f"{name}: got logits of shape {logits.shape}, expected ({len(labels)}, {len(LABELS)}), a row for each face."
        )
    strange = ~np.isfinite(logits).all(axis=1)
    if strange.any():
        raise UserError(
            f"{name}: the network's logits are not finite numbers in {strange.sum()} of {len(labels)} rows, first in"
            f" row {strange.argmax()}: the training diverged. Train again with a lower rate, for example"
            " --set learning_rate=0.0003."
        )
    outside = (labels < 0) | (labels >= len(LABELS))
    if outside.any():
        row = int(outside.argmax())
        raise UserError(
            f"{name}: row {row} has label {labels[row]}, expected 0 to {len(LABELS) - 1} ({', '.join(LABELS)})."
        )


def _log_probabilities(logits: np.ndarray, temperature: float) -> np.ndarray:
    return np.asarray(log_softmax(logits.astype(np.float64) / temperature, axis=1))


def _nll(logits: np.ndarray, labels: np.ndarray, temperature: float) -> float:
    return float(-_log_probabilities(logits, temperature)[np.arange(len(labels)), labels].mean())
