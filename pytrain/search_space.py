"""sweep.yaml, a sweep of Weights & Biases, read for a search without a network: one definition of the space for both.

Understood are the methods bayes and random, early_terminate of type hyperband with min_iter and eta, and parameters with a value, with
values, or with min and max, of the distributions uniform, int_uniform, log_uniform_values and categorical.
"""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import optuna
import yaml

from pytrain import config
from pytrain.errors import UserError, brief, listed, shown

Value = str | int | float | bool

MIN_COMPLETE = 4
"""Trials that come to their end before the first is pruned, and that importances are told from: of fewer neither says anything."""

_BY_RANGE = {"uniform": float, "log_uniform_values": float, "int_uniform": int}


@dataclass(frozen=True)
class Choice:
    """One of these."""

    values: tuple[Value, ...]

    def suggest(self, name: str, trial: optuna.Trial) -> Value:
        return cast(Value, trial.suggest_categorical(name, self.values))


@dataclass(frozen=True)
class Range:
    """A number from `low` to `high`, whole ones where both are ints; `log`: each factor as likely as every other."""

    low: float
    high: float
    log: bool = False

    def suggest(self, name: str, trial: optuna.Trial) -> Value:
        if isinstance(self.low, int) and isinstance(self.high, int):
            return trial.suggest_int(name, self.low, self.high)
        # As many digits as anybody would type.
        return float(f"{trial.suggest_float(name, self.low, self.high, log=self.log):.4g}")


@dataclass(frozen=True)
class Space:
    """What is searched and how.

    Attributes:
        preset: where each trial starts from.
        fixed: settings that are the same in each.
        searched: settings that are not, by name.
        method: "bayes" or "random".
        min_epochs: before which nothing is pruned; 0 prunes nothing.
        eta: later a trial goes on while it is among the best 1 / eta so far.
    """

    preset: str
    fixed: dict[str, Value]
    searched: dict[str, Choice | Range]
    method: str
    min_epochs: int
    eta: int

    @property
    def sha256(self) -> str:
        """Differs where two spaces do."""
        return hashlib.sha256(json.dumps(dataclasses.asdict(self), sort_keys=True).encode()).hexdigest()

    def suggest(self, trial: optuna.Trial) -> list[str]:
        """The trial's settings as key=value."""
        chosen = {name: one.suggest(name, trial) for name, one in self.searched.items()}
        return [f"{name}={value}" for name, value in (self.fixed | chosen).items()]

    def with_fixed(self, overrides: list[str]) -> "Space":
        """The same with key=value settings that are no longer searched."""
        pairs: dict[str, Value] = {key: value for key, _, value in (override.partition("=") for override in overrides)}
        config.preset(self.preset, overrides)  # whatever is wrong with them is said there
        rest = {name: one for name, one in self.searched.items() if name not in pairs}
        return dataclasses.replace(self, fixed=self.fixed | pairs, searched=rest)

    def sampler(self, seed: int) -> optuna.samplers.BaseSampler:
        if self.method == "random":
            return optuna.samplers.RandomSampler(seed=seed)
        # Settings are seen together: a learning rate is good or bad beside a batch size.
        return optuna.samplers.TPESampler(seed=seed, multivariate=True)

    def pruner(self) -> optuna.pruners.BasePruner:
        """By the median rule of Golovin et al. 2017 (doi 10.1145/3097983.3098043), the half being 1 / eta.

        W&B's hyperband halves as soon as two have come so far. On one machine trials come one by one, so whatever followed a lucky first
        one was stopped, and nothing was left to tell from which settings matter.
        """
        if not self.min_epochs:
            return optuna.pruners.NopPruner()
        return optuna.pruners.PercentilePruner(
            100 / self.eta, n_startup_trials=MIN_COMPLETE, n_warmup_steps=self.min_epochs - 1
        )


def read(path: Path) -> Space:
    """The space in the file at `path`.

    Raises:
        UserError: no such file, not YAML, a part that isn't understood here, or a setting that no preset has.
    """
    try:
        found = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError:
        raise UserError(f"No sweep at {path}. Expected a file like sweep.yaml; --config names it.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: not YAML ({brief(error)}). Expected a sweep like sweep.yaml.") from None
    try:
        return _space(found)
    except UserError as error:
        raise UserError(f"{path}: {error}") from None


