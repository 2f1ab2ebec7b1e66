"""Trainings on few drawn faces: real fits, seconds each."""

import dataclasses
import json
import signal
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pandas as pd
import pytest

from pytrain import config, experiment, runs
from pytrain import model as networks
from pytrain.callbacks import model_logits
from pytrain.errors import UserError
from pytrain.faces import FaceSet
from pytrain.train import compile_model, train

QUICK = ["epochs=4", "batch_size=70", "dropout=0.2", "augment=0.5"]


def new_run(root: Path, faces: FaceSet, *overrides: str, name: str = "run") -> runs.Run:
    preset = config.preset("cnn", [*QUICK, *overrides])
    return runs.create(root, name, "cnn", preset, faces, None)


class StopAfter(keras.callbacks.Callback):
    """Ctrl-C in the middle of an epoch."""

    def __init__(self, epoch: int) -> None:
        super().__init__()
        self.epoch, self.now = epoch, 0

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        self.now = epoch

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        if self.now == self.epoch and batch == 1:
            raise KeyboardInterrupt


@pytest.mark.parametrize("step", ["sharpness=0", "sharpness=0.05"])
def test_an_interrupted_run_that_is_resumed_ends_with_the_weights_of_an_uninterrupted_one(
    faces: FaceSet, tmp_path: Path, step: str
) -> None:
    whole, halved = (new_run(tmp_path, faces, step, name=name) for name in ("whole", "halved"))
    train(whole.preset(), faces, whole)

    train(halved.preset(), faces, halved, [StopAfter(2)])
    assert len(halved.read_history()) == 2
    train(halved.preset(), faces, halved)

    ends = [keras.models.load_model(run.last).get_weights() for run in (whole, halved)]
    assert all(np.allclose(one, other, atol=1e-4) for one, other in zip(*ends, strict=True))
    assert np.allclose(whole.read_history()["val_loss"], halved.read_history()["val_loss"], atol=1e-3)


def test_a_head_for_votes_trains_along_and_is_gone_from_the_finished_network(faces: FaceSet, tmp_path: Path) -> None:
    training = faces.training
    voted = FaceSet(
        faces.name,
        faces.splits | {"Training": dataclasses.replace(training, votes=np.eye(7, dtype=np.float32)[training.labels])},
    )
    run = new_run(tmp_path, faces, "votes_loss=1", "votes_weight=0", "epochs=2")

    train(run.preset(), voted, run, [StopAfter(1)])
    history = train(run.preset(), voted, run)

    assert list(history["epoch"]) == [1, 2]
    assert {"loss", "accuracy", "val_loss", "val_accuracy"} <= set(history)
    assert not any("logits" in name or "votes" in name for name in history)
    kernel, _ = keras.models.load_model(run.last).get_layer("votes").get_weights()
    assert (
        np.abs(kernel - networks.with_votes(networks.build(run.preset())).get_layer("votes").get_weights()[0]).max()
        > 0.01
    )
    public = voted.splits["PublicTest"]
    accuracy = (model_logits(run.load_best())(public.images).argmax(axis=1) == public.labels).mean()
    assert accuracy == pytest.approx(history["val_accuracy"].max(), abs=1e-6)


def test_faces_without_votes_move_nothing_in_the_head_for_votes(faces: FaceSet) -> None:
    preset = config.preset("cnn", ["votes_loss=1", "learning_rate=0.1", "optimizer=sgd"])
    model = compile_model(networks.with_votes(networks.build(preset)), preset, steps=1)
    before = model.get_layer("votes").get_weights()

    images, silent = faces.training.images[:8, ..., None].astype(np.float32), np.zeros((8, 7), np.float32)
    model.train_on_batch(images, {"logits": np.eye(7, dtype=np.float32)[np.arange(8) % 7], "votes": silent})

    assert all(
        np.array_equal(one, other) for one, other in zip(before, model.get_layer("votes").get_weights(), strict=True)
    )


def test_ctrl_c_in_the_first_epoch_leaves_a_usable_run(faces: FaceSet, tmp_path: Path) -> None:
    run = new_run(tmp_path, faces)

    history = train(run.preset(), faces, run, [StopAfter(0)])
    evaluation = experiment.measure(run, faces)

    assert len(history) == 0
    assert evaluation.splits["PublicTest"].count == 70


def test_the_best_weights_are_those_of_the_best_public_test_accuracy(faces: FaceSet, trained: runs.Run) -> None:
    history = trained.read_history()
    public = faces.splits["PublicTest"]

    accuracy = (model_logits(trained.load_best())(public.images).argmax(axis=1) == public.labels).mean()

    assert accuracy == pytest.approx(history["val_accuracy"].max(), abs=1e-6)


