"""The page on a phone and on a desk, by finger and by keyboard."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from site_tests.conftest import OpenMirror
from site_tests.mirror import Mirror

PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1440, "height": 900}
FINGER_PX = 40
"""The least height of a button; thumbs miss smaller ones."""


def scrolls_sideways(mirror: Mirror | Page) -> bool:
    return bool(mirror.evaluate("() => document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["360 px", "1440 px"])
def test_nothing_sticks_out_sideways_in_any_state(open_mirror: OpenMirror, viewport: ViewportSize) -> None:
    mirror = open_mirror(viewport=viewport)
    assert not scrolls_sideways(mirror)
    mirror.stream()
    assert not scrolls_sideways(mirror)
    mirror.press("Stop streaming")
    mirror.wait_for("paused")
    assert not scrolls_sideways(mirror)


def test_a_failure_fits_a_phone(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(camera=None, viewport=PHONE)
    mirror.predict_once()
    mirror.failure("no-camera")
    assert not scrolls_sideways(mirror)
    for name in ("Try again", "Photo or video"):
        expect(mirror.button(name)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["360 px", "1440 px"])
def test_face_and_stop_button_are_in_view_together_while_streaming(
    open_mirror: OpenMirror, viewport: ViewportSize
) -> None:
    mirror = open_mirror(viewport=viewport)
    mirror.stream()
    expect(mirror.face_box.first).to_be_in_viewport(ratio=1)
    expect(mirror.button("Stop streaming")).to_be_in_viewport(ratio=1)


def test_buttons_are_large_enough_for_thumbs(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(viewport=PHONE, has_touch=True, is_mobile=True)
    for name in ("Predict once", "Start streaming", "Photo or video"):
        height = mirror.button(name).evaluate("button => button.getBoundingClientRect().height")
        assert height >= FINGER_PX, name
    mirror.button("Start streaming").tap()
    mirror.wait_for_frames(1)


def test_the_keyboard_alone_starts_and_stops_the_stream(mirror: Mirror) -> None:
    button = mirror.button("Start streaming")
    for _ in range(10):
        mirror.page.keyboard.press("Tab")
        if button.evaluate("element => element === document.activeElement"):
            break
    expect(button).to_be_focused()
    mirror.page.keyboard.press("Enter")
    mirror.wait_for_frames(1)
    mirror.page.keyboard.press("Enter")
    mirror.wait_for("paused")


def test_the_seven_bars_are_in_view_on_a_desk_without_scrolling(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(viewport=DESK)
    mirror.stream()
    for meter in mirror.meters.all():
        expect(meter).to_be_in_viewport()


@pytest.mark.parametrize("width", [1280, 1440])
def test_everything_stays_in_reach_at_twice_the_zoom(open_mirror: OpenMirror, width: int) -> None:
    """Zoomed to 200 %, a browser lays the page out in half the space, at twice the density."""
    mirror = open_mirror(viewport={"width": width // 2, "height": 450}, device_scale_factor=2)
    mirror.stream()
    assert not scrolls_sideways(mirror)
    expect(mirror.button("Stop streaming")).to_be_in_viewport(ratio=1)
    assert clipped(mirror) == []


def test_text_at_twice_its_size_is_neither_cut_off_nor_too_wide(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(viewport={"width": 1280, "height": 900})
    mirror.stream()
    mirror.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    assert not scrolls_sideways(mirror)
    assert clipped(mirror) == []


def clipped(mirror: Mirror | Page) -> list[str]:
    """What has more text than room for it; of what is there to be seen, and apart from a face's label, which may be wider than its box."""
    found: list[str] = mirror.evaluate(
        """() => [...document.querySelectorAll('button:not([data-role="face-box"]), select, label, p, summary')]
            .filter((element) => element.checkVisibility())
            .filter((element) => {
                const { clientWidth, scrollWidth, offsetWidth, style } = element;
                if (!(element instanceof HTMLSelectElement)) return clientWidth > 1 && scrollWidth > clientWidth + 1;
                style.width = 'max-content'; // as wide as its longest option, of which it tells nothing otherwise
                const wanted = element.offsetWidth;
                style.width = '';
                return wanted > offsetWidth + 1;
            })
            .map(({ outerHTML }) => outerHTML.slice(0, 120))"""
    )
    return found
