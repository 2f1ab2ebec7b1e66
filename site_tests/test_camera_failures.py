"""Whatever is wrong with the camera, the page says what, and leads on."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from pytrain.serve import Server
from site_tests.conftest import OpenMirror
from site_tests.mirror import Mirror

BUSY = """
window.cameraIsBusy = true;
const askForCamera = navigator.mediaDevices.getUserMedia;
navigator.mediaDevices.getUserMedia = (constraints) => window.cameraIsBusy
  ? Promise.reject(new DOMException('Could not start video source', 'NotReadableError'))
  : askForCamera(constraints);
"""
"""What Chromium answers while another program has the camera; its fake camera never is."""

NO_MEDIA_DEVICES = "Object.defineProperty(navigator, 'mediaDevices', { value: undefined });"


def a_photo_leads_on(mirror: Mirror, photo: Path) -> None:
    mirror.use_photo(str(photo))
    mirror.wait_for("paused")
    expect(mirror.page.get_by_role("alert")).to_have_count(0)
    assert mirror.label, mirror.said


def trying_again_leads_on(mirror: Mirror) -> None:
    mirror.press("Try again")
    mirror.wait_for("paused")
    expect(mirror.page.get_by_role("alert")).to_have_count(0)
    assert mirror.label, mirror.said


def test_without_a_camera_the_page_says_so_and_takes_a_photo(open_mirror: OpenMirror, astronaut_photo: Path) -> None:
    """Seen to fail without NotFoundError among the reasons."""
    mirror = open_mirror(camera=None)
    mirror.predict_once()
    expect(mirror.failure("no-camera")).to_contain_text("No camera found")
    a_photo_leads_on(mirror, astronaut_photo)


def test_a_camera_plugged_in_later_is_found_by_trying_again(open_mirror: OpenMirror) -> None:
    """Seen to fail without NotFoundError among the reasons."""
    unplugged = BUSY.replace("Could not start video source", "Requested device not found")
    mirror = open_mirror(init=unplugged.replace("NotReadableError", "NotFoundError"))
    mirror.predict_once()
    mirror.failure("no-camera")
    mirror.evaluate("() => { cameraIsBusy = false }")
    trying_again_leads_on(mirror)


def test_a_refused_permission_is_explained_and_can_be_given_later(open_mirror: OpenMirror, server: Server) -> None:
    """Seen to fail without NotAllowedError among the reasons."""
    mirror = open_mirror(permissions=[])
    mirror.predict_once()
    expect(mirror.failure("permission-denied")).to_contain_text("not allowed")
    mirror.page.context.grant_permissions(["camera"], origin=server.url)
    trying_again_leads_on(mirror)


def test_a_refused_permission_leaves_the_photo(open_mirror: OpenMirror, astronaut_photo: Path) -> None:
    """Seen to fail without NotAllowedError among the reasons."""
    mirror = open_mirror(permissions=[])
    mirror.predict_once()
    mirror.failure("permission-denied")
    a_photo_leads_on(mirror, astronaut_photo)


def test_a_camera_in_use_is_explained_and_works_once_it_is_free(open_mirror: OpenMirror, astronaut_photo: Path) -> None:
    """Seen to fail without NotReadableError among the reasons."""
    mirror = open_mirror(init=BUSY)
    mirror.predict_once()
    expect(mirror.failure("camera-in-use")).to_contain_text("busy")
    a_photo_leads_on(mirror, astronaut_photo)
    mirror.predict_once()
    mirror.failure("camera-in-use")
    mirror.evaluate("() => { cameraIsBusy = false }")
    trying_again_leads_on(mirror)


def test_a_camera_unplugged_in_mid_stream_is_explained_and_streams_again_once_it_is_back(mirror: Mirror) -> None:
    """Seen to fail with nobody listening for the end of the camera's track."""
    mirror.stream()
    mirror.evaluate("() => { givenTracks[0].dispatchEvent(new Event('ended')) }")
    expect(mirror.failure("camera-lost")).to_contain_text("went away")
    assert mirror.tracks() == ["ended"]
    mirror.press("Try again")
    mirror.wait_for("live")
    mirror.wait_for_frames(2)
    expect(mirror.page.get_by_role("alert")).to_have_count(0)


def test_a_browser_that_gives_no_camera_at_all_takes_a_photo(open_mirror: OpenMirror, astronaut_photo: Path) -> None:
    """Seen to fail without the check for mediaDevices and with whatever is unknown taken for a camera in use."""
    mirror = open_mirror(init=NO_MEDIA_DEVICES)
    mirror.predict_once()
    expect(mirror.failure("unsupported")).to_contain_text("This browser gives no camera")
    a_photo_leads_on(mirror, astronaut_photo)


def test_an_address_without_https_is_explained(open_mirror: OpenMirror, server: Server) -> None:
    """Seen to fail without the check for crypto.subtle: there the page stops, long before it would ask for a camera."""
    mirror = open_mirror(
        at=f"http://mood.test:{server.port}/", flags=("--host-resolver-rules=MAP mood.test 127.0.0.1",), permissions=[]
    )
    if mirror.app.get_attribute("data-state") == "ready":
        mirror.predict_once()
    expect(mirror.failure("insecure-context")).to_contain_text("https")


def test_a_file_that_is_no_picture_is_explained_and_another_can_be_chosen(
    mirror: Mirror, tmp_path: Path, astronaut_photo: Path
) -> None:
    """Seen to fail with what createImageBitmap throws let through: “Computing stopped”."""
    (tmp_path / "letter.png").write_text("Dear model, how do I look?")
    mirror.use_photo(str(tmp_path / "letter.png"))
    expect(mirror.failure("picture-unreadable")).to_contain_text("not a picture")
    a_photo_leads_on(mirror, astronaut_photo)


@pytest.mark.parametrize("backend", ["webgl", "webgpu"])
def test_without_a_gpu_interface_the_page_says_so_and_computes_another_way(
    open_mirror: OpenMirror, backend: str
) -> None:
    """Seen to fail without the notes about backends that were passed over, and with no other tried after the first."""
    mirror = open_mirror(query=f"?backend={backend}", flags=("--disable-gpu", "--disable-software-rasterizer"))
    expect(mirror.failure(f"{backend}-missing")).to_contain_text(re.compile(backend, re.IGNORECASE))
    expect(mirror.app).to_have_attribute("data-backend", "wasm")
    mirror.predict_once()
    assert mirror.label, mirror.said
    mirror.press("Carry on")
    expect(mirror.page.get_by_role("alert")).to_have_count(0)
