"""The session: in words, as a chart, as files, and forgotten."""

import csv
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from site_tests.conftest import OpenMirror
from site_tests.mirror import Mirror

LABELS = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"]
REPOSITORY = Path(__file__).parent.parent


def session(mirror: Mirror) -> Locator:
    return mirror.page.get_by_role("region", name="This session")


def streamed(mirror: Mirror, frames: int = 20) -> Mirror:
    mirror.stream(frames=frames)
    expect(session(mirror).locator("canvas")).to_be_visible()
    return mirror


def test_the_session_is_told_in_words_once_something_was_streamed(mirror: Mirror) -> None:
    expect(session(mirror)).to_have_count(0)
    streamed(mirror)
    expect(session(mirror).locator('[data-role="summary"]')).to_have_text(
        re.compile(r"^Mostly happy.*; (one|\d+) seconds? with a face\.$")
    )


def test_pointer_and_arrow_keys_tell_a_moment_of_the_chart(mirror: Mirror) -> None:
    streamed(mirror)
    mirror.press("Stop streaming")
    mirror.wait_for("paused")
    chart = session(mirror).get_by_role("slider", name="Moment of the session")
    moment = session(mirror).locator('[data-role="moment"]')
    expect(moment).to_contain_text("arrow keys")
    box = chart.bounding_box()
    assert box
    chart.hover(position={"x": 0.6 * box["width"], "y": 0.5 * box["height"]})
    expect(moment).to_contain_text(re.compile(r": happy \d+ %"))
    mirror.page.mouse.move(0, 0)
    expect(moment).to_contain_text("arrow keys")
    chart.focus()
    mirror.page.keyboard.press("End")
    expect(moment).to_contain_text(re.compile(r": happy \d+ %"))
    last = chart.get_attribute("aria-valuenow")
    mirror.page.keyboard.press("ArrowLeft")
    expect(chart).to_have_attribute("aria-valuenow", str(int(str(last)) - 1))
    expect(chart).to_have_attribute("aria-valuetext", re.compile("happy"))


def test_the_chart_shows_the_hues_of_the_bars(mirror: Mirror) -> None:
    streamed(mirror, frames=30)
    chart = session(mirror).locator("canvas")
    colours = """canvas => {
        const { width, height } = canvas;
        const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
        const count = new Map();
        for (let i = 0; i < data.length; i += 4) {
            const key = data[i + 3] < 250 ? '' : [data[i], data[i + 1], data[i + 2]].join();
            count.set(key, (count.get(key) ?? 0) + 1);
        }
        const [[most]] = [...count].filter(([key]) => key).sort((a, b) => b[1] - a[1]);
        return most;
    }"""
    happy = mirror.page.locator(".bars li").nth(LABELS.index("happy")).locator(".bar-fill")
    wanted = happy.evaluate("bar => getComputedStyle(bar).backgroundColor.match(/\\d+/g).join()")
    mirror.page.wait_for_function(
        f"wanted => ({colours})(document.querySelector('.session canvas')) === wanted", arg=wanted
    )
    expect(chart).to_be_visible()


def test_the_session_is_saved_as_csv_and_json_with_marks_and_the_models_digest(mirror: Mirror, tmp_path: Path) -> None:
    streamed(mirror)
    mirror.press("Mark this moment")
    mirror.wait_for_frames(mirror.frames + 5)
    mirror.press("Stop streaming")
    mirror.wait_for("paused")
    manifest = json.loads((REPOSITORY / "model" / "manifest.json").read_text())
    digest = next(file["sha256"] for file in manifest["files"] if file["path"].endswith(".bin"))

    with mirror.saved("Save as CSV", tmp_path).open(newline="") as file:
        rows = list(csv.DictReader(file))
    faces = [row for row in rows if row["label"]]
    assert len(faces) >= 5
    assert {row["label"] for row in faces} == {"happy"}
    assert [row["mark"] for row in rows if row["mark"]] == ["1"]
    assert {(row["model"], row["model_sha256"]) for row in rows} == {(manifest["name"], digest)}
    for row in faces:
        assert sum(float(row[label]) for label in LABELS) == pytest.approx(1, abs=0.001)
    assert [row["time"] for row in rows] == sorted(row["time"] for row in rows)

    written = json.loads(mirror.saved("Save as JSON", tmp_path).read_text())
    assert written["model"] == {"name": manifest["name"], "sha256": digest}
    assert len(written["marks"]) == 1
    assert sum(len(moment["faces"]) for moment in written["moments"]) == len(faces)


def test_forget_everything_leaves_nothing(mirror: Mirror) -> None:
    mirror.evaluate("() => localStorage.setItem('mood-mirror:backend-times', '{}')")
    streamed(mirror)
    mirror.press("Forget everything")
    mirror.wait_for("ready")
    expect(session(mirror)).to_have_count(0)
    assert mirror.evaluate("() => localStorage.length") == 0
    assert "live" not in mirror.tracks()
    assert mirror.evaluate("() => document.querySelector('.picture canvas').width") == 0


def test_the_chart_costs_nothing_before_there_is_a_session(open_mirror: OpenMirror) -> None:
    mirror = open_mirror()
    loaded = "() => performance.getEntriesByType('resource').map(({ name }) => name).filter(name => /timeline-canvas/.test(name))"
    assert mirror.evaluate(loaded) == []
    streamed(mirror)
    assert len(mirror.evaluate(loaded)) >= 1
