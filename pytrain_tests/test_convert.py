import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from pytrain import contract, runs, shipped, steps, tfjs
from pytrain.convert import Conversion, as_table, convert
from pytrain.drawn import drawn_faces
from pytrain.errors import UserError
from pytrain.faces import FaceSet
from pytrain.model import with_features

SHARD = "group1-shard1of1.bin"


@pytest.fixture(scope="module")
def converted(trained: runs.Run, faces: FaceSet, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Conversion]:
    folder = tmp_path_factory.mktemp("models") / "uint8"
    return folder, convert(trained, faces, folder, "uint8")


def test_the_folder_holds_what_the_manifest_lists_and_nothing_else(converted: tuple[Path, Conversion]) -> None:
    folder, conversion = converted
    manifest = contract.read(folder)

    assert manifest == conversion.manifest
    contract.check_files(manifest, folder)
    assert {path.name for path in folder.iterdir()} == {"manifest.json", *(file.path for file in manifest.files)}
    assert {"model.json", "golden.json"} <= {file.path for file in manifest.files}


def test_the_manifest_says_it_is_a_demonstration_when_the_faces_were_drawn(converted: tuple[Path, Conversion]) -> None:
    manifest = converted[1].manifest

    assert manifest.training.dataset == "drawn-faces"
    assert manifest.is_demonstration


@pytest.mark.parametrize(
    ("quantization", "bytes_each", "tolerance"), [("none", 4, 1e-4), ("uint16", 2, 1e-3), ("float16", 2, 0.02)]
)
def test_each_quantization_costs_its_bytes_and_keeps_the_outputs(
    trained: runs.Run, faces: FaceSet, tmp_path: Path, quantization: str, bytes_each: int, tolerance: float
) -> None:
    conversion = convert(trained, faces, tmp_path / "model", quantization)
    images = faces.splits["PublicTest"].images[:8]

    ours = shipped.load(tmp_path / "model", conversion.manifest)(images)
    keras_own = with_features(trained.load_best())(images[..., None].astype(np.float32), training=False)

    assert conversion.shard_bytes == pytest.approx(bytes_each * conversion.manifest.parameters, rel=0.001)
    for name in ("logits", "features"):
        assert np.allclose(ours[name], keras_own[name], atol=tolerance), name


def test_uint8_is_a_quarter_of_the_bytes_and_the_table_says_what_it_cost(converted: tuple[Path, Conversion]) -> None:
    conversion = converted[1]

    assert conversion.shard_bytes == pytest.approx(conversion.float_bytes / 4, rel=0.001)
    assert f"{conversion.shard_bytes:,}" in as_table(conversion)
    assert f"{100 * conversion.after.splits['PrivateTest'].accuracy:.2f} %" in as_table(conversion)


def test_a_large_filter_takes_few_values_zero_among_them_and_a_small_one_all(tmp_path: Path) -> None:
    """Seen to fail with the steps counted from the least weight, where zero is none of them."""
    rng = np.random.default_rng(0)
    weights = {
        "large": rng.normal(0.1, 1, (3, 3, 40, 40)).astype(np.float32),
        "small": rng.normal(0.1, 1, (3, 3, 1, 40)).astype(np.float32),
        "positive": rng.uniform(1, 2, 40).astype(np.float32),
        "constant": np.full(3, 0.25, np.float32),
        "axes": np.array([1, 2], np.int32),
    }
    weights["large"][0, 0, 0, 0] = weights["small"][0, 0, 0, 0] = 0
    specs = [{"name": name, "shape": value.shape, "dtype": value.dtype.name} for name, value in weights.items()]
    (tmp_path / SHARD).write_bytes(b"".join(value.tobytes() for value in weights.values()))
    (tmp_path / "model.json").write_text(json.dumps({"weightsManifest": [{"paths": [SHARD], "weights": specs}]}))

    tfjs.quantize(tmp_path)

    read = tfjs.read_weights(tmp_path / "model.json")
    assert {name: (value.shape, value.dtype) for name, value in read.items()} == {
        name: (value.shape, value.dtype) for name, value in weights.items()
    }
    assert read["large"][0, 0, 0, 0] == read["small"][0, 0, 0, 0] == 0
    assert tfjs.STEPS / 2 < len(np.unique(read["large"])) <= tfjs.STEPS + 1
    for name, count in (("large", tfjs.STEPS), ("small", 256), ("positive", 256)):
        value = weights[name]
        step = (max(0, value.max()) - min(0, value.min())) / (count - 1)
        assert np.abs(read[name] - value).max() <= 0.51 * step, name
    assert (read["constant"] == 0.25).all()
    assert (read["axes"] == [1, 2]).all()
    assert (tmp_path / SHARD).stat().st_size < 15_000


