"""From the rows of a run to its figures. Pure: no browser, no clock, no file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from site_tests.bench.rounds import Record, Round, Row
from site_tests.bench.scenes import Scene, Spot
from site_tests.bench.weight import OURS_TO_SERVE, Weight

STAGES = ("detect_ms", "crop_ms", "classify_ms", "total_ms")


@dataclass(frozen=True)
class Spread:
    """Times of one kind, in ms.

    Attributes:
        p50: the median of the rounds' medians, so that one disturbed round does not move it.
        p95: the 95th percentile of all rows; None where the times were not taken but subtracted.
        rounds: each round's median.
        count: rows.
    """

    p50: float
    p95: float | None
    rounds: tuple[float, ...]
    count: int


@dataclass(frozen=True)
class Start:
    """From navigation to the first prediction: on an empty profile, over the slow line, and again on the same profile.

    first_call is the first prediction alone, on an empty profile, a second after loading: as long as somebody reads before they click.
    Of a cold start, cold_load is until the contestant says that it is ready, from when its code is asked for, and cold_call the first
    prediction right after that; what is left goes by before any code of a contestant's is asked for.
    """

    cold: Spread
    cold_load: Spread
    cold_call: Spread
    slow: Spread
    warm: Spread
    first_call: Spread


@dataclass(frozen=True)
class Download:
    """What the first prediction took over the line; `missing` are paths answered 404, `elsewhere` addresses of other hosts."""

    requests: int
    raw_bytes: int
    brotli_bytes: int
    files: tuple[Weight, ...]
    missing: tuple[str, ...]
    elsewhere: tuple[str, ...]


@dataclass(frozen=True)
class Gained:
    """What `calls` calls left behind. heap_bytes: JavaScript heap and array buffers of page and workers, after collection."""

    calls: int
    tensors: int
    tensor_bytes: int
    heap_bytes: int
    object_urls: int


@dataclass(frozen=True)
class Found:
    """Of `faces` in the frames of a set `found` were boxed; `false_boxes` are the boxes left over."""

    frames: int
    faces: int
    found: int
    false_boxes: int


@dataclass(frozen=True)
class Stream:
    """Streaming from the camera.

    Attributes:
        total: a frame's timings.total_ms.
        frames_per_s: results per second, the median of the rounds.
        longest_task_ms: on the main thread; 0 where none reached the 50 ms that browsers report.
        longest_gap_ms: between two animation frames.
    """

    total: Spread
    frames_per_s: float
    longest_task_ms: float
    longest_gap_ms: float


@dataclass(frozen=True)
class Figures:
    """All figures of one contestant; `single` by set ("one", "four") and stage, without the stages it does not tell apart."""

    id: str
    name: str
    backend: str
    single: Mapping[str, Mapping[str, Spread]]
    start: Start
    download: Download
    gained: Gained
    found: Mapping[str, Found]
    stream: Stream | None


def spread(rounds: Iterable[Sequence[float]]) -> Spread | None:
    """Of the rows of each round, in ms; None if there are none."""
    filled = [list(rows) for rows in rounds if len(rows)]
    if not filled:
        return None
    pooled = [value for rows in filled for value in rows]
    medians = tuple(median(rows) for rows in filled)
    return Spread(median(medians), float(np.percentile(pooled, 95)), medians, len(pooled))


def ratio(slower: Spread, faster: Spread) -> float:
    """How many times as long `slower` took: the median of the rounds' ratios, since both shared each round's disturbances."""
    return median(s / f for s, f in zip(slower.rounds, faster.rounds, strict=True))


def single_calls(rounds: Sequence[Round], name: str) -> dict[str, Spread]:
    """Each stage of the calls on one set. What detection alone leaves of the whole is classification, crop included."""
    found = {stage: spread([_column(this.calls[name], stage) for this in rounds]) for stage in STAGES}
    detection = spread([_column(this.detect_calls[name], "total_ms") for this in rounds])
    total = found["total_ms"]
    if found["detect_ms"] is None and detection and total:
        found["detect_ms"] = detection
        found["classify_ms"] = _difference(total, detection)
    return {stage: times for stage, times in found.items() if times}


def faces_found(scenes: Sequence[Scene], boxes: Sequence[Sequence[list[float]]]) -> Found:
    """Each face may be met by one box, each box meets one face."""
    found = false_boxes = 0
    for scene, there in zip(scenes, boxes, strict=True):
        left = list(there)
        for spot in scene.faces:
            box = _nearest(spot, left)
            if box:
                left.remove(box)
                found += 1
        false_boxes += len(left)
    return Found(len(scenes), sum(len(scene.faces) for scene in scenes), found, false_boxes)


def figures(record: Record, scenes: Mapping[str, Sequence[Scene]], leak_calls: int) -> Figures:
    """Everything that one contestant's record says."""
    gained = {key: record.held_after[key] - record.held_before[key] for key in record.held_after if key in HELD}
    return Figures(
        id=record.contestant.id,
        name=record.contestant.name,
        backend=str(record.rounds[0].warm_start["about"]["backend"]),
        single={name: single_calls(record.rounds, name) for name in ("one", "four")},
        start=_start(record.rounds),
        download=_download(record),
        gained=Gained(calls=leak_calls, **{HELD[key]: int(value) for key, value in gained.items()}),
        found={name: faces_found(scenes[name], boxes) for name, boxes in record.boxes.items()},
        stream=_stream(record.rounds),
    )


