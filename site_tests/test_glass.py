"""What can be done on the glass: follow a face, fill the screen, switch the camera."""

import re

import pytest
from playwright.sync_api import expect

from site_tests.conftest import OpenMirror
from site_tests.mirror import Mirror


def test_the_panel_follows_the_face_whose_box_is_pressed(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(camera="two people")
    mirror.stream(frames=5)
    boxes = mirror.page.get_by_role("button", name=re.compile("Follow face"))
    expect(boxes).to_have_count(2)
    expect(mirror.page.get_by_text("About one of 2 faces.")).to_be_visible()
    other = boxes.and_(mirror.page.locator('[aria-pressed="false"]'))
    face = other.get_attribute("data-face")
    other.focus()
    mirror.page.keyboard.press("Enter")
    expect(mirror.page.locator(f'[data-face="{face}"]')).to_have_attribute("aria-pressed", "true")
    expect(mirror.page.get_by_text("About the face you chose")).to_be_visible()
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


def test_another_camera_can_be_switched_to_and_the_first_goes_dark(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(camera=None, flags=("--use-fake-device-for-media-stream=device-count=2",))
    used = "() => document.querySelector('video').srcObject.getVideoTracks()[0].getSettings().deviceId"
    mirror.stream(frames=3)
    first = mirror.evaluate(used)
    mirror.press("Switch camera")
    mirror.page.wait_for_function(
        f"first => document.querySelector('video').srcObject && ({used})() !== first", arg=first
    )
    mirror.wait_for_frames(3)
    assert mirror.tracks() == ["ended", "live"]
    mirror.press("Stop streaming")
    assert mirror.tracks() == ["ended", "ended"]


def test_a_single_camera_offers_no_switch(mirror: Mirror) -> None:
    mirror.stream(frames=3)
    expect(mirror.button("Switch camera")).to_have_count(0)
