"""The networks: preset -> keras.Model from raw grey pixels to logits."""

import dataclasses
import string
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import keras
import tensorflow as tf
from keras import layers

from pytrain.config import Preset
from pytrain.faces import IMAGE_SIZE, LABELS


def build(preset: Preset) -> keras.Model:
    """The untrained network of `preset`.

    Input "face": (n, 48, 48, 1) float32, raw grey in [0, 255]; normalisation is inside. Output: logits, (n, 7) float32, no softmax.
    """
    face = keras.Input((IMAGE_SIZE, IMAGE_SIZE, 1), name="face")
    with _policy("mixed_bfloat16" if preset.precision == "bfloat16" else "float32"):
        x = layers.Rescaling(1 / 127.5, offset=-1.0, name="normalise")(face)
        x = _BUILDERS[preset.architecture](x, preset)
    x = layers.Dropout(preset.dropout, seed=preset.seed, name="dropout")(x) if preset.dropout else x
    return keras.Model(face, layers.Dense(len(LABELS), name="logits")(x), name=preset.architecture)


def with_votes(model: keras.Model) -> keras.Model:
    """The same network with a second head for training: "logits" and "votes", both (n, 7), from the same features."""
    logits = model.get_layer("logits")
    votes = layers.Dense(len(LABELS), name="votes")(logits.input)
    return keras.Model(model.input, {"logits": logits.output, "votes": votes}, name=model.name)


def finished(model: keras.Model, preset: Preset) -> keras.Model:
    """The network of `preset` with the weights of `model`, in float32 throughout and without the head for votes.

    What is evaluated and converted, whatever it was trained as.
    """
    if preset.precision == "float32" and not isinstance(model.output, dict):
        return model
    return rebuilt(model, dataclasses.replace(preset, precision="float32"))


def rebuilt(model: keras.Model, preset: Preset) -> keras.Model:
    """The network of `preset` with the weights that its layers have in `model`."""
    twin = build(preset)
    for layer in twin.layers:
        layer.set_weights(model.get_layer(layer.name).get_weights())
    return twin


@contextmanager
def _policy(name: str) -> Iterator[None]:
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(name)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)


def with_features(model: keras.Model) -> keras.Model:
    """The same network with two named outputs: "logits" (n, 7) and "features" (n, k), what the last dense layer reads.

    A small personal head can be fitted on the features later. Training keeps the single output: Keras wants a target for each.
    """
    logits = model.get_layer("logits")
    return keras.Model(model.input, {"logits": logits.output, "features": logits.input}, name=model.name)


@keras.saving.register_keras_serializable(package="pytrain")
class FusedBatchNormalization(layers.BatchNormalization):
    """Batch normalisation that trains through TensorFlow's fused kernel: 350 -> 530 images/s for `compact` on two cores.

    Keras 3 composes it from elementwise operations. The converter folds it into the convolution. In 16 bits too
    the statistics are computed, and the weights read, in 32.
    """

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs, autocast=False)

    def get_config(self) -> dict:
        return {key: value for key, value in super().get_config().items() if key != "autocast"}

    def call(self, inputs: tf.Tensor, training: bool | None = None, mask: tf.Tensor | None = None) -> tf.Tensor:
        given = {} if training else {"mean": self.moving_mean, "variance": self.moving_variance}
        normalised, mean, variance, *_ = tf.raw_ops.FusedBatchNormV3(
            x=inputs,
            scale=self.gamma,
            offset=self.beta,
            **({"mean": [], "variance": []} | given),
            epsilon=self.epsilon,
            is_training=bool(training),
        )
        if training:
            for moving, batch in ((self.moving_mean, mean), (self.moving_variance, variance)):
                moving.assign(moving * self.momentum + batch * (1 - self.momentum))
        return normalised


@keras.saving.register_keras_serializable(package="pytrain")
class QuickConv2D(layers.Conv2D):
    """A 3x3 convolution, stride 1, "same" padding, no bias, whose kernel gradient is nine matrix products where images are small.

    oneDNN's own takes 34 ms for a batch of 128 on 6 x 6 x 256 in bfloat16, this 10 ms: a fifth of the whole step for the larger
    networks. On larger images its own is as fast or faster. Inference is Keras' own.
    """

    def call(self, inputs: tf.Tensor, training: bool | None = None) -> tf.Tensor:
        if training and inputs.dtype == tf.bfloat16 and inputs.shape[1] <= 8:
            return _convolve(inputs, tf.convert_to_tensor(self.kernel))
        return super().call(inputs)


