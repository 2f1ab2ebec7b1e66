"""A trained run -> the model folder the page reads: tfjs graph model, golden.json, manifest.json."""

import dataclasses
import datetime
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from pytrain import contract, shipped, tfjs
from pytrain.atomic import assembled
from pytrain.callbacks import model_logits
from pytrain.drawn import draw, random_face
from pytrain.errors import UserError
from pytrain.evaluate import Evaluation, evaluate
from pytrain.faces import IMAGE_SIZE, LABELS, FaceSet
from pytrain.metrics import SplitMetrics
from pytrain.model import mflops, with_features
from pytrain.runs import Run, versions

CROP_FILE = Path(__file__).with_name("crop.json")
"""How the page's face boxes become squares framed as FER2013's are; `python -m site_tests.framing DATA --calibrate` measures it."""

GOLDEN_TOLERANCE = {"logits": 0.02, "features": 0.02}
"""Float32 kernels of different backends sum in different orders; half-precision GPUs stay within it too."""


@dataclass(frozen=True)
class Conversion:
    """What a conversion cost and gained.

    Attributes:
        before, after: the float network and the quantized files, on the same faces.
        float_bytes, shard_bytes: weights as float32 and as shipped.
    """

    manifest: contract.Manifest
    before: Evaluation
    after: Evaluation
    float_bytes: int
    shard_bytes: int


def _crop() -> contract.Crop:
    return contract.Crop(**json.loads(CROP_FILE.read_text(encoding="utf-8"))["crop"])


def convert(run: Run, faces: FaceSet, folder: Path, quantization: str) -> Conversion:
    """Convert the best weights of `run` and measure what came out on `faces`; `folder` appears whole or not at all.

    Args:
        faces: the data set the run was trained on; its figures go into the manifest.
        folder: replaced if it holds a model.
        quantization: one of contract.QUANTIZATIONS.

    Raises:
        UserError: unknown quantization, another data set than the run's, or a folder that holds something else than a model.
    """
    config = run.config()
    _check(config, faces, folder, quantization)
    network = with_features(run.load_best())
    with assembled(folder) as partial:
        try:
            write_graph_model(network, partial, quantization)
        except tf.errors.OpError as error:
            # How TensorFlow says that a disk is full or locked; on the way it writes to the temporary one, too.
            why = str(error).rpartition(";")[2].strip()
            raise UserError(
                f"{folder} could not be written ({why}). Expected room and permission to write, there and in {tempfile.gettempdir()}."
            ) from None
        manifest = unmeasured_manifest(run, network, partial, quantization)
        predict = shipped.load(partial, manifest)
        contract.write_golden(_golden(predict, manifest), partial)
        after = evaluate(lambda images: predict(images)[manifest.output.logits], faces)
        manifest = dataclasses.replace(
            manifest,
            output=dataclasses.replace(manifest.output, temperature=round(after.temperature, 4)),
            files=tuple(contract.describe_file(path) for path in sorted(partial.iterdir())),
            metrics={name: _metrics(split) for name, split in after.splits.items()},
        )
        contract.write(manifest, partial)
    return Conversion(
        manifest=manifest,
        before=evaluate(model_logits(network), faces),
        after=after,
        float_bytes=4 * manifest.parameters,
        shard_bytes=manifest.weight_bytes,
    )


def as_table(conversion: Conversion) -> str:
    """What the conversion changed, for a terminal."""
    manifest = conversion.manifest
    lines = [f"{manifest.name}, {manifest.quantization}", f"{'':26}{'before':>12}{'after':>12}"]
    for split in ("PublicTest", "PrivateTest"):
        before, after = (evaluation.splits[split].accuracy for evaluation in (conversion.before, conversion.after))
        lines.append(f"{split + ' accuracy':26}{100 * before:10.2f} %{100 * after:10.2f} %")
    lines.append(f"{'bytes of weights':26}{conversion.float_bytes:12,}{conversion.shard_bytes:12,}")
    return "\n".join(lines)


