"""Sharpness-aware steps: down the slope that the worst place nearby has, so that training ends in wide valleys.

Foret et al. 2020, Sharpness-Aware Minimization for Efficiently Improving Generalization, arXiv 2010.01412.
"""

from typing import Any

import keras
import tensorflow as tf


def step_by_sharpness(model: keras.Model, radius: float) -> None:
    """Let the compiled `model` train by sharpness-aware steps from now on, each of which computes two gradients.

    The way to the worst place is the batch's own gradient, `radius` long over all weights together. What batch normalisation remembers
    for inference is of the place where the weights are, not of the one where they are asked. Not saved with the model.
    """

    def slope(data: Any) -> tuple[Any, list[tf.Tensor]]:
        images, wanted, weights = keras.utils.unpack_x_y_sample_weight(data)
        with tf.GradientTape() as tape:
            said = model(images, training=True)
            loss = model.compute_loss(x=images, y=wanted, y_pred=said, sample_weight=weights, training=True)
        return (images, wanted, said, loss), tape.gradient(loss, model.trainable_weights)

    def train_step(data: Any) -> dict[str, tf.Tensor]:
        (images, wanted, said, loss), gradients = slope(data)
        model._loss_tracker.update_state(loss, sample_weight=tf.shape(images)[0])  # as Keras' own step does
        metrics = model.compute_metrics(images, wanted, said)
        share = radius / tf.maximum(tf.linalg.global_norm(gradients), 1e-12)
        way = [share * gradient for gradient in gradients]
        remembered = [tf.identity(variable.value) for variable in model.non_trainable_variables]
        for variable, part in zip(model.trainable_weights, way, strict=True):
            variable.assign(variable + part)
        _, gradients = slope(data)
        for variable, part in zip(model.trainable_weights, way, strict=True):
            variable.assign(variable - part)
        for variable, value in zip(model.non_trainable_variables, remembered, strict=True):
            variable.assign(value)
        model.optimizer.apply_gradients(zip(gradients, model.trainable_weights, strict=True))
        return metrics

    model.train_step = train_step
