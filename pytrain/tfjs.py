"""The two functions of the tensorflowjs package that are used, imported so that they load without what they never call.

Its converter imports tensorflow_decision_forests, tensorflow_hub and a JAX bridge unconditionally (tensorflow/tfjs#8655); these pin
an old TensorFlow and weigh more than everything else, so empty modules stand in for them. `jax` itself must not: Keras looks for it.
"""

import json
import sys
from pathlib import Path
from types import ModuleType

import numpy as np


def convert_saved_model(saved_model: Path, folder: Path, quantization: str) -> None:
    """Convert a TensorFlow SavedModel into a tfjs graph model: model.json and its shards in `folder`.

    Args:
        quantization: "uint8", "uint16", "float16" for every weight, or "none".
    """
    _stand_in_for_unused_imports()
    from tensorflowjs.converters import convert_tf_saved_model

    convert_tf_saved_model(
        str(saved_model), str(folder), quantization_dtype_map=None if quantization == "none" else {quantization: "*"}
    )  # fmt: skip


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
