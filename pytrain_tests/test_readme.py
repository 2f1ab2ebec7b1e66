"""The README says what there is, and the checks run what it says."""

import re
from pathlib import Path

from invoke import Collection

import tasks

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_task_stands_in_the_readme() -> None:
    named = set(re.findall(r"invoke ([\w-]+)", README))

    assert set(Collection.from_module(tasks).task_names) <= named


def test_what_checks_a_bare_machine_runs_the_readmes_test_command() -> None:
    commands = re.findall(r"```sh\n(.*?)\n```", README)

    assert len(commands) == 2
    assert commands[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_every_file_and_folder_that_the_readme_links_is_there() -> None:
    linked = [target for target in re.findall(r"\]\(([^)]+)\)", README) if "://" not in target]

    assert linked
    assert all((ROOT / target).exists() for target in linked)


def test_the_readmes_figures_of_the_released_model_are_the_manifests() -> None:
    from pytrain import contract

    manifest = contract.read(ROOT / "model")
    private = manifest.metrics["PrivateTest"]
    low, high = private.accuracy_interval_95

    assert f"**{100 * private.accuracy:.1f} %** ({100 * low:.1f} to {100 * high:.1f})" in README
    assert f"{sum(file.bytes for file in manifest.files if file.path.endswith('.bin')):,} bytes of weights" in README
    for label in manifest.labels:
        assert re.search(rf"{label} \(?{100 * private.recall[label]:.0f} %", README), label


def test_the_readmes_figures_of_robustness_and_peers_are_the_cards() -> None:
    from pytrain import card

    measured = card.read(ROOT / "model")
    short = README.partition("In short: ")[2].partition("\n\n")[0]

    for row in measured.robustness.values():
        if row.loss > 0.05:
            assert f"{100 * row.loss:.1f}" in short
    for peer in measured.peers.values():
        assert f"{100 * peer.accuracy:.1f} % in {peer.latency_ratio:.1f} times the time" in short
