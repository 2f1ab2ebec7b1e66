"""The same training on one device, on two of one machine, and on two workers that find each other through TF_CONFIG."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest

from pytrain import config, runs
from pytrain.devices import Devices, open_devices
from pytrain.errors import UserError
from pytrain.faces import FaceSet
from pytrain_tests.test_data import write_npz

ROOT = Path(__file__).parent.parent

# Convolutions with batch normalisation, dropout, covers, warm-up, decay: all that could tell two devices from one.
PRESET = ["compact", "stages=16 | 16", "epochs=3", "learning_rate=0.02", "dropout=0.2", "batch_size=35"]

TRAINING = """
import sys
import pytrain
import tensorflow as tf
root, data, strategy, name, preset, *overrides = sys.argv[1:]
if strategy == "mirrored":
    cpu = tf.config.list_physical_devices("CPU")[0]
    tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
import tasks
from invoke import Collection, Program
tasks.RUNS = tasks.Path(root)
words = ["--resume", name] if preset == "resume" else ["--name", name, "--preset", preset]
words += [word for override in overrides for word in ("--set", override)]
words += ["--strategy", strategy, "--data", data, "--no-wandb"]
Program(namespace=Collection.from_module(tasks)).run(["invoke", "train", *words])
"""


def begin(root: Path, data: Path, strategy: str, name: str, *preset: str, tf_config: str = "") -> subprocess.Popen[str]:
    command = [sys.executable, "-c", TRAINING, *map(str, (root, data, strategy, name, *preset))]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"} | ({"TF_CONFIG": tf_config} if tf_config else {})
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def begin_workers(
    root: Path, data: Path, name: str, *preset: str, second: tuple[str, ...] = ()
) -> list[subprocess.Popen[str]]:
    """Two workers on this machine; the first is the chief. `second`: the second's preset, where it is another."""
    with socket.socket() as one, socket.socket() as other:
        for reserved in (one, other):
            reserved.bind(("127.0.0.1", 0))
        addresses = [f"127.0.0.1:{reserved.getsockname()[1]}" for reserved in (one, other)]
    configs = [
        json.dumps({"cluster": {"worker": addresses}, "task": {"type": "worker", "index": index}}) for index in (0, 1)
    ]
    presets = (preset, second or preset)
    return [
        begin(root, data, "multiworker", name, *mine, tf_config=tf_config)
        for mine, tf_config in zip(presets, configs, strict=True)
    ]


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    with process.stdout:
        output = process.stdout.read()
    process.wait()
    return output


def end(process: subprocess.Popen[str]) -> str:
    output = said(process)
    assert process.returncode == 0, output
    return output


def weights(run: runs.Run) -> list[np.ndarray]:
    return keras.models.load_model(run.last).get_weights()


def assert_same(run: runs.Run, other: runs.Run) -> None:
    """To within rounding: sums over a batch are taken in another order, and 1e-4 is what becomes of that in nine steps."""
    assert all(np.allclose(one, two, atol=1e-3) for one, two in zip(weights(run), weights(other), strict=True))
    for figure in ("loss", "accuracy", "val_loss", "learning_rate"):
        assert np.allclose(run.read_history()[figure], other.read_history()[figure], atol=1e-3), figure


@pytest.fixture(scope="module")
def data(faces: FaceSet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_npz(faces, tmp_path_factory.mktemp("data") / "faces.npz")


@pytest.fixture(scope="module")
def one(data: Path, tmp_path_factory: pytest.TempPathFactory) -> runs.Run:
    """One device with the batch and the learning rate of two."""
    root = tmp_path_factory.mktemp("one")
    end(begin(root, data, "one", "run", *PRESET, "batch_size=70", "learning_rate=0.04"))
    return runs.Run(root / "run")


def test_two_devices_of_one_machine_end_with_the_weights_of_one_that_has_the_doubled_batch(
    one: runs.Run, data: Path, tmp_path: Path
) -> None:
    end(begin(tmp_path, data, "mirrored", "run", *PRESET))

    run = runs.Run(tmp_path / "run")
    assert (run.preset().batch_size, run.preset().learning_rate) == (70, 0.04)
    assert_same(run, one)


def test_two_workers_end_with_the_weights_of_one_and_so_do_those_that_go_on_for_a_killed_one(
    one: runs.Run, data: Path, tmp_path: Path
) -> None:
    chief, second = begin_workers(tmp_path, data, "run", *PRESET)
    assert chief.stdout
    for line in chief.stdout:
        if line.startswith("Epoch 2/"):
            break
    second.send_signal(signal.SIGKILL)
    told = said(chief)
    said(second)

    assert chief.returncode == 1
    assert "Another worker is gone" in told
    assert "Traceback" not in told
    run = runs.Run(tmp_path / "run")
    assert 1 <= len(run.read_history()) < 3

    chief, second = begin_workers(tmp_path, data, "run", "resume")
    assert "run is with the chief" in end(second)
    assert "PrivateTest" in end(chief)

    assert_same(run, one)
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith(".images-")] == ["run"]


def test_a_worker_with_other_settings_is_found_out(data: Path, tmp_path: Path) -> None:
    chief, second = begin_workers(tmp_path, data, "run", *PRESET, second=(*PRESET, "dropout=0.3"))

    assert "This worker's settings or faces are not the chief's" in said(second)
    assert "Another worker is gone" in said(chief)
    assert (chief.returncode, second.returncode) == (1, 1)


class Eight(Devices):
    replicas = 8


def test_batch_and_learning_rate_grow_with_the_devices_and_are_left_alone_on_one() -> None:
    sgd, adam = config.preset("compact"), config.preset("cnn")

    assert Devices().scaled(sgd) == sgd
    assert (Eight().scaled(sgd).batch_size, Eight().scaled(sgd).learning_rate) == (1024, pytest.approx(0.8))
    assert (Eight().scaled(adam).batch_size, Eight().scaled(adam).learning_rate) == (512, pytest.approx(8**0.5 / 1000))


def test_a_batch_that_cannot_be_shared_evenly_is_told(faces: FaceSet) -> None:
    with pytest.raises(UserError, match=r"A batch of 70 can't be shared evenly by 8 devices"):
        Eight().check(config.preset("cnn"), faces, 70)


WORKERS = {"worker": ["127.0.0.1:1", "127.0.0.1:2"]}


@pytest.mark.parametrize(
    "tf_config",
    [
        "",
        "{",
        "[]",
        json.dumps({"cluster": WORKERS}),
        json.dumps({"cluster": WORKERS, "task": {"type": "worker", "index": 2}}),
        json.dumps({"cluster": WORKERS, "task": {"type": "worker", "index": -1}}),
        json.dumps({"cluster": WORKERS, "task": {"type": "boss", "index": 0}}),
        json.dumps({"cluster": {"ps": ["127.0.0.1:1"]}, "task": {"type": "ps", "index": 0}}),
        json.dumps({"cluster": {"worker": "127.0.0.1:1"}, "task": {"type": "worker", "index": []}}),
    ],
)
def test_a_tf_config_that_names_no_worker_ends_in_a_sentence(monkeypatch: pytest.MonkeyPatch, tf_config: str) -> None:
    monkeypatch.setenv("TF_CONFIG", tf_config)

    with pytest.raises(UserError, match=r"\$TF_CONFIG is .*Expected what --strategy multiworker reads"):
        open_devices("multiworker")


def test_an_unknown_strategy_lists_the_known_ones() -> None:
    with pytest.raises(UserError, match="expected one of one, mirrored, multiworker"):
        open_devices("tpu")
