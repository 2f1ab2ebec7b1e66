"""Runs and converted models side by side on the same faces: figures, what is chance, size, speed, and which faces changed.

Runs are converted first, into a folder that is gone afterwards: what is compared is what would be shipped.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.special import softmax

from pytrain import contract, convert, experiment, runs, shipped
from pytrain.errors import UserError
from pytrain.evaluate import TESTS, Evaluation, evaluate_logits
from pytrain.faces import FaceSet
from pytrain.significance import Paired, paired

LATENCY_ROUNDS = 40


@dataclass(frozen=True)
class Entry:
    """One of those to compare: a converted model, or a run converted for the occasion.

    Attributes:
        name: as it was asked for.
        run: none for a converted model.
    """

    name: str
    folder: Path
    manifest: contract.Manifest
    run: runs.Run | None = None


@dataclass(frozen=True)
class Measured:
    """What was measured about an entry.

    Attributes:
        probabilities: by test split, (n, 7) float32, divided by the temperature before the softmax.
        latency_ms: median for one face in TensorFlow on this machine, the entries taking turns; means something beside others only.
    """

    entry: Entry
    evaluation: Evaluation
    probabilities: dict[str, np.ndarray]
    latency_ms: float

    def says(self, split: str) -> np.ndarray:
        """(n,) int64, indices into LABELS."""
        return np.asarray(self.probabilities[split].argmax(axis=1))


@dataclass(frozen=True)
class Comparison:
    """The first entry, and how every other differs from it.

    Attributes:
        faces: what all were measured on.
        against_first: for each other entry, in order, a Paired by test split.
    """

    faces: FaceSet
    measured: list[Measured]
    against_first: list[dict[str, Paired]]


@contextmanager
def entries(
    root: Path, names: Sequence[str], data: str | None, quantization: str
) -> Iterator[tuple[list[Entry], FaceSet]]:
    """The runs in `root` and model folders called `names`, ready to be measured, and the faces to do it on.

    Args:
        data: where the data set is; where none is given, where the first run had it, else the drawn faces.
        quantization: of the runs, one of contract.QUANTIZATIONS.

    Raises:
        UserError: fewer than two, one twice, neither run nor model, or runs that were tested on different faces.
    """
    if len(set(names)) < max(2, len(names)):
        raise UserError(
            f"Got {', '.join(names) or 'nothing'} to compare. Expected two names or more, each once: runs, or folders of models."
        )
    found = [_run_or_model(root, name) for name in names]
    first = next((one for one in found if isinstance(one, runs.Run)), None)
    faces = experiment.load_faces(data) if first is None else experiment.faces_of(first, data)
    with tempfile.TemporaryDirectory() as scratch:
        made = []
        for number, (name, one) in enumerate(zip(names, found, strict=True)):
            if isinstance(one, runs.Run):
                print(f"Converting {name} to {quantization}.", flush=True)
                folder = Path(scratch, str(number))
                convert.convert(one, _same_tests(one, faces, data), folder, quantization)
                made.append(Entry(name, folder, contract.read(folder), one))
            else:
                made.append(Entry(name, one, contract.read(one)))
        yield made, faces


def measure(compared: Sequence[Entry], faces: FaceSet) -> list[Measured]:
    """Run each entry's own files on both test splits, then all in turns on one face.

    Raises:
        UserError: a model that was altered, or that does not reach on its data set what its manifest states.
    """
    predictors = []
    for entry in compared:
        contract.check_files(entry.manifest, entry.folder)
        predictors.append(shipped.load(entry.folder, entry.manifest))
    latencies_ms = _interleaved_ms(predictors, faces.splits["PublicTest"].images[:1])
    return [_measured(*each, faces) for each in zip(compared, predictors, latencies_ms, strict=True)]


def compare(measured: Sequence[Measured], faces: FaceSet) -> Comparison:
    """Hold each against the first."""
    first, *others = measured
    against_first = [
        {split: paired(faces.splits[split].labels, first.says(split), other.says(split)) for split in TESTS}
        for other in others
    ]
    return Comparison(faces, list(measured), against_first)


def as_table(comparison: Comparison) -> str:
    """Figures and differences for a terminal."""
    width = max(20, *(len(one.entry.name) for one in comparison.measured))
    lines = [f"{'':{width + 2}}{'faces':>6}  {'accuracy (95 % interval)':27}{'macro-F1':>8}{'ECE':>7}{'NLL':>7}"]
    for split in TESTS:
        lines.append(split)
        for one in comparison.measured:
            found = one.evaluation.splits[split]
            low, high = (100 * end for end in found.accuracy_interval_95)
            accuracy = f"{100 * found.accuracy:.2f} %  ({low:.1f} to {high:.1f})"
            figures = f"{found.macro_f1:8.3f}{found.ece:7.3f}{found.nll:7.3f}"
            lines.append(f"  {one.entry.name:{width}}{found.count:6}  {accuracy:27}{figures}")
    lines += ["", f"{'':{width + 2}}{'parameters':>12}{'bytes':>12}{'MFLOP':>8}{'ms a face':>11}  {'as'}"]
    for one in comparison.measured:
        made = one.entry.manifest
        size = f"{made.parameters:12,}{made.weight_bytes:12,}{made.mflops:8.1f}"
        lines.append(f"  {one.entry.name:{width}}{size}{one.latency_ms:11.2f}  {made.quantization}")
    first, *others = comparison.measured
    for one, differences in zip(others, comparison.against_first, strict=True):
        lines += ["", f"{one.entry.name} against {first.entry.name}"]
        lines += [f"  {split:12}{_sentence(differences[split])}" for split in TESTS]
    return "\n".join(lines)


def p_shown(p_value: float) -> str:
    """A p-value to read: three digits, or how small it is at most."""
    return f"p = {p_value:.3f}" if p_value >= 0.001 else "p < 0.001"


def _sentence(found: Paired) -> str:
    gain = found.accuracy
    return (
        f"{100 * gain.value:+.2f} points ({100 * gain.low:+.2f} to {100 * gain.high:+.2f}), {found.only_second} faces gained,"
        f" {found.only_first} lost, {p_shown(found.p_value)}: {found.verdict}"
    )


def _run_or_model(root: Path, name: str) -> runs.Run | Path:
    """A run where there is one of that name, else the folder of a model."""
    if (root / name / "config.json").exists():
        return runs.Run(root / name)
    if (Path(name) / contract.MANIFEST).exists():
        return Path(name)
    known = ", ".join(run.name for run in runs.all_runs(root)) or "none yet"
    raise UserError(
        f"{name}: neither a run in {root}/ nor the folder of a converted model. The runs: {known}. A model: for example model"
    )


def _same_tests(run: runs.Run, faces: FaceSet, data: str | None) -> FaceSet:
    """The data set of `run`, whose test faces must be those of `faces`; what it learned from may be other."""
    if run.config()["dataset_sha256"] == faces.sha256:
        return faces
    own = experiment.faces_of(run, data)
    if _tests_sha256(own) != _tests_sha256(faces):
        raise UserError(
            f"{run.name} was tested on other faces ({own.name}) than the runs before it ({faces.name}), so there is nothing to compare."
            " Expected runs on the same data set; train one of them anew."
        )
    return own


def _tests_sha256(faces: FaceSet) -> str:
    nothing = faces.training.subset(np.arange(0))
    return FaceSet("", faces.splits | {"Training": nothing}).sha256


def _measured(entry: Entry, predict: shipped.Predict, latency_ms: float, faces: FaceSet) -> Measured:
    print(f"Measuring {entry.name}.", flush=True)
    logits = {split: predict(faces.splits[split].images)[entry.manifest.output.logits] for split in TESTS}
    evaluation = evaluate_logits(logits, faces)
    if entry.manifest.training.dataset_sha256 == faces.sha256:
        try:
            contract.check_accuracy(entry.manifest, {name: split.accuracy for name, split in evaluation.splits.items()})
        except UserError as error:
            raise UserError(f"{entry.name}: {error}") from None
    else:
        print(
            f"{entry.name} learned from {entry.manifest.training.dataset}, other rows than these: what it states is not checked."
        )
    return Measured(
        entry,
        evaluation,
        {split: softmax(found / evaluation.temperature, axis=1) for split, found in logits.items()},
        latency_ms,
    )


def _interleaved_ms(predictors: Sequence[shipped.Predict], face: np.ndarray) -> list[float]:
    """Median for each, all taking turns, so that a busy machine slows all of them alike."""
    times: list[list[float]] = [[] for _ in predictors]
    for number in range(-3, LATENCY_ROUNDS):  # the first calls compile
        for predict, own in zip(predictors, times, strict=True):
            began = time.perf_counter()
            predict(face)
            if number >= 0:
                own.append(1000 * (time.perf_counter() - began))
    return [statistics.median(own) for own in times]
