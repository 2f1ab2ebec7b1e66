"""How fast a training learns, how long it waits for images, and what memory it takes: `invoke bench --train`.

Each measurement is a process of its own, since a peak of memory is a process' and stays. Rounds are interleaved, so that whatever else the
machine does meets all of them; figures are medians of the rounds. Images are random, as the time does not depend on what they show.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from pytrain import cache, config, runs
from pytrain.atomic import write_text
from pytrain.errors import UserError
from pytrain.faces import IMAGE_SIZE, LABELS, Faces

USUAL_IMAGES = 28_709
"""As many as FER2013's Training has."""

PRESETS = ("cnn", "compact")
VARIANTS = (("precision=bfloat16",), ("jit=on",), ("precision=bfloat16", "jit=on"))
"""What the last of the presets is measured with, too."""

_FEEDS = {
    "arrays": "plain model.fit on float arrays in memory, no augmentation",
    "file": "the training's own input, from the mapped file",
    "large": "the same, of more images",
}


@dataclass(frozen=True)
class Case:
    """What one process measures.

    Attributes:
        feed: one of _FEEDS.
        images: how many there are.
    """

    preset: str
    overrides: tuple[str, ...]
    feed: str
    images: int

    @property
    def name(self) -> str:
        return ", ".join([self.preset, *self.overrides])


@dataclass(frozen=True)
class Measured:
    """One measurement, or the medians of several.

    Attributes:
        images_per_s: learned from, in `model.fit`, callbacks left out.
        wait_share: of the time of a step, in a loop of its own, that goes by until its batch is there; None where the feed is no stream.
        peak_mb: the most memory that the process ever held, TensorFlow included (10^6 bytes).
    """

    images_per_s: float
    wait_share: float | None
    peak_mb: float


def bench(
    out: Path, presets: Sequence[str], images: int, rounds: int, seconds: float = 6.0, variants: bool = True
) -> str:
    """Measure everything, and write train.json and train.md into `out`.

    Args:
        images: of the larger set, in a temporary file of 2.3 kB each.
        seconds: that each measurement times, after a warm-up.

    Returns:
        the table, in Markdown.

    Raises:
        UserError: an unknown preset, one that needs teachers, or a measurement that broke off.
    """
    if images < 256:
        raise UserError(f"--images {images}: expected 256 or more.")
    cases = [
        Case(name, (), feed, images if feed == "large" else min(images, USUAL_IMAGES))
        for name in presets
        for feed in _FEEDS
    ]
    if variants:
        cases += [Case(presets[-1], overrides, "file", min(images, USUAL_IMAGES)) for overrides in VARIANTS]
    for case in cases:
        if config.preset(case.preset, case.overrides).teachers:
            raise UserError(
                f"--presets {case.preset}: it learns from teachers' lessons. Expected presets without teachers."
            )
    found: dict[Case, list[Measured]] = {case: [] for case in cases}
    with tempfile.TemporaryDirectory() as scratch:
        files = {count: Path(scratch, f"{count}.npy") for count in {case.images for case in cases}}
        for count, file in files.items():
            cache.write(file, count, _random_images(count))
        for number in range(1, rounds + 1):
            for case in cases:
                found[case].append(_measured_apart(case, files[case.images], seconds))
                print(
                    f"round {number}/{rounds}: {case.name}, {case.feed}: {found[case][-1].images_per_s:,.0f} images/s",
                    flush=True,
                )
    results = {
        "environment": runs.environment(),
        "commit": runs.commit(),
        "rounds": rounds,
        "seconds": seconds,
        "cases": [
            {**asdict(case), "median": asdict(_medians(found[case])), "rounds": [asdict(one) for one in found[case]]}
            for case in cases
        ],
    }
    table = as_markdown(results)
    out.mkdir(parents=True, exist_ok=True)
    write_text(out / "train.json", json.dumps(results, indent=2) + "\n")
    write_text(out / "train.md", table)
    return table


def as_markdown(results: dict[str, Any]) -> str:
    """The results of `bench` as a page with a table."""
    cases = results["cases"]
    plain = {case["preset"]: case["median"] for case in cases if case["feed"] == "arrays"}
    rows = []
    for case in cases:
        figures = case["median"]
        share = figures["images_per_s"] / plain[case["preset"]]["images_per_s"]
        wait = "" if figures["wait_share"] is None else f"{100 * figures['wait_share']:.1f} %"
        rows.append(
            f"| `{', '.join([case['preset'], *case['overrides']])}` | {case['feed']} | {case['images']:,} |"
            f" {figures['images_per_s']:,.0f} | {100 * share:.0f} % | {wait} | {figures['peak_mb']:,.0f} |"
        )
    machine = results["environment"]
    return "\n".join(
        [
            "# How fast it trains",
            "",
            f"`invoke bench --train`, {results['rounds']} interleaved rounds of {results['seconds']:g} s, medians;"
            f" {machine['cpu_count']} CPU cores, {machine['platform']}, TensorFlow {machine['versions']['tensorflow']},"
            f" commit {results['commit']}.",
            "",
            "| preset | feed | images | images/s | of `arrays` | waits for input | peak memory, MB |",
            "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
            *rows,
            "",
            *[f"- `{name}`: {what}." for name, what in _FEEDS.items()],
            "- \"Waits for input\": the share of a step's time until its batch is there. Without a GPU, reading and augmentation take",
            "  their time from the same cores as the network, so a preset that augments is slower than `arrays` without ever waiting.",
            "",
        ]
    )  # fmt: skip


