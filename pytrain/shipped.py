"""Run a converted model's own files in TensorFlow: the graph from model.json with the weights decoded from the shards.

So the figures in the manifest are those of what is shipped, quantization included, not of the Keras model it came from.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf
from google.protobuf import json_format

from pytrain import tfjs
from pytrain.contract import Manifest

Predict = Callable[[np.ndarray], dict[str, np.ndarray]]


def load(folder: Path, manifest: Manifest) -> Predict:
    """A function from (n, 48, 48) uint8 faces to the model's named outputs, computed from the files in `folder`.

    The outputs are {"logits": (n, 7) float32, "features": (n, k) float32}, under the names that the manifest gives.
    """
    run = run_graph(graph(folder), folder, manifest)

    def predict(images: np.ndarray) -> dict[str, np.ndarray]:
        batches = [
            run(tf.cast(images[start : start + 512, ..., None], tf.float32)) for start in range(0, len(images), 512)
        ]
        logits, features = (np.concatenate([np.asarray(batch[index]) for batch in batches]) for index in (0, 1))
        return {manifest.output.logits: logits, manifest.output.features: features}

    return predict


def graph(folder: Path) -> tf.compat.v1.GraphDef:
    """The graph of model.json, with the weights of the shards in it."""
    definition = json_format.ParseDict(
        _read(folder)["modelTopology"], tf.compat.v1.GraphDef(), ignore_unknown_fields=True
    )
    weights = tfjs.read_weights(folder / "model.json")
    for node in definition.node:
        if node.op == "Const":
            node.attr["value"].tensor.CopyFrom(tf.make_tensor_proto(weights[node.name]))
    return definition


def run_graph(
    definition: tf.compat.v1.GraphDef, folder: Path, manifest: Manifest
) -> Callable[[tf.Tensor], list[tf.Tensor]]:
    """`definition`, a graph with the names of the one in `folder`, as a function: (n, 48, 48, 1) float32 to [logits, features]."""
    signature = _read(folder)["signature"]
    outputs = [signature["outputs"][name]["name"] for name in (manifest.output.logits, manifest.output.features)]
    wrapped = tf.compat.v1.wrap_function(lambda: tf.graph_util.import_graph_def(definition, name=""), [])
    return wrapped.prune(signature["inputs"][manifest.input.name]["name"], outputs)


def _read(folder: Path) -> Any:
    return json.loads((folder / "model.json").read_text())
