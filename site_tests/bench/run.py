"""`invoke bench` from beginning to end: contestants, rounds, figures, goals, files."""

import dataclasses
import os
import platform
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Error, Playwright, sync_playwright

from pytrain import toolchain
from pytrain.errors import UserError
from site_tests.bench import classifiers, contestants, report, rounds
from site_tests.bench.classifiers import Classifiers
from site_tests.bench.goals import goals
from site_tests.bench.report import Conditions, Results
from site_tests.bench.rounds import Plan, Record
from site_tests.bench.summary import figures


def bench(dist: Path, out: Path, plan: Plan, *, backend: str = "wasm", with_peers: bool = False) -> Results:
    """Measures the module in `dist`, with the npm peers if asked, and writes the results into `out`.

    Raises:
        UserError: no module in dist, no peers, no browser, or a contestant failed.
    """
    who = [contestants.ours(dist, backend), *(contestants.peers() if with_peers else [])]
    chromium = toolchain.chromium()
    with sync_playwright() as playwright:
        alone = _classifiers(playwright, chromium, dist) if with_peers else None
        results = measure(playwright, chromium, who, plan, alone)
    report.write(results, out)
    return results


def measure(
    playwright: Playwright,
    chromium: Path,
    who: list[contestants.Contestant],
    plan: Plan,
    alone: Classifiers | None = None,
    say: Callable[[str], None] = lambda line: print(line, flush=True),
) -> Results:
    """One run of all contestants, the first of them ours; `alone` is what was measured of the classifier before.

    Raises:
        UserError: one of them failed, with what the browser said.
    """
    load_1min = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    # A browser that was just closed may still write into its profile when the folder goes.
    with TemporaryDirectory(prefix="mood-mirror-bench-", ignore_cleanup_errors=True) as folder:
        studio = rounds.Studio(playwright, chromium, Path(folder))
        try:
            records = rounds.run(studio, who, plan, say)
        except Error as error:
            raise UserError(f"The bench broke off, nothing was written: {error.message}") from error
        everybody = tuple(figures(record, studio.scenes, plan.leak_calls) for record in records)
    ours, *peers = everybody
    return Results(_conditions(plan, records[0], load_1min), everybody, tuple(goals(ours, peers, alone)), alone)


def _classifiers(playwright: Playwright, chromium: Path, dist: Path) -> Classifiers:
    print("the classifier alone, on our kernels and in LiteRT.js", flush=True)
    with TemporaryDirectory(prefix="mood-mirror-bench-") as folder:
        try:
            return classifiers.compare(playwright, chromium, dist, Path(folder))
        except Error as error:
            raise UserError(f"The bench broke off, nothing was written: {error.message}") from error


def _conditions(plan: Plan, ours: Record, load_1min: float | None) -> Conditions:
    return Conditions(
        measured_on=date.today().isoformat(),
        commit=_commit(),
        browser=ours.browser,
        processor=_processor(),
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        load_1min=load_1min,
        rounds=plan.rounds,
        calls_one=sum(len(this.calls["one"]) for this in ours.rounds),
        calls_four=sum(len(this.calls["four"]) for this in ours.rounds),
        megabits_per_s=plan.megabits_per_s,
        round_trip_ms=plan.round_trip_ms,
    )


def _commit() -> str:
    # As pytrain.runs has it, which cannot be asked: it brings TensorFlow along, whose threads would be measured too.
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude", "*"]
    result = subprocess.run(command, cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
    return result.stdout.strip() or "unknown"


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    if described.is_file():
        for line in described.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def as_text(results: Results) -> str:
    """The goals for a terminal."""
    rows = [dataclasses.astuple(goal) for goal in results.goals]
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    return "\n".join(f"{goal:{widths[0]}}  {measured:{widths[1]}}  {verdict}" for goal, measured, verdict in rows)