def test_patience_stops_a_run_that_no_longer_improves_and_resume_does_not_start_it_again(
    faces: FaceSet, tmp_path: Path
) -> None:
    run = new_run(tmp_path, faces, "patience=1", "learning_rate=1e-9", "epochs=6")

    epochs = len(train(run.preset(), faces, run))
    again = train(run.preset(), faces, run)

    assert epochs < 6
    assert len(again) == epochs


def test_cosine_rises_through_the_warm_up_and_falls_to_nothing(faces: FaceSet, tmp_path: Path) -> None:
    run = new_run(
        tmp_path,
        faces,
        "schedule=cosine",
        "warmup_epochs=1",
        "optimizer=sgd",
        "learning_rate=0.05",
        "weight_decay=0.01",
    )

    rates = train(run.preset(), faces, run)["learning_rate"]

    assert rates.iloc[0] == pytest.approx(0.05)
    assert list(rates) == sorted(rates, reverse=True)
    assert rates.iloc[-1] == pytest.approx(0, abs=1e-6)


def test_weight_decay_shrinks_kernels_and_leaves_biases_alone(faces: FaceSet) -> None:
    from pytrain.model import build

    preset = config.preset("compact", ["learning_rate=0.1", "schedule=constant", "weight_decay=0.5"])
    model = compile_model(build(preset), preset, steps=1)
    before = {weight.path: weight.numpy() for weight in model.trainable_weights}

    model.optimizer.apply([np.zeros_like(value) for value in before.values()], model.trainable_weights)

    for weight in model.trainable_weights:
        expected = 0.95 if weight.path.endswith("kernel") else 1
        assert np.allclose(weight.numpy(), expected * before[weight.path], atol=1e-6), weight.path


def test_a_run_folder_says_what_made_it(trained: runs.Run, faces: FaceSet) -> None:
    made_with = trained.config()
    environment = json.loads((trained.folder / "environment.json").read_text())

    assert made_with["preset_name"] == "cnn"
    assert made_with["preset"]["seed"] == 0
    assert (made_with["dataset"], made_with["dataset_sha256"]) == ("drawn-faces", faces.sha256)
    assert made_with["commit"]
    assert environment["versions"]["tensorflow"].startswith("2.")
    assert {"loss", "accuracy", "val_loss", "val_accuracy", "learning_rate", "seconds"} <= set(trained.read_history())
    assert (trained.folder / "report.html").read_text().startswith("<!doctype html>")
    assert not list(trained.folder.glob(".partial-*"))


def test_another_data_set_cannot_slip_into_a_resumed_run(trained: runs.Run) -> None:
    config_file = trained.folder / "config.json"
    assert json.loads(config_file.read_text())["data"] is None

    # The fixture's faces are fewer than the drawn faces that a resume would draw.
    with pytest.raises(UserError, match=r"was trained on drawn-faces .* Give the same data"):
        experiment.faces_of(trained)


def test_runs_are_never_overwritten(faces: FaceSet, tmp_path: Path) -> None:
    new_run(tmp_path, faces)

    with pytest.raises(UserError, match=r"run exists already.*invoke train --resume run"):
        new_run(tmp_path, faces)
    assert runs.free_name(tmp_path, "run") == "run-2"
    with pytest.raises(UserError, match="expected letters, digits"):
        new_run(tmp_path, faces, name="../elsewhere")


def test_an_unknown_run_lists_the_known_ones(trained: runs.Run) -> None:
    with pytest.raises(UserError, match=r"No run 'treined'.*There are: trained"):
        runs.open_run(trained.folder.parent, "treined")
    assert runs.open_run(trained.folder.parent, None) == trained


KILLED = """
import sys
from pathlib import Path
from pytrain import config, runs
from pytrain.drawn import drawn_faces
from pytrain.train import train
faces = drawn_faces({"Training": 210, "PublicTest": 70, "PrivateTest": 70}, seed=1)
run = runs.create(Path(sys.argv[1]), "killed", "cnn", config.preset("cnn", ["epochs=400", "batch_size=70"]), faces, None)
train(run.preset(), faces, run)
"""


def test_a_killed_run_can_be_resumed_behind_its_last_whole_epoch(faces: FaceSet, tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    for line in process.stdout:
        if line.startswith("Epoch 3/"):
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    run = runs.open_run(tmp_path, "killed")
    epochs = len(pd.read_csv(run.history))
    assert epochs >= 2

    history = train(config.preset("cnn", [f"epochs={epochs + 1}", "batch_size=70"]), faces, run)

    assert list(history["epoch"]) == list(range(1, epochs + 2))
