"""model/manifest.json: the contract between the Python that writes a model and whatever reads it.

One writer (`write`) and one strict reader (`read`): an unknown or a missing key is an error that names it, so that the two
sides can't drift apart unnoticed. The page has a reader of its own, in site/src/manifest.ts, which is as strict.
"""

import base64
import dataclasses
import hashlib
import json
import re
import sys
import typing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pytrain.atomic import write_text
from pytrain.errors import UserError, brief, listed, shown
from pytrain.faces import is_drawn

FORMAT = 1
MANIFEST = "manifest.json"
GOLDEN = "golden.json"
FIGURES = "card.json"
"""What was measured about the model, for its card and for the page about it; a model that was not evaluated has none."""

QUANTIZATIONS = ("uint8", "uint16", "float16", "none")


@dataclass(frozen=True)
class Crop:
    """How a face box becomes the square that the network sees.

    side = (1 + 2 * margin_ratio) * max(box width, box height); its centre is the box's centre moved by the two offsets,
    which are shares of that side; positive is right and down. A head that is tilted far is turned upright about that centre; right and
    down are its own then, and the side is larger by what the detector's boxes shrink (site/src/geometry.ts).
    """

    margin_ratio: float
    offset_x_ratio: float
    offset_y_ratio: float


@dataclass(frozen=True)
class Input:
    """The tensor `name`: (n, height, width, channels) float32, raw pixels from `minimum` to `maximum`.

    grey "bt601": 0.299 R + 0.587 G + 0.114 B. resize "bilinear-antialias": a separable triangle filter with half-pixel
    centres whose support grows with the reduction, as Pillow's BILINEAR and tf.image.resize(antialias=True) do it.
    """

    name: str
    width: int
    height: int
    channels: int
    minimum: int
    maximum: int
    grey: str
    resize: str
    crop: Crop


@dataclass(frozen=True)
class Output:
    """Names of the two outputs, the length of a feature vector, and the temperature: probabilities = softmax(logits / temperature)."""

    logits: str
    features: str
    feature_count: int
    temperature: float


@dataclass(frozen=True)
class File:
    """A file beside the manifest, by its name, size and digest."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Training:
    """What made the weights."""

    preset: str
    dataset: str
    dataset_sha256: str
    seed: int
    epochs: int
    commit: str
    versions: dict[str, str]


@dataclass(frozen=True)
class Metrics:
    """How the quantized model does on one split; shares from 0 to 1, `nll` in nats, `recall` for each label."""

    count: int
    accuracy: float
    accuracy_interval_95: tuple[float, float]
    macro_f1: float
    ece: float
    nll: float
    recall: dict[str, float]


@dataclass(frozen=True)
class Manifest:
    format: int
    name: str
    created: str
    labels: tuple[str, ...]
    input: Input
    output: Output
    quantization: str
    parameters: int
    mflops: float
    files: tuple[File, ...]
    training: Training
    metrics: dict[str, Metrics]

    @property
    def weight_bytes(self) -> int:
        """Bytes of all shards together."""
        return sum(file.bytes for file in self.files if file.path.endswith(".bin"))

    @property
    def weights_sha256(self) -> str:
        """What tells one model from another: the digest of its first shard."""
        return next((file.sha256 for file in self.files if file.path.endswith(".bin")), "")

    @property
    def is_demonstration(self) -> bool:
        """Trained on drawn faces: to show the road, not to judge a photograph."""
        return is_drawn(self.training.dataset)


def describe_file(path: Path) -> File:
    content = path.read_bytes()
    return File(path.name, len(content), hashlib.sha256(content).hexdigest())


def write(manifest: Manifest, folder: Path) -> Path:
    """Write the manifest into `folder`, whole or not at all; it reads back equal."""
    path = folder / MANIFEST
    write_text(path, json.dumps(dataclasses.asdict(manifest), indent=2) + "\n")
    return path


def read(folder: Path) -> Manifest:
    """Read and check `folder`/manifest.json.

    Raises:
        UserError: no manifest, not JSON, an unknown or missing key, a wrong type, or another format.
    """
    path = folder / MANIFEST
    try:
        written = path.read_bytes()
    except FileNotFoundError:
        raise UserError(f"No model in {folder}: {MANIFEST} is missing. `invoke train convert` makes one.") from None
    except OSError as error:
        raise UserError(f"{path}: could not be read ({brief(error)}). `invoke convert` writes it anew.") from None
    content = load_json(written, str(path), "what `invoke convert` wrote")
    if isinstance(content, dict) and content.get("format") != FORMAT:
        raise UserError(
            f"{path}: format {shown(content.get('format'))}. Expected {FORMAT}; convert the run again with this version."
        )
    manifest = parse(content, Manifest, str(path))
    _check(manifest, path)
    return manifest


_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def _check(manifest: Manifest, path: Path) -> None:
    """What types don't say. Files lie beside the manifest: a path that leads elsewhere would have `invoke build` copy there."""
    if manifest.quantization not in QUANTIZATIONS:
        raise UserError(
            f"{path}: quantization {shown(manifest.quantization)}. Expected one of {', '.join(QUANTIZATIONS)}."
        )
    if not manifest.labels or len(set(manifest.labels)) != len(manifest.labels):
        raise UserError(f"{path}: labels {listed(manifest.labels)}. Expected some, each once.")
    if manifest.output.temperature <= 0:
        raise UserError(f"{path}: temperature {manifest.output.temperature}. Expected more than 0.")
    taken = {MANIFEST, FIGURES}
    for file in manifest.files:
        if not _PLAIN_NAME.fullmatch(file.path) or file.path in taken:
            raise UserError(f"{path}: file {shown(file.path)}. Expected the name of a file beside it, each once.")
        if file.bytes < 0 or not _SHA256.fullmatch(file.sha256):
            raise UserError(
                f"{path}: {file.path} of {file.bytes} bytes, sha256 {shown(file.sha256)}. Expected a size and 64 hex digits."
            )
        taken.add(file.path)