def _space(found: Any) -> Space:
    _check_keys(
        "the sweep",
        found,
        {"method", "metric", "parameters"},
        {"program", "command", "early_terminate", "name", "description"},
    )
    if found["method"] not in ("bayes", "random"):
        raise UserError(f"method {shown(found['method'])}. Expected bayes or random.")
    if found["metric"] != {"name": "val_accuracy", "goal": "maximize"}:
        raise UserError(
            f"metric {shown(found['metric'])}. Expected val_accuracy, maximize: settings are chosen on PublicTest."
        )
    early = found.get("early_terminate") or {}
    if early:
        _check_keys("early_terminate", early, {"type", "min_iter"}, {"eta"})
    if early and (
        early["type"] != "hyperband"
        or not _are_whole(early["min_iter"], early.get("eta", 3))
        or early.get("eta", 3) < 2
    ):
        raise UserError(f"early_terminate {shown(early)}. Expected hyperband with a whole min_iter, and eta from 2 on.")
    if not isinstance(found["parameters"], Mapping):
        raise UserError(f"parameters {shown(found['parameters'])}. Expected names of settings, each with its values.")
    parameters = {str(name): _parameter(str(name), one) for name, one in found["parameters"].items()}
    fixed = {
        name: one.values[0] for name, one in parameters.items() if isinstance(one, Choice) and len(one.values) == 1
    }
    preset = str(fixed.pop("preset", config.DEFAULT_PRESET))
    searched = {name: one for name, one in parameters.items() if name not in fixed and name != "preset"}
    if "preset" in parameters and len(getattr(parameters["preset"], "values", ())) != 1:
        raise UserError("preset is one value; expected a sweep for each preset.")
    if not searched:
        raise UserError("nothing is searched. Expected a parameter with values, or with min and max.")
    space = Space(preset, fixed, searched, found["method"], int(early.get("min_iter", 0)), int(early.get("eta", 3)))
    for pick in (0, -1):  # both ends have to be settings that the preset takes
        ends = {
            name: one.values[pick] if isinstance(one, Choice) else (one.low, one.high)[pick]
            for name, one in searched.items()
        }
        config.preset(preset, [f"{name}={value}" for name, value in (fixed | ends).items()])
    return space


def _parameter(name: str, found: Any) -> Choice | Range:
    _check_keys(name, found, set(), {"value", "values", "min", "max", "distribution"})
    given = found.keys() - {"distribution"}
    distribution = found.get("distribution")
    if given == {"value"} and distribution in (None, "constant"):
        return Choice((found["value"],))
    if (
        given == {"values"}
        and isinstance(found["values"], list)
        and found["values"]
        and distribution in (None, "categorical")
    ):
        return Choice(tuple(found["values"]))
    if (
        given == {"min", "max"}
        and all(isinstance(found[end], int | float) for end in given)
        and found["min"] < found["max"]
    ):
        # As W&B takes it: whole ends mean whole numbers.
        kind = distribution or ("int_uniform" if _are_whole(found["min"], found["max"]) else "uniform")
        if kind in _BY_RANGE and not (kind == "log_uniform_values" and found["min"] <= 0):
            number = _BY_RANGE[kind]
            return Range(number(found["min"]), number(found["max"]), log=kind == "log_uniform_values")
    raise UserError(
        f"{name}: {shown(found)}. Expected value, values, or min below max, of {', '.join(_BY_RANGE)} or categorical; log from above 0."
    )


def _check_keys(where: str, found: Any, needed: set[str], allowed: set[str]) -> None:
    if not isinstance(found, Mapping):
        raise UserError(f"{where}: {shown(found)}. Expected keys with values.")
    if wrong := [*(needed - found.keys()), *(found.keys() - needed - allowed)]:
        raise UserError(
            f"{where}: {listed(map(str, wrong))} missing or unknown. Expected {', '.join(sorted(needed | allowed))}."
        )


def _are_whole(*numbers: Any) -> bool:
    return all(isinstance(number, int) and not isinstance(number, bool) and number > -(2**53) for number in numbers)
