"""A run's results: bench/latest.json, latest.md and the two charts, each whole or not at all."""

import dataclasses
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pytrain.atomic import write_text
from site_tests.bench import chart
from site_tests.bench.classifiers import Classifiers, Kernel
from site_tests.bench.goals import Goal
from site_tests.bench.summary import Figures, Spread, ratio

FORMAT = 1

DEAREST = 6
"""Kernels told one by one; the others together."""


@dataclass(frozen=True)
class Conditions:
    """Where and how it was measured.

    Attributes:
        measured_on: date, YYYY-MM-DD.
        commit: of the working tree.
        browser: with its version.
        processor, cores: of the machine; cores that this process may use.
        load_1min: the machine's load average when the run began; about 0 on a quiet machine; None where it is not told.
        rounds, calls_one, calls_four: rounds, and timed calls in all for each contestant.
        megabits_per_s, round_trip_ms: the slow line.
    """

    measured_on: str
    commit: str
    browser: str
    processor: str
    cores: int
    load_1min: float | None
    rounds: int
    calls_one: int
    calls_four: int
    megabits_per_s: float
    round_trip_ms: float


@dataclass(frozen=True)
class Results:
    """One run: contestants[0] is ours; `classifiers` only with peers."""

    conditions: Conditions
    contestants: tuple[Figures, ...]
    goals: tuple[Goal, ...]
    classifiers: Classifiers | None = None


def write(results: Results, folder: Path) -> None:
    """Writes the four files into `folder`, in place of the last run's."""
    folder.mkdir(parents=True, exist_ok=True)
    write_text(folder / "latest.json", as_json(results))
    write_text(folder / "latest.md", as_markdown(results))
    for background, svg in chart.charts(results.contestants).items():
        write_text(folder / f"chart-{background}.svg", svg)


def as_json(results: Results) -> str:
    """Milliseconds to a hundredth: what is finer is noise, and only makes diffs longer."""
    return json.dumps(_rounded({"format": FORMAT, **dataclasses.asdict(results)}), indent=1) + "\n"


def as_markdown(results: Results) -> str:
    """The goals and the tables, for bench/latest.md and the README."""
    everybody, conditions = results.contestants, results.conditions
    ours = everybody[0]
    parts = [
        "# How fast, how light, how steady",
        f"Written by `invoke bench{' --peers' if len(everybody) > 1 else ''}` on {conditions.measured_on} at commit {conditions.commit}: "
        f"{conditions.browser}, {conditions.processor}, {conditions.cores} cores, {_load(conditions)}{conditions.rounds} "
        f"rounds, everybody in turn, {conditions.calls_one} calls with one face and {conditions.calls_four} with four for each, "
        "frames of 640 x 480. "
        "**Only ratios within this run mean anything**: on another machine, or on this one at another hour, every time is another. "
        "No GPU was measured.",
        "\n".join(f"- **{who.id}**: {who.name}" for who in everybody),
        '<picture><source media="(prefers-color-scheme: dark)" srcset="chart-dark.svg">'
        f'<img src="chart-light.svg" alt="{chart.ALT}"></picture>',
        "## Goals\n\n" + goals_table(results.goals),
        "## Single calls\n\nMilliseconds, p50 (p95); *of ours* is the ratio of the totals' medians to ours, by round.\n\n"
        + _singles(everybody),
        "\\* The whole less a pass of detection alone over the same frames, so cropping is in it.",
    ]
    if results.classifiers:
        parts.append(
            "## Where the classifier's time goes\n\nKernel calls of one run on one face, without the rest of the engine: the "
            f"{DEAREST} dearest kinds.\n\n" + _kernels(results.classifiers)
        )
    if ours.stream:
        parts.append("## Streaming\n\n" + _streams(everybody))
    parts += [
        f"## The first prediction\n\nMilliseconds from the navigation, medians. Slow: {conditions.megabits_per_s:g} Mbit/s and "
        f"{conditions.round_trip_ms:g} ms round trip, everything in brotli. Bytes are kB of 1,000.\n\n"
        + _starts(everybody),
        "## What the bytes are\n\n" + _weights(ours),
        "## Faces and leavings\n\nFaces found of those in the frames, and boxes where there is no face.\n\n"
        + _faces_and_gains(everybody),
    ]
    return "\n\n".join(parts) + "\n"


def _load(conditions: Conditions) -> str:
    return "" if conditions.load_1min is None else f"load {conditions.load_1min:.1f} when it began; "


def goals_table(goals: Iterable[Goal]) -> str:
    return _table(("goal", "measured", ""), [(goal.goal, goal.measured, f"**{goal.verdict}**") for goal in goals])


