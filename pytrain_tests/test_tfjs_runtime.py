import base64
import dataclasses
import json
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from pytrain import contract, shipped, tfjs_runtime, toolchain
from pytrain.drawn import drawn_faces
from pytrain.errors import UserError

MODEL = tfjs_runtime.RELEASED


@pytest.fixture(scope="module")
def drawn() -> np.ndarray:
    """(40, 48, 48) uint8."""
    return drawn_faces({"PublicTest": 40}, seed=3).splits["PublicTest"].images


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the released model, to be spoilt."""
    return Path(shutil.copytree(MODEL, tmp_path / "model"))


def _sealed_anew(folder: Path) -> None:
    """A manifest whose digests are those of the files as they are now."""
    manifest = contract.read(folder)
    files = tuple(contract.describe_file(folder / file.path) for file in manifest.files)
    contract.write(dataclasses.replace(manifest, files=files), folder)


def test_the_released_model_says_in_tfjs_what_it_says_in_tensorflow_and_in_golden_json(drawn: np.ndarray) -> None:
    golden = json.loads((MODEL / contract.GOLDEN).read_text())
    inputs = golden["inputs"]
    pixels = [np.frombuffer(base64.b64decode(one["pixels"]), np.uint8).reshape(48, 48) for one in inputs]

    result = tfjs_runtime.logits("mood-mirror", np.concatenate([drawn, pixels]))

    in_tensorflow = shipped.load(MODEL, contract.read(MODEL))(drawn)["logits"]
    assert np.allclose(result.logits[: len(drawn)], in_tensorflow, rtol=0, atol=1e-3)
    expected = [one["logits"] for one in inputs]
    assert np.allclose(result.logits[len(drawn) :], expected, rtol=0, atol=golden["tolerance"]["logits"])
    assert (result.backend, result.version) == ("wasm", "4.22.0")


@pytest.mark.parametrize("peer", tfjs_runtime.PEERS)
def test_a_peer_answers_for_drawn_and_for_blank_faces_each_differently(peer: str, drawn: np.ndarray) -> None:
    blank = np.stack([np.zeros((48, 48), np.uint8), np.full((48, 48), 255, np.uint8)])

    rows = tfjs_runtime.logits(peer, np.concatenate([drawn[:5], blank])).logits

    assert rows.shape == (7, 7)
    assert rows.dtype == np.float32
    assert np.isfinite(rows).all()
    assert len(np.unique(rows, axis=0)) == len(rows)


def test_all_three_networks_are_timed_side_by_side(drawn: np.ndarray) -> None:
    times = tfjs_runtime.interleaved_latency(tfjs_runtime.NETWORKS, drawn[0], rounds=3)

    assert list(times) == list(tfjs_runtime.NETWORKS)
    assert all(time_ms > 0 for time_ms in times.values())


def test_a_model_that_was_cut_off_is_named_before_anything_runs(copied: Path, drawn: np.ndarray) -> None:
    shard = copied / "group1-shard1of1.bin"
    shard.write_bytes(shard.read_bytes()[:-1])

    with pytest.raises(UserError, match=r"group1-shard1of1\.bin.*altered or cut off"):
        tfjs_runtime.logits("mood-mirror", drawn, copied)


def test_a_model_that_tfjs_cannot_run_is_named_with_what_tfjs_said(copied: Path, drawn: np.ndarray) -> None:
    text = (copied / "model.json").read_text()
    (copied / "model.json").write_text(text.replace('"MaxPool"', '"MaxPuddle"'))
    _sealed_anew(copied)

    with pytest.raises(UserError, match=r"tfjs in Node .*mood-mirror: .*MaxPuddle.*model"):
        tfjs_runtime.logits("mood-mirror", drawn, copied)


def test_a_node_that_dies_without_a_word_is_reported_with_its_status(
    drawn: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = toolchain.node()
    monkeypatch.setattr(toolchain, "npm_ci", lambda site: None)
    monkeypatch.setattr(toolchain, "node", lambda: node)
    monkeypatch.setattr(subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, -9, stdout=""))

    with pytest.raises(UserError, match=r"status -9\): it ended without an answer.*Asked for human on 40 faces"):
        tfjs_runtime.logits("human", drawn)


def test_a_network_or_faces_it_does_not_know_are_refused(drawn: np.ndarray) -> None:
    with pytest.raises(ValueError, match="Unknown network 'humane'"):
        tfjs_runtime.logits("humane", drawn)
    with pytest.raises(ValueError, match=r"\(40, 48, 48\) float32\. Expected"):
        tfjs_runtime.logits("human", drawn.astype(np.float32))
    with pytest.raises(ValueError, match="0 rounds"):
        tfjs_runtime.interleaved_latency(["human"], drawn[0], rounds=0)


def test_faces_that_several_processes_share_come_back_in_their_order(
    drawn: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = tfjs_runtime.logits("mood-mirror", drawn).logits
    monkeypatch.setattr(tfjs_runtime, "PART", 15)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)

    assert np.array_equal(tfjs_runtime.logits("mood-mirror", drawn).logits, alone)
