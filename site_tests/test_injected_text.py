"""Text from elsewhere (names of files, what stands in them, the manifest, a translation) is shown as text and never run.

Seen to fail with names, labels and messages written as HTML: Trusted Types stop that page. Cells of the CSV: site/tests/timeline.test.ts.
"""

import csv
import json
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from pytrain.serve import Server
from site_tests.conftest import CopyDist, OpenMirror
from site_tests.test_about import OpenAbout, open_about
from site_tests.test_photos import encoded, offer, photos

__all__ = ["open_about"]

SCRIPT = '<img src=x onerror="globalThis.ran=true"><script>globalThis.ran=true</script>\'`${globalThis.ran=true}'


def nothing_ran(page: Page) -> None:
    assert page.locator("img, script:not([src])").count() == 0
    assert page.evaluate("() => globalThis.ran") is None


def test_a_script_in_the_name_of_a_photo_is_its_name(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(camera=None)
    offer(mirror, "drop", {f"{SCRIPT}.png": encoded(), f"no picture {SCRIPT}": b"nothing"})
    expect(photos(mirror)).to_have_count(2)
    expect(photos(mirror).nth(0).locator("figcaption")).to_have_text(f"{SCRIPT}.png")
    expect(photos(mirror).nth(1).locator("figcaption")).to_have_text(f"no picture {SCRIPT}")
    nothing_ran(mirror.page)


def test_a_script_in_what_a_photo_says_of_itself_is_left_alone(open_mirror: OpenMirror) -> None:
    """Nothing reads that text. Seen to fail with it written into the page as HTML, and without Trusted Types, which would stop the page."""
    mirror = open_mirror(camera=None)
    exif = Image.Exif()
    image_description, artist, user_comment = 0x010E, 0x013B, 0x9286
    exif[image_description] = exif[artist] = SCRIPT
    exif.get_ifd(0x8769)[user_comment] = b"ASCII\0\0\0" + SCRIPT.encode()
    photo = encoded("JPEG", exif=exif, comment=SCRIPT)
    assert photo.count(b"globalThis.ran") >= 8
    offer(mirror, "drop", {"photo.jpg": photo})
    mirror.wait_for("paused")
    assert mirror.label == "happy", mirror.said
    assert "globalThis" not in mirror.page.content()
    nothing_ran(mirror.page)


def test_a_script_in_the_manifest_is_a_name_and_a_label(
    open_mirror: OpenMirror,
    open_about: OpenAbout,
    copy_dist: CopyDist,
    serve: Callable[[Path], Server],
    tmp_path: Path,
) -> None:
    dist = copy_dist()
    path = dist / "model" / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["labels"] = [SCRIPT if label == "happy" else label for label in manifest["labels"]]
    for metrics in manifest["metrics"].values():
        metrics["recall"][SCRIPT] = metrics["recall"].pop("happy")
    manifest["name"] = manifest["created"] = manifest["training"]["commit"] = SCRIPT
    path.write_text(json.dumps(manifest))
    url = serve(dist).url

    mirror = open_mirror(at=url)
    mirror.stream(frames=10)
    expect(mirror.status).to_contain_text(SCRIPT)
    mirror.press("Stop streaming")
    mirror.wait_for("paused")
    for panel in mirror.page.locator("summary").all():
        panel.click()
    rows = list(csv.DictReader(mirror.saved("Save as CSV", tmp_path).open(newline="")))
    assert {row["label"] for row in rows} == {SCRIPT}
    assert {row["model"] for row in rows} == {SCRIPT}
    nothing_ran(mirror.page)

    about = open_about(at=url)
    expect(about.locator("body")).to_contain_text(SCRIPT)
    nothing_ran(about)


def test_a_script_in_a_translated_message_is_a_message(
    open_mirror: OpenMirror, copy_dist: CopyDist, serve: Callable[[Path], Server]
) -> None:
    dist = copy_dist()
    (german,) = (file for file in dist.glob("assets/de-*.js"))
    tagline = "Wie ein Gesicht aussieht, auf deinem eigenen Gerät berechnet"
    assert tagline in german.read_text()
    german.write_text(german.read_text().replace(tagline, SCRIPT.replace("`", r"\`").replace("$", r"\$")))
    mirror = open_mirror(at=serve(dist).url, query="?lang=de")
    expect(mirror.page.get_by_text(SCRIPT)).to_be_visible()
    nothing_ran(mirror.page)