def _singles(everybody: Sequence[Figures]) -> str:
    rows = []
    for name, faces in (("one", "one"), ("four", "four")):
        for who in everybody:
            stages = who.single[name]
            of_ours = ratio(stages["total_ms"], everybody[0].single[name]["total_ms"])
            times = [_times(stages.get(stage)) for stage in ("detect_ms", "crop_ms", "classify_ms", "total_ms")]
            rows.append((faces, who.id, *times, f"{of_ours:.2f}"))
    return _table(("faces", "", "detect", "crop", "classify", "total", "of ours"), rows)


def _kernels(alone: Classifiers) -> str:
    whole = sum(kernel.ms for kernel in alone.kernels)
    rest = alone.kernels[DEAREST:]
    others = Kernel("all others", "", sum(kernel.calls for kernel in rest), sum(kernel.ms for kernel in rest))
    rows = [
        (kernel.kernel, kernel.output, f"{kernel.calls:g}", f"{kernel.ms:.2f}", f"{100 * kernel.ms / whole:.0f} %")
        for kernel in [*alone.kernels[:DEAREST], others]
    ]
    return _table(("kernel", "output", "calls", "ms", "of the net"), rows)


def _streams(everybody: Sequence[Figures]) -> str:
    rows = [
        (
            who.id,
            _times(who.stream.total),
            f"{who.stream.frames_per_s:.1f}",
            f"{who.stream.longest_task_ms:.0f} ms" if who.stream.longest_task_ms else "none of 50 ms",
            f"{who.stream.longest_gap_ms:.0f} ms",
        )
        for who in everybody
        if who.stream
    ]
    head = (
        "",
        "a frame, p50 (p95) ms",
        "frames a second",
        "longest main-thread task",
        "longest gap between animation frames",
    )
    return _table(head, rows)


def _starts(everybody: Sequence[Figures]) -> str:
    rows = [
        (
            who.id,
            f"{who.start.cold.p50:,.0f}",
            f"{who.start.cold_load.p50:,.0f}",
            f"{who.start.cold_call.p50:,.0f}",
            f"{who.start.slow.p50:,.0f}",
            f"{who.start.warm.p50:,.0f}",
            f"{who.start.first_call.p50:.0f}",
            str(who.download.requests),
            _kb(who.download.raw_bytes),
            _kb(who.download.brotli_bytes),
            _notes(who),
        )
        for who in everybody
    ]
    cold = ("cold", "of it loading", "of it the first call")
    bytes_ = ("files", "kB", "kB brotli")
    return _table(("", *cold, "cold, slow", "warm", "first call, a second after loading", *bytes_, "notes"), rows)


def _notes(who: Figures) -> str:
    missing, elsewhere = len(who.download.missing), len(who.download.elsewhere)
    notes = [f"{missing} not found"] * bool(missing) + [f"{elsewhere} addresses of others"] * bool(elsewhere)
    return ", ".join(notes) or "-"


def _weights(who: Figures) -> str:
    rows = [(f"`{file.path}`", _kb(file.raw_bytes), _kb(file.brotli_bytes)) for file in who.download.files]
    return _table((who.id, "kB", "kB brotli"), rows)


def _faces_and_gains(everybody: Sequence[Figures]) -> str:
    rows = [
        (
            who.id,
            *(
                f"{who.found[name].found} of {who.found[name].faces} (+{who.found[name].false_boxes})"
                for name in ("one", "four")
            ),
            f"{who.found['none'].false_boxes} on {who.found['none'].frames}",
            f"{who.gained.calls:,}",
            f"{who.gained.tensors:+d}",
            f"{who.gained.heap_bytes / 1000:+,.0f}",
            f"{who.gained.object_urls:+d}",
        )
        for who in everybody
    ]
    head = (
        "",
        "one face (false)",
        "four faces (false)",
        "false on nobody",
        "calls",
        "tensors",
        "heap kB",
        "object URLs",
    )
    return _table(head, rows)


def _times(times: Spread | None) -> str:
    if not times:
        return "-"
    return f"{times.p50:.1f} \\*" if times.p95 is None else f"{times.p50:.1f} ({times.p95:.1f})"


def _kb(size_bytes: int) -> str:
    return f"{size_bytes / 1000:,.0f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _rounded(value: object) -> object:
    match value:
        case float():
            return round(value, 2)
        case dict():
            return {key: _rounded(item) for key, item in value.items()}
        case list() | tuple():
            return [_rounded(item) for item in value]
    return value
