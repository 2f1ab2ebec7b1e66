"""Any static host, under any path."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from pytrain.serve import Server
from site_tests.conftest import CopyDist, OpenMirror


@pytest.mark.parametrize("address", ["some/where/", "some/where/index.html", "some/where"])
def test_the_page_works_under_a_path(
    open_mirror: OpenMirror, serve: Callable[[Path], Server], dist: Path, tmp_path: Path, address: str
) -> None:
    shutil.copytree(dist, tmp_path / "some" / "where")
    (tmp_path / "index.html").write_text("another page")
    mirror = open_mirror(at=serve(tmp_path).url + address)
    mirror.predict_once()
    assert mirror.label, mirror.said


@pytest.mark.parametrize(
    ("dataset", "banners"),
    [("drawn-faces", 1), ("drawn-faces + corrections", 1), ("fer2013", 0), ("fer2013 + corrections", 0)],
)
def test_a_model_that_saw_only_drawn_faces_says_so(
    open_mirror: OpenMirror, serve: Callable[[Path], Server], copy_dist: CopyDist, dataset: str, banners: int
) -> None:
    dist = copy_dist()
    manifest = dist / "model" / "manifest.json"
    content = json.loads(manifest.read_text())
    content["training"]["dataset"] = dataset
    manifest.write_text(json.dumps(content))
    mirror = open_mirror(at=serve(dist).url)
    expect(mirror.app).to_have_attribute("data-dataset", dataset)
    expect(mirror.page.get_by_text("Demonstration model")).to_have_count(banners)