def measure(case: Case, file: Path, seconds: float) -> Measured:
    """Train `case` on the images in `file` for some seconds, in this process."""
    # Here, since TensorFlow is not needed by the process that starts the measurements.
    import keras

    from pytrain import model as networks
    from pytrain import pipeline
    from pytrain.train import compile_model

    preset = config.preset(case.preset, case.overrides)
    labels = np.random.default_rng(1).integers(len(LABELS), size=case.images)
    keras.utils.set_random_seed(preset.seed)
    model = compile_model(networks.build(preset), preset, case.images // preset.batch_size)
    faces = Faces(np.load(file, mmap_mode="r", allow_pickle=False), labels)
    clock = _clock(seconds)
    if case.feed == "arrays":
        images = np.array(faces.images, np.float32)[..., None]
        targets = np.eye(len(LABELS), dtype=np.float32)[labels]
        model.fit(images, targets, batch_size=preset.batch_size, epochs=10_000, callbacks=[clock], verbose=0)
        wait_share = None
    else:
        steps = pipeline.steps_per_epoch(faces, preset)
        batches = pipeline.training_batches(faces, preset)
        model.fit(batches, steps_per_epoch=steps, epochs=10_000, callbacks=[clock], shuffle=False, verbose=0)
        wait_share = _wait_share(model, iter(batches), seconds / 3)
    return Measured(preset.batch_size * clock.steps / clock.spent, wait_share, _peak_bytes() / 1e6)


def _clock(seconds: float) -> Any:
    import keras

    class Clock(keras.callbacks.Callback):
        """Stops the training after `seconds`, counted from behind the first steps."""

        warm_up = 5

        def __init__(self) -> None:
            super().__init__()
            self.steps, self.spent, self._began = -self.warm_up, 0.0, 0.0

        def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
            self.steps += 1
            if self.steps <= 0:
                self._began = time.perf_counter()
                return
            self.spent = time.perf_counter() - self._began
            self.model.stop_training = self.spent > seconds

    return Clock()


def _wait_share(model: Any, batches: Iterator[Any], seconds: float) -> float:
    for _ in range(3):
        model.train_on_batch(*next(batches))
    waited, began = 0.0, time.perf_counter()
    while (spent := time.perf_counter() - began) < seconds:
        asked = time.perf_counter()
        batch = next(batches)
        waited += time.perf_counter() - asked
        model.train_on_batch(*batch)  # gives its loss as a number, so it has been computed when this returns
    return waited / spent


def _peak_bytes() -> int:
    status = Path("/proc/self/status")
    if status.is_file():  # on Linux, getrusage's peak begins with that of the process that started this one
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    try:
        import resource
    except ImportError:
        raise UserError(
            "Peak memory is asked of getrusage, which Windows does not have. Expected Linux or macOS."
        ) from None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _random_images(count: int) -> Iterator[np.ndarray]:
    rng = np.random.default_rng(0)
    for start in range(0, count, 4096):
        yield rng.integers(256, size=(min(4096, count - start), IMAGE_SIZE, IMAGE_SIZE), dtype=np.uint8)


def _measured_apart(case: Case, file: Path, seconds: float) -> Measured:
    asked = json.dumps({**asdict(case), "file": str(file), "seconds": seconds})
    command = [sys.executable, "-m", "pytrain.speed", asked]
    done = subprocess.run(
        command, cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=False, timeout=600
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it gave no reason"])[-1]
        raise UserError(f"The measurement of {case.name} ({case.feed}) broke off: {last}")
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def _medians(several: Sequence[Measured]) -> Measured:
    waits = [one.wait_share for one in several if one.wait_share is not None]
    return Measured(
        images_per_s=median(one.images_per_s for one in several),
        wait_share=median(waits) if waits else None,
        peak_mb=median(one.peak_mb for one in several),
    )


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    file, seconds = Path(asked.pop("file")), asked.pop("seconds")
    print(json.dumps(asdict(measure(Case(**{**asked, "overrides": tuple(asked["overrides"])}), file, seconds))))
