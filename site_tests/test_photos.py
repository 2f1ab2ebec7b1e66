"""Photos: picked, dropped or pasted, one or many, good or broken."""

import base64
import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from site_tests import pictures
from site_tests.conftest import OpenMirror
from site_tests.mirror import Mirror

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0\0\0\x24meta" + bytes(range(28))
"""The beginning of what iPhones write, which Chromium cannot read."""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'


def encoded(kind: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pictures.astronaut()).save(file, kind, **options)
    return file.getvalue()


def offer(mirror: Mirror, event: str, files: dict[str, bytes]) -> None:
    """Drops the files on the page, or pastes them into it."""
    mirror.evaluate(
        """([event, files]) => {
            const data = new DataTransfer();
            for (const [name, encoded] of files) {
                const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
                data.items.add(new File([bytes], name));
            }
            const carried = event === 'paste' ? { clipboardData: data } : { dataTransfer: data };
            const Kind = event === 'paste' ? ClipboardEvent : DragEvent;
            document.body.dispatchEvent(new Kind(event, { ...carried, bubbles: true, cancelable: true }));
        }""",
        [event, [[name, base64.b64encode(content).decode()] for name, content in files.items()]],
    )


def photos(mirror: Mirror) -> Locator:
    return mirror.page.get_by_role("list", name="Photos").get_by_role("listitem")


@pytest.mark.parametrize("event", ["drop", "paste"])
def test_a_photo_that_is_dropped_or_pasted_is_judged(open_mirror: OpenMirror, event: str) -> None:
    mirror = open_mirror(camera=None)
    offer(mirror, event, {"astronaut.png": encoded()})
    mirror.wait_for("paused")
    assert mirror.label == "happy", mirror.said


def test_several_photos_give_a_grid_in_which_every_face_is_labelled(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(camera=None)
    wall = io.BytesIO()
    Image.fromarray(pictures.wall()).save(wall, "PNG")
    files = {"one.png": encoded(), "<b>two</b>.jpg": encoded("JPEG"), "wall.png": wall.getvalue(), "drawing.svg": SVG}
    offer(mirror, "drop", files)
    expect(photos(mirror)).to_have_count(4)
    for number, name in enumerate(files):
        expect(photos(mirror).nth(number)).to_contain_text(name)
    for number in (0, 1):
        expect(photos(mirror).nth(number)).to_contain_text("looks happy")
        expect(photos(mirror).nth(number).locator('[data-role="face-box"]')).to_have_count(1)
    expect(photos(mirror).nth(2)).to_contain_text("No face in view")
    expect(photos(mirror).nth(3)).to_contain_text("not a picture we can read")
    expect(mirror.status).to_have_text("4 photos, 2 faces.")
    assert not mirror.evaluate("() => document.documentElement.scrollWidth > innerWidth")


def test_the_camera_follows_a_grid_of_photos(mirror: Mirror) -> None:
    offer(mirror, "drop", {"one.png": encoded(), "two.png": encoded()})
    expect(photos(mirror)).to_have_count(2)
    mirror.stream()
    expect(photos(mirror)).to_have_count(0)


def test_a_photo_that_was_taken_sideways_is_turned_upright(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(camera=None)
    turned = Image.fromarray(pictures.astronaut()).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown turned by 90 degrees to the right
    file = io.BytesIO()
    turned.save(file, "JPEG", exif=exif)
    offer(mirror, "drop", {"sideways.jpg": file.getvalue()})
    mirror.wait_for("paused")
    assert mirror.label == "happy", mirror.said


@pytest.mark.parametrize(
    ("name", "content"), [("letter.txt", b"Dear reader"), ("drawing.svg", SVG), ("IMG_1.HEIC", HEIC), ("cut.jpg", b"")]
)
def test_a_file_that_is_no_picture_gets_a_sentence_and_leaves_the_page_working(
    open_mirror: OpenMirror, name: str, content: bytes
) -> None:
    mirror = open_mirror(camera=None)
    offer(mirror, "drop", {name: content})
    mirror.failure("picture-unreadable")
    offer(mirror, "paste", {"astronaut.png": encoded()})
    mirror.wait_for("paused")
    assert mirror.label == "happy", mirror.said


def test_a_photo_of_a_hundred_megapixels_is_judged(open_mirror: OpenMirror, tmp_path: Path) -> None:
    mirror = open_mirror(camera=None)
    Image.fromarray(pictures.astronaut()).resize((11600, 8700)).save(tmp_path / "large.jpg", quality=60)
    mirror.use_photo(str(tmp_path / "large.jpg"))
    mirror.wait_for("paused")
    assert mirror.label == "happy", mirror.said


def test_a_phone_offers_to_take_a_photo_and_the_picked_one_is_judged(
    open_mirror: OpenMirror, astronaut_photo: Path
) -> None:
    phone = "Object.defineProperty(HTMLInputElement.prototype, 'capture', { value: '', writable: true });"
    mirror = open_mirror(camera=None, permissions=[], init=phone, viewport={"width": 360, "height": 740})
    with mirror.page.expect_file_chooser() as chooser:
        mirror.press("Take a photo")
    assert not chooser.value.is_multiple()
    asked = chooser.value.element.evaluate("input => [input.getAttribute('capture'), input.accept]")
    assert asked == ["user", "image/*"]
    chooser.value.set_files(astronaut_photo)
    mirror.wait_for("paused")
    assert mirror.label == "happy", mirror.said
    for name in ("Predict once", "Start streaming", "Photo or video", "Take a photo"):
        expect(mirror.button(name)).to_be_in_viewport(ratio=1)
    assert not mirror.evaluate("() => document.documentElement.scrollWidth > innerWidth")


def test_a_desk_which_takes_no_photos_offers_to_pick_one_only(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(camera=None)
    expect(mirror.button("Photo or video")).to_be_visible()
    expect(mirror.button("Take a photo")).to_have_count(0)
