import base64
import hashlib
import json
from pathlib import Path

import pytest

from pytrain import offline
from pytrain.errors import UserError

FILES = {
    "index.html": "page",
    "about.html": "about",
    "assets/index-1a2b.js": "code",
    "assets/worker-wasm-1a2b.js": "wasm code",
    "assets/worker-webgl-1a2b.js": "webgl code",
    "assets/in-page-host-1a2b.js": "without a worker",
    "model/manifest.json": "{}",
    "embed/mood-mirror.js": "module",
    "embed/mood-mirror.d.ts": "types",
    "embed/index.html": "example",
}


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    for name, content in {**FILES, offline.WORKER: f"const files = {offline.PLACEHOLDER};"}.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
    return tmp_path


def listed(dist: Path) -> dict[str, list[dict[str, str]]]:
    lists: dict[str, list[dict[str, str]]] = json.loads(
        (dist / offline.WORKER).read_text().removeprefix("const files = ").removesuffix(";")
    )
    return lists


def test_the_service_worker_is_told_what_every_visitor_needs_and_what_few_do(dist: Path) -> None:
    """Seen to fail with an empty ON_DEMAND, and with an empty OTHERS."""
    offline.list_files(dist)
    names = {kind: [file["url"] for file in files] for kind, files in listed(dist).items()}
    assert names["onDemand"] == [
        "assets/in-page-host-1a2b.js",
        "assets/worker-webgl-1a2b.js",
    ]
    left_out = {"embed/mood-mirror.d.ts", "embed/index.html"}
    assert set(names["needed"]) == FILES.keys() - left_out - set(names["onDemand"])


def test_each_file_is_listed_with_its_sha256_and_is_asked_for_anew_where_its_name_has_none(dist: Path) -> None:
    """Seen to fail with a revision for none."""
    offline.list_files(dist)
    for file in [file for files in listed(dist).values() for file in files]:
        digest = hashlib.sha256(FILES[file["url"]].encode()).digest()
        assert file["integrity"] == "sha256-" + base64.b64encode(digest).decode()
        assert (file["revision"] is None) == file["url"].startswith("assets/")


def test_a_page_without_a_service_worker_is_not_passed_off_as_whole(dist: Path) -> None:
    """Seen to fail without the check."""
    offline.list_files(dist)
    with pytest.raises(UserError, match="once, got 0"):
        offline.list_files(dist)
    (dist / offline.WORKER).unlink()
    with pytest.raises(UserError, match="Run: invoke build"):
        offline.list_files(dist)
