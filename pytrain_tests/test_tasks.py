"""The tasks as they are typed, in a process of their own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TASKS = (
    *("audit", "bench", "build", "compare", "convert", "data", "deploy", "evaluate", "lint", "package"),
    *("release", "release-check", "runs", "serve", "sweep", "test", "train", "watch"),
)


def invoke(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "invoke", *words]
    without_data = {name: value for name, value in os.environ.items() if name != "FER2013"}
    return subprocess.run(
        command, cwd=ROOT, env=without_data | environment, capture_output=True, text=True, check=False
    )


def test_the_list_names_every_task_with_a_sentence() -> None:
    listed = invoke("--list").stdout

    lines = [line.split(maxsplit=1) for line in listed.splitlines() if line.startswith("  ") and line[2] != " "]
    assert [name for name, _ in lines] == list(TASKS)
    assert all(len(sentence) > 20 for _, sentence in lines)


def test_the_list_is_there_at_once_because_no_task_imports_tensorflow_before_it_runs() -> None:
    check = "import sys, tasks; sys.exit('tensorflow' in sys.modules or 'keras' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", check], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("task", TASKS)
def test_each_tasks_help_shows_one_example_and_explains_every_option(task: str) -> None:
    shown = invoke("--help", task).stdout

    assert f"Example: invoke {task}" in " ".join(shown.split())
    options = shown.partition("Options:")[2].strip().splitlines()
    unexplained = [
        line for line in options if line.strip().startswith("-") and len(re.split(r"\s{2,}", line.strip())) < 2
    ]
    assert unexplained == [] or options == ["none"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["train", "--preset", "vgg"], "Unknown preset 'vgg'"),
        (["train", "--data", "nowhere.csv"], "No data at nowhere.csv"),
        (["train", "--resume", "nothing"], "No run 'nothing'"),
        (["train", "--resume", "x", "--name", "y"], "leave out --name, --set, --extra, --mix and --margin"),
        (["train", "--mix", "raf"], "expected a path and its share of an epoch"),
        (["train", "--margin", "0.5"], "expected a share from 0 up to 0.5"),
        (["evaluate", "--model", "model"], "learned from fer2013; say where that is"),
        (["evaluate", "--check"], "say which: --model model"),
        (["evaluate", "--model", "nowhere"], "No model in nowhere"),
        (["compare", "nothing", "model"], "nothing: neither a run in"),
        (["convert", "--run", "nothing"], "No run 'nothing'"),
        (["release", "nothing"], "No run 'nothing'"),
        (["release", "student", "--force"], "--force and --why belong together"),
        (["sweep", "--config", "nowhere.yaml"], "No sweep at nowhere.yaml"),
        (["build", "--base", "mood-mirror"], "expected ./ or a path that starts and ends with a slash"),
        (["build", "--model", "nowhere"], "No model in nowhere"),
        (["serve", "--https", "--tunnel"], "give one of them"),
        (["watch", "--run", "nothing"], "No run 'nothing'"),
        (["bench", "--rounds", "0"], "expected at least 1 of each"),
        (["train", "--strategy", "tpu"], "expected one of one, mirrored, multiworker"),
        (["train", "--strategy", "multiworker"], "$TF_CONFIG is not set"),
        (["bench", "--train", "--presets", "student"], "Expected presets without teachers"),
        (["bench", "--dist", "nowhere"], "Run: invoke build"),
        (["test", "--only", "all"], "expected one of python, site, browser"),
    ],
)
def test_a_wrong_word_ends_with_one_sentence_and_status_1(words: list[str], message: str) -> None:
    result = invoke(*words)

    assert result.returncode == 1
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_the_data_path_may_come_from_the_environment() -> None:
    assert "No data at from-environment.npz" in invoke("train", FER2013="from-environment.npz").stderr
