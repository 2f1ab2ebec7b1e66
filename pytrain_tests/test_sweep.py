"""Sweeps of the smallest preset on drawn faces: the study, its interruption, its page, and what W&B's agents would run."""

import copy
import json
import os
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import optuna
import pytest
import yaml
from optuna.trial import TrialState

from pytrain import config, runs, search_space, sweep, sweep_report
from pytrain.errors import UserError
from pytrain.faces import SPLITS, FaceSet
from pytrain.search_space import Choice, Range

ROOT = Path(__file__).parent.parent

SMALL: dict[str, Any] = {
    "method": "bayes",
    "metric": {"name": "val_accuracy", "goal": "maximize"},
    "early_terminate": {"type": "hyperband", "min_iter": 1, "eta": 2},
    "parameters": {
        "preset": {"value": "perceptron"},
        "epochs": {"value": 2},
        "learning_rate": {"distribution": "log_uniform_values", "min": 1e-9, "max": 1e-2},
        "batch_size": {"values": [35, 70]},
        "seed": {"min": 0, "max": 3},
    },
}


def space_of(tmp_path: Path, **changes: Any) -> search_space.Space:
    path = tmp_path / "sweep.yaml"
    path.write_text(yaml.safe_dump(copy.deepcopy(SMALL) | changes))
    return search_space.read(path)


@pytest.fixture(scope="module")
def searched(faces: FaceSet, tmp_path_factory: pytest.TempPathFactory) -> sweep.Sweep:
    """Seven trials, interrupted in the second epoch of the second, and gone on with; the fifth is hopeless."""
    root = tmp_path_factory.mktemp("runs")
    space = space_of(root)
    good = {"learning_rate": 1e-2, "batch_size": 35}
    begun = sweep.open_sweep(root, "small", space, faces, None)
    begun.study.enqueue_trial(good | {"seed": 0})
    begun.study.enqueue_trial(good | {"seed": 1})

    class CtrlC(sweep._Pruning):
        def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if self._trial.number == 1 and epoch == 1:
                raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweep, "_Pruning", CtrlC)
        with pytest.raises(KeyboardInterrupt):
            sweep.search(begun, faces, 2)
    assert len(begun.ended) == 1
    assert len(runs.Run(root / "small-001").read_history()) == 1
    resumed = sweep.open_sweep(root, "small", space, faces, None)
    sweep.search(resumed, faces, 2)
    for settings in (good | {"seed": 2}, good | {"seed": 3}, {"learning_rate": 1e-9, "batch_size": 70, "seed": 0}):
        resumed.study.enqueue_trial(settings)
    sweep.search(resumed, faces, 7)
    return resumed


def test_an_interrupted_sweep_goes_on_with_the_trial_that_it_was_in(searched: sweep.Sweep) -> None:
    trials = searched.study.trials

    assert len(searched.ended) == 7
    assert [trial.number for trial in trials if trial.state == TrialState.FAIL] == [1]
    again = trials[2]
    assert again.params == trials[1].params
    assert searched.run_of(again).name == "small-001"
    assert again.state == TrialState.COMPLETE
    assert list(searched.run_of(again).read_history()["epoch"]) == [1, 2]
    assert again.intermediate_values.keys() == {1, 2}
    assert (
        len({json.dumps(trial.params) for trial in trials}) == 7
    )  # what is drawn after it is not what was drawn before


def test_a_trial_is_a_run_like_any_other_and_worth_its_best_publictest_accuracy(searched: sweep.Sweep) -> None:
    assert searched.best_run is not None
    for trial in searched.complete:
        run = searched.run_of(trial)
        assert trial.value == run.read_history()["val_accuracy"].max()
        assert run.preset().learning_rate == pytest.approx(trial.params["learning_rate"], rel=1e-3)
        assert run.best.exists()
        assert not (run.folder / "evaluation.json").exists()  # PrivateTest is not looked at
    assert searched.best_run.name in sweep.as_table(searched)
    assert runs.open_run(searched.root, searched.best_run.name).preset().batch_size in (35, 70)


def test_pruned_trials_leave_their_epochs_in_the_study_and_no_folder(searched: sweep.Sweep) -> None:
    pruned = [trial for trial in searched.ended if trial.state == TrialState.PRUNED]

    assert 5 in [trial.number for trial in pruned]  # the hopeless one
    assert all(trial.intermediate_values for trial in pruned)
    assert not any(searched.run_of(trial).folder.exists() for trial in pruned)
    assert f"Pruned: {len(pruned)}." in sweep.as_table(searched)


def test_the_page_shows_every_trial_and_which_settings_matter_and_loads_nothing(searched: sweep.Sweep) -> None:
    page = sweep_report.write(searched).read_text()
    sources: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            sources.extend(value or "" for name, value in attributes if name in ("src", "srcset", "href"))

    Reader().feed(page)
    assert all(searched.run_of(trial).name in page for trial in searched.ended)
    assert len(sources) == 6
    assert all(source.startswith("data:image/svg+xml") for source in sources)
    assert "Parallel coordinates of" in page


def test_importance_finds_the_setting_that_decides() -> None:
    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.RandomSampler(seed=1))
    study.optimize(
        lambda trial: trial.suggest_float("decides", 0, 1) ** 2 + 0.01 * trial.suggest_float("hardly", 0, 1), 40
    )

    weights = sweep_report.importances(study)

    assert next(iter(weights)) == "decides"
    assert weights["decides"] > 0.8
    assert sum(weights.values()) == pytest.approx(1)


