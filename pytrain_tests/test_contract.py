import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pytrain import contract
from pytrain.errors import UserError
from pytrain.faces import LABELS


def manifest() -> contract.Manifest:
    metrics = contract.Metrics(70, 0.6, (0.48, 0.71), 0.55, 0.03, 1.1, dict.fromkeys(LABELS, 0.5))
    return contract.Manifest(
        format=1,
        name="compact",
        created="2026-01-02T03:04:05+00:00",
        labels=LABELS,
        input=contract.Input("face", 48, 48, 1, 0, 255, "bt601", "bilinear-antialias", contract.Crop(0.1, 0.0, -0.05)),
        output=contract.Output("logits", "features", 64, 1.25),
        quantization="uint8",
        parameters=1000,
        mflops=80.9,
        files=(contract.File("model.json", 2, "a" * 64),),
        training=contract.Training("compact", "fer2013", "b" * 64, 0, 40, "abc", {"python": "3.11.7"}),
        metrics={"PublicTest": metrics},
    )


def test_what_is_written_reads_back_equal(tmp_path: Path) -> None:
    contract.write(manifest(), tmp_path)

    assert contract.read(tmp_path) == manifest()


def drop(*path: str) -> Callable[[Any], None]:
    def change(content: Any) -> None:
        for key in path[:-1]:
            content = content[key]
        del content[path[-1]]

    return change


def put(value: Any, *path: str) -> Callable[[Any], None]:
    def change(content: Any) -> None:
        for key in path[:-1]:
            content = content[key]
        content[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (drop("labels"), "manifest.json: missing key labels. Expected format, name"),
        (put(1, "mood"), "manifest.json: unknown key mood"),
        (drop("input", "crop", "margin_ratio"), "input crop: missing key margin_ratio"),
        (put("1.2", "output", "temperature"), 'output temperature: got "1.2". Expected a float'),
        (put(True, "parameters"), "parameters: got true. Expected a int"),
        (put({}, "files"), r"files: got \{\}. Expected a list"),
        (
            put([0.1], "metrics", "PublicTest", "accuracy_interval_95"),
            r"accuracy_interval_95: got \[0.1\]. Expected 2 items",
        ),
        (put(2, "format"), "format 2. Expected 1; convert the run again"),
        (put("int4", "quantization"), "quantization 'int4'. Expected one of uint8, uint16, float16, none"),
    ],
)
def test_a_manifest_that_drifted_is_refused_with_what_was_got_and_expected(
    tmp_path: Path, change: Callable[[Any], None], message: str
) -> None:
    path = contract.write(manifest(), tmp_path)
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))

    with pytest.raises(UserError, match=message):
        contract.read(tmp_path)


def test_no_manifest_and_no_json_say_what_makes_one(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"manifest.json is missing. `invoke train convert` makes one"):
        contract.read(tmp_path)
    (tmp_path / "manifest.json").write_text("<html>")
    with pytest.raises(UserError, match="not JSON"):
        contract.read(tmp_path)


def test_an_altered_cut_off_or_missing_file_is_named(tmp_path: Path) -> None:
    shard = tmp_path / "group1-shard1of1.bin"
    shard.write_bytes(bytes(range(100)))
    checked = contract.Manifest(**{**manifest().__dict__, "files": (contract.describe_file(shard),)})
    contract.check_files(checked, tmp_path)

    shard.write_bytes(bytes(range(1, 101)))
    with pytest.raises(UserError, match=r"group1-shard1of1.bin: 100 bytes.*altered or cut off"):
        contract.check_files(checked, tmp_path)
    shard.write_bytes(bytes(range(50)))
    with pytest.raises(UserError, match=r"50 bytes.*expects 100 bytes"):
        contract.check_files(checked, tmp_path)
    shard.unlink()
    with pytest.raises(UserError, match=r"is missing though manifest.json lists it"):
        contract.check_files(checked, tmp_path)


def test_an_accuracy_that_is_not_the_stated_one_is_an_error() -> None:
    contract.check_accuracy(manifest(), {"PublicTest": 0.601})

    with pytest.raises(UserError, match=r"PublicTest: measured 59.50 %. manifest.json states 60.00 %"):
        contract.check_accuracy(manifest(), {"PublicTest": 0.595})
    with pytest.raises(UserError, match="measured were PrivateTest"):
        contract.check_accuracy(manifest(), {"PrivateTest": 0.6})


def test_golden_pixels_come_back_as_they_were(tmp_path: Path) -> None:
    import base64

    pixels = np.random.default_rng(0).integers(0, 256, (2, 48, 48), dtype=np.uint8)
    golden = contract.Golden(["a", "b"], pixels, np.ones((2, 7)), np.ones((2, 3)), {"logits": 0.1, "features": 0.1})

    content = json.loads(contract.write_golden(golden, tmp_path).read_text())

    assert base64.b64decode(content["inputs"][1]["pixels"]) == pixels[1].tobytes()
    assert [one["name"] for one in content["inputs"]] == ["a", "b"]