def test_the_table_of_steps_says_what_fewer_values_cost_and_save(
    trained: runs.Run, faces: FaceSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "TRIED", (256, 8))
    monkeypatch.setattr(tfjs, "LARGE", 100)  # the network of these tests is small
    exact, fine, coarse = (dict(zip(steps.COLUMNS, row, strict=True)) for row in steps.rows(trained, faces))
    sizes = [int(row["kB in gzip"]) for row in (exact, fine, coarse)]
    errors = [float(row["largest error of a logit"]) for row in (exact, fine, coarse)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 2 * sizes[1]
    assert errors[0] == 0 < errors[2]
    assert errors[1] <= errors[2]


def test_figures_in_the_manifest_are_those_of_the_shipped_shards(
    converted: tuple[Path, Conversion], faces: FaceSet
) -> None:
    folder, conversion = converted
    private = faces.splits["PrivateTest"]

    predicted = shipped.load(folder, conversion.manifest)(private.images)["logits"].argmax(axis=1)

    assert conversion.manifest.metrics["PrivateTest"].accuracy == pytest.approx(
        (predicted == private.labels).mean(), abs=1e-5
    )
    assert conversion.manifest.output.temperature > 0


def test_golden_outputs_are_those_of_the_shipped_shards(converted: tuple[Path, Conversion]) -> None:
    import base64

    folder, conversion = converted
    golden = json.loads((folder / "golden.json").read_text())["inputs"]
    pixels = np.stack([np.frombuffer(base64.b64decode(one["pixels"]), np.uint8).reshape(48, 48) for one in golden])

    outputs = shipped.load(folder, conversion.manifest)(pixels)

    assert len(golden) == 10
    assert np.allclose(outputs["logits"], [one["logits"] for one in golden], atol=1e-5)
    assert np.allclose(outputs["features"], [one["features"] for one in golden], atol=1e-5)


def test_batch_normalisation_is_folded_away(faces: FaceSet, tmp_path: Path) -> None:
    from pytrain import config
    from pytrain.train import train

    preset = config.preset("compact", ["epochs=1", "batch_size=70", "warmup_epochs=0"])
    run = runs.create(tmp_path, "compact", "compact", preset, faces, None)
    train(preset, faces, run)

    convert(run, faces, tmp_path / "model", "none")

    model = json.loads((tmp_path / "model" / "model.json").read_text())
    operations = [node["op"] for node in model["modelTopology"]["node"]]
    assert operations.count("_FusedConv2D") == 7
    assert not {"FusedBatchNormV3", "Mul", "Rsqrt"} & set(operations[operations.index("_FusedConv2D") :])


def test_another_data_set_than_the_runs_is_refused(trained: runs.Run, tmp_path: Path) -> None:
    others = drawn_faces({"Training": 14, "PublicTest": 14, "PrivateTest": 14}, seed=9)

    with pytest.raises(UserError, match="Give the data the run was trained on"):
        convert(trained, others, tmp_path / "model", "uint8")


def test_an_unknown_quantization_and_a_folder_of_something_else_are_refused(
    trained: runs.Run, faces: FaceSet, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="--quantize 'uint4': expected one of uint8, uint16, float16, none"):
        convert(trained, faces, tmp_path / "model", "uint4")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "holiday.txt").touch()
    with pytest.raises(UserError, match=r"photos holds something else than a model"):
        convert(trained, faces, tmp_path / "photos", "uint8")
    assert (tmp_path / "photos" / "holiday.txt").exists()


def test_a_conversion_that_fails_leaves_the_former_model_and_nothing_half_written(
    trained: runs.Run, faces: FaceSet, tmp_path: Path, converted: tuple[Path, Conversion]
) -> None:
    import shutil

    folder = tmp_path / "model"
    shutil.copytree(converted[0], folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    unlabelled = dataclasses.replace(faces.splits["PrivateTest"], labels=np.full(70, 7))
    broken = FaceSet(faces.name, faces.splits | {"PrivateTest": unlabelled})
    config = json.loads((trained.folder / "config.json").read_text())
    moved = runs.Run(tmp_path / "run")
    shutil.copytree(trained.folder, moved.folder)
    (moved.folder / "config.json").write_text(json.dumps(config | {"dataset_sha256": broken.sha256}))

    with pytest.raises(UserError, match="PrivateTest"):
        convert(moved, broken, folder, "uint8")

    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model", "run"]