def check_files(manifest: Manifest, folder: Path) -> None:
    """Compare every file with the manifest.

    Raises:
        UserError: a file that is missing, cut off or altered; names it with both digests.
    """
    for expected in manifest.files:
        path = folder / expected.path
        if not path.is_file():
            raise UserError(f"{path} is missing though {MANIFEST} lists it. Convert the run again.")
        found = describe_file(path)
        if found != expected:
            raise UserError(
                f"{path}: {found.bytes} bytes, sha256 {found.sha256[:12]}…. {MANIFEST} expects {expected.bytes} bytes,"
                f" {expected.sha256[:12]}…. The file was altered or cut off; convert the run again."
            )


ACCURACY_TOLERANCE = 0.002
"""Another CPU's kernels may turn a face or two in a thousand whose two best labels are as good as equal."""


def check_accuracy(manifest: Manifest, measured: dict[str, float]) -> None:
    """Compare measured accuracies, by split, with the manifest's.

    Raises:
        UserError: one differs by more than ACCURACY_TOLERANCE, or the splits differ.
    """
    stated = {name: metrics.accuracy for name, metrics in manifest.metrics.items()}
    if stated.keys() != measured.keys():
        raise UserError(f"{MANIFEST} states splits {', '.join(stated)}; measured were {', '.join(measured)}.")
    for name, accuracy in measured.items():
        if abs(accuracy - stated[name]) > ACCURACY_TOLERANCE:
            raise UserError(
                f"{name}: measured {100 * accuracy:.2f} %. {MANIFEST} states {100 * stated[name]:.2f} %."
                " Another data set (compare its sha256), or files that don't belong together."
            )


@dataclass(frozen=True)
class Golden:
    """Inputs with the quantized model's outputs, so that another runtime can show that it agrees.

    Attributes:
        names: what each input shows.
        pixels: (n, 48, 48) uint8.
        logits: (n, labels) float32.
        features: (n, feature_count) float32.
        tolerance: greatest absolute difference allowed, for "logits" and for "features".
    """

    names: list[str]
    pixels: np.ndarray
    logits: np.ndarray
    features: np.ndarray
    tolerance: dict[str, float]


def write_golden(golden: Golden, folder: Path) -> Path:
    """Write golden.json; pixels as base64 of row-major uint8."""
    inputs = [
        {
            "name": name,
            "pixels": base64.b64encode(pixels.tobytes()).decode(),
            "logits": [round(float(value), 6) for value in logits],
            "features": [round(float(value), 6) for value in features],
        }
        for name, pixels, logits, features in zip(
            golden.names, golden.pixels, golden.logits, golden.features, strict=True
        )
    ]
    path = folder / GOLDEN
    write_text(path, json.dumps({"tolerance": golden.tolerance, "inputs": inputs}) + "\n")
    return path


def load_json(content: bytes, where: str, expected: str) -> Any:
    """JSON as the standard has it: UTF-8, no key twice in an object.

    Raises:
        UserError: something else; says that `expected` was.
    """
    try:
        return json.loads(content.decode("utf-8"), object_pairs_hook=_each_key_once)
    except (ValueError, RecursionError) as error:
        raise UserError(f"{where}: not JSON ({brief(error)}). Expected {expected}.") from None


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is there twice")
    return found


def parse(value: Any, kind: Any, where: str) -> Any:
    """`value`, from JSON, as the annotated type `kind`; dataclasses strictly key by key."""
    if dataclasses.is_dataclass(kind):
        return _parse_object(value, kind, where)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is dict:
        _expect(isinstance(value, dict), value, "an object", where)
        return {key: parse(item, arguments[1], f"{where} {listed([key])}") for key, item in value.items()}
    if origin is tuple:
        _expect(isinstance(value, list), value, "a list", where)
        kinds = [arguments[0]] * len(value) if arguments[-1] is Ellipsis else arguments
        _expect(len(value) == len(kinds), value, f"{len(kinds)} items", where)
        return tuple(
            parse(item, each, f"{where}[{index}]") for index, (item, each) in enumerate(zip(value, kinds, strict=True))
        )
    accepted = (int, float) if kind is float else kind
    _expect(isinstance(value, accepted) and not isinstance(value, bool), value, f"a {kind.__name__}", where)
    # Python takes NaN for a number, and 1e999 for infinity.
    _expect(kind is not float or abs(value) <= sys.float_info.max, value, "a finite number", where)
    return value


def _parse_object(value: Any, kind: Any, where: str) -> Any:
    _expect(isinstance(value, dict), value, "an object", where)
    types_of = typing.get_type_hints(kind)
    known = [field.name for field in dataclasses.fields(kind)]
    for problem, keys in (("unknown", value.keys() - set(known)), ("missing", set(known) - value.keys())):
        if keys:
            raise UserError(
                f"{where}: {problem} key {listed(sorted(keys))}. Expected {', '.join(known)}; was it made by another version?"
            )
    return kind(**{name: parse(value[name], types_of[name], f"{where} {name}") for name in known})


def _expect(holds: bool, value: Any, expected: str, where: str) -> None:
    if not holds:
        raise UserError(f"{where}: got {json.dumps(value)[:60]}. Expected {expected}.")
