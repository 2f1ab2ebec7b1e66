"""Every view of the page at three sizes, dark and light, as pictures for people to look at, in site_tests/output/."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, TimeoutError, ViewportSize, expect

from site_tests import films, pictures
from site_tests.conftest import OpenMirror
from site_tests.mirror import Mirror
from site_tests.test_check_in import QUICK, card, wanting
from site_tests.test_corrections import WRONG
from site_tests.test_films import controls, play, seek, stand
from site_tests.test_layout import clipped, scrolls_sideways
from site_tests.test_photos import encoded, offer, photos
from site_tests.test_teach import BEHIND_A_MASK, actor, begin, lesson, take_a_lesson

OUTPUT = Path(__file__).parent / "output"
SIZES: dict[str, ViewportSize] = {
    "phone": {"width": 360, "height": 740},
    "tablet": {"width": 820, "height": 1180},
    "desk": {"width": 1440, "height": 900},
}
THEMES: tuple[Literal["dark"], Literal["light"]] = ("dark", "light")
INSIDE_ANOTHER_APP = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Instagram 350.0"
)


def pose(page: Page, view: str, *, whole: bool = False) -> None:
    """Takes the view's six pictures, and holds each size to what no view may do: stick out sideways, or cut a text off."""
    OUTPUT.mkdir(exist_ok=True)
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            picture = OUTPUT / f"{size}-{theme}-{view}.png"
            # On a busy machine a browser once never handed out the picture. A page that hangs does not the second time either.
            try:
                page.screenshot(path=picture, full_page=whole, timeout=30_000)
            except TimeoutError:
                page.screenshot(path=picture, full_page=whole)
        assert not scrolls_sideways(page), f"{view}, {size}"
        assert clipped(page) == [], f"{view}, {size}"


