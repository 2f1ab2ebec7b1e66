"""Corrections: kept on the device when a word is pressed and only then, taken along as a zip that training reads, and deleted."""

import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from pytrain import corrections
from pytrain.faces import LABELS
from site_tests import pictures
from site_tests.conftest import OpenMirror
from site_tests.mirror import Mirror
from site_tests.test_photos import encoded, offer, photos

WRONG = "That\u2019s wrong, it was …"
DATABASES = "async () => (await indexedDB.databases()).map(({ name }) => name)"
BLOCKED = (
    "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('denied', 'SecurityError'); } });"
)
FULL = """IDBObjectStore.prototype.put = () => {
    throw new DOMException('no room', 'QuotaExceededError');
};"""


def kept(mirror: Mirror) -> Locator:
    return mirror.page.locator('[data-role="corrections"]')


def told(mirror: Mirror) -> Locator:
    return mirror.page.locator('[data-role="corrected"]')


def crop(mirror: Mirror) -> list[int]:
    """The grey levels of the picture that stands beside the choice."""
    levels: list[int] = mirror.page.locator('canvas[data-role="crop"]').evaluate(
        "canvas => [...canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data]"
        ".filter((_, i) => i % 4 == 0)"
    )
    return levels


def correct(mirror: Mirror, label: str) -> None:
    mirror.press(WRONG)
    mirror.press(label)
    expect(told(mirror)).to_have_text(f"Stored as “{label}”.")


def export(mirror: Mirror, folder: Path) -> Path:
    return mirror.saved("Save as zip", folder)


def show(mirror: Mirror, picture: bytes) -> list[int]:
    """Looks at a photo; what the model saw of it."""
    offer(mirror, "drop", {"photo.png": picture})
    expect(mirror.button(WRONG)).to_be_enabled()
    return mirror.preview_pixels()


def turned() -> bytes:
    file = io.BytesIO()
    Image.fromarray(pictures.astronaut()).rotate(10).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def judged(open_mirror: OpenMirror) -> Mirror:
    """The page with the astronaut's photo."""
    mirror = open_mirror(camera=None)
    show(mirror, encoded())
    return mirror


def test_what_was_corrected_comes_out_as_a_zip_that_training_reads(open_mirror: OpenMirror, tmp_path: Path) -> None:
    mirror = open_mirror(camera=None)
    seen = [show(mirror, encoded())]
    correct(mirror, "sad")
    mirror.page.reload()
    mirror.wait_for("ready")
    seen.append(show(mirror, turned()))
    correct(mirror, "neutral")
    expect(kept(mirror)).to_have_attribute("data-count", "2")
    kept(mirror).get_by_text("2 corrections kept on this device").click()

    saved = export(mirror, tmp_path)

    assert re.fullmatch(r"mood-mirror-[\d-]+\.corrections\.zip", saved.name)
    read = corrections.read(saved)
    assert [LABELS[label] for label in read.labels] == ["sad", "neutral"]
    assert np.abs(read.images.reshape(2, -1).astype(int) - np.array(seen)).max() <= 1
    assert read.images.std() > 20, "faces, not empty squares"
    expect(kept(mirror)).to_have_attribute("data-count", "2")


def test_nothing_is_stored_before_a_word_is_pressed(judged: Mirror) -> None:
    judged.press(WRONG)
    expect(judged.page.get_by_text("only then is this small grey picture stored")).to_be_visible()
    expect(judged.page.get_by_text("only with their agreement")).to_be_visible()
    assert judged.evaluate(DATABASES) == []
    judged.press("Never mind")
    assert judged.evaluate(DATABASES) == []
    expect(kept(judged)).to_have_attribute("data-count", "0")


def test_the_picture_is_the_one_of_the_moment_of_pressing_while_the_camera_goes_on(
    open_mirror: OpenMirror, tmp_path: Path
) -> None:
    mirror = open_mirror(camera="two people")
    mirror.stream()
    mirror.press(WRONG)
    taken = crop(mirror)
    mirror.wait_for_frames(mirror.frames + 12)
    assert mirror.preview_pixels() != taken, "the people of this film sway"
    assert crop(mirror) == taken
    mirror.press("fear")
    expect(told(mirror)).to_have_text("Stored as “fear”.")
    kept(mirror).locator("summary").click()
    read = corrections.read(export(mirror, tmp_path))
    assert np.array_equal(read.images.ravel(), taken)


