from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from pytrain import config
from pytrain.model import FusedBatchNormalization, QuickConv2D, build, finished, mflops, with_features

FACES = np.random.default_rng(0).uniform(0, 255, (4, 48, 48, 1)).astype(np.float32)


@pytest.mark.parametrize("name", config.PRESETS)
def test_every_preset_gives_logits_and_the_features_below_them(name: str) -> None:
    model = build(config.preset(name))
    out = with_features(model)(FACES, training=False)

    kernel, bias = model.get_layer("logits").get_weights()
    assert out["logits"].shape == (4, 7)
    # Training in 16 bits gives features in 16 bits, which the last layer reads as they are and multiplies in 32.
    features = tf.cast(out["features"], tf.float32)
    assert np.allclose(features @ kernel + bias, out["logits"], atol=1e-5)


def test_the_released_network_stays_small_and_quick() -> None:
    model = build(config.preset("compact"))

    assert model.count_params() < 500_000
    assert mflops(model) < 82


def test_mflops_counts_multiply_and_add() -> None:
    face = keras.Input((48, 48, 1))
    hidden = keras.layers.Conv2D(2, 3, padding="same")(face)
    model = keras.Model(face, keras.layers.Dense(7)(keras.layers.Flatten()(hidden)))

    assert mflops(model) == pytest.approx((2 * 48 * 48 * 9 * 2 + 2 * 48 * 48 * 2 * 7) / 1e6)


def test_fused_normalisation_trains_and_infers_as_keras_own(tmp_path: Path) -> None:
    inputs = keras.Input((8, 8, 3))
    ours, theirs = (
        keras.Model(inputs, layer(inputs))
        for layer in (FusedBatchNormalization(momentum=0.9), keras.layers.BatchNormalization(momentum=0.9))
    )
    batch = np.random.default_rng(0).normal(2, 3, (64, 8, 8, 3)).astype(np.float32)
    for _ in range(3):
        trained = [model(batch, training=True) for model in (ours, theirs)]

    assert np.allclose(*trained, atol=1e-4)
    # The fused kernel keeps the unbiased variance, n / (n - 1) with n = 64 * 64.
    assert np.allclose(ours(batch, training=False), theirs(batch, training=False), atol=1e-3)
    ours.save(tmp_path / "model.keras")
    assert np.allclose(
        keras.models.load_model(tmp_path / "model.keras")(batch, training=False), ours(batch, training=False)
    )


def test_the_quick_convolution_has_the_gradients_of_the_usual_one() -> None:
    random = np.random.default_rng(0)
    images, upstream = (tf.constant(random.normal(size=(16, 6, 6, depth)), tf.bfloat16) for depth in (16, 32))
    quick, usual = (
        kind(32, 3, padding="same", use_bias=False, dtype="mixed_bfloat16")
        for kind in (QuickConv2D, keras.layers.Conv2D)
    )
    for layer in (quick, usual):
        layer.build(images.shape)
    usual.kernel.assign(quick.kernel)

    found = []
    for layer in (quick, usual):
        with tf.GradientTape() as tape:
            tape.watch(images)
            out = layer(images, training=True) if layer is quick else layer(images)
            loss = tf.reduce_sum(tf.cast(out * upstream, tf.float32))
        found.append([out, *tape.gradient(loss, [images, layer.kernel])])

    for ours, theirs in zip(*found, strict=True):
        ours, theirs = tf.cast(ours, tf.float32).numpy(), tf.cast(theirs, tf.float32).numpy()
        assert np.abs(ours - theirs).max() < 0.02 * np.abs(theirs).max()


def test_a_network_trained_in_16_bits_is_kept_in_32() -> None:
    preset = config.preset("compact", ["stages=16 | 32", "precision=bfloat16"])
    halved = build(preset)
    halved(FACES, training=True)

    kept = finished(halved, preset)

    assert halved.get_layer("conv1a").compute_dtype == "bfloat16"
    assert {layer.compute_dtype for layer in kept.layers} == {"float32"}
    assert all(weight.dtype == "float32" for weight in halved.weights)
    assert np.allclose(kept(FACES, training=False), halved(FACES, training=False), atol=0.02)
    assert keras.config.dtype_policy().name == "float32"
