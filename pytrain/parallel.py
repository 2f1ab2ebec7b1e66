"""One network on several devices or machines, so that it ends with the weights that one device and the whole batch would give.

Keras' own `fit` does not run under MultiWorkerMirroredStrategy (Keras 3.15 reduces scalars over their first axis there), so this is a
loop of its own around Keras' `train_step`. What is saved, validated and shown to callbacks is never the distributed network but a
plain one with its weights and optimizer: run folders are the same, however many devices filled them.
"""

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from pytrain.devices import Devices, together
from pytrain.model import FusedBatchNormalization


def fit(
    devices: Devices,
    plain: keras.Model,
    batches: tf.data.Dataset,
    *,
    compiled: Callable[[keras.Model], keras.Model],
    steps: int,
    epochs: range,
    validation: tf.data.Dataset,
    callbacks: Sequence[keras.callbacks.Callback] = (),
) -> None:
    """Train `plain` on all devices. Its weights and optimizer at the start are the chief's, on every worker.

    Args:
        plain: compiled, without a strategy; up to date whenever `callbacks` are called.
        batches: endless, of whole batches; their rows are dealt to the devices in order.
        compiled: gives a network its optimizer, loss and metrics.
        validation: is evaluated by the chief alone, while the others wait.
        callbacks: are called at the chief alone, with `plain` as their model: at the start, and at both ends of an epoch.

    Raises:
        UserError: another worker is gone.
    """
    strategy = devices.strategy
    plain.optimizer.build(plain.trainable_variables)
    with strategy.scope():
        model = compiled(keras.models.clone_model(plain, clone_function=_on_many_devices))
        model.optimizer.build(model.trainable_variables)
    state = [variable.numpy() for variable in _state(plain)]
    with together(devices):
        _put(devices.from_chief(state), plain, model)
        rows = iter(strategy.distribute_datasets_from_function(lambda context: _dealt(devices, batches, context)))
    dropouts = [layer for layer in model.layers if isinstance(layer, layers.Dropout)]

    @tf.function
    def step() -> None:
        strategy.run(model.train_step, args=(next(rows),))

    listeners = keras.callbacks.CallbackList(
        list(callbacks) if devices.is_chief else [],
        model=plain,
        epochs=epochs.stop,
        steps=steps,
        add_progbar=devices.is_chief,
        verbose=1 if sys.stdout.isatty() else 2,
    )
    listeners.on_train_begin()
    for epoch in epochs:
        listeners.on_epoch_begin(epoch)
        with together(devices):
            model.reset_metrics()
            for number in range(steps):
                for layer in dropouts:
                    layer.seed_generator.state.assign([layer.seed, epoch * steps + number])
                listeners.on_train_batch_begin(number)
                step()
                listeners.on_train_batch_end(number, {})
            logs = {name: float(value) for name, value in model.get_metrics_result().items()}
            _put([variable.numpy() for variable in _state(model)], plain)
        if devices.is_chief:
            validated = plain.evaluate(validation, verbose=0, return_dict=True)
            logs |= {f"val_{name}": value for name, value in validated.items()}
        listeners.on_epoch_end(epoch, logs)
        with together(devices):
            if devices.from_chief([np.array(float(plain.stop_training))])[0]:
                break
    with suppress(tf.errors.OpError):
        # Whoever leaves first may take the others' last answer along; nobody needs this one.
        devices.from_chief([np.zeros(1)])
    listeners.on_train_end()


def _dealt(devices: Devices, batches: tf.data.Dataset, context: tf.distribute.InputContext) -> tf.data.Dataset:
    """This worker's part of each batch, an element for each of its devices."""
    here = devices.replicas // context.num_input_pipelines
    first = context.input_pipeline_id * here

    def deal(part: tf.Tensor) -> tf.Tensor:
        return tf.reshape(part, [devices.replicas, -1, *part.shape[1:]])[first : first + here]

    return batches.map(lambda *batch: tf.nest.map_structure(deal, batch)).unbatch().prefetch(2 * here)


def _state(model: keras.Model) -> list[keras.Variable]:
    return [*model.weights, *model.optimizer.variables]


def _put(values: Sequence[np.ndarray], *models: keras.Model) -> None:
    for model in models:
        for variable, value in zip(_state(model), values, strict=True):
            variable.assign(value)


def _on_many_devices(layer: layers.Layer) -> layers.Layer:
    kinds: dict[Any, Any] = {FusedBatchNormalization: _WholeBatchNormalization, layers.Dropout: _WholeBatchDropout}
    kind: Any = kinds.get(type(layer), type(layer))
    return kind.from_config(layer.get_config())


def _others() -> Any:
    """What a layer that learns shares a batch with; None while the network is put together."""
    context = tf.distribute.get_replica_context()
    return context if context and context.num_replicas_in_sync > 1 else None


class _WholeBatchNormalization(FusedBatchNormalization):
    """Learns with mean and variance of the whole batch, not of a device's part of it."""

    def call(self, inputs: tf.Tensor, training: bool | None = None, mask: tf.Tensor | None = None) -> tf.Tensor:
        context = _others()
        if not training or context is None:
            return super().call(inputs, training)
        values = tf.cast(inputs, tf.float32)
        count = tf.cast(context.num_replicas_in_sync * tf.reduce_prod(tf.shape(values)[:-1]), tf.float32)
        sums = tf.stack([tf.reduce_sum(part, axis=[0, 1, 2]) for part in (values, values**2)])
        mean, square = tf.unstack(context.all_reduce(tf.distribute.ReduceOp.SUM, sums) / count)
        variance = tf.maximum(square - mean**2, 0.0)
        unbiased = variance * count / tf.maximum(count - 1.0, 1.0)  # the fused kernel keeps that one, too
        for moving, batch in ((self.moving_mean, mean), (self.moving_variance, unbiased)):
            moving.assign(moving * self.momentum + batch * (1 - self.momentum))
        normalised = tf.nn.batch_normalization(values, mean, variance, self.beta, self.gamma, self.epsilon)
        return tf.cast(normalised, inputs.dtype)


class _WholeBatchDropout(layers.Dropout):
    """Draws the mask of the whole batch, as one device would, and takes its rows. Whoever trains sets the seed's state for each step."""

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        context = _others()
        if not training or context is None:
            return super().call(inputs, training=training)
        rows = tf.shape(inputs)[0]
        whole = tf.ones(tf.concat([[context.num_replicas_in_sync * rows], tf.shape(inputs)[1:]], 0), inputs.dtype)
        seed = tf.cast(tf.convert_to_tensor(self.seed_generator.state), tf.int32)
        mask = tf.nn.experimental.stateless_dropout(whole, rate=self.rate, seed=seed)
        return inputs * mask[context.replica_id_in_sync_group * rows :][:rows]
