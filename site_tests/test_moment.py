"""A moment, kept as a picture."""

import re
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, expect

from site_tests.conftest import OpenMirror
from site_tests.mirror import Mirror


def take_moment(mirror: Mirror) -> Locator:
    mirror.press("Keep this moment")
    dialog = mirror.page.get_by_role("dialog", name="Keep this moment")
    expect(dialog.locator("canvas")).to_be_visible()
    return dialog


def test_a_moment_is_saved_as_a_picture_with_frame_bars_and_a_caption(mirror: Mirror, tmp_path: Path) -> None:
    mirror.stream(frames=5)
    dialog = take_moment(mirror)
    path = mirror.saved("Save", tmp_path)
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
