"""One run: every contestant in every round, in turn, and what came out, row by row."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Error, Playwright

from site_tests import pictures
from site_tests.bench.contestants import HERE, Contestant
from site_tests.bench.scenes import Scene, film, scenes
from site_tests.bench.server import Host, Line, Request
from site_tests.bench.visit import Visit
from site_tests.bench.weight import Packer, Weight

FIRST_FRAME = "one-7.png"
"""The largest face: whoever finds any finds this one, so the first prediction has a face to judge."""

WARM_UP = 5
"""Calls on each frame before any is timed."""

Row = Mapping[str, float]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """How much is measured.

    Attributes:
        rounds: cold, paused, slow and warm starts for each contestant; the rows' medians are taken by round.
        bursts: times a round that each contestant in turn gets every frame of a set.
        leak_calls: calls of analyze between the two counts of what is held.
        stream_s, settle_s: seconds of stream that count, and before them some that do not.
        pause_s: seconds between loading and the first call of a paused start.
        megabits_per_s, round_trip_ms: the line of the slow start.
    """

    rounds: int = 3
    bursts: int = 5
    leak_calls: int = 500
    stream_s: float = 5.0
    settle_s: float = 1.5
    pause_s: float = 1.0
    megabits_per_s: float = 10.0
    round_trip_ms: float = 40.0


@dataclass
class Round:
    """One contestant's rows of one round. Times in ms; *_start as driver.js's start() gives them."""

    cold_start: dict[str, Any] = field(default_factory=dict)
    paused_start: dict[str, Any] = field(default_factory=dict)
    slow_start: dict[str, Any] = field(default_factory=dict)
    warm_start: dict[str, Any] = field(default_factory=dict)
    calls: dict[str, list[Row]] = field(default_factory=lambda: {"one": [], "four": []})
    detect_calls: dict[str, list[Row]] = field(default_factory=lambda: {"one": [], "four": []})
    stream: dict[str, Any] | None = None


@dataclass
class Record:
    """Everything seen of one contestant.

    Attributes:
        requests: of the first cold start, the bench's own among them.
        weights: of what was fetched then, without the bench's own.
        boxes: by set, by frame, [x, y, width, height].
        held_before, held_after: Visit.held() around `leak_calls` calls.
        elsewhere: addresses of other hosts that were asked for.
        browser: its name and version.
    """

    contestant: Contestant
    rounds: list[Round] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    weights: list[Weight] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    boxes: dict[str, list[list[list[float]]]] = field(default_factory=dict)
    held_before: dict[str, int] = field(default_factory=dict)
    held_after: dict[str, int] = field(default_factory=dict)
    browser: str = ""


class Studio:
    """What a run needs besides contestants: a browser to start, frames and film on disk, a place for profiles."""

    def __init__(self, playwright: Playwright, chromium: Path, folder: Path) -> None:
        self.playwright, self.chromium, self.folder = playwright, chromium, folder
        self.scenes: dict[str, list[Scene]] = scenes()
        self.frames: dict[str, list[str]] = {}
        (folder / "frames").mkdir()
        for name, found in self.scenes.items():
            self.frames[name] = [f"{name}-{i}.png" for i in range(len(found))]
            for scene, file in zip(found, self.frames[name], strict=True):
                scene.picture.save(folder / "frames" / file)
        self.film = pictures.write_film(film(), folder / "film.y4m")
        self.packer = Packer(folder)

    def host(self, contestant: Contestant) -> Host:
        return Host({"/bench/": HERE, "/frames/": self.folder / "frames", **contestant.mounts})

    @contextmanager
    def fresh_profile(self) -> Iterator[Path]:
        # A browser that was just closed may still write into its profile.
        with TemporaryDirectory(dir=self.folder, prefix="profile-", ignore_cleanup_errors=True) as profile:
            yield Path(profile)

    def visit(
        self, contestant: Contestant, host: Host, profile: Path, *, pause_s: float = 0.0, with_camera: bool = False
    ) -> Visit:
        return Visit(
            self.playwright,
            self.chromium,
            contestant,
            host,
            profile=profile,
            first=FIRST_FRAME,
            pause_s=pause_s,
            film=self.film if with_camera else None,
        )


def run(studio: Studio, contestants: Sequence[Contestant], plan: Plan, say: Say = print) -> list[Record]:
    """Measures everybody, in turn.

    Raises:
        playwright.sync_api.Error: a contestant could not be started, or failed.
    """
    records = [Record(contestant) for contestant in contestants]
    for number in range(plan.rounds):
        # Who is first differs from round to round, so that no one has always the coldest or the busiest machine.
        turn = number % len(records)
        in_turn = records[turn:] + records[:turn]
        with ExitStack() as stack:
            visits = []
            for record in in_turn:
                say(f"round {number + 1} of {plan.rounds}: {record.contestant.id} starts")
                visits.append(_starts_at_last(studio, record, plan, stack, say))
            for visit, record in zip(visits, in_turn, strict=True):
                _warm_up(visit, studio)
                if number == 0:
                    say(
                        f"round 1 of {plan.rounds}: {record.contestant.id} looks for faces, then {plan.leak_calls} calls"
                    )
                    _once(visit, record, plan)
            say(f"round {number + 1} of {plan.rounds}: single calls in turn")
            for burst in range(plan.bursts):
                for index in range(len(visits)):
                    at = (burst + index) % len(visits)
                    _burst(visits[at], in_turn[at].rounds[-1], studio)
            for visit, record in zip(visits, in_turn, strict=True):
                if visit.can("stream"):
                    say(f"round {number + 1} of {plan.rounds}: {record.contestant.id} streams")
                    record.rounds[-1].stream = visit.stream(plan.settle_s, plan.stream_s)
    return records


def _starts_at_last(studio: Studio, record: Record, plan: Plan, stack: ExitStack, say: Say) -> Visit:
    """As _starts, with two more chances: now and then a peer starts without one of its models, and says so only when it is used."""
    for chances_left in (2, 1, 0):
        try:
            return _starts(studio, record, plan, stack)
        except Error as error:
            if not chances_left:
                raise
            record.rounds.pop()
            say(f"{record.contestant.id} did not start, and gets another chance: {error.message.splitlines()[0]}")
    raise AssertionError("the last chance returns or raises")


def _starts(studio: Studio, record: Record, plan: Plan, stack: ExitStack) -> Visit:
    """Cold start, one with a pause, slow and warm start; the last stays open until the stack is closed."""
    contestant, this = record.contestant, Round()
    record.rounds.append(this)
    host = stack.enter_context(studio.host(contestant))
    profile = stack.enter_context(studio.fresh_profile())
    with studio.visit(contestant, host, profile) as cold:
        this.cold_start = cold.started
        record.browser = cold.browser_version
        record.elsewhere = sorted({*record.elsewhere, *cold.elsewhere})
    if not record.requests:
        record.requests = list(host.log)
        record.weights = studio.packer.weights(record.requests)
    with studio.fresh_profile() as empty, studio.visit(contestant, host, empty, pause_s=plan.pause_s) as paused:
        this.paused_start = paused.started
    with studio.host(contestant) as slow_host, studio.fresh_profile() as empty:
        slow_host.line = Line(plan.megabits_per_s, plan.round_trip_ms)
        slow_host.packed = studio.packer.packed
        with studio.visit(contestant, slow_host, empty) as slow:
            this.slow_start = slow.started
    warm = stack.enter_context(studio.visit(contestant, host, profile, with_camera=True))
    this.warm_start = warm.started
    return warm


def _warm_up(visit: Visit, studio: Studio) -> None:
    """Every frame some times: what a contestant starts only when it first sees several faces is there after that."""
    visit.hold(studio.frames)
    for name in ("one", "four"):
        visit.calls(name, WARM_UP * len(studio.frames[name]))


def _once(visit: Visit, record: Record, plan: Plan) -> None:
    """What need not be measured twice: faces found, and what is held after many calls."""
    record.boxes = {name: visit.boxes(name) for name in ("one", "four", "none")}
    visit.calls(
        "one", plan.leak_calls
    )  # what the browser's compilers note down over the first thousands of calls is no leak
    record.held_before = visit.held()
    visit.calls("one", plan.leak_calls)
    record.held_after = visit.held()


def _burst(visit: Visit, this: Round, studio: Studio) -> None:
    """Every frame with a face once."""
    for name in ("one", "four"):
        this.calls[name] += visit.calls(name, len(studio.frames[name]))
        if visit.can("detect"):
            this.detect_calls[name] += visit.calls(name, len(studio.frames[name]), "detect")
