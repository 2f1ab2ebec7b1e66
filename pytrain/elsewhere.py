"""How a model does on a data set that it was not chosen or released on: figures of their own, never the official ones.

They stand in elsewhere/NAME.json beside the model, NAME being the data set's; evaluation.json, report.html, the manifest and the card
stay what they are.
"""

import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pytrain import contract, data, shipped
from pytrain.atomic import write_text
from pytrain.errors import UserError
from pytrain.evaluate import DEDUPLICATED, first_of_identical
from pytrain.faces import ADDED, LABELS, SPLITS, Faces, FaceSet, base_name, equal_to_any
from pytrain.metrics import SplitMetrics, split_metrics

FOLDER = "elsewhere"
ALL = "all"
"""Every face of a data set that the model learned nothing from."""


@dataclass(frozen=True)
class Elsewhere:
    """What `measure` found.

    Attributes:
        dataset, dataset_sha256: the faces it was measured on.
        temperature: the model's own, fitted where it was chosen; nothing is fitted here.
        splits: by name: ALL where the model learned from nothing of it, else its PublicTest; then PrivateTest, and that
            "-deduplicated", where the set has such a split.
    """

    dataset: str
    dataset_sha256: str
    temperature: float
    splits: dict[str, SplitMetrics]


def load(own: str, path: str | None, margin: float = 0.0) -> FaceSet | None:
    """The data set at `path` where it is another than `own`, the name of a model's; None where it is the same, or there is no path."""
    if path is None or data.name_of(Path(path)) == base_name(own):
        return None
    return data.load_any(Path(path), margin)


def measure(
    predict_logits: Callable[[np.ndarray], np.ndarray],
    faces: FaceSet,
    temperature: float,
    *,
    learned_name: str,
    learned: Faces | None = None,
) -> Elsewhere:
    """Measure a model on `faces`, one forward pass for each face.

    "-deduplicated" leaves out what equals, pixel by pixel, a face of the set's own Training or one that was learned, and counts
    repeated faces once.

    Args:
        predict_logits: (n, 48, 48) uint8 -> (n, 7) float32.
        learned_name: of the data set that the model was trained on.
        learned: its Training, where it is at hand.

    Raises:
        UserError: there are no faces, or logits that are not finite.
    """
    seen = [faces.training] if learned is None else [faces.training, learned]
    private = faces.splits["PrivateTest"]
    fresh = private.subset(~equal_to_any(private, *seen) & first_of_identical(private)) if len(private) else private
    knows = faces.name in learned_name.split(ADDED)
    parts = {
        **({"PublicTest": faces.splits["PublicTest"]} if knows else {ALL: _together(faces)}),
        "PrivateTest": private,
        f"PrivateTest{DEDUPLICATED}": fresh,
    }
    splits = {
        name: split_metrics(predict_logits(part.images), part.labels, temperature, name=f"{faces.name}, {name}")
        for name, part in parts.items()
        if len(part)
    }
    if not splits:
        raise UserError(f"{faces.name}: no faces to measure on. Expected some in its test split.")
    return Elsewhere(faces.name, faces.sha256, temperature, splits)


def measure_model(folder: Path, manifest: contract.Manifest, faces: FaceSet) -> Elsewhere:
    """Measure the converted model in `folder`, its shards run in TensorFlow; what it learned is known by name alone."""
    predict = shipped.load(folder, manifest)
    return measure(
        lambda images: predict(images)[manifest.output.logits],
        faces,
        manifest.output.temperature,
        learned_name=manifest.training.dataset,
    )


def write(folder: Path, found: Elsewhere) -> Path:
    """Write what was found about the run or model in `folder`; returns where."""
    path = folder / FOLDER / f"{found.dataset}.json"
    path.parent.mkdir(exist_ok=True)
    write_text(path, json.dumps(dataclasses.asdict(found), indent=1, allow_nan=False) + "\n")
    return path


def as_table(found: Elsewhere) -> str:
    """The figures for a terminal of 80 columns, with the confusion of the first split."""
    lines = [f"{found.dataset}, single crop, temperature {found.temperature:.2f} (the model's own)", ""]
    lines.append(f"{'':26}{'faces':>7}  {'accuracy (95 % interval)':^25} {'macro-F1':>8} {'ECE':>6}")
    for name, split in found.splits.items():
        low, high = split.accuracy_interval_95
        accuracy = f"{100 * split.accuracy:5.1f} %  ({100 * low:.1f} to {100 * high:.1f})"
        lines.append(f"{name:26}{split.count:7}  {accuracy:25} {split.macro_f1:8.3f} {split.ece:6.3f}")
    name, split = next(iter(found.splits.items()))
    lines += ["", f"What looks like what, on {name}: a row for each label, a column for each answer"]
    lines.append(f"{'':14}" + "".join(f"{label:>9}" for label in LABELS))
    lines += [
        f"  {label:12}" + "".join(f"{count:9,}" for count in row)
        for label, row in zip(LABELS, split.confusion, strict=True)
    ]
    return "\n".join(lines)


def _together(faces: FaceSet) -> Faces:
    training, public, private = (faces.splits[split] for split in SPLITS)
    return training.followed_by(public).followed_by(private)
