"""The model card: everything measured about a converted model, written as card.json and told in CARD.md.

After Mitchell et al. 2019, Model Cards for Model Reporting (arXiv 1810.03993). Every figure comes from the shipped files run in
TensorFlow.js by `measure`; the words around them are in card.md.j2.
"""

import dataclasses
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pytrain import config, contract, figures, templates, tfjs_runtime
from pytrain.atomic import write_text
from pytrain.build import SITE
from pytrain.errors import UserError
from pytrain.evaluate import Evaluation, evaluate
from pytrain.evaluate import read as read_evaluation
from pytrain.faces import LABELS, Faces, FaceSet, equal_to_any
from pytrain.metrics import SplitMetrics, split_metrics
from pytrain.robustness import Robustness, robustness
from pytrain.runs import Run

FIGURES, CARD, PICTURES = contract.FIGURES, "CARD.md", "card"
"""Names in the model's folder: the measured figures, the card, and the folder of its pictures."""


@dataclass(frozen=True)
class Peer:
    """Another project's network on the same PrivateTest faces, or ours for comparison.

    Attributes:
        accuracy, accuracy_interval_95, macro_f1: on PrivateTest, 0 to 1.
        latency_ratio: median time for one face divided by ours in the same process, interleaved.
    """

    accuracy: float
    accuracy_interval_95: tuple[float, float]
    macro_f1: float
    latency_ratio: float


@dataclass(frozen=True)
class Agreement:
    """With FER+'s ten annotators (Barsoum et al. 2016): how often the model says what most of them said.

    Attributes:
        count: faces with one label of the seven that has the most votes.
        model, labels: share of them where the model, or FER2013's own label, is that label; 0 to 1.
    """

    count: int
    model: float
    labels: float


@dataclass(frozen=True)
class DataFaults:
    """What is wrong with the data set, counted.

    Attributes:
        faces: in all splits.
        leaked: by test split, its faces that stand in Training, pixel by pixel.
        conflicting: groups of identical images that carry more than one label.
        blank: images of a single grey.
    """

    faces: int
    leaked: dict[str, int]
    conflicting: int
    blank: int


@dataclass(frozen=True)
class Seed:
    """A run of the same recipe: PublicTest and PrivateTest accuracy of the float network, 0 to 1."""

    seed: int
    public_test: float
    private_test: float


@dataclass(frozen=True)
class Origin:
    """What the weights come from besides the data set's labels, by the preset's recipe.

    Attributes:
        start: a name in config.STARTS, whose published weights training began with; empty for random ones.
        votes: whether it learned from FER+'s votes too.
        teachers: presets that taught it, each with its own start.
    """

    start: str
    votes: bool
    teachers: dict[str, str]


