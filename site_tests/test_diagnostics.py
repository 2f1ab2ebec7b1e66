"""The diagnostics, as a report to copy."""

import json
from pathlib import Path

from playwright.sync_api import expect

from site_tests.conftest import OpenMirror
from site_tests.mirror import Mirror

LABELS = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"]


def test_the_diagnostics_can_be_copied_and_hold_no_look(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(permissions=["camera", "clipboard-read", "clipboard-write"])
    mirror.stream(frames=10)
    mirror.page.get_by_text("How it computes here").click()
    mirror.press("Copy report")
    expect(mirror.page.locator('[data-role="reported"]')).to_contain_text("Copied")
    text = mirror.evaluate("() => navigator.clipboard.readText()")
    report = json.loads(text)
    assert report["status"]["backend"] == "wasm"
    assert report["frames"] >= 10
    assert report["camera"]["width"] == 640
    assert report["stages"]["total"]["p95_ms"] >= report["stages"]["total"]["p50_ms"] > 0
    assert not [label for label in LABELS if label in text]


def test_a_report_that_cannot_be_copied_is_a_file(mirror: Mirror, tmp_path: Path) -> None:
    mirror.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    mirror.page.get_by_text("How it computes here").click()
    assert json.loads(mirror.saved("Copy report", tmp_path).read_text())["phase"] == "ready"
