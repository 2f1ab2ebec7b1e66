"""Run folders, runs/<name>/: where a training leaves everything that later steps read.

config.json       preset, data set and its digest, seed, commit: what made this run
environment.json  versions and machine
history.csv       a row for each whole epoch
last.keras        the network and its optimizer behind the last whole epoch: where --resume goes on
best.keras        the weights with the best PublicTest accuracy: what evaluate and convert read
"""

import dataclasses
import json
import os
import platform
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import keras
import pandas as pd

from pytrain.atomic import assembled, write_file, write_text
from pytrain.config import Preset
from pytrain.errors import UserError, brief
from pytrain.faces import FaceSet
from pytrain.places import IS_CHECKOUT

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True)
class Run:
    """A run folder by its path; holds no state of its own."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def best(self) -> Path:
        return self.folder / "best.keras"

    @property
    def last(self) -> Path:
        return self.folder / "last.keras"

    @property
    def history(self) -> Path:
        return self.folder / "history.csv"

    def config(self) -> dict:
        """What config.json holds: preset_name, preset, dataset, dataset_sha256, data, mix, margin, extra, commit."""
        path = self.folder / "config.json"
        try:
            return json.loads(path.read_text())
        except FileNotFoundError:
            raise UserError(f"No run at {self.folder}: {path.name} is missing. `invoke train` makes one.") from None
        except json.JSONDecodeError as error:
            raise UserError(f"{path}: not JSON ({error}). Expected what `invoke train` wrote.") from None

    def preset(self) -> Preset:
        return Preset(**self.config()["preset"])

    def read_history(self) -> pd.DataFrame:
        """The whole epochs so far; empty for a fresh run."""
        return pd.read_csv(self.history) if self.history.exists() and self.last.exists() else pd.DataFrame()

    @property
    def is_finished(self) -> bool:
        """Whether the run has used up its preset's epochs or patience."""
        history = self.read_history()
        return len(history) > 0 and is_finished(self.preset(), history["val_accuracy"].tolist())

    def load_best(self) -> keras.Model:
        """The network with the best weights."""
        if not self.best.exists():
            raise UserError(
                f"{self.best} is missing: the run {self.name} has no whole epoch yet. `invoke train --resume {self.name}` goes on."
            )
        try:
            return keras.models.load_model(self.best)
        except (ValueError, OSError, KeyError) as error:
            raise UserError(
                f"{self.best}: not a network that `invoke train` wrote ({brief(error)}). Expected one; train anew."
            ) from None


def is_finished(preset: Preset, val_accuracies: Sequence[float]) -> bool:
    """Whether a training with these PublicTest accuracies, one for each epoch, has used up its epochs or its patience."""
    if not val_accuracies or len(val_accuracies) >= preset.epochs:
        return bool(val_accuracies)
    since_best = len(val_accuracies) - 1 - val_accuracies.index(max(val_accuracies))
    return 0 < preset.patience <= since_best


def create(
    root: Path,
    name: str,
    preset_name: str,
    preset: Preset,
    faces: FaceSet,
    data: str | None,
    *,
    mix: Mapping[str, float] | None = None,
    margin: float = 0.0,
    extra: Mapping[str, str] | None = None,
) -> Run:
    """A fresh run folder with config.json and environment.json.

    Args:
        data: the path that was given as --data, for --resume; None for the drawn faces.
        mix: the share of an epoch of each data set that was given as --mix, by its path.
        margin: given as --margin.
        extra: the digest of each file that was given as --extra, by its path.
    """
    check_name(name)
    run = Run(root / name)
    if run.folder.exists():
        raise UserError(
            f"{run.folder} exists already. Give another --name, or go on with it: invoke train --resume {name}."
        )
    config = {
        "preset_name": preset_name,
        "preset": dataclasses.asdict(preset),
        "dataset": faces.name,
        "dataset_sha256": faces.sha256,
        "data": data,
        "mix": dict(mix or {}),
        "margin": margin,
        "extra": dict(extra or {}),
        "commit": commit(),
    }
    with assembled(run.folder) as folder:
        write_text(folder / "environment.json", json.dumps(environment(), indent=2) + "\n")
        write_text(folder / "config.json", json.dumps(config, indent=2) + "\n")
    return run


def check_name(name: str) -> None:
    """Refuse what a run cannot be called."""
    if not _NAME.fullmatch(name):
        raise UserError(
            f"--name {name!r}: expected letters, digits, '.', '_' and '-', at most 64, not starting with a dot."
        )


def all_runs(root: Path) -> list[Run]:
    """Every run in `root`, the newest first."""
    configs = sorted(root.glob("*/config.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    return [Run(path.parent) for path in configs]


def open_run(root: Path, name: str | None) -> Run:
    """The run called `name`, or the newest where there is no name."""
    if name is None:
        runs = all_runs(root)
        if not runs:
            raise UserError(f"No run in {root}/. `invoke train` makes one.")
        return runs[0]
    run = Run(root / name)
    if not (run.folder / "config.json").exists():
        known = ", ".join(run.name for run in all_runs(root)) or "none yet"
        raise UserError(f"No run {name!r} in {root}/. There are: {known}.")
    return run


def free_name(root: Path, wanted: str) -> str:
    """`wanted`, or wanted-2, wanted-3, ... the first that is not taken."""
    names = (wanted if count == 1 else f"{wanted}-{count}" for count in range(1, 10_000))
    return next(name for name in names if not (root / name).exists())


def versions() -> dict[str, str]:
    """Versions of what decides a model's numbers."""
    found = {"python": platform.python_version()}
    for package in ("tensorflow", "keras", "tensorflowjs"):
        # On Linux x86-64 TensorFlow is installed as tensorflow-cpu.
        found[package] = _version(package) or _version(f"{package}-cpu") or "unknown"
    return found


def environment() -> dict:
    return {
        "versions": versions() | {"numpy": version("numpy")},
        "platform": platform.platform(),
        "cpu_count": os.cpu_count(),
    }


def commit() -> str:
    """The commit of the working tree, with "-dirty" where it has changes; "unknown" outside a repository, "v1.0.0" from a wheel."""
    if not IS_CHECKOUT:
        return f"v{version('mood-mirror')}"
    result = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude", "*"],
        cwd=Path(__file__).parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return result.stdout.strip() or "unknown"


def save_model(model: keras.Model, path: Path) -> None:
    """Save a network whole or not at all; a kill in between leaves the former file."""
    write_file(path, model.save)


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
