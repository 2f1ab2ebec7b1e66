"""A file of the site missing or altered: never a wrong label, always a sentence, and a way on once it is put right."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from site_tests.conftest import OpenMirror

Answer = dict[str, Any]
"""What Playwright's route.fulfill() sends instead of a file."""

JSON, BINARY, SCRIPT, HTML = "application/json", "application/octet-stream", "text/javascript", "text/html"
START_PAGE = (Path(__file__).parent.parent / "site" / "index.html").read_bytes()


def answer(body: bytes, content_type: str = BINARY, status: int = 200) -> Answer:
    return {"body": body, "content_type": content_type, "status": status}


def not_found(content: bytes) -> Answer:
    return answer(b"<!doctype html><title>Not found</title>", HTML, 404)


def start_page(content: bytes) -> Answer:
    """What many hosts send for a file that is not there."""
    return answer(START_PAGE, HTML)


def start_page_as_file(content: bytes) -> Answer:
    """The same from a host that goes by the name's ending."""
    return answer(START_PAGE, JSON)


def nothing(content: bytes) -> Answer:
    return answer(b"")


def cut_short(content: bytes) -> Answer:
    return answer(content[: len(content) // 2])


def one_byte_short(content: bytes) -> Answer:
    return answer(content[:-1])


def one_bit_flipped(content: bytes) -> Answer:
    altered = bytearray(content)
    altered[len(content) // 2] ^= 1
    return answer(bytes(altered))


def swapped(content: bytes) -> Answer:
    """Another file of the same length."""
    return answer(content[::-1])


def from_the_future(content: bytes) -> Answer:
    return answer(content.replace(b"{", b'{"unheard_of": 1, ', 1), JSON)


def mistyped(content: bytes) -> Answer:
    return answer(content, "text/plain")


MISSING = (not_found, start_page)
ALTERED = (start_page_as_file, nothing, cut_short, one_byte_short, one_bit_flipped, swapped)
SENTENCES = {
    "model-missing": "The model is not there",
    "model-altered": "The model is not the one that was published",
    "model-invalid": "The model does not fit this page",
    "detector-missing": "The face detector is not there",
    "detector-altered": "The face detector is not the one that was published",
}


@pytest.mark.parametrize(
    ("pattern", "missing", "altered", "damages"),
    [
        # The manifest alone has no digest: a figure that was changed in it is believed, a file's digest is not.
        (
            "model/manifest.json",
            "model-missing",
            "model-invalid",
            (start_page_as_file, nothing, cut_short, swapped, from_the_future),
        ),
        ("model/model.json", "model-missing", "model-altered", ALTERED),
        ("model/*.bin", "model-missing", "model-altered", ALTERED),
        ("detector/detector.json", "detector-missing", "detector-altered", ALTERED),
        ("detector/detector.bin", "detector-missing", "detector-altered", ALTERED),
    ],
)
def test_a_bad_file_is_explained_and_trying_again_works_once_it_is_put_right(
    open_mirror: OpenMirror,
    dist: Path,
    pattern: str,
    missing: str,
    altered: str,
    damages: Sequence[Callable[[bytes], Answer]],
) -> None:
    """Seen to fail without the comparison of digests, for the model's weights and the detector's."""
    (file,) = dist.glob(pattern)
    content = file.read_bytes()
    address = f"**/{pattern}"
    first, *others = [*((damage, missing) for damage in MISSING), *((damage, altered) for damage in damages)]
    damage, reason = first
    mirror = open_mirror(routes={address: damage(content)})
    expect(mirror.failure(reason)).to_contain_text(SENTENCES[reason])
    for damage, reason in others:
        mirror.page.unroute(address)
        mirror.answer(address, damage(content))
        with mirror.page.expect_response(address):
            mirror.press("Try again")
        expect(mirror.failure(reason)).to_contain_text(SENTENCES[reason])
    mirror.page.unroute(address)
    mirror.page.route(address, lambda route: route.abort())
    mirror.press("Try again")
    expect(mirror.failure(missing)).to_contain_text(SENTENCES[missing])
    mirror.page.unroute(address)
    mirror.answer(address, mistyped(content))  # its bytes count, not its type
    mirror.press("Try again")
    mirror.wait_for("ready")
    expect(mirror.page.get_by_role("alert")).to_have_count(0)
    mirror.predict_once()
    assert mirror.label == "happy", mirror.said


@pytest.mark.parametrize("damage", [not_found, start_page, cut_short, one_bit_flipped])
def test_a_bad_golden_file_harms_nothing_and_is_told_of(
    open_mirror: OpenMirror, dist: Path, damage: Callable[[bytes], Answer]
) -> None:
    """It proves that a backend computes rightly; the weights have digests of their own. Seen to fail before the page told of it."""
    address = "**/model/golden.json"
    mirror = open_mirror(routes={address: damage((dist / "model" / "golden.json").read_bytes())})
    mirror.page.wait_for_function("() => moodMirror.status.uncompared")
    mirror.page.get_by_text("How it computes here").click()
    expect(mirror.page.locator('[data-role="uncompared"]')).to_contain_text("model/golden.json")
    mirror.predict_once()
    assert mirror.label == "happy", mirror.said
    mirror.page.unroute(address)
    with mirror.page.expect_response(address):
        mirror.open()
    mirror.wait_for_repaints(10)
    assert mirror.evaluate("() => moodMirror.status.uncompared") is None


@pytest.mark.parametrize("damage", [not_found, start_page, cut_short, mistyped])
def test_a_bad_worker_script_is_not_run_and_the_page_computes_by_itself_until_it_is_put_right(
    open_mirror: OpenMirror, dist: Path, damage: Callable[[bytes], Answer]
) -> None:
    """Seen to fail without the way from a worker that never answered to the page, in engines.ts."""
    address = "**/assets/worker-*.js"
    (file,) = dist.glob("assets/worker-wasm-*.js")
    mirror = open_mirror(routes={address: damage(file.read_bytes())})
    expect(mirror.app).to_have_attribute("data-place", "page")
    mirror.page.get_by_text("How it computes here").click()
    expect(mirror.page.locator('[data-role="diagnostics"]')).to_contain_text("in the page itself")
    mirror.predict_once()
    assert mirror.label == "happy", mirror.said
    mirror.page.unroute(address)
    mirror.open()
    expect(mirror.app).to_have_attribute("data-place", "worker")
