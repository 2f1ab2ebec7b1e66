import json
import re
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from PIL import Image

from pytrain import tracking
from pytrain.callbacks import Latency, SamplePredictions, WandbLogger, model_logits
from pytrain.config import preset
from pytrain.drawn import drawn_faces
from pytrain.evaluate import Evaluation, evaluate
from pytrain.faces import LABELS, Faces, FaceSet
from pytrain.model import build
from pytrain_tests import wandb_file


@pytest.fixture(scope="module")
def faces() -> FaceSet:
    return drawn_faces({"Training": 70, "PublicTest": 35, "PrivateTest": 35})


def network() -> keras.Model:
    keras.utils.set_random_seed(0)
    model = build(preset("perceptron"))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(3e-4), loss=loss, metrics=["accuracy"], jit_compile=False)
    return model


def fit(faces: FaceSet, callbacks: list[keras.callbacks.Callback], epochs: int = 2) -> dict[str, list[float]]:
    def pair(part: Faces) -> tuple[np.ndarray, np.ndarray]:
        return part.images[..., None].astype(np.float32), part.labels

    training, validation = pair(faces.training), pair(faces.splits["PublicTest"])
    fitted = network().fit(*training, validation_data=validation, epochs=epochs, callbacks=callbacks, verbose=0)
    return dict(fitted.history)


class Recorded:
    """What one offline run of two epochs left in its folder."""

    def __init__(self, run_dir: Path, faces: FaceSet, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("WANDB_MODE", "offline")
        self.run = tracking.start_wandb(run_dir, {"preset": "perceptron"}, "two-epochs")
        self.samples = SamplePredictions(faces.splits["PublicTest"])
        validation = faces.splits["PublicTest"]
        watched = [Latency(validation.images), self.samples, WandbLogger(self.run, self.samples, validation)]
        self.fitted = fit(faces, watched)
        self.evaluation: Evaluation = evaluate(model_logits(self.samples.model), faces)
        tracking.finish_wandb(self.run, self.evaluation)
        (self.file,) = run_dir.glob("wandb/offline-run-*/*.wandb")
        self.rows = wandb_file.history(self.file)

    def media(self, entry: dict[str, Any]) -> Path:
        return self.file.parent / "files" / entry["path"]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory, faces: FaceSet) -> Recorded:
    with pytest.MonkeyPatch.context() as monkeypatch:
        return Recorded(tmp_path_factory.mktemp("run"), faces, monkeypatch)


def test_an_offline_run_holds_every_epochs_metrics_and_learning_rate(recorded: Recorded) -> None:
    assert [row["epoch"] for row in recorded.rows] == [1, 2]
    for epoch, row in enumerate(recorded.rows):
        for key in ("loss", "accuracy", "val_loss", "val_accuracy"):
            assert row[key] == pytest.approx(recorded.fitted[key][epoch])
        assert row["learning_rate"] == pytest.approx(3e-4)


def test_an_offline_run_holds_every_epochs_latency(recorded: Recorded) -> None:
    for key in ("latency_batch_ms", "latency_single_ms"):
        sent = [row[key] for row in recorded.rows]
        assert min(sent) > 0
        assert sent == recorded.fitted[key]


def test_an_offline_run_holds_every_epochs_sample_faces_with_actual_predicted_and_probabilities(
    recorded: Recorded,
) -> None:
    for row, probabilities in zip(recorded.rows, recorded.samples.by_epoch, strict=True):
        assert row["samples"]["count"] == 14
        paths = [recorded.file.parent / "files" / name for name in row["samples"]["filenames"]]
        for path, image in zip(paths, recorded.samples.faces.images, strict=True):
            assert np.array_equal(np.asarray(Image.open(path)), image)
        caption = row["samples"]["captions"][-1]
        assert caption.startswith(f"actual neutral, predicted {LABELS[int(probabilities[-1].argmax())]} (angry ")
        shares = [int(share) for share in re.findall(r"(\d+)\s?%", caption)]
        assert shares == pytest.approx((100 * probabilities[-1]).tolist(), abs=0.51)


def test_an_offline_run_holds_every_epochs_confusion_matrix(recorded: Recorded) -> None:
    for epoch, row in enumerate(recorded.rows):
        table = json.loads(recorded.media(row["confusion_matrix_table"]).read_text())
        assert table["columns"] == ["Actual", "Predicted", "nPredictions"]
        assert len(table["data"]) == 49
        right = sum(count for actual, predicted, count in table["data"] if actual == predicted)
        assert right / 35 == pytest.approx(recorded.fitted["val_accuracy"][epoch])


def test_an_offline_run_ends_with_the_evaluations_figures(recorded: Recorded) -> None:
    found = wandb_file.summary(recorded.file)
    assert found["PrivateTest/accuracy"] == pytest.approx(recorded.evaluation.splits["PrivateTest"].accuracy)
    assert found["temperature"] == pytest.approx(recorded.evaluation.temperature)


def test_the_latency_stands_in_the_history_of_every_epoch(recorded: Recorded) -> None:
    assert len(recorded.fitted["latency_batch_ms"]) == len(recorded.fitted["latency_single_ms"]) == 2


def test_the_same_balanced_faces_are_asked_for_every_epoch_and_in_every_run(faces: FaceSet) -> None:
    first, second = (SamplePredictions(faces.splits["PublicTest"], per_class=3, seed=5) for _ in range(2))
    assert np.array_equal(first.faces.images, second.faces.images)
    assert np.bincount(first.faces.labels, minlength=7).tolist() == [3] * 7
    fit(faces, [first])
    assert [probabilities.shape for probabilities in first.by_epoch] == [(21, 7)] * 2
    assert not np.array_equal(first.by_epoch[0], first.by_epoch[1])
    assert first.by_epoch[1].sum(axis=1) == pytest.approx(1)


def test_timing_a_slow_network_stops_when_its_time_is_up(faces: FaceSet) -> None:
    images = faces.splits["PublicTest"].images
    whole, hurried = Latency(images, batch_size=7), Latency(images, batch_size=7, budget_seconds=0)
    for latency in (whole, hurried):
        latency.set_model(network())
        latency.measure()
    assert (whole.timed, hurried.timed) == (35, 7)


def test_weights_and_biases_failing_does_not_stop_the_training(
    tmp_path: Path, faces: FaceSet, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WANDB_MODE", "offline")
    run = tracking.start_wandb(tmp_path, {}, "broken")
    run.finish()  # from here on every run.log raises
    samples = SamplePredictions(faces.splits["PublicTest"])
    fitted = fit(faces, [samples, WandbLogger(run, samples, faces.splits["PublicTest"])])
    tracking.finish_wandb(run)
    assert len(fitted["loss"]) == 2
    assert capsys.readouterr().out.count("Weights & Biases failed") == 1