def png(picture: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG")
    return file.getvalue()


def test_the_mirror_poses(open_mirror: OpenMirror) -> None:
    mirror = open_mirror()
    pose(mirror.page, "ready")
    mirror.stream(frames=40)
    pose(mirror.page, "streaming")
    pose(mirror.page, "whole-page", whole=True)
    mirror.press("Keep this moment")
    mirror.page.get_by_role("dialog").get_by_label("Blur the faces").check()
    pose(mirror.page, "moment")
    mirror.press("Close")
    mirror.press(WRONG)
    mirror.press("sad")
    mirror.press(WRONG)
    mirror.page.locator('[data-role="corrections"] summary').click()
    pose(mirror.page, "correcting", whole=True)
    mirror.press("Never mind")
    mirror.press("Mark this moment")
    mirror.press("Stop streaming")
    mirror.wait_for("paused")
    chart = mirror.page.get_by_role("slider", name="Moment of the session")
    chart.focus()
    mirror.page.keyboard.press("End")
    mirror.page.keyboard.press("ArrowLeft")
    expect(chart).not_to_have_attribute("aria-valuetext", "none chosen")
    pose(mirror.page, "timeline", whole=True)
    mirror.page.get_by_text("How it computes here").click()
    pose(mirror.page, "diagnostics", whole=True)
    for title in ("About this model", "Teach it your face", "Check-in"):
        mirror.page.get_by_text(title, exact=True).click()
    mirror.page.get_by_label("Offer me a pause").check()
    pose(mirror.page, "everything-open", whole=True)


def test_first_sight_poses_while_the_model_loads_and_inside_another_app(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(user_agent=INSIDE_ANOTHER_APP)
    pose(mirror.page, "in-app")
    mirror.page.route("**/model/manifest.json", lambda route: None)  # answered never
    mirror.page.goto(mirror.url)
    expect(mirror.app).to_have_attribute("data-state", "loading")
    pose(mirror.page, "loading")


def test_several_faces_pose(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(camera="two people")
    mirror.stream(frames=20)
    expect(mirror.face_box).to_have_count(2)
    pose(mirror.page, "two-faces")


def test_a_lesson_poses(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(init=actor(BEHIND_A_MASK))
    begin(mirror)
    expect(lesson(mirror)).to_contain_text("Hold it…")
    pose(mirror.page, "lesson")
    mirror.press("Cancel")
    take_a_lesson(mirror, {"angry", "happy"})
    pose(mirror.page, "lesson-learned")
    mirror.press("Use it")
    expect(mirror.page.get_by_label("Judged by what you taught it")).to_be_checked()
    pose(mirror.page, "taught", whole=True)


def test_films_and_photos_pose(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(camera=None)
    play(mirror, films.webm([(pictures.astronaut(), 60)]))
    mirror.wait_for_frames(15)
    pose(mirror.page, "film-playing")
    stand(mirror)
    seek(mirror, 12)
    expect(controls(mirror)).to_contain_text("0:12")
    pose(mirror.page, "film-paused")
    offer(mirror, "drop", {"astronaut.png": encoded()})
    mirror.wait_for("paused")
    pose(mirror.page, "photo")
    offer(mirror, "drop", {"wall.png": png(pictures.wall())})
    expect(mirror.status).to_contain_text("No face in view in this photo")
    pose(mirror.page, "photo-without-face")
    upright = Image.fromarray(pictures.astronaut()).crop((80, 0, 400, 480))
    album = {
        "the two of us at the station.png": png(pictures.two_people()[0]),
        "astronaut.png": encoded(),
        "upright.png": png(np.asarray(upright)),
        "IMG_20261124_081530_with_a_long_name_as_phones_give.png": png(pictures.wall()),
        "letter.txt": b"Dear reader",
    }
    offer(mirror, "drop", album)
    expect(photos(mirror)).to_have_count(len(album))
    expect(mirror.status).to_contain_text("5 photos")
    pose(mirror.page, "album", whole=True)
    mirror.page.get_by_role("button", name=WRONG).first.click()
    pose(mirror.page, "album-correcting", whole=True)


def test_a_check_in_poses_with_each_of_its_pauses(open_mirror: OpenMirror, sad_astronaut: str) -> None:
    mirror = open_mirror(at=sad_astronaut, init=wanting(QUICK))
    for answer, name in {
        "": "offer",
        "Breathe with me": "breathe",
        "A stretch": "stretch",
        "A five-minute break": "break",
    }.items():
        mirror.page.evaluate("() => localStorage.clear()")
        mirror.page.reload()
        mirror.wait_for("ready")
        mirror.stream()
        expect(card(mirror)).to_be_visible()
        if answer:
            mirror.press(answer)
        pose(mirror.page, f"check-in-{name}")


def without_a_camera(mirror: Mirror) -> None:
    mirror.predict_once()


def with_a_letter(mirror: Mirror) -> None:
    offer(mirror, "drop", {"letter.txt": b"Dear reader"})


def with_a_broken_film(mirror: Mirror) -> None:
    offer(mirror, "drop", {"letter.mp4": b"Dear reader"})


def without_the_model(mirror: Mirror) -> None:
    mirror.page.route("**/model/*.bin", lambda route: route.fulfill(status=404))
    mirror.page.reload()


FAILURES: dict[str, Callable[[Mirror], None]] = {
    "no-camera": without_a_camera,
    "picture-unreadable": with_a_letter,
    "film-unreadable": with_a_broken_film,
    "model-missing": without_the_model,
}


def test_failures_pose(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(camera=None)
    for reason, fail in FAILURES.items():
        fail(mirror)
        mirror.failure(reason)
        pose(mirror.page, f"failed-{reason}")


def test_the_pages_beside_the_mirror_pose(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(camera=None)
    mirror.page.goto(f"{mirror.url}about.html")
    expect(mirror.page.locator("about-page")).to_have_attribute("data-state", "shown")
    pose(mirror.page, "about-top")
    pose(mirror.page, "about", whole=True)
    mirror.page.goto(f"{mirror.url}licenses.html")
    pose(mirror.page, "licences")


@pytest.mark.parametrize("language", ["de", "es", "zh"])
def test_other_languages_pose(open_mirror: OpenMirror, language: str) -> None:
    mirror = open_mirror(query=f"?lang={language}")
    pose(mirror.page, f"ready-{language}")
    mirror.page.locator("mirror-controls .primary").click()
    mirror.wait_for_frames(30)
    pose(mirror.page, f"whole-page-{language}", whole=True)


def test_a_page_read_from_right_to_left_poses(open_mirror: OpenMirror) -> None:
    mirror = open_mirror()
    mirror.evaluate("() => document.documentElement.setAttribute('dir', 'rtl')")
    pose(mirror.page, "ready-rtl")
    mirror.stream(frames=30)
    pose(mirror.page, "whole-page-rtl", whole=True)
