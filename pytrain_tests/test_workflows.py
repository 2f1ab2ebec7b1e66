"""What runs elsewhere is pinned, may do no more than it must, and calls what is here."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def jobs(path: Path) -> dict[str, dict[str, Any]]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_to_a_commit_with_its_version_beside_it(path: Path) -> None:
    used = re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))
    assert used
    assert [line for line in used if not re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_only_the_job_that_deploys_may_write_and_it_runs_no_code_of_ours(path: Path) -> None:
    whole = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert "write" not in whole["permissions"].values()
    for job in whole["jobs"].values():
        if "write" in job.get("permissions", {}).values():
            assert all("run" not in step for step in job["steps"])
            assert all("checkout" not in step["uses"] for step in job["steps"])


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_everything_is_tested_before_it_is_built(path: Path) -> None:
    (tested,) = [job for job in jobs(path).values() if any("run" in step for step in job["steps"])]
    assert next(step["run"] for step in tested["steps"] if "run" in step) == ".ci/run"
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_pages_gets_what_invoke_builds_for_the_path_it_will_have() -> None:
    steps = jobs(ROOT / ".github" / "workflows" / "pages.yml")["build"]["steps"]
    (built,) = [step for step in steps if "invoke build" in step.get("run", "")]
    assert built["run"] == '.venv/bin/invoke build --base "$BASE/"'
    assert built["env"]["BASE"] == "${{ steps.pages.outputs.base_path }}"
    assert steps[-1]["with"]["path"] == "dist"
