"""The networks: preset -> keras.Model from raw grey pixels to logits."""

from collections.abc import Callable

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
    centred = layers.Rescaling(1 / 127.5, offset=-1.0, name="normalise")(face)
    features = _BUILDERS[preset.architecture](centred, preset)
    dropped = layers.Dropout(preset.dropout, seed=preset.seed, name="dropout")(features) if preset.dropout else features
    return keras.Model(face, layers.Dense(len(LABELS), name="logits")(dropped), name=preset.architecture)


def with_features(model: keras.Model) -> keras.Model:
    """The same network with two named outputs: "logits" (n, 7) and "features" (n, k), what the last dense layer reads.

    A small personal head can be fitted on the features later. Training keeps the single output: Keras wants a target for each.
    """
    logits = model.get_layer("logits")
    return keras.Model(model.input, {"logits": logits.output, "features": logits.input}, name=model.name)


@keras.saving.register_keras_serializable(package="pytrain")
class FusedBatchNormalization(layers.BatchNormalization):
    """Batch normalisation that trains through TensorFlow's fused kernel: 350 -> 530 images/s for `compact` on two cores.

    Keras 3 composes it from elementwise operations. Inference stays Keras' own, which the converter folds into the convolution.
    """

    def call(self, inputs: tf.Tensor, training: bool | None = None, mask: tf.Tensor | None = None) -> tf.Tensor:
        if not training:
            return super().call(inputs, training=False)
        normalised, mean, variance = tf.compat.v1.nn.fused_batch_norm(
            inputs, self.gamma, self.beta, epsilon=self.epsilon, is_training=True
        )
        for moving, batch in ((self.moving_mean, mean), (self.moving_variance, variance)):
            moving.assign(moving * self.momentum + batch * (1 - self.momentum))
        return normalised


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


def _compact(face: keras.KerasTensor, preset: Preset) -> keras.KerasTensor:
    """A plain stack of 3x3 convolutions after VGG (Simonyan & Zisserman 2014, arXiv 1409.1556) with batch normalisation.

    81 MFLOP, 0.46 million parameters. Plain convolutions, because they run fastest per FLOP in WASM and in WebGL and because
    folding the batch normalisation leaves nothing else; global average pooling, because flattening alone would cost more bytes
    than all convolutions.
    """

    def block(x: keras.KerasTensor, filters: int, name: str) -> keras.KerasTensor:
        x = layers.Conv2D(filters, 3, padding="same", use_bias=False, name=name)(x)
        return layers.ReLU(name=f"{name}_relu")(FusedBatchNormalization(momentum=0.97, name=f"{name}_norm")(x))

    x = block(face, 32, "stem")
    for stage, filters in enumerate((40, 80, 160), start=1):
        x = layers.MaxPooling2D(name=f"pool{stage}")(x)
        x = block(x, filters, f"conv{stage}a")
        x = block(x, filters, f"conv{stage}b")
    return layers.GlobalAveragePooling2D(name="average")(x)


_BUILDERS: dict[str, Callable[[keras.KerasTensor, Preset], keras.KerasTensor]] = {
    "perceptron": _perceptron,
    "cnn": _cnn,
    "compact": _compact,
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
        elif isinstance(layer, layers.Dense):
            operations += 2 * layer.kernel.shape[0] * layer.kernel.shape[1]
    return operations / 1e6
