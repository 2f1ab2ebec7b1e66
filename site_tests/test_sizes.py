"""Everything that the page offers, met as a visitor meets it: in view, in reach and answered, on a phone, a tablet and a desk."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, ViewportSize, expect

from site_tests import films, pictures
from site_tests.conftest import OpenMirror
from site_tests.mirror import Mirror
from site_tests.test_check_in import QUICK, card, wanting
from site_tests.test_corrections import WRONG
from site_tests.test_films import SCENE_S, controls, place
from site_tests.test_layout import scrolls_sideways
from site_tests.test_photos import photos
from site_tests.test_screenshots import SIZES
from site_tests.test_teach import lesson, mark, taught

sizes = pytest.mark.parametrize("viewport", SIZES.values(), ids=SIZES)


def shown(mirror: Mirror, result: Locator) -> None:
    """Holds that it is in view once scrolled to, whole, without a scroll sideways."""
    result.scroll_into_view_if_needed()
    expect(result).to_be_in_viewport(ratio=0.99)
    assert not scrolls_sideways(mirror)


def press(mirror: Mirror, control: Locator | str) -> None:
    """Presses what is in view; what something else covers Playwright does not press."""
    button = mirror.button(control) if isinstance(control, str) else control
    shown(mirror, button)
    button.click()


def open_panel(mirror: Mirror, title: str) -> None:
    press(mirror, mirror.page.locator("summary", has_text=title))


@sizes
def test_the_mirror_and_what_stands_around_it(
    open_mirror: OpenMirror, sad_astronaut: str, viewport: ViewportSize, tmp_path: Path
) -> None:
    mirror = open_mirror(
        camera="two people",
        at=sad_astronaut,
        init=wanting(QUICK),
        viewport=viewport,
        permissions=["camera", "clipboard-read", "clipboard-write"],
    )
    page = mirror.page

    # First sight: what this is, that nothing leaves the device, and where to begin, without scrolling.
    for told in ("This page guesses", "Nothing leaves this device"):
        expect(page.get_by_role("listitem").filter(has_text=told)).to_be_in_viewport(ratio=1)
    begin = mirror.button("Start streaming")
    expect(begin).to_be_in_viewport(ratio=1)

    # Everyone: it begins by keyboard alone, and speaks another language when told to.
    language = page.locator('[data-role="language"]')
    language.select_option("de")
    expect(mirror.button("Live starten")).to_be_in_viewport(ratio=1)
    language.select_option("en")
    language.focus()
    for _ in range(4):
        page.keyboard.press("Tab")
        if begin.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")

    # The mirror: both faces with their labels; the panel follows the one that is pressed.
    mirror.wait_for("live")
    boxes = page.get_by_role("button", name=re.compile("Follow face"))
    expect(boxes).to_have_count(2)
    other = boxes.and_(page.locator('[aria-pressed="false"]'))
    expect(other).to_contain_text(re.compile(r"sad \d+ %"))
    chosen = page.locator(f'[data-face="{other.get_attribute("data-face")}"]')
    press(mirror, chosen)
    expect(chosen).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("About the face you chose")).to_be_in_viewport()
    expect(mirror.button("Full screen")).to_be_in_viewport(ratio=1)

    # Check-in: the offer comes beside the mirror and moves nothing in it; a pause is taken and ended.
    shown(mirror, card(mirror))
    press(mirror, "A stretch")
    expect(card(mirror)).to_contain_text("Let your shoulders drop")
    press(mirror, "Done")
    expect(card(mirror)).to_have_count(0)

    # A moment: taken, blurred, saved.
    press(mirror, "Keep this moment")
    dialog = page.get_by_role("dialog")
    shown(mirror, dialog)
    dialog.get_by_label("Blur the faces").check()
    assert mirror.saved("Save", tmp_path).stat().st_size > 50_000
    press(mirror, "Close")

    # A correction: a word is pressed, and the page says what became of it.
    press(mirror, WRONG)
    press(mirror, "neutral")
    shown(mirror, page.get_by_text("Stored as “neutral”."))
    open_panel(mirror, "1 correction kept on this device")
    assert mirror.saved("Save as zip", tmp_path).suffix == ".zip"

    # Timeline: a mark, a moment by pointer, a file.
    press(mirror, "Mark this moment")
    press(mirror, "Stop streaming")
    mirror.wait_for("paused")
    chart = page.get_by_role("slider", name="Moment of the session")
    shown(mirror, chart)
    chart.hover(position={"x": 70, "y": 60})
    expect(page.locator('[data-role="moment"]')).to_contain_text(re.compile(r": sad \d+ %"))
    assert "film_s" not in mirror.saved("Save as CSV", tmp_path).read_text().splitlines()[1]

    # Diagnostics: opened, and copied.
    open_panel(mirror, "How it computes here")
    press(mirror, "Copy report")
    expect(page.locator('[data-role="reported"]')).to_contain_text("Copied")
    assert json.loads(mirror.evaluate("() => navigator.clipboard.readText()"))["frames"] > 0

    # About: there and back.
    press(mirror, page.get_by_role("link", name="About the model"))
    expect(page.locator("about-page")).to_have_attribute("data-state", "shown")
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport(ratio=1)
    assert not scrolls_sideways(page)
    press(mirror, page.get_by_role("link", name="Back to the mirror").first)
    mirror.wait_for("ready")

    # And nothing is left of it when that is wished.
    mirror.stream(frames=10)
    press(mirror, "Forget everything")
    mirror.wait_for("ready")
    assert mirror.evaluate("() => localStorage.length") == 0


@sizes
def test_photos_films_and_a_lesson(
    open_mirror: OpenMirror, viewport: ViewportSize, astronaut_photo: Path, tmp_path: Path
) -> None:
    """Seen to fail with a lesson that, begun over a film that stands still, waited for that film's next frame."""
    mirror = open_mirror(viewport=viewport)
    page = mirror.page

    def pick(*files: Path) -> None:
        expect(mirror.button("Photo or video")).to_be_in_viewport(ratio=1)
        with page.expect_file_chooser() as chooser:
            mirror.press("Photo or video")
        chooser.value.set_files(files)

    # A photo, several, and a file that is none.
    pick(astronaut_photo)
    expect(mirror.status).to_contain_text("looks happy")
    expect(mirror.face_box).to_be_in_viewport(ratio=1)
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear reader")
    pick(astronaut_photo, letter)
    expect(mirror.status).to_contain_text("2 photos, one face.")
    shown(mirror, photos(mirror).first)
    shown(mirror, photos(mirror).last)
    pick(letter)
    shown(mirror, mirror.failure("picture-unreadable").get_by_role("button", name="Photo or video"))

    # A film: it plays, stands still, and is sought by the keyboard.
    film = tmp_path / "film.webm"
    film.write_bytes(films.webm([(pictures.astronaut(), SCENE_S), (pictures.wall(), SCENE_S)]))
    pick(film)
    expect(mirror.status).to_contain_text("looks happy")
    press(mirror, controls(mirror).get_by_role("button", name="Pause"))
    expect(controls(mirror).get_by_role("button", name="Turn the sound on")).to_be_in_viewport(ratio=1)
    place(mirror).focus()
    page.keyboard.press("End")
    expect(mirror.status).to_have_text("No face in view in this film right now.")
    page.keyboard.press("Home")
    expect(mirror.status).to_contain_text("looks happy")

    # A lesson, begun far below the mirror, shows what to do beside it; one that was saved before is opened, used and deleted.
    open_panel(mirror, "Teach it your face")
    press(mirror, "Begin")
    expect(lesson(mirror)).to_contain_text("Hold it…")
    for part in (mirror.face_box, lesson(mirror).get_by_role("heading"), lesson(mirror).get_by_role("progressbar")):
        expect(part).to_be_in_viewport(ratio=1)
    press(mirror, lesson(mirror).get_by_role("button", name="Cancel"))
    with page.expect_file_chooser() as chooser:
        press(mirror, "Open a file")
    chooser.value.set_files(
        {"name": "me.json", "mimeType": "application/json", "buffer": json.dumps(taught()).encode()}
    )
    expect(mark(mirror)).to_be_checked()
    shown(mirror, mark(mirror))
    expect(mirror.status.first).to_contain_text("looks sad")
    press(mirror, "Delete it")
    expect(mirror.status.first).to_contain_text("looks happy")
