"""Fit a preset on a data set -> a run folder that can be resumed, evaluated and converted."""

import math
import sys
import time
from collections.abc import Iterable

import keras
import pandas as pd
import tensorflow as tf

from pytrain import cache, corrections, lessons, parallel, pipeline, pretrained, runs
from pytrain import model as networks
from pytrain.atomic import write_text
from pytrain.config import Preset
from pytrain.data import without_test_duplicates
from pytrain.devices import ONE, Devices
from pytrain.faces import LABELS, Faces, FaceSet
from pytrain.sharpness import step_by_sharpness


def train(
    preset: Preset,
    faces: FaceSet,
    run: runs.Run,
    callbacks: Iterable[keras.callbacks.Callback] = (),
    devices: Devices = ONE,
) -> pd.DataFrame:
    """Train until the preset's epochs or patience are used up; the best weights on PublicTest end in `run.best`.

    Starts where `run` stands: a fresh run at epoch 0, a killed or interrupted one behind its last whole epoch. Ctrl-C ends the
    training and keeps what there is. Of several workers, the chief alone reads and writes `run` and calls `callbacks`.

    Returns:
        the history, empty where this is not the chief: a row for each whole epoch with epoch, loss, accuracy, val_loss,
        val_accuracy, learning_rate, seconds and whatever `callbacks` put into the logs.
    """
    keras.utils.set_random_seed(preset.seed)
    training = training_faces(preset, faces)
    if left_out := len(faces.training) - len(training):
        print(
            f"Training on {len(training):,} faces; {left_out:,} that equal a PublicTest or PrivateTest image are left out."
        )
    corrected, repeats = corrections.learned(preset, faces)
    if faces.corrections is not None:
        share = len(corrected) / (len(training) + len(corrected))
        print(
            f"Beside them {len(corrected) // repeats:,} of {len(faces.corrections):,} corrections, {repeats} times each:"
            f" {100 * share:.1f} % of what is learned. Left out is what equals a PublicTest or PrivateTest image."
        )
    learned = training.followed_by(corrected)
    devices.check(preset, faces, min(preset.batch_size, len(learned)))
    keeper = Keeper(run, preset, run.read_history() if devices.is_chief else pd.DataFrame())
    epochs_done, finished = devices.agreed(len(keeper.rows), int(keeper.is_finished))
    if finished:
        print(f"{run.name} is finished: {epochs_done} epochs.")
        return keeper.history
    root = run.folder.parent
    teachers = lessons.teachers_of(root, preset)
    taught = lessons.prepare(root, preset, training, teachers, corrected) if preset.teachers else None
    learned = cache.on_disk(learned, root)
    steps = pipeline.steps_per_epoch(learned, preset)
    if epochs_done and devices.is_chief:
        model = keras.models.load_model(run.last)
        # Killed between the two writes of an epoch's end: the history has a row that the network has not.
        epochs_done = min(epochs_done, int(model.optimizer.iterations) // steps)
        del keeper.rows[epochs_done:]
    else:
        network = pretrained.build(preset, training.images)
        model = compile_model(
            networks.with_votes(network) if pipeline.learns_votes(learned, preset) else network, preset, steps
        )
    if preset.sharpness:
        step_by_sharpness(model, preset.sharpness)
    (epochs_done,) = devices.agreed(epochs_done)
    batches = pipeline.training_batches(learned, preset, epochs_done, taught)
    validation = _validation_batches(faces.splits["PublicTest"], model)
    watching = [_FirstHead(), *callbacks, keeper]
    try:
        if devices.strategy is None:
            model.fit(
                batches,
                epochs=preset.epochs,
                initial_epoch=epochs_done,
                steps_per_epoch=steps,
                validation_data=validation,
                callbacks=[_DropoutSeeds(steps), *watching],
                shuffle=False,  # the stream is shuffled already
                verbose=1 if sys.stdout.isatty() else 2,  # a bar for a person, a line an epoch for a log
            )
        else:
            parallel.fit(
                devices,
                model,
                batches,
                compiled=lambda network: compile_model(network, preset, steps),
                steps=steps,
                epochs=range(epochs_done, preset.epochs),
                validation=validation,
                callbacks=watching,
            )
    except KeyboardInterrupt:
        print(f"\nStopped after {len(keeper.rows)} whole epochs. To go on: invoke train --resume {run.name}")
        if devices.is_chief and not run.best.exists():
            runs.save_model(networks.finished(model, preset), run.best)
    return keeper.history


def training_faces(preset: Preset, faces: FaceSet) -> Faces:
    """The rows of Training that the preset learns from, and that its teachers are asked about."""
    return without_test_duplicates(faces)[0] if preset.drop_test_duplicates else faces.training


def compile_model(model: keras.Model, preset: Preset, steps: int) -> keras.Model:
    """Give `model` the preset's optimizer, loss and metric; `steps` is the number of batches in an epoch."""
    rate = _learning_rate(preset, steps)
    decay = preset.weight_decay or None
    if preset.optimizer == "sgd":
        optimizer = keras.optimizers.SGD(rate, momentum=0.9, nesterov=True, weight_decay=decay)
    else:
        optimizer = keras.optimizers.Adam(rate, weight_decay=decay)
    if decay:
        # Decay is for kernels: biases and the scales of batch normalisation are few and want their own size.
        optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    accuracy = keras.metrics.CategoricalAccuracy(name="accuracy")
    jit = {"on": True, "off": False}.get(preset.jit, "auto")
    if isinstance(model.output, dict):
        model.compile(
            optimizer=optimizer,
            loss={"logits": loss, "votes": _votes_loss},
            loss_weights={"logits": 1.0, "votes": preset.votes_loss},
            metrics={"logits": [accuracy]},
            jit_compile=jit,
        )
    else:
        model.compile(optimizer=optimizer, loss=loss, metrics=[accuracy], jit_compile=jit)
    return model


@keras.saving.register_keras_serializable(package="pytrain")
def _votes_loss(votes: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
    """Cross-entropy to which a face without votes, a row of zeros, adds nothing.

    Keras' own is 0 there too, but its gradient is not: TensorFlow's kernel takes softmax minus target, as if the target summed to 1,
    and those rows would push the head's logits down without end.
    """
    return -tf.reduce_sum(votes * tf.nn.log_softmax(logits), axis=-1)


def _learning_rate(preset: Preset, steps: int) -> float | keras.optimizers.schedules.LearningRateSchedule:
    if preset.schedule == "constant":
        return preset.learning_rate
    warmup = math.ceil(preset.warmup_epochs * steps)
    return keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=0.0 if warmup else preset.learning_rate,
        warmup_target=preset.learning_rate if warmup else None,
        warmup_steps=warmup,
        decay_steps=max(1, preset.epochs * steps - warmup),
    )


def _validation_batches(faces: Faces, model: keras.Model) -> tf.data.Dataset:
    # Hard labels: PublicTest is measured against the data set's labels, whatever the training targets were softened with.
    target = tf.one_hot(faces.labels, len(LABELS))
    wanted = {"logits": target, "votes": tf.zeros_like(target)} if isinstance(model.output, dict) else target
    return tf.data.Dataset.from_tensor_slices((tf.cast(faces.images[..., None], tf.float32), wanted)).batch(512)


class _FirstHead(keras.callbacks.Callback):
    """Where there are two heads, puts loss and accuracy of the first into the logs under the names that one alone has."""

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        if logs is not None and isinstance(self.model.output, dict):
            for split in ("", "val_"):
                for figure in ("loss", "accuracy"):
                    logs[f"{split}{figure}"] = logs.pop(f"{split}logits_{figure}")
                logs.pop(f"{split}votes_loss")


class _DropoutSeeds(keras.callbacks.Callback):
    """Puts the random streams of the dropout layers where an uninterrupted run has them at the start of an epoch.

    A .keras file does not hold their state, so a resumed run would repeat the masks of the first epochs.
    """

    def __init__(self, steps: int) -> None:
        super().__init__()
        self._steps = steps

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        for layer in self.model.layers:
            if isinstance(layer, keras.layers.Dropout):
                # The state is (seed, calls so far), and each step calls once.
                layer.seed_generator.state.assign([layer.seed, epoch * self._steps])


class Keeper(keras.callbacks.Callback):
    """Keeps the run folder up to date after every epoch, and stops when patience is used up.

    Keras' own checkpoint callbacks forget the best accuracy and the patience when a run is resumed; here both follow from the
    history that was read back.
    """

    def __init__(self, run: runs.Run, preset: Preset, past: pd.DataFrame) -> None:
        super().__init__()
        self._run = run
        self._preset = preset
        self._started = 0.0
        self.rows: list[dict[str, float]] = [
            {str(name): value for name, value in row.items()} for row in past.to_dict("records")
        ]

    @property
    def history(self) -> pd.DataFrame:
        return pd.DataFrame(self.rows)

    @property
    def is_finished(self) -> bool:
        return runs.is_finished(self._preset, [row["val_accuracy"] for row in self.rows])

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        self._started = time.monotonic()

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        row = {"epoch": epoch + 1, "learning_rate": float(self.model.optimizer.learning_rate)}
        row |= {name: float(value) for name, value in (logs or {}).items()}
        row["seconds"] = round(time.monotonic() - self._started, 2)
        is_best = not self.rows or row["val_accuracy"] > max(past["val_accuracy"] for past in self.rows)
        self.rows.append(row)
        if is_best:
            runs.save_model(networks.finished(self.model, self._preset), self._run.best)
        # The network last, since it knows how far it has come: a kill in between repeats this epoch, and it comes out the same.
        write_text(self._run.history, self.history.to_csv(index=False))
        runs.save_model(self.model, self._run.last)
        if self.is_finished:
            self.model.stop_training = True
