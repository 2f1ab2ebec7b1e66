"""What is watched while a network trains: latency, sample predictions, Weights & Biases."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import keras
import numpy as np

from pytrain import tracking
from pytrain.faces import Faces
from pytrain.samples import Samples, balanced_sample, predicted_samples

if TYPE_CHECKING:
    from wandb import Run


def model_logits(model: keras.Model, batch_size: int = 256) -> Callable[[np.ndarray], np.ndarray]:
    """`model` as a function from (n, 48, 48) uint8 to (n, 7) float32 logits.

    `model` takes (n, 48, 48, 1) raw grey and gives the logits, alone or in a dict under "logits".
    """

    def predict(images: np.ndarray) -> np.ndarray:
        out = model.predict(_as_input(images), batch_size=batch_size, verbose=0)
        return np.asarray(out["logits"] if isinstance(out, dict) else out)

    return predict


def _as_input(images: np.ndarray) -> np.ndarray:
    return images[..., None].astype(np.float32)


class Latency(keras.callbacks.Callback):
    """Time the forward pass at the end of each epoch and put it into the logs, where History and every logger see it.

    `latency_batch_ms` is the average per face over the validation faces, in batches; `latency_single_ms` the median of
    `singles` faces, one at a time. Both on this machine, in Python, after a warm-up: they compare networks and epochs,
    not the page. A network too slow to see all validation faces within `budget_seconds` is timed on the first ones
    only; `timed` says on how many.

    Args:
        validation_images: (n, 48, 48) uint8.
    """

    def __init__(
        self, validation_images: np.ndarray, *, batch_size: int = 64, budget_seconds: float = 2.0, singles: int = 15
    ) -> None:
        super().__init__()
        self.validation_images = validation_images
        self.batch_size = min(batch_size, len(validation_images))
        self.budget_seconds = budget_seconds
        self.singles = singles
        self.timed = 0

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        if logs is not None:
            logs.update(self.measure())

    def measure(self) -> dict[str, float]:
        """Time `self.model` now: {"latency_batch_ms", "latency_single_ms"}."""
        self._seconds(0, self.batch_size)  # the first call of a shape compiles
        spent, self.timed = 0.0, 0
        # A smaller last batch would be a new shape, so it is left out.
        for start in range(0, len(self.validation_images) - self.batch_size + 1, self.batch_size):
            spent += self._seconds(start, self.batch_size)
            self.timed += self.batch_size
            if spent > self.budget_seconds:
                break
        self._seconds(0, 1)
        singles = [self._seconds(start % len(self.validation_images), 1) for start in range(self.singles)]
        return {"latency_batch_ms": 1000 * spent / self.timed, "latency_single_ms": 1000 * float(np.median(singles))}

    def _seconds(self, start: int, count: int) -> float:
        batch = _as_input(self.validation_images[start : start + count])
        began = time.perf_counter()
        self.model.predict_on_batch(batch)
        return time.perf_counter() - began


class SamplePredictions(keras.callbacks.Callback):
    """Ask for the same few faces after each epoch.

    Attributes:
        faces: `per_class` of each label, picked by `seed`.
        samples: the newest probabilities; None before the first epoch's end.
        by_epoch: (n, 7) float32 probabilities, one array for each epoch.
    """

    def __init__(self, validation: Faces, *, per_class: int = 2, seed: int = 0) -> None:
        super().__init__()
        self.faces = balanced_sample(validation, per_class, seed)
        self.samples: Samples | None = None
        self.by_epoch: list[np.ndarray] = []

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        self.samples = predicted_samples(self.faces, model_logits(self.model))
        self.by_epoch.append(self.samples.probabilities)


class WandbLogger(keras.callbacks.Callback):
    """Send each epoch to Weights & Biases: logs, learning rate, samples as captioned images, confusion matrix.

    Place it after Latency and SamplePredictions, whose results it sends. W&B failing never stops the training: it says
    so once and sends nothing more. Logged in, the sample faces go to the W&B account; offline they stay in the run
    folder.

    Args:
        run: from start_wandb.
        samples: the callback whose faces are sent.
        validation: the faces of the confusion matrix.
    """

    def __init__(self, run: "Run", samples: SamplePredictions, validation: Faces) -> None:
        super().__init__()
        self.run = run
        self.samples = samples
        self.validation = validation
        self.failed = False

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        if self.run.disabled or self.failed:
            return
        predicted = model_logits(self.model)(self.validation.images).argmax(axis=1)
        self.failed = not tracking.send(
            self.run,
            {
                "epoch": epoch + 1,
                "learning_rate": float(keras.ops.convert_to_numpy(self.model.optimizer.learning_rate)),
                **(logs or {}),
                "samples": tracking.captioned_images(self.samples.samples),
                "confusion_matrix": tracking.confusion_chart(self.validation.labels, predicted),
            },
        )
