import base64
import dataclasses
import io
import json
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from pytrain.evaluate import Evaluation, evaluate
from pytrain.faces import LABELS, SPLITS, Faces, FaceSet
from pytrain.report import write_report
from pytrain.samples import Samples

LATENCY = {"latency_batch_ms": 1.25, "latency_single_ms": 4.5}


class Page(HTMLParser):
    """What a browser would load, show as pictures, and read out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.pictures: dict[str, str] = {}
        self.tags: defaultdict[str, list[dict[str, str | None]]] = defaultdict(list)
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags[tag].append(found)
        self.addresses += [value or "" for key, value in attrs if key in ("src", "srcset", "href", "data", "action")]
        if tag == "img":
            self.pictures[found["alt"] or ""] = found["src"] or ""

    def handle_data(self, data: str) -> None:
        self.text += data


def history(epochs: int) -> pd.DataFrame:
    epoch = np.arange(1, epochs + 1)
    return pd.DataFrame(
        {
            "epoch": epoch,
            "loss": 2.0 / epoch,
            "val_loss": 2.1 / epoch,
            "accuracy": 0.2 + 0.1 * epoch,
            "val_accuracy": 0.25 + 0.05 * epoch,
            "learning_rate": 0.1,
        }
    )


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    random = np.random.default_rng(0)
    splits = {
        split: Faces(random.integers(0, 256, (35, 48, 48), dtype=np.uint8), np.arange(35) % 7) for split in SPLITS
    }
    return evaluate(
        lambda images: random.normal(size=(len(images), 7)).astype(np.float32), FaceSet("drawn-faces", splits)
    )


@pytest.fixture(scope="module")
def samples() -> Samples:
    random = np.random.default_rng(1)
    probabilities = random.dirichlet(np.ones(7), 2).astype(np.float32)
    return Samples(random.integers(0, 256, (2, 48, 48), dtype=np.uint8), np.array([3, 4]), probabilities)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory, evaluation: Evaluation, samples: Samples) -> Path:
    run_dir = tmp_path_factory.mktemp("runs") / "compact-1"
    run_dir.mkdir()
    (run_dir / "environment.json").write_text(json.dumps({"versions": {"tensorflow": "2.21.0"}}))
    config = {"preset": {"architecture": "compact"}, "dataset": "drawn-faces", "note": "<script>alert(1)</script>"}
    return write_report(
        run_dir, history=history(4), evaluation=evaluation, samples=samples, config=config, latency=LATENCY
    )


@pytest.fixture
def page(finished: Path) -> Page:
    return Page(finished.read_text("utf-8"))


def test_the_report_loads_nothing_from_anywhere(page: Page) -> None:
    assert page.addresses
    assert all(address.startswith("data:image/") for address in page.addresses)
    assert not page.tags["script"]
    assert "default-src 'none'" in str(page.tags["meta"])


def test_the_report_has_curves_confusion_matrix_and_both_reliability_diagrams_that_draw(page: Page) -> None:
    charts = {alt: source for alt, source in page.pictures.items() if source.startswith("data:image/svg+xml")}
    assert set(charts) == {
        "Loss by epoch, Training and PublicTest",
        "Accuracy by epoch, Training and PublicTest",
        "Learning rate by epoch",
        "Confusion matrix, PrivateTest",
        "Reliability diagram, PrivateTest, before temperature",
        "Reliability diagram, PrivateTest, after temperature",
    }
    for source in charts.values():
        chart = ElementTree.fromstring(base64.b64decode(source.partition(",")[2]))  # noqa: S314 - ours, written above
        assert chart.tag.endswith("svg")


def test_each_chart_has_a_dark_twin(page: Page) -> None:
    dark = [source["srcset"] for source in page.tags["source"] if source["media"] == "(prefers-color-scheme: dark)"]
    assert len(dark) == 6
    assert not set(dark) & set(page.pictures.values())


def test_each_sample_shows_its_very_pixels_and_says_actual_predicted_and_probabilities(
    page: Page, samples: Samples
) -> None:
    png = base64.b64decode(page.pictures["a face labelled happy"].partition(",")[2])
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(png))), samples.images[0])
    assert "actual happy" in page.text
    assert f"looks {LABELS[int(samples.probabilities[0].argmax())]}" in page.text
    shown = [float(meter["value"] or "nan") for meter in page.tags["meter"]]
    assert shown == pytest.approx(samples.probabilities.ravel().tolist(), abs=1e-4)


def test_the_report_gives_figures_latency_configuration_and_environment(page: Page, evaluation: Evaluation) -> None:
    split = evaluation.splits["PrivateTest"]
    low, high = split.accuracy_interval_95
    assert f"{100 * split.accuracy:.1f} %" in page.text
    assert f"{100 * low:.1f} % to {100 * high:.1f} %" in page.text
    assert f"{split.per_class['fear'].f1:.3f}" in page.text
    assert "4.50 ms" in page.text
    assert "1.25 ms" in page.text
    assert "preset.architecture" in page.text
    assert "versions.tensorflow" in page.text


def test_text_from_a_configuration_stays_text(page: Page) -> None:
    assert "<script>alert(1)</script>" in page.text


def test_the_same_run_gives_the_same_charts(
    tmp_path: Path, page: Page, evaluation: Evaluation, samples: Samples
) -> None:
    again = write_report(tmp_path, history=history(4), evaluation=evaluation, samples=samples, config={}, latency={})
    assert Page(again.read_text("utf-8")).pictures == page.pictures


@pytest.mark.parametrize("epochs", [0, 1, 3])
def test_a_report_can_be_written_while_the_run_trains(tmp_path: Path, epochs: int) -> None:
    report = write_report(tmp_path, history=history(epochs), evaluation=None, samples=None, config={}, latency={})
    page = Page(report.read_text("utf-8"))
    assert "Not evaluated yet" in page.text
    assert ("best on PublicTest" in page.text) == (epochs > 0)


@pytest.mark.parametrize(
    ("config", "warned"),
    [
        ({"dataset": "drawn-faces"}, False),
        ({"dataset": {"name": "drawn-faces", "sha256": "0"}}, False),
        ({"dataset": "fer2013"}, True),
        ({}, True),
    ],
)
def test_a_report_with_faces_of_real_people_says_that_it_must_not_be_published(
    tmp_path: Path, config: dict[str, Any], warned: bool
) -> None:
    report = write_report(tmp_path, history=history(1), evaluation=None, samples=None, config=config, latency={})
    assert ("do not commit, upload or deploy" in Page(report.read_text("utf-8")).text) == warned


def test_the_warning_follows_the_data_set_that_was_evaluated(tmp_path: Path, evaluation: Evaluation) -> None:
    on_fer2013 = dataclasses.replace(evaluation, dataset="fer2013")
    config = {"dataset": "drawn-faces"}
    report = write_report(tmp_path, history=history(1), evaluation=on_fer2013, samples=None, config=config, latency={})
    assert "do not commit, upload or deploy" in Page(report.read_text("utf-8")).text


def test_a_report_that_cannot_be_written_leaves_the_old_one_whole(finished: Path) -> None:
    before = finished.read_text("utf-8")
    (finished.parent / ".partial-report.html").mkdir()
    with pytest.raises(OSError, match=r"\.partial-report\.html"):
        write_report(finished.parent, history=history(1), evaluation=None, samples=None, config={}, latency={})
    assert finished.read_text("utf-8") == before