def _check(config: dict, faces: FaceSet, folder: Path, quantization: str) -> None:
    if quantization not in contract.QUANTIZATIONS:
        raise UserError(f"--quantize {quantization!r}: expected one of {', '.join(contract.QUANTIZATIONS)}.")
    if config["dataset_sha256"] != faces.sha256:
        raise UserError(
            f"The run was trained on {config['dataset']} {config['dataset_sha256'][:12]}…, --data holds {faces.name} {faces.sha256[:12]}…."
            " Give the data the run was trained on: its figures go into the manifest."
        )
    if folder.exists() and any(folder.iterdir()) and not (folder / contract.MANIFEST).exists():
        raise UserError(
            f"{folder} holds something else than a model: no {contract.MANIFEST}. Give an empty or a new folder."
        )


def write_graph_model(network: keras.Model, folder: Path, quantization: str) -> None:
    """`network`, with the outputs of pytrain.model.with_features, as a tfjs graph model in `folder`: model.json and its shards."""

    @tf.function(input_signature=[tf.TensorSpec([None, IMAGE_SIZE, IMAGE_SIZE, 1], tf.float32, name="face")])
    def serve(face: tf.Tensor) -> dict[str, tf.Tensor]:
        return network(face, training=False)

    with tempfile.TemporaryDirectory() as saved_model:
        module = tf.Module()
        module.network = network  # tracked, so that its weights are saved
        tf.saved_model.save(module, saved_model, signatures={"serving_default": serve})
        tfjs.convert_saved_model(Path(saved_model), folder, quantization)


def unmeasured_manifest(run: Run, network: keras.Model, folder: Path, quantization: str) -> contract.Manifest:
    """The manifest of what write_graph_model wrote before anything was measured: temperature 1, no figures, no files."""
    config, preset = run.config(), run.preset()
    weights = tfjs.read_weights(folder / "model.json")
    return contract.Manifest(
        format=contract.FORMAT,
        name=config["preset_name"],
        created=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        labels=LABELS,
        input=contract.Input("face", IMAGE_SIZE, IMAGE_SIZE, 1, 0, 255, "bt601", "bilinear-antialias", _crop()),
        output=contract.Output("logits", "features", int(network.output["features"].shape[-1]), 1.0),
        quantization=quantization,
        parameters=sum(int(weight.size) for weight in weights.values() if np.issubdtype(weight.dtype, np.floating)),
        mflops=round(mflops(network), 2),
        files=(),
        training=contract.Training(
            preset=config["preset_name"],
            dataset=config["dataset"],
            dataset_sha256=config["dataset_sha256"],
            seed=preset.seed,
            epochs=len(run.read_history()),
            commit=config["commit"],
            versions=versions(),
        ),
        metrics={},
    )


def _golden(predict: shipped.Predict, manifest: contract.Manifest) -> contract.Golden:
    """A drawn face of each expression, noise, black and white: nobody's picture, and every range of the network."""
    rng = np.random.default_rng(0)
    inputs = {f"drawn {label} face": draw(random_face(label, rng), IMAGE_SIZE) for label in manifest.labels}
    inputs["noise"] = rng.integers(0, 256, (IMAGE_SIZE, IMAGE_SIZE), dtype=np.uint8)
    inputs |= {
        name: np.full((IMAGE_SIZE, IMAGE_SIZE), value, np.uint8) for name, value in (("black", 0), ("white", 255))
    }
    pixels = np.stack(list(inputs.values()))
    outputs = predict(pixels)
    return contract.Golden(
        list(inputs), pixels, outputs[manifest.output.logits], outputs[manifest.output.features], GOLDEN_TOLERANCE
    )


def _metrics(split: SplitMetrics) -> contract.Metrics:
    low, high = split.accuracy_interval_95
    return contract.Metrics(
        count=split.count,
        accuracy=round(split.accuracy, 5),
        accuracy_interval_95=(round(low, 5), round(high, 5)),
        macro_f1=round(split.macro_f1, 5),
        ece=round(split.ece, 5),
        nll=round(split.nll, 5),
        recall={label: round(figures.recall, 5) for label, figures in split.per_class.items()},
    )
