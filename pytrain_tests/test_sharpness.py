"""Sharpness-aware steps against the formula."""

import keras
import numpy as np
import pytest

from pytrain import config
from pytrain.devices import Devices
from pytrain.errors import UserError
from pytrain.faces import FaceSet
from pytrain.model import FusedBatchNormalization
from pytrain.sharpness import step_by_sharpness

RATE, RADIUS = 0.1, 0.5
X = np.array([[1.0, 2.0], [-1.0, 0.5], [0.3, -2.0]], np.float32)
Y = np.array([[1.0], [-2.0], [0.5]], np.float32)


def linear() -> keras.Model:
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, use_bias=False, kernel_initializer="ones")])
    model.compile(optimizer=keras.optimizers.SGD(RATE), loss="mse")
    return model


def slope(weights: np.ndarray) -> np.ndarray:
    """Of the mean squared error."""
    return 2 / len(X) * X.T @ (X @ weights - Y)


def test_a_step_goes_down_the_slope_of_the_worst_place_nearby() -> None:
    """Seen to fail with the slope of the place itself, and with weights that are not brought back."""
    model = linear()
    step_by_sharpness(model, RADIUS)
    weights = np.ones((2, 1))

    for _ in range(3):
        loss = model.train_on_batch(X, Y)
        here = slope(weights)
        assert loss == pytest.approx(np.mean((X @ weights - Y) ** 2), rel=1e-5), "of the place itself"
        weights = weights - RATE * slope(weights + RADIUS * here / np.linalg.norm(here))
        np.testing.assert_allclose(model.get_weights()[0], weights, rtol=1e-5)
        model.reset_metrics()


def test_where_there_is_no_slope_nothing_moves() -> None:
    model = linear()
    step_by_sharpness(model, RADIUS)
    model.train_on_batch(X, X.sum(axis=1, keepdims=True))
    np.testing.assert_array_equal(model.get_weights()[0], np.ones((2, 1), np.float32))


def test_batch_normalisation_remembers_the_place_itself() -> None:
    """Seen to fail with what it saw at the worst place kept."""

    def after_a_step(radius: float) -> list[np.ndarray]:
        keras.utils.set_random_seed(0)
        layers = [keras.layers.Conv2D(4, 3), FusedBatchNormalization(), keras.layers.Flatten(), keras.layers.Dense(1)]
        model = keras.Sequential([keras.Input((6, 6, 1)), *layers])
        model.compile(optimizer=keras.optimizers.SGD(0.0), loss="mse")
        if radius:
            step_by_sharpness(model, radius)
        model.train_on_batch(np.arange(144, dtype=np.float32).reshape(4, 6, 6, 1) / 144, np.ones((4, 1), np.float32))
        return [np.asarray(variable) for variable in model.non_trainable_weights]

    for plain, sharp in zip(after_a_step(0.0), after_a_step(1.0), strict=True):
        np.testing.assert_allclose(sharp, plain, rtol=1e-6)


def test_several_devices_are_refused(faces: FaceSet) -> None:
    preset = config.preset("cnn", ["sharpness=0.05"])
    with pytest.raises(UserError, match=r"sharpness=0\.05 with --strategy.*one device only"):
        Devices(strategy=object()).check(preset, faces, 70)
