"""Published weights as a start: the network computes what theirs does, and learns on from there."""

import dataclasses
import json

import keras
import numpy as np
import pytest
import tensorflow as tf

from pytrain import config, model, pretrained, tfjs
from pytrain.errors import UserError
from pytrain.faces import FaceSet

PRESET = config.preset("teacher-faces", ["precision=float32"])


@pytest.fixture(scope="module")
def started(faces: FaceSet) -> keras.Model:
    return pretrained.build(PRESET, faces.training.images)


def published_features(faces: np.ndarray) -> np.ndarray:
    """The published graph itself, node by node, on three equal colours enlarged to 96 x 96: (n, 1024)."""
    file = pretrained._SOURCES["faceres"]
    values: dict[str, tf.Tensor] = {name: tf.constant(value) for name, value in tfjs.read_weights(file).items()}
    enlarged = tf.image.resize(tf.cast(faces[..., None], tf.float32), (96, 96))
    values["input_1"] = tf.repeat(enlarged - 127.5, 3, axis=-1)
    operations = {
        "Add": tf.add,
        "Mul": tf.multiply,
        "Relu": tf.nn.relu,
        "Minimum": tf.minimum,
        "Maximum": tf.maximum,
        "Mean": lambda x, _: tf.reduce_mean(x, (1, 2)),
    }
    for node in json.loads(file.read_text())["modelTopology"]["node"]:
        name, of = node["name"], [values.get(source) for source in node.get("input", [])]
        if node["op"] in ("Conv2D", "DepthwiseConv2dNative"):
            strides = [int(step) for step in node["attr"]["strides"]["list"]["i"]]
            convolve = tf.nn.conv2d if node["op"] == "Conv2D" else tf.nn.depthwise_conv2d
            values[name] = convolve(of[0], of[1], strides, "SAME")
        elif node["op"] in operations:
            values[name] = operations[node["op"]](*of)
    return values["global_pooling/Mean"].numpy()


def test_the_start_computes_the_published_networks_features(started: keras.Model, faces: FaceSet) -> None:
    images = faces.splits["PublicTest"].images[:8]
    features = keras.Model(started.input, started.get_layer("average").output)

    ours = features.predict(images[..., None].astype(np.float32), verbose=0)
    theirs = published_features(images)

    assert theirs.std() > 0.1
    assert np.allclose(ours, theirs, atol=0.02 * np.abs(theirs).max())


def test_the_start_computes_the_same_while_it_trains(started: keras.Model, faces: FaceSet) -> None:
    """Else the first batches would throw away what the weights know."""
    features = keras.Model(started.input, started.get_layer("average").output)
    images = faces.training.images[:, ..., None].astype(np.float32)
    before = started.get_weights()

    still, moving = features(images, training=False).numpy(), features(images, training=True).numpy()
    started.set_weights(before)

    correlation = np.corrcoef(still.ravel(), moving.ravel())[0, 1]
    assert correlation > 0.99


def test_a_start_in_sixteen_bits_has_the_same_weights(started: keras.Model, faces: FaceSet) -> None:
    halved = pretrained.build(dataclasses.replace(PRESET, precision="bfloat16"), faces.training.images)
    for ours, theirs in zip(halved.get_weights()[:-2], started.get_weights()[:-2], strict=True):
        assert np.array_equal(ours, theirs)


def test_gradients_through_a_halving_depthwise_convolution_are_tensorflows_own() -> None:
    rng = np.random.default_rng(0)
    images = tf.constant(rng.normal(size=(2, 8, 8, 3)), tf.float32)
    kernel = tf.constant(rng.normal(size=(3, 3, 3, 1)), tf.float32)

    def gradients(convolve: object) -> list[np.ndarray]:
        with tf.GradientTape() as tape:
            tape.watch([images, kernel])
            total = tf.reduce_sum(convolve(images, kernel) ** 2)  # type: ignore[operator]
        return [gradient.numpy() for gradient in tape.gradient(total, [images, kernel])]

    own = gradients(lambda images, kernel: tf.nn.depthwise_conv2d(images, kernel, [1, 2, 2, 1], "SAME"))
    for ours, theirs in zip(gradients(model._halve_depthwise), own, strict=True):
        assert np.allclose(ours, theirs, atol=1e-4)


def test_a_start_is_refused_for_an_architecture_that_cannot_take_it() -> None:
    with pytest.raises(UserError, match=r"--set start=faceres: expected empty, or faceres for mobilenet"):
        config.preset("cnn", ["start=faceres"])
    with pytest.raises(UserError, match=r"--set start=imagenet"):
        config.preset("teacher-faces", ["start=imagenet"])
