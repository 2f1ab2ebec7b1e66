"""Whatever stands in a zip that claims to hold corrections: it is read, or a sentence says why not, and nothing is unpacked."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pytrain import corrections
from pytrain_tests.fuzzing import damaged, damaged_json, entry_changes, read_or_told, with_entry
from pytrain_tests.test_corrections import contents, pictures, write_zip

LABELS = ["sad", "neutral"]
ABOUT, FILES = contents(pictures(2), LABELS)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "corrections.zip"


@pytest.fixture(scope="module")
def whole(path: Path) -> bytes:
    return write_zip(path, pictures(2), LABELS).read_bytes()


def read(path: Path) -> None:
    faces = read_or_told(corrections.read, path)
    assert sorted(path.parent.iterdir()) == [path], "nothing is unpacked"
    if faces is not None:
        assert faces.images.shape[1:] == (48, 48)
        assert len(faces.images) == len(faces.labels) > 0


def archive(path: Path, about: bytes, files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as target:
        target.writestr("corrections.json", about)
        for name, content in files.items():
            target.writestr(name, content)
    return path


@given(st.data())
def test_fuzz_any_damage_to_a_zip_is_told(path: Path, whole: bytes, data: st.DataObject) -> None:
    """Seen to fail without ValueError among what is caught: a name in the directory that is not the UTF-8 it claims to be."""
    path.write_bytes(data.draw(damaged(whole)))
    read(path)


@given(st.integers(0, 2), entry_changes, st.binary(max_size=3), st.binary(max_size=4))
@example(1, {"method": 14}, b"", b"\x09\x04\x05\x00")
@example(1, {"method": 12}, b"", b"")
@example(1, {"flags": 1}, b"", b"")
@example(1, {"flags": 0x40}, b"", b"")
@example(1, {"flags": 0x800}, b"\xff\xfe", b"")
@example(1, {}, b"", b"\xff")
def test_fuzz_any_entry_of_a_zip_is_told(
    path: Path, whole: bytes, number: int, changes: dict[str, int], name: bytes, inside: bytes
) -> None:
    """Seen to fail without, each, zlib.error and RuntimeError among what is caught, and with LZMA allowed."""
    path.write_bytes(with_entry(whole, number, changes, name, inside))
    read(path)


@given(damaged_json(ABOUT))
@example(ABOUT | {"labels": ["x" * 10**6] * 7})
@example(ABOUT | {"created": "\x1b[2J", "\x1b[2J": 1})
def test_fuzz_any_list_of_corrections_is_told(path: Path, about: Any) -> None:
    """Seen to fail with labels shown as they are: a million letters of error message."""
    read(archive(path, json.dumps(about).encode(), FILES))


@given(damaged(json.dumps(ABOUT).encode()))
def test_fuzz_any_damage_to_the_list_of_corrections_is_told(path: Path, about: bytes) -> None:
    """Seen to fail without ValueError among what is caught, of JSON and of the zip."""
    read(archive(path, about, FILES))


traversals = st.sampled_from(
    ["..", "/", "\\", "C:", "images", "sad", "0001.png", "~", "\0", "evil", "\x1b[2J", "corrections.json"]
)


names = st.lists(traversals, min_size=1, max_size=6).map("/".join) | st.text(min_size=1, max_size=30)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@given(names.filter(lambda name: not name.startswith("\0")))  # zipfile can't write that one
@example("../" * 40 + "tmp/evil.png")
@example("images/sad/../../../evil.png")
@example("x" * 5000)
def test_fuzz_any_name_in_a_zip_stays_in_it(path: Path, name: str) -> None:
    """Seen to fail with names uncut. That none leaves the zip is what test_corrections.py holds, name by name."""
    encodable = name.encode("utf-8", "replace").decode()
    about = json.loads(json.dumps(ABOUT))
    about["entries"][0]["file"] = encodable
    files = {encodable if file == "images/sad/0001.png" else file: content for file, content in FILES.items()}
    read(archive(path, json.dumps(about).encode(), files))


FILE, PICTURE = next(iter(FILES.items()))
DATA = PICTURE.index(b"IDAT") - 1
"""Where the picture says how long its pixels are."""


@given(damaged(PICTURE))
@example(PICTURE[:DATA] + bytes([PICTURE[DATA] - 40]) + PICTURE[DATA + 1 :])
def test_fuzz_any_damage_to_a_picture_in_a_zip_is_told(path: Path, picture: bytes) -> None:
    """Seen to fail without SyntaxError among what is caught of pictures."""
    read(archive(path, json.dumps(ABOUT).encode(), FILES | {FILE: picture}))
