"""Nothing leaves the device."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from pytrain.serve import Server
from site_tests import films, pictures
from site_tests.conftest import OpenMirror
from site_tests.mirror import Mirror
from site_tests.test_photos import offer, photos
from site_tests.test_teach import PLAIN, actor, take_a_lesson


def whole_session(mirror: Mirror, photo: Path, folder: Path) -> None:
    """Everything a visitor can do with camera, photos, films and what comes of them, but for a lesson."""
    mirror.predict_once()
    mirror.stream(frames=20)
    expect(mirror.page.locator("timeline-chart canvas")).to_be_visible()
    for name in ("Save as CSV", "Save as JSON"):
        assert mirror.saved(name, folder).stat().st_size > 0
    mirror.press("Keep this moment")
    assert mirror.saved("Save", folder).stat().st_size > 0
    mirror.page.keyboard.press("Escape")
    mirror.press("Stop streaming")
    mirror.wait_for("paused")
    mirror.use_photo(str(photo))
    mirror.wait_for("paused")
    assert mirror.label, mirror.said
    offer(mirror, "drop", {"one.png": photo.read_bytes(), "two.png": photo.read_bytes()})
    expect(photos(mirror)).to_have_count(2)
    offer(mirror, "drop", {"film.webm": films.webm([(pictures.astronaut(), 1)])})
    mirror.wait_for("live")
    mirror.wait_for("paused")
    assert mirror.label, mirror.said


def test_no_request_of_a_whole_session_goes_to_another_site(
    mirror: Mirror, server: Server, astronaut_photo: Path, tmp_path: Path
) -> None:
    """Seen to fail with a fetch from another site at loading, and connections to any site allowed by the policy."""
    asked: list[str] = []
    mirror.page.context.on("request", lambda request: asked.append(request.url))
    mirror.open()
    whole_session(mirror, astronaut_photo, tmp_path)
    mirror.page.goto(f"{server.url}about.html")
    mirror.page.get_by_role("button", name="Measure now").click()
    expect(mirror.page.get_by_role("button", name="Measure again")).to_be_visible()
    assert len(asked) >= 8, "page, scripts, style, model and detector"
    assert [url for url in asked if not url.removeprefix("blob:").startswith(server.url)] == []


def test_everything_works_with_the_network_cut_after_loading(
    open_mirror: OpenMirror, astronaut_photo: Path, tmp_path: Path
) -> None:
    """Seen to fail without loadChartAhead in main.ts: no chart."""
    mirror = open_mirror(init=actor(PLAIN))
    loaded = "() => performance.getEntriesByType('resource').some(({ name }) => name.includes('timeline-canvas'))"
    mirror.page.wait_for_function(loaded)
    mirror.page.context.set_offline(True)
    whole_session(mirror, astronaut_photo, tmp_path)
    mirror.stream()
    take_a_lesson(mirror, set(PLAIN))


def test_pictures_cannot_be_sent_elsewhere_even_by_a_script_that_tries(
    mirror: Mirror, serve: Callable[[Path], Server], dist: Path, violations: list[str]
) -> None:
    """Seen to fail with pictures of any site allowed by the policy."""
    elsewhere = serve(dist).url
    # no-cors and images need no consent of the other site: the page's own policy alone stands in the way.
    attempt = """async url => {
        const image = new Image();
        const painted = new Promise(done => {
            image.onload = () => done('sent');
            image.onerror = () => done('blocked');
        });
        image.src = url + 'favicon.svg';
        const posted = fetch(url, { mode: 'no-cors', method: 'POST', body: 'face' });
        return [await posted.then(() => 'sent', () => 'blocked'), await painted];
    }"""
    assert mirror.evaluate(attempt, elsewhere) == ["blocked", "blocked"]
    assert all(any(directive in said for said in violations) for directive in ("img-src", "connect-src"))
    violations.clear()


def test_nothing_is_kept_in_the_browser(mirror: Mirror, astronaut_photo: Path, tmp_path: Path) -> None:
    """Seen to fail with a count of visits in local storage."""
    whole_session(mirror, astronaut_photo, tmp_path)
    assert mirror.page.context.cookies() == []
    kept = mirror.evaluate(
        "async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length]"
    )
    assert kept == [0, 0, 0]


def test_the_visitor_is_told_what_happens_before_the_camera_starts(open_mirror: OpenMirror) -> None:
    """Seen to fail without the notice."""
    mirror = open_mirror()
    notice = mirror.page.get_by_role("region", name="Before the camera starts")
    assert "Nothing leaves this device" in notice.inner_text()
    assert mirror.tracks() == []
