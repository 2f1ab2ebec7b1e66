"""A file of the site missing or altered: never a wrong label, always a sentence, and a way on once it is put right."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from pytrain.serve import Server
from site_tests.conftest import CopyDist, OpenMirror
from site_tests.mirror import Mirror


def missing(file: Path) -> None:
    file.unlink()


def one_bit_flipped(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def no_json(file: Path) -> None:
    file.write_text("<<<<<<< HEAD")


def from_the_future(file: Path) -> None:
    file.write_text(file.read_text().replace("{", '{"unheard_of": 1, ', 1))


@pytest.mark.parametrize(
    ("pattern", "damage", "reason", "sentence"),
    [
        ("model/manifest.json", missing, "model-missing", "The model is not there"),
        ("model/model.json", missing, "model-missing", "The model is not there"),
        ("model/*.bin", missing, "model-missing", "The model is not there"),
        ("model/*.bin", one_bit_flipped, "model-altered", "not the one that was published"),
        ("model/*.bin", cut_short, "model-altered", "not the one that was published"),
        ("model/model.json", one_bit_flipped, "model-altered", "not the one that was published"),
        ("model/manifest.json", no_json, "model-invalid", "does not fit this page"),
        ("model/manifest.json", from_the_future, "model-invalid", "does not fit this page"),
        ("detector/*.json", missing, "detector-missing", "The face detector is not there"),
        ("detector/*.bin", missing, "detector-missing", "The face detector is not there"),
    ],
)
def test_a_bad_file_is_explained_and_trying_again_works_once_it_is_put_right(
    open_mirror: OpenMirror,
    serve: Callable[[Path], Server],
    copy_dist: CopyDist,
    dist: Path,
    pattern: str,
    damage: Callable[[Path], None],
    reason: str,
    sentence: str,
) -> None:
    copy = copy_dist()
    (file,) = copy.glob(pattern)
    damage(file)
    mirror = open_mirror(at=serve(copy).url)
    expect(mirror.failure(reason)).to_contain_text(sentence)
    shutil.copy2(dist / file.relative_to(copy), file)
    mirror.press("Try again")
    mirror.wait_for("ready")
    expect(mirror.page.get_by_role("alert")).to_have_count(0)
    mirror.predict_once()
    assert mirror.label, mirror.said


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("**/model/manifest.json", "model-missing"),
        ("**/model/*.bin", "model-missing"),
        ("**/detector/*.json", "detector-missing"),
    ],
)
def test_a_host_that_sends_its_start_page_for_a_missing_file_is_seen_through(
    mirror: Mirror, dist: Path, address: str, reason: str
) -> None:
    start_page = (dist / "index.html").read_text()
    mirror.page.route(address, lambda route: route.fulfill(status=200, content_type="text/html", body=start_page))
    mirror.open()
    mirror.failure(reason)
    mirror.page.unroute(address)
    mirror.press("Try again")
    mirror.wait_for("ready")
    expect(mirror.page.get_by_role("alert")).to_have_count(0)


def test_without_its_webassembly_file_the_page_computes_another_way(
    open_mirror: OpenMirror, serve: Callable[[Path], Server], copy_dist: CopyDist
) -> None:
    copy = copy_dist()
    for file in copy.glob("assets/*.wasm"):
        file.unlink()
    mirror = open_mirror(at=serve(copy).url)
    expect(mirror.failure("wasm-missing")).to_contain_text("WebAssembly")
    expect(mirror.app).to_have_attribute("data-backend", "cpu")
    mirror.predict_once()
    assert mirror.label, mirror.said