HELD = {
    "numTensors": "tensors",
    "numBytes": "tensor_bytes",
    "heapBytes": "heap_bytes",
    "objectUrls": "object_urls",
}
"""Gained's names for what Visit.held() counts."""


def _column(rows: Iterable[Row], key: str) -> list[float]:
    return [row[key] for row in rows if row.get(key) is not None]


def _difference(whole: Spread, part: Spread) -> Spread:
    rounds = tuple(w - p for w, p in zip(whole.rounds, part.rounds, strict=True))
    return Spread(median(rounds), None, rounds, whole.count)


def _nearest(spot: Spot, boxes: Iterable[list[float]]) -> list[float] | None:
    def distance(box: list[float]) -> float:
        return float(np.hypot(box[0] + box[2] / 2 - spot.x, box[1] + box[3] / 2 - spot.y))

    return min((box for box in boxes if spot.is_met_by(box)), key=distance, default=None)


def _start(rounds: Sequence[Round]) -> Start:
    def times(value: Callable[[Round], float]) -> Spread:
        found = spread([[value(this)] for this in rounds])
        if not found:
            raise ValueError("No rounds: got none, expected at least one.")
        return found

    return Start(
        cold=times(lambda this: this.cold_start["first_prediction_ms"]),
        cold_load=times(lambda this: this.cold_start["load_ms"]),
        cold_call=times(lambda this: this.cold_start["first_call_ms"]),
        slow=times(lambda this: this.slow_start["first_prediction_ms"]),
        warm=times(lambda this: this.warm_start["first_prediction_ms"]),
        first_call=times(lambda this: this.paused_start["first_call_ms"]),
    )


def _download(record: Record) -> Download:
    missing = tuple(
        request.path
        for request in record.requests
        if request.file is None and not request.path.startswith(OURS_TO_SERVE)
    )
    return Download(
        requests=len(record.weights),
        raw_bytes=sum(weight.raw_bytes for weight in record.weights),
        brotli_bytes=sum(weight.brotli_bytes for weight in record.weights),
        files=tuple(record.weights),
        missing=missing,
        elsewhere=tuple(record.elsewhere),
    )


def _stream(rounds: Sequence[Round]) -> Stream | None:
    streams = [this.stream for this in rounds if this.stream and len(this.stream["rows"]) > 1]
    total = spread([_column(stream["rows"], "total_ms") for stream in streams])
    if not total:
        return None
    return Stream(
        total=total,
        frames_per_s=median(_rate(_column(stream["rows"], "at_ms")) for stream in streams),
        longest_task_ms=max((task for stream in streams for task in stream["tasks_ms"]), default=0.0),
        longest_gap_ms=max((gap for stream in streams for gap in stream["gaps_ms"]), default=0.0),
    )


def _rate(at_ms: Sequence[float]) -> float:
    return 1000 * (len(at_ms) - 1) / (at_ms[-1] - at_ms[0])