def test_the_face_that_the_panel_follows_is_the_one_that_is_corrected(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(camera="two people")
    mirror.stream()
    mirror.press("Stop streaming")
    mirror.wait_for("paused")
    crops = []
    for box in mirror.face_box.all():
        box.click()
        mirror.press(WRONG)
        crops.append(crop(mirror))
        assert crops[-1] == mirror.preview_pixels()
        mirror.press("Never mind")
    assert len(crops) == 2
    assert crops[0] != crops[1]


def test_a_face_of_one_of_several_photos_can_be_corrected(open_mirror: OpenMirror, tmp_path: Path) -> None:
    mirror = open_mirror(camera=None)
    couple = io.BytesIO()
    Image.fromarray(pictures.two_people()[0]).save(couple, "PNG")
    offer(mirror, "drop", {"one.png": encoded(), "couple.png": couple.getvalue()})
    expect(photos(mirror)).to_have_count(2)
    pair = photos(mirror).nth(1)
    pair.get_by_role("button", name=f"{WRONG} (couple.png)").click()
    faces = pair.get_by_role("group", name="Which face?").get_by_role("button")
    expect(faces).to_have_count(2)
    faces.nth(1).click()
    expect(faces.nth(1)).to_have_attribute("aria-pressed", "true")
    second = (
        faces.nth(1)
        .locator("canvas")
        .evaluate("canvas => [...canvas.getContext('2d').getImageData(0, 0, 48, 48).data].filter((_, i) => i % 4 == 0)")
    )
    pair.get_by_role("button", name="surprise").click()
    expect(pair.locator('[data-role="corrected"]')).to_have_text("Stored as “surprise”.")
    expect(photos(mirror).nth(0).locator('[data-role="corrected"]')).to_have_text("")
    kept(mirror).locator("summary").click()
    read = corrections.read(export(mirror, tmp_path))
    assert np.array_equal(read.images.ravel(), second)


def test_it_goes_by_keyboard_alone(judged: Mirror) -> None:
    keyboard = judged.page.keyboard
    judged.button(WRONG).focus()
    keyboard.press("Enter")
    expect(judged.button("angry")).to_be_focused()
    keyboard.press("Escape")
    expect(judged.button(WRONG)).to_be_focused()
    keyboard.press("Enter")
    expect(judged.button("happy")).to_have_count(0)  # what it said already
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(told(judged)).to_have_text("Stored as “disgust”.")
    expect(judged.button(WRONG)).to_be_focused()


def test_a_slip_is_undone(judged: Mirror) -> None:
    correct(judged, "sad")
    judged.press("Undo")
    expect(told(judged)).to_have_text("Taken back. The picture is deleted.")
    expect(kept(judged)).to_have_attribute("data-count", "0")
    assert judged.evaluate(DATABASES) == []


def test_another_tab_sees_what_is_kept_and_deleted(judged: Mirror) -> None:
    other = Mirror(judged.page.context.new_page(), judged.url).open()
    correct(judged, "sad")
    correct(judged, "fear")
    expect(kept(other)).to_have_attribute("data-count", "2")
    kept(other).locator("summary").click()
    other.press("Delete all")
    expect(other.page.locator('[data-role="corrections-outcome"]')).to_have_text("All corrections are deleted.")
    expect(kept(judged)).to_have_attribute("data-count", "0")
    assert judged.evaluate(DATABASES) == []
    correct(judged, "sad")
    expect(kept(other)).to_have_attribute("data-count", "1")


def test_forgetting_everything_deletes_them(mirror: Mirror) -> None:
    mirror.stream(frames=20)
    correct(mirror, "sad")
    assert mirror.evaluate(DATABASES) == ["mood-mirror:corrections"]
    mirror.press("Forget everything")
    mirror.wait_for("ready")
    mirror.page.wait_for_function(f"async () => (await ({DATABASES})()).length === 0")
    expect(kept(mirror)).to_have_attribute("data-count", "0")
    mirror.page.reload()
    mirror.wait_for("ready")
    expect(kept(mirror)).to_have_attribute("data-count", "0")


@pytest.mark.parametrize(
    ("init", "sentence"), [(BLOCKED, "lets the page store nothing just now"), (FULL, "no room left on this device")]
)
def test_a_browser_that_stores_nothing_says_so_and_the_page_goes_on(
    open_mirror: OpenMirror, init: str, sentence: str
) -> None:
    mirror = open_mirror(camera=None, init=init)
    show(mirror, encoded())
    mirror.press(WRONG)
    mirror.press("sad")
    expect(told(mirror)).to_contain_text(sentence)
    expect(kept(mirror)).to_have_attribute("data-count", "0")
    expect(mirror.button("Undo")).to_have_count(0)
    show(mirror, turned())
    mirror.wait_for("paused")


def test_the_file_is_made_by_code_that_is_loaded_when_it_is_asked_for(judged: Mirror, tmp_path: Path) -> None:
    """Only a reload tries again everywhere: some browsers never ask a second time for a script that failed to load (whatwg/html#6768)."""
    correct(judged, "sad")
    loaded = "() => performance.getEntriesByType('resource').map(({ name }) => name).filter(name => /zip-/.test(name))"
    assert judged.evaluate(loaded) == []
    kept(judged).locator("summary").click()
    judged.page.context.set_offline(True)
    judged.press("Save as zip")
    outcome = judged.page.locator('[data-role="corrections-outcome"]')
    expect(outcome).to_contain_text("Are you offline?")
    judged.page.context.set_offline(False)
    judged.page.reload()
    judged.wait_for("ready")
    kept(judged).locator("summary").click()
    assert len(corrections.read(export(judged, tmp_path))) == 1
    assert len(judged.evaluate(loaded)) >= 1
    expect(outcome).to_contain_text("They stay on this device until you delete them.")
