"""Whatever stands in manifest.json: it means what it says, or a sentence says why not."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given

from pytrain import contract
from pytrain.build import build
from pytrain.errors import UserError
from pytrain_tests.fuzzing import damaged, damaged_json, read_or_told
from pytrain_tests.test_contract import manifest

WHOLE: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(manifest())))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


def read(folder: Path, content: bytes) -> None:
    """What is read, written again, is what stood there: nothing was ignored, guessed or rounded."""
    path = folder / contract.MANIFEST
    path.write_bytes(content)
    found = read_or_told(lambda path: contract.read(path.parent), path)
    if found is not None:
        again = contract.write(found, folder).read_bytes()
        assert json.loads(again, object_pairs_hook=sorted) == json.loads(content, object_pairs_hook=sorted)


@given(damaged(json.dumps(WHOLE, indent=2).encode()))
@example(json.dumps(WHOLE).encode())
@example(b"[" * 100_000)
@example(b'{"format": ' + b"1" * 5000 + b"}")
@example(b"\xff\xfe")
@example(json.dumps(WHOLE).replace('"name"', '"seed": 1, "name"', 1).encode())
@example(json.dumps(WHOLE).replace('"mflops": 80.9', '"mflops": NaN').encode())
@example(json.dumps(WHOLE).replace('"mflops": 80.9', '"mflops": 1e999').encode())
@example(json.dumps(WHOLE).replace('"format": 1', '"format": 1, "format": 1').encode())
def test_fuzz_any_damage_to_a_manifest_is_told(folder: Path, content: bytes) -> None:
    """Seen to fail with json.loads alone: it raises RecursionError and ValueError, and takes keys that are there twice."""
    read(folder, content)


@given(damaged_json(WHOLE))
@example(WHOLE | {"labels": ["x" * 10**6, "x" * 10**6]})
@example(WHOLE | {"mflops": 10**400})
@example(WHOLE | {"\x1b[2J": 0})
@example(WHOLE | {"metrics": {"\ud800" * 10**5: 0}})
def test_fuzz_any_other_value_in_a_manifest_is_read_as_it_is_or_told(folder: Path, content: Any) -> None:
    """Seen to fail with keys uncut, without the limit to finite numbers, and with math.isfinite, which has no answer to 10**400."""
    read(folder, json.dumps(content).encode())


@pytest.mark.parametrize(
    "name", ["../evil.bin", "/srv/evil.bin", "a/b", "..", "C:\\evil.bin", ".hidden", "", "manifest.json"]
)
def test_a_manifest_cannot_have_files_read_or_written_elsewhere(tmp_path: Path, name: str) -> None:
    """Seen to fail without the check of names: the build wrote evil.bin beside the folder it was told to make."""
    model = tmp_path / "model"
    model.mkdir()
    elsewhere = tmp_path / "evil.bin"
    elsewhere.write_bytes(b"evil")
    file = dataclasses.replace(contract.describe_file(elsewhere), path=name)
    contract.write(dataclasses.replace(manifest(), files=(file,)), model)

    with pytest.raises(UserError, match=r"manifest.json: file .*Expected the name of a file beside it"):
        build(out=tmp_path / "deep" / "dist", model=model)
    assert not (tmp_path / "deep").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"labels": []}, "labels . Expected some, each once"),
        ({"labels": ["happy", "happy"]}, "labels happy, happy. Expected some, each once"),
        ({"output": WHOLE["output"] | {"temperature": 0}}, "temperature 0. Expected more than 0"),
        ({"files": [WHOLE["files"][0] | {"bytes": -1}]}, "model.json of -1 bytes.*Expected a size and 64 hex digits"),
        ({"files": [WHOLE["files"][0] | {"sha256": "x"}]}, "sha256 'x'. Expected a size and 64 hex digits"),
        ({"files": WHOLE["files"] * 2}, "file 'model.json'. Expected the name of a file beside it, each once"),
    ],
)
def test_a_value_that_cannot_be_is_refused(folder: Path, change: dict[str, Any], message: str) -> None:
    """Seen to fail, each, without its line in the reader."""
    (folder / contract.MANIFEST).write_text(json.dumps(WHOLE | change))

    with pytest.raises(UserError, match=message):
        contract.read(folder)


def test_a_folder_by_the_name_of_the_manifest_is_told(tmp_path: Path) -> None:
    """Seen to fail without OSError among what is caught."""
    (tmp_path / contract.MANIFEST).mkdir()

    with pytest.raises(UserError, match="could not be read"):
        contract.read(tmp_path)