def test_a_sweep_is_not_gone_on_with_in_another_space_or_on_other_faces(
    searched: sweep.Sweep, tmp_path: Path, faces: FaceSet
) -> None:
    others = FaceSet(faces.name, faces.splits | {"PublicTest": faces.splits["PrivateTest"]})
    with pytest.raises(UserError, match="was begun with another space"):
        sweep.open_sweep(searched.root, "small", searched.space.with_fixed(["seed=3"]), faces, None)
    with pytest.raises(UserError, match="was begun with another set of faces"):
        sweep.open_sweep(searched.root, "small", searched.space, others, None)
    with pytest.raises(UserError, match=r"--name '\.\./small'"):
        sweep.open_sweep(searched.root, "../small", searched.space, faces, None)


def test_the_committed_space_is_understood_here_and_every_setting_is_a_presets() -> None:
    space = search_space.read(ROOT / "sweep.yaml")

    assert space.searched["learning_rate"] == Range(0.02, 0.3, log=True)
    assert space.searched["batch_size"] == Choice((64, 128, 256))
    fixed = space.with_fixed(["dropout=0.1", "epochs=3"])
    assert "dropout" not in fixed.searched
    study = optuna.create_study(sampler=fixed.sampler(0))
    settings = [fixed.suggest(study.ask()) for _ in range(20)]
    presets = [config.preset(fixed.preset, chosen) for chosen in settings]
    assert {preset.dropout for preset in presets} == {0.1}
    assert {preset.epochs for preset in presets} == {3}
    assert len({preset.learning_rate for preset in presets}) == 20
    assert all(0.02 <= preset.learning_rate <= 0.3 for preset in presets)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"method": "grid"}, "method 'grid'. Expected bayes or random"),
        ({"metric": {"name": "PrivateTest", "goal": "maximize"}}, "settings are chosen on PublicTest"),
        ({"early_terminate": {"type": "hyperband"}}, "early_terminate: min_iter missing"),
        ({"early_terminate": {"type": "hyperband", "min_iter": 1.5}}, "Expected hyperband with a whole min_iter"),
        ({"run_cap": 5}, "the sweep: run_cap missing or unknown"),
        ({"parameters": ["epochs"]}, "parameters .* Expected names of settings"),
        ({"parameters": {"epochs": {"value": 2}}}, "nothing is searched"),
        ({"parameters": {"rate": {"values": [1, 2]}}}, "--set rate: no such setting"),
        ({"parameters": {"dropout": {"min": 0.0, "max": 1.5}}}, "--set dropout=1.5: expected 0 up to 1"),
        ({"parameters": {"dropout": {"min": 0.5, "max": 0.1}}}, "dropout: .* Expected value, values, or min below max"),
        ({"parameters": {"dropout": {"distribution": "normal", "mu": 0, "sigma": 1}}}, "dropout: .*mu.* unknown"),
        ({"parameters": {"augment": {"distribution": "log_uniform_values", "min": 0, "max": 1}}}, "log from above 0"),
        ({"parameters": {"preset": {"values": ["cnn", "compact"]}, "seed": {"min": 0, "max": 1}}}, "one value"),
    ],
)
def test_a_space_that_cannot_be_searched_here_is_refused(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(UserError, match=message):
        space_of(tmp_path, **changes)


def test_what_is_no_file_or_no_yaml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("method: [")
    with pytest.raises(UserError, match="not YAML"):
        search_space.read(tmp_path / "bad.yaml")
    with pytest.raises(UserError, match="No sweep at"):
        search_space.read(tmp_path / "none.yaml")


def test_the_command_that_an_agent_of_wandb_makes_of_the_space_trains(tmp_path: Path, faces: FaceSet) -> None:
    """By wandb's own functions, as wandb.wandb_agent puts a command together; its server says the values, here the middle of each range."""
    from wandb.sdk.launch.sweeps.utils import create_sweep_command, create_sweep_command_args

    told = yaml.safe_load((ROOT / "sweep.yaml").read_text())
    middle = {
        name: one["value"] if "value" in one else one["values"][0] if "values" in one else (one["min"] + one["max"]) / 2
        for name, one in told["parameters"].items()
    }
    quick = middle | {"preset": "perceptron", "epochs": 1}
    macros = create_sweep_command_args({"args": {name: {"value": value} for name, value in quick.items()}})
    macros |= {"interpreter": [sys.executable], "program": [told["program"]]}
    command = [
        word
        for part in create_sweep_command(list(told["command"]))
        for word in (macros[part[2:-1]] if part.startswith("${") else [part])
    ]
    # A checkout of its own, since runs go into it.
    shutil.copytree(ROOT / "pytrain", tmp_path / "pytrain", ignore=shutil.ignore_patterns("opinions"))
    for name in ("tasks.py", "pyproject.toml"):  # by which pytrain knows that it is in a checkout
        shutil.copy(ROOT / name, tmp_path)
    parts = faces.splits.items()
    np.savez(
        tmp_path / "faces.npz",
        images=np.concatenate([part.images for _, part in parts]),
        emotion=np.concatenate([part.labels for _, part in parts]),
        usage=np.concatenate([np.full(len(part), SPLITS.index(split)) for split, part in parts]),
    )
    without = {name: value for name, value in os.environ.items() if not name.startswith("WANDB")}
    given = {"WANDB_RUN_ID": "ab12cd34", "WANDB_MODE": "offline", "FER2013": "faces.npz"}

    ended = subprocess.run(command, cwd=tmp_path, env=without | given, capture_output=True, text=True, check=False)

    assert ended.returncode == 0, ended.stderr
    run = runs.Run(tmp_path / "runs" / "perceptron-ab12cd34")
    assert run.preset().learning_rate == middle["learning_rate"]
    assert run.preset().augment == middle["augment"]
    assert run.is_finished
    assert list((run.folder / "wandb").glob("offline-run-*-ab12cd34"))