@tf.custom_gradient
def _convolve(images: tf.Tensor, kernel: tf.Tensor) -> tuple[tf.Tensor, Callable]:
    _, height, width, channels = images.shape

    def gradients(upstream: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        for_images = tf.nn.conv2d_transpose(upstream, kernel, tf.shape(images), 1, "SAME")
        padded = tf.pad(images, [[0, 0], [1, 1], [1, 1], [0, 0]])
        rows = tf.reshape(upstream, [-1, kernel.shape[-1]])
        for_kernel = [
            tf.matmul(tf.reshape(padded[:, y : y + height, x : x + width], [-1, channels]), rows, transpose_a=True)
            for y in range(3)
            for x in range(3)
        ]
        return for_images, tf.reshape(tf.stack(for_kernel), kernel.shape)

    return tf.nn.conv2d(images, kernel, 1, "SAME"), gradients


@keras.saving.register_keras_serializable(package="pytrain")
class QuickDepthwiseConv2D(layers.DepthwiseConv2D):
    """A depthwise convolution, "same" padding, no bias, that sends its gradient back through a stride of 2 in 32 bits.

    In 16 bits TensorFlow has only a plain loop for that, which takes longer than the rest of the network together.
    """

    def call(self, inputs: tf.Tensor, training: bool | None = None) -> tf.Tensor:
        if training and inputs.dtype == tf.bfloat16 and self.strides == (2, 2):
            return _halve_depthwise(inputs, tf.convert_to_tensor(self.kernel))
        return super().call(inputs)


@tf.custom_gradient
def _halve_depthwise(images: tf.Tensor, kernel: tf.Tensor) -> tuple[tf.Tensor, Callable]:
    strides = [1, 2, 2, 1]

    def gradients(upstream: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        for_images = tf.nn.depthwise_conv2d_backprop_input(
            tf.shape(images), tf.cast(kernel, tf.float32), tf.cast(upstream, tf.float32), strides, "SAME"
        )
        for_kernel = tf.nn.depthwise_conv2d_backprop_filter(images, kernel.shape, upstream, strides, "SAME")
        return tf.cast(for_images, images.dtype), for_kernel

    return tf.nn.depthwise_conv2d(images, kernel, strides, "SAME"), gradients


def _perceptron(face: keras.KerasTensor, preset: Preset) -> keras.KerasTensor:
    """Nothing between the pixels and the seven logits (Rosenblatt 1958): where the talk begins."""
    return layers.Flatten(name="flatten")(face)


def _cnn(face: keras.KerasTensor, preset: Preset) -> keras.KerasTensor:
    """The talk's first CNN: conv 32 - pool - conv 64 - dense 64."""
    x = layers.Conv2D(32, 3, activation="relu", name="conv1")(face)
    x = layers.MaxPooling2D(name="pool1")(x)
    x = layers.Conv2D(64, 3, activation="relu", name="conv2")(x)
    x = layers.MaxPooling2D(name="pool2")(x)
    x = layers.Flatten(name="flatten")(x)
    if preset.dropout:
        x = layers.Dropout(preset.dropout, seed=preset.seed + 1, name="dropout_flat")(x)
    return layers.Dense(64, activation="relu", name="hidden")(x)


def _vgg(face: keras.KerasTensor, preset: Preset) -> keras.KerasTensor:
    """A plain stack of 3x3 convolutions after VGG (Simonyan & Zisserman 2014, arXiv 1409.1556) with batch normalisation.

    Plain convolutions, because they run fastest per FLOP in WASM and in WebGL and because folding the batch normalisation leaves
    nothing else; global average pooling, because flattening alone would cost more bytes than all convolutions.
    """

    def block(x: keras.KerasTensor, filters: int, name: str) -> keras.KerasTensor:
        x = QuickConv2D(filters, 3, padding="same", use_bias=False, name=name)(x)
        return layers.ReLU(name=f"{name}_relu")(FusedBatchNormalization(momentum=0.97, name=f"{name}_norm")(x))

    x = face
    for stage, filters in enumerate(preset.stages.split("|")):
        x = layers.MaxPooling2D(name=f"pool{stage}")(x) if stage else x
        for place, count in enumerate(filters.split()):
            x = block(x, int(count), f"conv{stage}{string.ascii_lowercase[place]}")
    return layers.GlobalAveragePooling2D(name="average")(x)


def _mobilenet(face: keras.KerasTensor, preset: Preset) -> keras.KerasTensor:
    """MobileNet (Howard et al. 2017, arXiv 1704.04861) on the face enlarged to twice its size: where published weights start from.

    The same layers under the same names as in those weights' files. Too large for the page; a teacher.
    """

    def normed(x: keras.KerasTensor, name: str) -> keras.KerasTensor:
        x = FusedBatchNormalization(momentum=0.97, name=f"{name}_norm")(x)
        return layers.ReLU(6.0, name=f"{name}_relu")(x)

    x = layers.UpSampling2D(2, interpolation="bilinear", name="enlarge")(face)
    x = normed(layers.Conv2D(32, 3, strides=2, padding="same", use_bias=False, name="conv1")(x), "conv1")
    filters = (64, 128, 128, 256, 256, *[512] * 6, 1024, 1024)
    for place, count in enumerate(filters, start=1):
        strides = 2 if place in (2, 4, 6, 12) else 1
        name = f"conv_dw_{place}"
        x = QuickDepthwiseConv2D(3, strides=strides, padding="same", use_bias=False, name=name)(x)
        x = normed(x, name)
        name = f"conv_pw_{place}"
        x = normed(layers.Conv2D(count, 1, use_bias=False, name=name)(x), name)
    return layers.GlobalAveragePooling2D(name="average")(x)


_BUILDERS: dict[str, Callable[[keras.KerasTensor, Preset], keras.KerasTensor]] = {
    "perceptron": _perceptron,
    "cnn": _cnn,
    "vgg": _vgg,
    "mobilenet": _mobilenet,
}


def mflops(model: keras.Model) -> float:
    """Million floating-point operations of one forward pass for one face, multiply and add counted as two.

    Convolutions and dense layers only, as published figures count; everything else together is below 2 %.
    """
    operations = 0
    for layer in model.layers:
        if isinstance(layer, layers.Conv2D):
            _, height, width, filters = layer.output.shape
            operations += (
                2 * height * width * filters * layer.kernel.shape[0] * layer.kernel.shape[1] * layer.kernel.shape[2]
            )
        elif isinstance(layer, layers.DepthwiseConv2D):
            _, height, width, filters = layer.output.shape
            operations += 2 * height * width * filters * layer.kernel.shape[0] * layer.kernel.shape[1]
        elif isinstance(layer, layers.Dense):
            operations += 2 * layer.kernel.shape[0] * layer.kernel.shape[1]
    return operations / 1e6
