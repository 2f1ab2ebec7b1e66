"""How far a run has come, as its folder tells it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pytrain.runs import Run, is_finished

REPORT = "report.html"
"""Name in a run's folder."""


class Phase(StrEnum):
    TRAINING = "training"
    MEASURING = "measuring"
    DONE = "done"


@dataclass(frozen=True)
class State:
    """Where a run stands.

    Attributes:
        epochs, of: whole epochs behind it, and the most that there will be.
        began: when the present epoch began, in seconds since 1970.
        seconds: what an epoch takes, by the last one; none before its end.
        version: other words whenever there is something new to be seen.
    """

    run: str
    phase: Phase
    epochs: int
    of: int
    began: float
    seconds: float | None
    version: str


def look(run: Run) -> State:
    """Where `run` stands now.

    Raises:
        UserError: there is no run.
    """
    preset = run.preset()
    history = run.read_history()
    # An epoch's row is written before its network, and it counts only with that: see pytrain.train.Keeper.
    epochs = len(history) - (_time_ns(run.history) > _time_ns(run.last)) if len(history) else 0
    ended = _time_ns(run.last if epochs else run.folder / "config.json")
    measured = _time_ns(run.folder / REPORT)  # the last thing that a training writes
    if epochs and measured > ended:
        phase = Phase.DONE
    else:
        accuracies = history["val_accuracy"].tolist()[:epochs] if epochs else []
        phase = Phase.MEASURING if is_finished(preset, accuracies) else Phase.TRAINING
    return State(
        run=run.name,
        phase=phase,
        epochs=epochs,
        of=preset.epochs,
        began=ended / 1e9,
        seconds=float(history["seconds"].iloc[epochs - 1]) if epochs and "seconds" in history else None,
        version=f"{ended}-{measured}",
    )


def _time_ns(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0
