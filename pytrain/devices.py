"""Where a training computes: on one device, on all of this machine, or on several machines, over tf.distribute.

A run is decided by its preset, and the number of devices is not in it: on two devices or on one, with the same batch, it ends with the
same weights, but for rounding. That is why the batch is fixed when a run begins, scaled by the devices there are then.
"""

import dataclasses
import hashlib
import json
import math
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf

from pytrain.config import Preset
from pytrain.errors import UserError, brief, shown
from pytrain.faces import FaceSet

STRATEGIES = ("one", "mirrored", "multiworker")

_EXAMPLE = (
    '{"cluster": {"worker": ["10.0.0.1:12345", "10.0.0.2:12345"]}, "task": {"type": "worker", "index": 0}}, with'
    " another index on each machine"
)


@dataclass(frozen=True)
class Devices:
    """The devices of a training.

    Attributes:
        strategy: a tf.distribute.Strategy; None for one device, which Keras uses by itself.
        is_chief: whether this process keeps the run: validates, saves, reports. There is one such among the workers.
    """

    strategy: Any = None
    is_chief: bool = True

    @property
    def replicas(self) -> int:
        """Devices, on all machines together."""
        return 1 if self.strategy is None else self.strategy.num_replicas_in_sync

    @property
    def are_many_machines(self) -> bool:
        return isinstance(self.strategy, tf.distribute.MultiWorkerMirroredStrategy)

    def scaled(self, preset: Preset) -> Preset:
        """`preset` for so many devices: each has the preset's batch.

        The learning rate grows with the batch for SGD (Goyal et al. 2017, arXiv 1706.02677; the presets have its warm-up) and with
        the batch's square root for Adam (Malladi et al. 2022, arXiv 2205.10287).
        """
        growth = self.replicas if preset.optimizer == "sgd" else math.sqrt(self.replicas)
        return dataclasses.replace(
            preset,
            batch_size=preset.batch_size * self.replicas,
            learning_rate=preset.learning_rate * growth,
        )

    def check(self, preset: Preset, faces: FaceSet, batch: int) -> None:
        """Raises UserError where the preset is for one alone, `batch` can't be shared evenly, or workers differ in settings or faces."""
        if preset.sharpness and self.strategy is not None:
            raise UserError(
                f"sharpness={preset.sharpness} with --strategy: got several devices, expected one device only, since such a step needs the"
                " whole batch's gradient twice. Leave out --strategy, or --set sharpness=0."
            )
        if batch % self.replicas:
            raise UserError(
                f"A batch of {batch} can't be shared evenly by {self.replicas} devices. Expected a multiple: change batch_size,"
                " or go on with as many devices as the run was begun with."
            )
        if self.are_many_machines:
            mine = hashlib.sha256(f"{preset} {faces.sha256}".encode()).digest()[:6]
            if self.agreed(int.from_bytes(mine)) != [int.from_bytes(mine)]:
                raise UserError(
                    "This worker's settings or faces are not the chief's. Expected the same --preset, --set, --data and --extra for all."
                )

    def agreed(self, *numbers: int) -> list[int]:
        """`numbers` as the chief has them."""
        with together(self):
            return [int(number) for number in self.from_chief([np.array(number) for number in numbers])]

    def from_chief(self, values: Sequence[np.ndarray]) -> list[np.ndarray]:
        """`values` as the chief has them; all workers call it together, with values of the same shapes."""
        if not self.are_many_machines:
            return list(values)
        # 64 bits hold weights, counters and seeds exactly, and adding zeros changes nothing.
        flat = np.concatenate([np.ravel(value).astype(np.float64) for value in values])

        @tf.function
        def summed(flat: tf.Tensor) -> tf.Tensor:
            def sum_up() -> tf.Tensor:
                context = tf.distribute.get_replica_context()
                is_first = tf.equal(context.replica_id_in_sync_group, 0)
                said = tf.where(is_first, flat, tf.zeros_like(flat))
                return context.all_reduce(tf.distribute.ReduceOp.SUM, said)

            return self.strategy.experimental_local_results(self.strategy.run(sum_up))[0]

        parts = np.split(summed(flat).numpy(), np.cumsum([np.size(value) for value in values])[:-1])
        return [part.reshape(np.shape(value)).astype(value.dtype) for part, value in zip(parts, values, strict=True)]


ONE = Devices()


def open_devices(name: str) -> Devices:
    """The devices of the strategy called `name`; before anything is computed, as TensorFlow wants it.

    "mirrored" takes all GPUs of this machine, or its CPU where there is none. "multiworker" reads TF_CONFIG and waits for the others;
    https://www.tensorflow.org/guide/distributed_training says what stands in TF_CONFIG.

    Raises:
        UserError: no such strategy, or a TF_CONFIG that says nothing to be used.
    """
    if name == "one":
        return ONE
    if name == "mirrored":
        return Devices(tf.distribute.MirroredStrategy())
    if name != "multiworker":
        raise UserError(f"--strategy {shown(name)}: expected one of {', '.join(STRATEGIES)}.")
    is_chief = _is_chief(os.environ.get("TF_CONFIG", ""))
    try:
        strategy = tf.distribute.MultiWorkerMirroredStrategy()
    except (tf.errors.OpError, RuntimeError, ValueError) as error:
        raise UserError(f"The workers of TF_CONFIG did not come together: {brief(error)}") from None
    return Devices(strategy, is_chief)


def _is_chief(text: str) -> bool:
    """Whether TF_CONFIG makes this process the chief: the task called so, or worker 0 where none is."""
    try:
        said = json.loads(text)
        cluster, kind, index = said["cluster"], said["task"]["type"], int(said["task"]["index"])
        addresses = cluster[kind]
        known = addresses[index] if index >= 0 else None
    except (ValueError, TypeError, KeyError, IndexError):
        known = None
    if not isinstance(known, str) or kind not in ("chief", "worker"):
        raise UserError(
            f"$TF_CONFIG is {shown(text) if text else 'not set'}. Expected what --strategy multiworker reads: {_EXAMPLE}."
        )
    return kind == "chief" or ("chief" not in cluster and index == 0)


@contextmanager
def together(devices: Devices) -> Iterator[None]:
    """What the workers do together; ends in a sentence where one of them is gone."""
    try:
        yield
    except (tf.errors.OpError, RuntimeError) as error:
        if not devices.are_many_machines:
            raise
        raise UserError(
            f"Another worker is gone ({brief(error)}). The run stands behind its last whole epoch: start all workers again, with"
            " --resume and the run's name instead of what it was begun with."
        ) from None
