"""The page in the visitor's language: by itself, by choice, and all of it."""

import re

import pytest
from playwright.sync_api import Locator, expect

from site_tests.conftest import OpenMirror
from site_tests.mirror import Mirror
from site_tests.test_accessibility import violations
from site_tests.test_layout import clipped, scrolls_sideways

START = {"en": "Start streaming", "de": "Live starten", "es": "Empezar directo", "zh": "开始实时识别"}
HAPPY = {
    "de": r"sieht fröhlich aus, \d+ %",
    "es": r"expresión: alegría, \d+ %",
    "zh": r"看起来开心.\d+%",
}


def language(mirror: Mirror) -> Locator:
    return mirror.page.locator('[data-role="language"]')


def test_the_browser_s_language_is_spoken_from_the_first_sight_on(open_mirror: OpenMirror) -> None:
    seen_first = """new MutationObserver(() => {
        const heading = document.querySelector('header .aside');
        if (heading) window.firstSeen ??= heading.textContent;
    }).observe(document, { childList: true, subtree: true });"""
    mirror = open_mirror(locale="de-AT", init=seen_first)
    expect(mirror.button(START["de"])).to_be_visible()
    assert mirror.evaluate("() => document.documentElement.lang") == "de"
    assert "auf deinem eigenen Gerät" in mirror.evaluate("() => window.firstSeen")


def test_a_language_that_the_page_does_not_speak_gets_english(open_mirror: OpenMirror) -> None:
    expect(open_mirror(locale="fr-FR").button(START["en"])).to_be_visible()


@pytest.mark.parametrize("chosen", HAPPY)
def test_what_a_face_looks_like_is_said_in_the_language_chosen_in_mid_stream(mirror: Mirror, chosen: str) -> None:
    mirror.stream()
    language(mirror).select_option(chosen)
    expect(mirror.status.first).to_have_text(re.compile(HAPPY[chosen]))
    mirror.wait_for_frames(mirror.frames + 3)
    assert mirror.app.get_attribute("data-state") == "live"


@pytest.mark.parametrize("chosen", HAPPY)
@pytest.mark.parametrize("width", [360, 1440])
def test_every_view_is_whole_in_every_language(open_mirror: OpenMirror, chosen: str, width: int) -> None:
    mirror = open_mirror(query=f"?lang={chosen}", viewport={"width": width, "height": 900})
    assert not scrolls_sideways(mirror)
    mirror.press(START[chosen])
    mirror.wait_for("live")
    mirror.wait_for_frames(12)
    for summary in mirror.page.locator("summary").all():
        summary.click()
    assert not scrolls_sideways(mirror)
    assert clipped(mirror) == []
    assert violations(mirror) == []


def test_a_chosen_language_is_kept_and_forgotten_with_everything_else(mirror: Mirror) -> None:
    language(mirror).select_option("es")
    expect(mirror.button(START["es"])).to_be_visible()
    mirror.page.reload()
    expect(mirror.button(START["es"])).to_be_visible()
    mirror.press(START["es"])
    mirror.wait_for_frames(12)
    mirror.press("Olvidar todo")
    mirror.wait_for("ready")
    mirror.page.reload()
    expect(mirror.button(START["en"])).to_be_visible()


def test_nothing_is_stored_as_long_as_nothing_was_chosen(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(locale="de-DE")
    assert not [key for key in mirror.evaluate("() => Object.keys(localStorage)") if key.endswith(":page")]


def test_without_its_messages_the_page_goes_on_in_english(mirror: Mirror) -> None:
    mirror.page.route(re.compile(r"/assets/de-[\w-]+\.js"), lambda route: route.abort())
    mirror.page.goto(mirror.url + "?lang=de")
    expect(mirror.button(START["en"])).to_be_visible()
    language(mirror).select_option("de")
    mirror.stream()


def test_a_page_read_from_right_to_left_fits_and_keeps_the_box_on_the_face(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(viewport={"width": 360, "height": 740})
    mirror.stream()
    centre = """() => {
        const [box, glass] = ['[data-role="face-box"]', '.mirror'].map(
            name => document.querySelector(name).getBoundingClientRect());
        return (box.left + box.width / 2 - glass.left) / glass.width;
    }"""
    before = mirror.evaluate(centre)
    mirror.evaluate("() => document.documentElement.setAttribute('dir', 'rtl')")
    mirror.wait_for_frames(mirror.frames + 5)
    assert not scrolls_sideways(mirror)
    assert mirror.evaluate(centre) == pytest.approx(before, abs=0.05)
    assert violations(mirror) == []


def test_the_live_region_can_be_muted_and_stays_so(mirror: Mirror) -> None:
    mirror.stream()
    expect(mirror.status.first).to_have_text(re.compile("looks happy"))
    speak = mirror.page.get_by_label("Speak changes to my screen reader")
    speak.uncheck()
    expect(mirror.status.first).to_have_text("")
    mirror.page.reload()
    mirror.wait_for("ready")
    expect(speak).not_to_be_checked()
    mirror.stream(frames=10)
    expect(mirror.status.first).to_have_text("")
    speak.check()
    expect(mirror.status.first).to_have_text(re.compile("looks happy"))


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Instagram 350.0",
            1,
        ),
        (
            "Mozilla/5.0 (Linux; Android 15; Pixel 9; wv) AppleWebKit/537.36 Version/4.0 Chrome/130.0 Mobile Safari/537.36",
            1,
        ),
        ("Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36", 0),
    ],
)
def test_inside_another_app_the_notice_says_how_to_get_out(open_mirror: OpenMirror, agent: str, told: int) -> None:
    mirror = open_mirror(user_agent=agent)
    expect(mirror.page.locator('[data-role="in-app"]')).to_have_count(told)
