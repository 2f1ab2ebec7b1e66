"""The functions of the tensorflowjs package that are used, imported so that they load without what they never call.

Its converter imports tensorflow_decision_forests, tensorflow_hub and a JAX bridge unconditionally (tensorflow/tfjs#8655); these pin
an old TensorFlow and weigh more than everything else, so empty modules stand in for them. `jax` itself must not: Keras looks for it.
"""

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

STEPS = 64
"""How many values the weights of a large filter take. A byte could tell four times as many, but packed for the line, as every host sends
them, bytes that take few values are shorter, by a third here, and the network is as right as before: `python -m pytrain.steps RUN`."""

LARGE = 10_000
"""Weights from which a filter is large: they are nearly all bytes, and errors of so many even out."""


def convert_saved_model(saved_model: Path, folder: Path, quantization: str) -> None:
    """Convert a TensorFlow SavedModel into a tfjs graph model: model.json and its shards in `folder`.

    Args:
        quantization: "uint8" as `quantize` does it, "uint16" or "float16" for every weight, or "none".
    """
    _stand_in_for_unused_imports()
    from tensorflowjs.converters import convert_tf_saved_model

    by_converter = {} if quantization in ("none", "uint8") else {quantization: "*"}
    convert_tf_saved_model(str(saved_model), str(folder), quantization_dtype_map=by_converter or None)
    if quantization == "uint8":
        quantize(folder)


def quantize(folder: Path, steps: int = STEPS) -> None:
    """Turn the float32 weights of the tfjs model in `folder` into uint8, with zero among the values of each.

    Args:
        steps: values that the weights of a large filter take, at most 256; others take 256.
    """
    _stand_in_for_unused_imports()
    from tensorflowjs.write_weights import write_weights

    described = json.loads((folder / "model.json").read_text())
    weights = read_weights(folder / "model.json")
    shards = [folder / path for group in described["weightsManifest"] for path in group["paths"]]
    entries = [_quantized(name, data, steps if data.size >= LARGE else 256) for name, data in weights.items()]
    for shard in shards:
        shard.unlink()
    described["weightsManifest"] = write_weights([entries], str(folder), write_manifest=False)
    (folder / "model.json").write_text(json.dumps(described))


def _quantized(name: str, data: np.ndarray, steps: int) -> dict[str, Any]:
    """An entry for write_weights; value = min + scale x byte."""
    if data.dtype != np.float32:
        return {"name": name, "data": data}
    lowest, highest = float(data.min()), float(data.max())
    if lowest == highest:
        scale, values = 1.0, np.zeros(data.shape, np.uint8)
    else:
        scale = (max(highest, 0.0) - min(lowest, 0.0)) / (steps - 1)
        first = round(min(lowest, 0.0) / scale)  # in whole steps, so that zero is one of the values
        values = np.clip(np.round(data / scale) - first, 0, 255).astype(np.uint8)
        lowest = first * scale
    how = {"min": lowest, "scale": scale, "original_dtype": "float32"}
    return {"name": name, "data": values, "quantization": how}


def read_weights(model_json: Path) -> dict[str, np.ndarray]:
    """The weights of a tfjs model by name, decoded from their shards."""
    _stand_in_for_unused_imports()
    from tensorflowjs.read_weights import read_weights as read

    manifest = json.loads(model_json.read_text())["weightsManifest"]
    return {weight["name"]: weight["data"] for weight in read(manifest, str(model_json.parent), flatten=True)}


def _stand_in_for_unused_imports() -> None:
    for name in ("tensorflow_decision_forests", "tensorflow_hub"):
        sys.modules.setdefault(name, ModuleType(name))
    bridge = ModuleType("tensorflowjs.converters.jax_conversion")
    bridge.convert_jax = None  # type: ignore[attr-defined]
    sys.modules.setdefault(bridge.__name__, bridge)
