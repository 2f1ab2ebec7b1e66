"""The session: in words, as a chart, as files, a moment of it as a picture, and all of it forgotten."""

import csv
import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
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


def saved(mirror: Mirror, name: str, folder: Path) -> Path:
    with mirror.page.expect_download() as download:
        mirror.press(name)
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_the_session_is_told_in_words_once_something_was_streamed(mirror: Mirror) -> None:
    expect(session(mirror)).to_have_count(0)
    streamed(mirror)
    expect(session(mirror).locator('[data-role="summary"]')).to_have_text(
        re.compile(r"^Mostly happy.*; \d+ seconds? with a face\.$")
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
    mirror.page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.5 * box["height"])
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

    with saved(mirror, "Save as CSV", tmp_path).open(newline="") as file:
        rows = list(csv.DictReader(file))
    faces = [row for row in rows if row["label"]]
    assert len(faces) >= 5
    assert {row["label"] for row in faces} == {"happy"}
    assert [row["mark"] for row in rows if row["mark"]] == ["1"]
    assert {(row["model"], row["model_sha256"]) for row in rows} == {(manifest["name"], digest)}
    for row in faces:
        assert sum(float(row[label]) for label in LABELS) == pytest.approx(1, abs=0.001)
    assert [row["time"] for row in rows] == sorted(row["time"] for row in rows)

    written = json.loads(saved(mirror, "Save as JSON", tmp_path).read_text())
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


def take_moment(mirror: Mirror) -> Locator:
    mirror.press("Keep this moment")
    dialog = mirror.page.get_by_role("dialog", name="Keep this moment")
    expect(dialog.locator("canvas")).to_be_visible()
    return dialog


def test_a_moment_is_saved_as_a_picture_with_frame_bars_and_a_caption(mirror: Mirror, tmp_path: Path) -> None:
    mirror.stream(frames=5)
    dialog = take_moment(mirror)
    with mirror.page.expect_download() as download:
        dialog.get_by_role("button", name="Save").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    picture = Image.open(path)
    assert re.fullmatch(r"mood-mirror-[\d-]+\.png", path.name)
    assert picture.width == 1080
    assert picture.height > 1080 * 3 / 4 + 7 * 40
    expect(dialog.locator('[data-role="kept"]')).to_have_text("Saved as a file.")


def test_a_moment_goes_to_the_clipboard(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(permissions=["camera", "clipboard-read", "clipboard-write"])
    mirror.stream(frames=5)
    take_moment(mirror).get_by_role("button", name="Copy").click()
    expect(mirror.page.locator('[data-role="kept"]')).to_contain_text("Copied")
    kinds = mirror.evaluate("async () => (await navigator.clipboard.read()).flatMap(item => item.types)")
    assert kinds == ["image/png"]


def test_blurred_faces_have_no_detail_left_and_the_rest_stays(mirror: Mirror) -> None:
    mirror.stream(frames=5)
    mirror.press("Stop streaming")
    mirror.wait_for("paused")
    dialog = take_moment(mirror)
    pixels = """canvas => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, 1080, 810);
        return Array.from({ length: 1080 * 810 }, (_, i) => data[4 * i + 1]);
    }"""
    sharp = np.reshape(dialog.locator("canvas").evaluate(pixels), (810, 1080))
    dialog.get_by_label("Blur the faces").check()
    expect(dialog.locator("canvas")).to_be_visible()
    blurred = np.reshape(dialog.locator("canvas").evaluate(pixels), (810, 1080))
    changed = np.abs(sharp - blurred) > 20
    rows, columns = np.where(changed)
    inset = round(0.25 * (columns.max() - columns.min()))  # within the box, whose outline is drawn over the blur
    inner = (slice(rows.min() + inset, rows.max() - inset), slice(columns.min() + inset, columns.max() - inset))
    assert np.abs(np.diff(blurred[inner], axis=1)).mean() < 0.35 * np.abs(np.diff(sharp[inner], axis=1)).mean()
    assert not changed[:, :100].any()
    assert not changed[:60].any()


def test_the_dialog_closes_by_keyboard_and_the_mirror_goes_on(mirror: Mirror) -> None:
    mirror.stream(frames=5)
    dialog = take_moment(mirror)
    mirror.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    mirror.wait_for_frames(mirror.frames + 3)
    expect(take_moment(mirror)).to_be_visible()


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
    assert json.loads(saved(mirror, "Copy report", tmp_path).read_text())["phase"] == "ready"


def test_the_panel_follows_the_face_whose_box_is_pressed(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(camera="two people")
    mirror.stream(frames=5)
    boxes = mirror.page.get_by_role("button", name=re.compile("Follow face"))
    expect(boxes).to_have_count(2)
    expect(mirror.page.get_by_text("this is about one of them")).to_be_visible()
    other = boxes.and_(mirror.page.locator('[aria-pressed="false"]'))
    face = other.get_attribute("data-face")
    other.focus()
    mirror.page.keyboard.press("Enter")
    expect(mirror.page.locator(f'[data-face="{face}"]')).to_have_attribute("aria-pressed", "true")
    expect(mirror.page.get_by_text("this is about the one you chose")).to_be_visible()
    mirror.press("Stop streaming")
    mirror.wait_for("paused")
    expect(mirror.page.locator(f'[data-face="{face}"]')).to_have_attribute("aria-pressed", "true")


def test_the_mirror_fills_the_screen_and_comes_back(mirror: Mirror) -> None:
    mirror.stream(frames=5)
    mirror.press("Full screen")
    mirror.page.wait_for_function("() => document.fullscreenElement?.matches('.wall')")
    width, height = mirror.evaluate(
        "() => { const { width, height } = document.querySelector('.mirror').getBoundingClientRect(); return [width, height]; }"
    )
    assert width / height == pytest.approx(4 / 3, rel=0.01)
    assert height == pytest.approx(mirror.evaluate("() => innerHeight"), abs=2)
    expect(mirror.face_box.first).to_be_in_viewport(ratio=1)
    mirror.press("Full screen")
    mirror.page.wait_for_function("() => document.fullscreenElement === null")
