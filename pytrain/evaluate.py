"""A model's figures on the official test splits, as they are and without the faces it could have seen."""

import dataclasses
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pytrain.errors import UserError
from pytrain.faces import LABELS, Faces, FaceSet, equal_to_any
from pytrain.metrics import (
    ClassMetrics,
    Reliability,
    SplitMetrics,
    check_logits,
    fit_temperature,
    reliability,
    split_metrics,
)

FILE = "evaluation.json"
"""Name in a run's folder."""

TESTS = ("PublicTest", "PrivateTest")
"""The splits that are measured: choose on the first, report the second."""

DEDUPLICATED = "-deduplicated"
"""What is added to a split's name where repeated and leaked faces are left out."""


@dataclass(frozen=True)
class Calibration:
    """One split's reliability diagrams, of the raw logits and of those divided by the temperature."""

    before: Reliability
    after: Reliability


@dataclass(frozen=True)
class Evaluation:
    """What `evaluate` found.

    Attributes:
        dataset: the FaceSet's name.
        temperature: fitted on PublicTest.
        splits: SplitMetrics by name: PublicTest, PublicTest-deduplicated, PrivateTest, PrivateTest-deduplicated.
        calibration: Calibration by name: PublicTest, PrivateTest.
    """

    dataset: str
    temperature: float
    splits: dict[str, SplitMetrics]
    calibration: dict[str, Calibration]

    def to_json(self) -> str:
        return json.dumps(dataclasses.asdict(self), indent=1, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> "Evaluation":
        """The Evaluation that `to_json` wrote.

        Raises:
            UserError: not JSON, or a key is missing or unknown.
        """
        try:
            return _evaluation(json.loads(text))
        except (ValueError, TypeError, AttributeError) as error:
            raise UserError(
                f"This is not an evaluation that can be read: {error}. Write it again with `invoke evaluate`."
            ) from error


def evaluate(predict_logits: Callable[[np.ndarray], np.ndarray], faces: FaceSet) -> Evaluation:
    """Measure a model on PublicTest and PrivateTest: one forward pass for each face, no test-time augmentation.

    The temperature is fitted on PublicTest, so PrivateTest's ECE and NLL are those of faces that chose nothing. Each
    split is measured twice: as published, and "-deduplicated", without the faces that equal, pixel by pixel, a Training
    image (or, in PrivateTest, a PublicTest one), and with repeated faces counted once, under the label that comes
    first. Hand over the data set as it was published: a Training split that was already stripped of leaked faces cannot
    tell which ones leaked.

    Args:
        predict_logits: (n, 48, 48) uint8 -> (n, 7) float32.
        faces: with PublicTest and PrivateTest.

    Raises:
        UserError: a split without faces, or logits that are not finite; the message names the split.
    """
    return evaluate_logits({split: predict_logits(faces.splits[split].images) for split in TESTS}, faces)


def evaluate_logits(logits: Mapping[str, np.ndarray], faces: FaceSet) -> Evaluation:
    """The same from what a model said already: (n, 7) float32 for each of TESTS."""
    earlier = {"PublicTest": [faces.training], "PrivateTest": [faces.training, faces.splits["PublicTest"]]}
    for split in TESTS:
        check_logits(logits[split], faces.splits[split].labels, split)
    temperature = fit_temperature(logits["PublicTest"], faces.splits["PublicTest"].labels)

    splits, calibration = {}, {}
    for split, seen in earlier.items():
        part = faces.splits[split]
        fresh = ~equal_to_any(part, *seen) & first_of_identical(part)
        splits[split] = split_metrics(logits[split], part.labels, temperature, name=split)
        name = split + DEDUPLICATED
        splits[name] = split_metrics(logits[split][fresh], part.labels[fresh], temperature, name=name)
        calibration[split] = Calibration(
            before=reliability(logits[split], part.labels),
            after=reliability(logits[split], part.labels, temperature),
        )
    return Evaluation(faces.name, temperature, splits, calibration)


def read(folder: Path) -> Evaluation:
    """What was found about the run in `folder`.

    Raises:
        UserError: it was not evaluated yet, or the file cannot be read.
    """
    path = folder / FILE
    if not path.exists():
        raise UserError(f"{path} is missing. `invoke evaluate --run {folder.name}` writes it.")
    return Evaluation.from_json(path.read_text("utf-8"))


def first_of_identical(faces: Faces) -> np.ndarray:
    """(n,) bool: False where the very same image stands in an earlier row."""
    _, first = np.unique(faces.images.reshape(len(faces), -1), axis=0, return_index=True)
    return np.isin(np.arange(len(faces)), first)


def as_table(evaluation: Evaluation) -> str:
    """The figures for a terminal of 80 columns."""
    lines = [
        f"{evaluation.dataset}, single crop, temperature {evaluation.temperature:.2f} (fitted on PublicTest)",
        "",
        f"{'':24}{'faces':>6}  {'accuracy (95 % interval)':^25} {'macro-F1':>8} {'ECE':>6} {'NLL':>6}",
    ]
    for name, split in evaluation.splits.items():
        low, high = split.accuracy_interval_95
        accuracy = f"{100 * split.accuracy:5.1f} %  ({100 * low:.1f} to {100 * high:.1f})"
        lines.append(f"{name:24}{split.count:6}  {accuracy:25} {split.macro_f1:8.3f} {split.ece:6.3f} {split.nll:6.3f}")
    lines += ["", f"{'PrivateTest':24}{'faces':>6} {'precision':>10} {'recall':>8} {'F1':>8}"]
    for label, figures in evaluation.splits["PrivateTest"].per_class.items():
        ratios = f"{100 * figures.precision:8.1f} % {100 * figures.recall:6.1f} % {figures.f1:8.3f}"
        lines.append(f"  {label:22}{figures.support:6} {ratios}")
    return "\n".join(lines)


def _evaluation(found: dict[str, Any]) -> Evaluation:
    _check_keys("evaluation", found, Evaluation)
    return Evaluation(
        dataset=found["dataset"],
        temperature=found["temperature"],
        splits={name: _split(name, split) for name, split in found["splits"].items()},
        calibration={
            name: Calibration(_reliability(name, pair["before"]), _reliability(name, pair["after"]))
            for name, pair in found["calibration"].items()
            if _check_keys(name, pair, Calibration)
        },
    )


def _split(name: str, found: dict[str, Any]) -> SplitMetrics:
    _check_keys(name, found, SplitMetrics)
    if tuple(found["per_class"]) != LABELS:
        raise ValueError(f"{name}.per_class has {list(found['per_class'])}, expected {list(LABELS)}")
    low, high = found["accuracy_interval_95"]
    per_class = {
        label: ClassMetrics(**figures)
        for label, figures in found["per_class"].items()
        if _check_keys(f"{name}.per_class.{label}", figures, ClassMetrics)
    }
    return SplitMetrics(**{**found, "accuracy_interval_95": (low, high), "per_class": per_class})


def _reliability(name: str, found: dict[str, Any]) -> Reliability:
    _check_keys(f"{name}'s calibration", found, Reliability)
    return Reliability(tuple(found["count"]), tuple(found["confidence"]), tuple(found["accuracy"]))


def _check_keys(where: str, found: dict[str, Any], kind: type) -> bool:
    expected = {field.name for field in dataclasses.fields(kind)}
    if set(found) != expected:
        raise ValueError(f"{where} has the keys {sorted(found)}, expected {sorted(expected)}")
    return True
