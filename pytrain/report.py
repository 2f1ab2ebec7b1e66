"""One run as one self-contained page: curves, confusion matrix, calibration, samples, latency, configuration."""

import base64
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from PIL import Image

from pytrain import figures, templates
from pytrain.atomic import write_text
from pytrain.evaluate import Evaluation
from pytrain.faces import DRAWN, LABELS
from pytrain.samples import Samples

PUBLISHABLE = (DRAWN,)
"""The data sets whose pictures may leave the machine; a report on any other says that it must not be published."""


@dataclass(frozen=True)
class _Sample:
    image: str
    actual: str
    predicted: str
    shares: dict[str, float]


def write_report(
    run_dir: Path,
    *,
    history: pd.DataFrame,
    evaluation: Evaluation | None,
    samples: Samples | None,
    config: Mapping[str, Any],
    latency: Mapping[str, float],
) -> Path:
    """Write `run_dir`/report.html, which loads nothing from anywhere; replaced in one step, so never half-written.

    It can be written at any time: what is not there yet is left out.

    Args:
        history: a row for each epoch: epoch and any of loss, val_loss, accuracy, val_accuracy, learning_rate.
        evaluation: None while the run is training.
        samples: None leaves the sample grid out. It shows faces of the data set: the report of a run on FER2013 belongs
            to the run folder and says so.
        config: what the run was made with, nested as it likes; "dataset" (or dataset.name) decides about that warning.
        latency: Latency's figures in ms, {"latency_batch_ms", "latency_single_ms"}, or none.
    """
    environment = run_dir / "environment.json"
    page = templates.load("report.html.j2").render(
        name=run_dir.name,
        written=datetime.now(UTC).strftime("%d %B %Y, %H:%M UTC"),
        publishable=_dataset(config, evaluation) in PUBLISHABLE,
        history=history,
        best=figures.best_epoch(history),
        curves=figures.curves(history),
        evaluation=evaluation,
        confusion=figures.confusion(evaluation.splits["PrivateTest"], "PrivateTest") if evaluation else None,
        calibration=figures.calibration(evaluation.calibration["PrivateTest"], "PrivateTest") if evaluation else [],
        samples=[] if samples is None else _samples(samples),
        latency=latency,
        config=_flat(config),
        environment=_flat(json.loads(environment.read_text("utf-8"))) if environment.exists() else {},
    )
    report = run_dir / "report.html"
    write_text(report, page)
    return report


def _dataset(config: Mapping[str, Any], evaluation: Evaluation | None) -> str:
    if evaluation is not None:
        return evaluation.dataset
    dataset = config.get("dataset", "")
    return str(dataset.get("name", "") if isinstance(dataset, Mapping) else dataset)


def _samples(samples: Samples) -> list[_Sample]:
    return [
        _Sample(
            image=as_data_uri(image),
            actual=LABELS[label],
            predicted=LABELS[int(probabilities.argmax())],
            shares=dict(zip(LABELS, probabilities.tolist(), strict=True)),
        )
        for image, label, probabilities in zip(samples.images, samples.labels, samples.probabilities, strict=True)
    ]


def as_data_uri(image: np.ndarray) -> str:
    """A (height, width) uint8 picture as a PNG within a page."""
    out = io.BytesIO()
    Image.fromarray(image).save(out, format="PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def _flat(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested mappings as one level of dotted keys."""
    flat: dict[str, Any] = {}
    for key, value in values.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = value
    return flat
