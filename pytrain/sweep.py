"""A search for better settings on this machine, by Optuna, in a study that can be interrupted and gone on with.

Each trial is a run like any other, runs/NAME-000, NAME-001, ..., chosen by its best PublicTest accuracy; PrivateTest is not looked at. The
folders of pruned trials are deleted, their epochs stay in the study. What is searched stands in sweep.yaml, see pytrain.search_space.

As `python -m pytrain.sweep KEY=VALUE ...` this is what an agent of Weights & Biases runs: one training with these settings.
"""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keras
import optuna
from optuna.trial import TrialState

from pytrain import config, experiment, runs
from pytrain.errors import UserError
from pytrain.faces import FaceSet
from pytrain.search_space import Space
from pytrain.train import train

RUNS = Path(__file__).parent.parent / "runs"

_RUN = "run"
"""Name of the attribute by which a trial knows the run that an interrupted one began for it."""


@dataclass(frozen=True)
class Sweep:
    """A study in a folder of its own, root/_sweeps/NAME: study.db, and the report."""

    root: Path
    name: str
    space: Space
    study: optuna.Study

    @property
    def folder(self) -> Path:
        return folder_of(self.root, self.name)

    @property
    def ended(self) -> list[optuna.trial.FrozenTrial]:
        """Trials that have come to their end or were pruned."""
        return self.study.get_trials(deepcopy=False, states=(TrialState.COMPLETE, TrialState.PRUNED))

    @property
    def complete(self) -> list[optuna.trial.FrozenTrial]:
        """Trials that have come to their end, the best first."""
        found = [trial for trial in self.ended if trial.state == TrialState.COMPLETE]
        return sorted(found, key=lambda trial: trial.value or 0.0, reverse=True)

    @property
    def best_run(self) -> runs.Run | None:
        """The run with the best PublicTest accuracy; None where no trial has come to its end."""
        return next((self.run_of(trial) for trial in self.complete), None)

    def run_of(self, trial: optuna.Trial | optuna.trial.FrozenTrial) -> runs.Run:
        return runs.Run(self.root / trial.user_attrs.get(_RUN, f"{self.name}-{trial.number:03}"))


def folder_of(root: Path, name: str) -> Path:
    return root / "_sweeps" / name


def open_sweep(root: Path, name: str, space: Space, faces: FaceSet, data: str | None) -> Sweep:
    """The sweep of that name in `root`, begun where there is none; what was interrupted in it comes first when it goes on.

    Args:
        data: the path of the faces, by which a trial's run finds them again; None for the drawn ones.

    Raises:
        UserError: it was begun with another space or other faces, whose accuracies could not be compared.
    """
    runs.check_name(name)
    folder_of(root, name).mkdir(parents=True, exist_ok=True)
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(
        storage=f"sqlite:///{folder_of(root, name) / 'study.db'}",
        study_name=name,
        direction="maximize",
        load_if_exists=True,
        pruner=space.pruner(),
    )
    made_with = {"space": space.sha256, "set of faces": faces.sha256}
    for what, digest in made_with.items():
        if study.user_attrs.get(what, digest) != digest:
            raise UserError(
                f"The sweep {name} was begun with another {what} ({study.user_attrs[what][:12]}…, now {digest[:12]}…), so its trials cannot"
                " stand beside new ones. Give a new --name, or what it was begun with."
            )
        study.set_user_attr(what, digest)
    study.set_user_attr("data", None if data is None else str(Path(data).resolve()))
    # A resumed study draws on, instead of drawing again what it has drawn.
    study.sampler = space.sampler(len(study.trials))
    sweep = Sweep(root, name, space, study)
    for trial in study.get_trials(deepcopy=False, states=(TrialState.RUNNING,)):
        study.tell(trial.number, state=TrialState.FAIL)
        if trial.params.keys() == space.searched.keys():
            study.enqueue_trial(trial.params, user_attrs={_RUN: sweep.run_of(trial).name})
    return sweep


def search(sweep: Sweep, faces: FaceSet, trials: int, after_each: Callable[[], object] = lambda: None) -> None:
    """Try settings until `trials` trials have ended, earlier ones counted; Ctrl-C in between loses no whole epoch.

    Args:
        after_each: called when a trial has ended.

    Raises:
        KeyboardInterrupt: on Ctrl-C.
    """
    while (ended := len(sweep.ended)) < trials:
        trial = sweep.study.ask()
        settings = sweep.space.suggest(trial)
        run = sweep.run_of(trial)
        print(f"\nTrial {ended + 1} of {trials}, {run.name}: {' '.join(settings)}", flush=True)
        accuracy = _try(sweep, run, trial, settings, faces)
        if accuracy is None:
            sweep.study.tell(trial, state=TrialState.PRUNED)
            shutil.rmtree(run.folder)
            print(
                f"{run.name} is pruned: others had come further by then. Its folder is deleted, its epochs stay in the study."
            )
        else:
            sweep.study.tell(trial, accuracy)
            print(
                f"{run.name}: PublicTest {100 * accuracy:.2f} %, the best so far {100 * sweep.study.best_value:.2f} %."
            )
        after_each()
        keras.utils.clear_session()  # else each network's graph stays in memory


def as_table(sweep: Sweep, most: int = 10) -> str:
    """The best trials for a terminal."""
    ranked = sweep.complete
    lines = [f"{'PublicTest':>10}  {'run':20}  settings"]
    for trial in ranked[:most]:
        settings = " ".join(f"{name}={_number(value)}" for name, value in trial.params.items())
        lines.append(f"{100 * (trial.value or 0):8.2f} %  {sweep.run_of(trial).name:20}  {settings}")
    lines.append(f"To their end: {len(ranked)}. Pruned: {len(sweep.ended) - len(ranked)}.")
    return "\n".join(lines)


def _try(sweep: Sweep, run: runs.Run, trial: optuna.Trial, settings: list[str], faces: FaceSet) -> float | None:
    """Train a trial's run, or go on with it: its best PublicTest accuracy, or None where it was pruned."""
    preset = config.preset(sweep.space.preset, settings)
    if not run.folder.exists():
        runs.create(sweep.root, run.name, sweep.space.preset, preset, faces, sweep.study.user_attrs["data"])
    history = run.read_history()
    for epoch in range(len(history)):
        trial.report(float(history["val_accuracy"].iloc[epoch]), epoch + 1)
    pruning = _Pruning(trial)
    history = train(preset, faces, run, [pruning])
    if not run.is_finished and not pruning.is_pruned:
        raise KeyboardInterrupt  # train() has kept what there was, and said so
    return float(history["val_accuracy"].max()) if run.is_finished else None


class _Pruning(keras.callbacks.Callback):
    """Tells the study each epoch's PublicTest accuracy, and stops a training that the study gives up."""

    def __init__(self, trial: optuna.Trial) -> None:
        super().__init__()
        self._trial = trial
        self.is_pruned = False

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        self._trial.report((logs or {})["val_accuracy"], epoch + 1)
        if self._trial.should_prune():
            self.is_pruned = True
            self.model.stop_training = True


def _number(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def main(words: list[str]) -> None:
    """Train once with the settings that an agent of Weights & Biases chose, on the data at $FER2013; the run is named after W&B's."""
    settings = [word for word in words if not word.startswith("preset=")]
    preset = next((word.partition("=")[2] for word in words if word.startswith("preset=")), config.DEFAULT_PRESET)
    identity = os.environ.get("WANDB_RUN_ID")
    name = f"{preset}-{identity}" if identity else None
    experiment.start(RUNS, preset, settings, os.environ.get("FER2013") or None, name)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except UserError as error:
        sys.exit(str(error))