@dataclass(frozen=True)
class Figures:
    """Everything measured about a model; what card.json holds.

    Attributes:
        weights_sha256: of the model that was measured, so that no other can be taken for it.
        origin: none where the manifest's preset is not known here.
        runtime: what ran it, for example "TensorFlow.js 4.22.0, wasm".
        latency_ms: median for one face, batch of one, in that runtime in Node.js on the measuring machine.
        agreement: by split; none where the data set carries no votes.
        peers: by name.
        seeds: runs of the same recipe, the released one among them; may be empty.
    """

    weights_sha256: str
    origin: Origin | None
    runtime: str
    latency_ms: float
    data: DataFaults
    evaluation: Evaluation
    robustness: dict[str, Robustness]
    agreement: dict[str, Agreement]
    peers: dict[str, Peer]
    seeds: tuple[Seed, ...]

    def to_json(self) -> str:
        return json.dumps(dataclasses.asdict(self), indent=1, allow_nan=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Figures":
        found = json.loads(text)
        return cls(
            weights_sha256=found["weights_sha256"],
            origin=Origin(**found["origin"]) if found["origin"] else None,
            runtime=found["runtime"],
            latency_ms=found["latency_ms"],
            data=DataFaults(**found["data"]),
            evaluation=Evaluation.from_json(json.dumps(found["evaluation"])),
            robustness={name: Robustness(**row) for name, row in found["robustness"].items()},
            agreement={name: Agreement(**row) for name, row in found["agreement"].items()},
            peers={
                name: Peer(**row | {"accuracy_interval_95": tuple(row["accuracy_interval_95"])})
                for name, row in found["peers"].items()
            },
            seeds=tuple(Seed(**row) for row in found["seeds"]),
        )


def measure(folder: Path, faces: FaceSet, seeds: Sequence[Run] = ()) -> Figures:
    """Measure the converted model in `folder`, its shards run in TensorFlow.js, and its peers on the same faces.

    Args:
        folder: holds a model that equals its manifest.
        faces: the whole data set, as published.
        seeds: finished and evaluated runs of the same recipe.
    """
    manifest = contract.read(folder)
    private = faces.splits["PrivateTest"]
    run = _remembering(lambda images: tfjs_runtime.logits(tfjs_runtime.OURS, images, folder))

    def ours(images: np.ndarray) -> np.ndarray:
        return run(images).logits

    evaluation = evaluate(ours, faces)
    runtime = run(private.images)
    times = tfjs_runtime.interleaved_latency(tfjs_runtime.NETWORKS, private.images[0], model=folder)
    return Figures(
        weights_sha256=manifest.weights_sha256,
        origin=_origin(config.PRESETS.get(manifest.training.preset), with_votes=faces.training.votes is not None),
        runtime=f"TensorFlow.js {runtime.version}, {runtime.backend} backend, one thread",
        latency_ms=round(times[tfjs_runtime.OURS], 2),
        data=_faults(faces),
        evaluation=evaluation,
        robustness=robustness(ours, private),
        agreement={
            name: _agreement(ours(part.images), part)
            for name, part in faces.splits.items()
            if name != "Training" and part.votes is not None
        },
        peers={
            _title(name): _peer(
                split_metrics(tfjs_runtime.logits(name, private.images).logits, private.labels, name=name),
                times[name] / times[tfjs_runtime.OURS],
            )
            for name in tfjs_runtime.PEERS
        },
        seeds=tuple(_seed(run) for run in seeds),
    )


def write(folder: Path, measured: Figures) -> Path:
    """Write card.json, the pictures and CARD.md into the model's folder; returns CARD.md."""
    write_text(folder / FIGURES, measured.to_json())
    (folder / PICTURES).mkdir(exist_ok=True)
    for name, picture in _pictures(measured).items():
        write_text(folder / PICTURES / f"{name}-light.svg", picture.light_svg)
        write_text(folder / PICTURES / f"{name}-dark.svg", picture.dark_svg)
    write_text(folder / CARD, render(contract.read(folder), measured))
    return folder / CARD


def read(folder: Path) -> Figures:
    """The figures in `folder`'s card.json.

    Raises:
        UserError: there is none, or it cannot be read.
    """
    path = folder / FIGURES
    try:
        return Figures.from_json(path.read_text("utf-8"))
    except FileNotFoundError:
        raise UserError(f"{path} is missing. `invoke evaluate --model {folder} --data PATH` writes it.") from None
    except (ValueError, TypeError, KeyError, UserError) as error:
        raise UserError(
            f"{path} cannot be read: {error!r}. `invoke evaluate --model {folder} --data PATH` writes it anew."
        ) from error


def check(folder: Path, measured: Figures) -> None:
    """Compare what was measured now with the figures in the folder's card, speed and seeds aside.

    Raises:
        UserError: the card is another model's, or an accuracy differs by more than contract.ACCURACY_TOLERANCE; names all that do.
    """
    stated = read(folder)
    if stated.weights_sha256 != measured.weights_sha256:
        raise UserError(
            f"{folder / FIGURES} is about another model: weights {stated.weights_sha256[:12]}…, but {measured.weights_sha256[:12]}…"
            f" stand beside it. `invoke evaluate --model {folder} --data PATH` writes the card anew."
        )
    pairs = {
        name: (getattr(stated, part)[name].accuracy, found.accuracy)
        for part in ("robustness", "peers")
        for name, found in getattr(measured, part).items()
    }
    pairs |= {
        name: (stated.evaluation.splits[name].accuracy, split.accuracy)
        for name, split in measured.evaluation.splits.items()
    }
    pairs |= {f"FER+ on {name}": (stated.agreement[name].model, row.model) for name, row in measured.agreement.items()}
    apart = [
        f"{name}: {100 * was:.2f} % in the card, {100 * now:.2f} % measured"
        for name, (was, now) in pairs.items()
        if abs(was - now) > contract.ACCURACY_TOLERANCE
    ]
    if apart:
        raise UserError(
            f"{folder / FIGURES} does not say what its model does:\n  "
            + "\n  ".join(apart)
            + f"\n`invoke evaluate --model {folder} --data PATH` writes the card anew."
        )


def as_table(measured: Figures) -> str:
    """Robustness, agreement and peers for a terminal."""
    lines = ["", f"PrivateTest under{'':36}accuracy  points"]
    lines += [
        f"  {name:50}{100 * row.accuracy:8.1f} %{-100 * row.loss:+8.1f}" for name, row in measured.robustness.items()
    ]
    lines += [
        f"Says what most FER+ annotators say on {name}: {100 * row.model:.1f} % (the labels: {100 * row.labels:.1f} %)"
        for name, row in measured.agreement.items()
    ]
    lines.append(f"One face: {measured.latency_ms} ms in {measured.runtime}")
    lines += [
        f"  {name:50}{100 * peer.accuracy:8.1f} %{peer.latency_ratio:6.2f} times as long"
        for name, peer in measured.peers.items()
    ]
    return "\n".join(lines)


def render(manifest: contract.Manifest, measured: Figures) -> str:
    """CARD.md's text."""
    private = [seed.private_test for seed in measured.seeds]
    return (
        templates.load("card.md.j2").render(
            manifest=manifest,
            measured=measured,
            evaluation=measured.evaluation,
            preset=config.PRESETS.get(manifest.training.preset),
            starts=config.STARTS,
            labels=LABELS,
            seeds_mean=float(np.mean(private)) if private else None,
            seeds_std=float(np.std(private, ddof=1)) if len(private) > 1 else None,
        )
        + "\n"
    )


def _remembering(
    run: Callable[[np.ndarray], tfjs_runtime.RuntimeResult],
) -> Callable[[np.ndarray], tfjs_runtime.RuntimeResult]:
    """The same function; faces that were asked about before are not run again."""
    known: dict[bytes, tfjs_runtime.RuntimeResult] = {}

    def remembered(images: np.ndarray) -> tfjs_runtime.RuntimeResult:
        key = images.tobytes()
        if key not in known:
            known[key] = run(images)
        return known[key]

    return remembered


def _origin(preset: config.Preset | None, with_votes: bool) -> Origin | None:
    if preset is None:
        return None
    return Origin(
        start=preset.start,
        votes=with_votes and preset.votes_weight + preset.votes_loss > 0,
        teachers={name: config.PRESETS[name].start for name in preset.teachers.split()},
    )


def _faults(faces: FaceSet) -> DataFaults:
    images = np.concatenate([part.images.reshape(len(part), -1) for part in faces.splits.values()])
    labels = np.concatenate([part.labels for part in faces.splits.values()])
    _, group = np.unique(images, axis=0, return_inverse=True)
    labelled = np.unique(np.stack([group.ravel(), labels], axis=1), axis=0)
    return DataFaults(
        faces=len(images),
        leaked={
            name: int(equal_to_any(part, faces.training).sum())
            for name, part in faces.splits.items()
            if name != "Training"
        },
        conflicting=int((np.bincount(labelled[:, 0]) > 1).sum()),
        blank=int((images.min(axis=1) == images.max(axis=1)).sum()),
    )


def _agreement(logits: np.ndarray, faces: Faces) -> Agreement:
    assert faces.votes is not None
    ranked = np.sort(faces.votes, axis=1)
    clear = ranked[:, -1] > ranked[:, -2]  # one label ahead of all others; rows without votes are all zeros
    majority = faces.votes.argmax(axis=1)[clear]
    return Agreement(
        count=int(clear.sum()),
        model=float((logits.argmax(axis=1)[clear] == majority).mean()),
        labels=float((faces.labels[clear] == majority).mean()),
    )


def _title(peer: str) -> str:
    """A peer by the npm package that its weights come from, and the version of that."""
    package = tfjs_runtime.PACKAGES[peer]
    locked = json.loads((SITE / "package-lock.json").read_text("utf-8"))["packages"]
    return f"{package} {locked[f'node_modules/{package}']['version']}"


def _peer(found: SplitMetrics, latency_ratio: float) -> Peer:
    return Peer(found.accuracy, found.accuracy_interval_95, found.macro_f1, round(latency_ratio, 2))


def _seed(run: Run) -> Seed:
    splits = read_evaluation(run.folder).splits
    return Seed(run.preset().seed, splits["PublicTest"].accuracy, splits["PrivateTest"].accuracy)


def _pictures(measured: Figures) -> dict[str, figures.Picture]:
    evaluation = measured.evaluation
    before, after = figures.calibration(evaluation.calibration["PrivateTest"], "PrivateTest")
    return {
        "confusion": figures.confusion(evaluation.splits["PrivateTest"], "PrivateTest"),
        "reliability-before": before,
        "reliability-after": after,
    }
