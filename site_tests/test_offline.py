"""The page without a network, in new versions, and installed."""

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from pytrain import offline
from site_tests import icons
from site_tests.conftest import CopyDist, Launch, OpenMirror
from site_tests.mirror import TIMEOUT_MS, Mirror
from site_tests.static_host import StaticHost
from site_tests.test_accessibility import violations
from site_tests.test_layout import clipped, scrolls_sideways
from site_tests.test_privacy import whole_session
from site_tests.test_screenshots import SIZES

Host = Callable[..., StaticHost]

IS_KEPT = "async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'"
"""Whether a whole copy of the page lies on the device."""

KEPT = """async () => {
    const kept = {};
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            const body = await (await cache.match(request)).arrayBuffer();
            const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', body));
            kept[request.url.split('?')[0]] = Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join('');
        }
    }
    return kept;
}"""
"""The addresses of all files kept, with their sha256."""

LOOK_FOR_UPDATE = """async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update();
    const worker = registration.installing ?? registration.waiting;
    if (!worker) return 'none';
    while (worker.state === 'installing') await new Promise(done => worker.addEventListener('statechange', done));
    return worker.state;
}"""
"""Has the browser look for a new version, and says what became of it."""


TIMES = """
const register = ServiceWorkerContainer.prototype.register;
ServiceWorkerContainer.prototype.register = function (...all) {
    window.registered_ms = performance.now();
    return register.apply(this, all);
};
new MutationObserver(() => {
    if (document.querySelector('mood-mirror-app[data-state=ready]')) window.ready_ms ??= performance.now();
}).observe(document, { attributes: true, childList: true, subtree: true });
"""
"""Runs before the page: notes when it is ready, and when it asks for the service worker."""


@pytest.fixture
def host(dist: Path) -> Iterator[Host]:
    """host("mood-mirror/"): the page on a static host, below a path."""
    running: list[StaticHost] = []

    def start(path: str = "", folder: Path = dist) -> StaticHost:
        running.append(StaticHost(folder, path))
        return running[-1]

    yield start
    for started in running:
        started.close()


@pytest.fixture
def visit(open_mirror: OpenMirror) -> Callable[..., Mirror]:
    """visit(host): a first visit that lasts until the page is kept."""

    def first(host: StaticHost, **options: Any) -> Mirror:
        mirror = open_mirror(at=host.url, service_workers="allow", **options)
        wait_until(mirror, IS_KEPT)
        return mirror

    return first


@pytest.fixture
def second_version(dist: Path, tmp_path: Path) -> Path:
    """Another build: its page is marked, and its model calls a smile sad."""
    folder = Path(shutil.copytree(dist, tmp_path / "second"))
    page = folder / "index.html"
    page.write_text(page.read_text().replace("<title>", '<meta name="version" content="2" /><title>'))
    manifest = folder / "model" / "manifest.json"
    content = json.loads(manifest.read_text())
    exchange = {"happy": "sad", "sad": "happy"}
    content["labels"] = [exchange.get(label, label) for label in content["labels"]]
    manifest.write_text(json.dumps(content))
    worker = folder / offline.WORKER
    worker.write_text(re.sub(r'\{"needed": .*?\]\}', offline.PLACEHOLDER, worker.read_text()))
    offline.list_files(folder)
    return folder


def wait_until(mirror: Mirror, condition: str) -> None:
    """Playwright's own wait takes the promise of an async function for its answer."""
    mirror.evaluate(
        f"""async limit_ms => {{
            const isMet = {condition};
            const until = performance.now() + limit_ms;
            while (!(await isMet())) {{
                if (performance.now() > until) throw new Error('It never came true.');
                await new Promise(done => setTimeout(done, 50));
            }}
        }}""",
        TIMEOUT_MS,
    )


def again(mirror: Mirror, query: str = "") -> Mirror:
    """The same visitor in a new tab; the old one is closed."""
    page = mirror.page.context.new_page()
    mirror.page.close()
    return Mirror(page, mirror.url).open(query)


def version(mirror: Mirror, photo: Path) -> tuple[int, str]:
    """Which page runs, and what its model says of a smile: (1, "happy") and (2, "sad") are whole, all else is a mixture."""
    mirror.use_photo(str(photo))
    mirror.wait_for("paused", "failed")
    return 1 + mirror.page.locator("meta[name=version]").count(), mirror.label


def cut_off(mirror: Mirror, host: StaticHost) -> None:
    """No network, no host, and nothing in the browser's own cache either."""
    mirror.page.context.new_cdp_session(mirror.page).send("Network.clearBrowserCache")
    mirror.page.context.set_offline(True)
    host.close()


def prompt(mirror: Mirror) -> Locator:
    return mirror.page.locator('[data-role="new-version"]')


@pytest.mark.parametrize(("path", "size"), [("", "phone"), ("mood-mirror/", "tablet"), ("", "desk")])
def test_a_second_visit_needs_no_network(
    host: Host, visit: Callable[..., Mirror], astronaut_photo: Path, tmp_path: Path, path: str, size: str
) -> None:
    """Seen to fail with the list of files emptied, and with parameters that make an address another file's."""
    hosted = host(path)
    mirror = visit(hosted, viewport=SIZES[size])
    cut_off(mirror, hosted)
    mirror = again(mirror, "?lang=de")
    expect(mirror.button("Live starten")).to_be_visible()
    mirror.open()
    whole_session(mirror, astronaut_photo, tmp_path)
    assert mirror.label == "happy"
    mirror.page.goto(mirror.url + "about.html")
    expect(mirror.page.get_by_role("heading", name="How often it is right")).to_be_visible()


def test_a_first_visit_keeps_nothing_before_the_page_is_ready_nor_what_it_does_not_need(
    host: Host, visit: Callable[..., Mirror]
) -> None:
    """Seen to fail without the wait before the first copy, and with all files listed as needed."""
    hosted = host()
    mirror = visit(hosted, init=TIMES)
    assert mirror.evaluate("() => registered_ms - ready_ms") > 2500
    assert offline.WORKER in hosted.asked
    assert [path for path in hosted.asked if re.search("webgl|webgpu|cpu|embed/(index|example)", path)] == []


def test_another_way_of_computing_is_kept_once_it_was_used(host: Host, visit: Callable[..., Mirror]) -> None:
    """Seen to fail without the route for files on demand."""
    hosted = host()
    mirror = again(visit(hosted), "?backend=cpu")
    cut_off(mirror, hosted)
    mirror.page.reload()
    mirror.wait_for("ready", "failed")
    expect(mirror.app).to_have_attribute("data-backend", "cpu")


def test_a_new_version_is_offered_and_comes_whole(
    host: Host, visit: Callable[..., Mirror], astronaut_photo: Path, second_version: Path
) -> None:
    """Seen to fail with a worker that takes over by itself."""
    hosted = host()
    mirror = visit(hosted)
    hosted.folder = second_version
    mirror = again(mirror)
    expect(prompt(mirror)).to_contain_text("A new version of this page is ready.")
    mirror.page.reload()
    mirror.wait_for("ready")
    assert version(mirror, astronaut_photo) == (1, "happy")
    mirror.button("Reload").focus()
    with mirror.page.expect_navigation():
        mirror.page.keyboard.press("Enter")
    mirror.wait_for("ready")
    expect(prompt(mirror)).to_be_empty()
    cut_off(mirror, hosted)
    assert version(mirror, astronaut_photo) == (2, "sad")
    assert version(again(mirror), astronaut_photo) == (2, "sad")


@pytest.mark.parametrize("path", ["index.html", "model/manifest.json"])
@pytest.mark.parametrize("fault", ["missing", "a web page", "cut short", "the first version's"])
def test_a_new_version_with_a_broken_file_leaves_the_old_one_whole(
    host: Host,
    visit: Callable[..., Mirror],
    astronaut_photo: Path,
    dist: Path,
    second_version: Path,
    path: str,
    fault: str,
) -> None:
    """Seen to fail with the files' sha256 left out of the list, and, for the missing file, with that file left out."""
    hosted = host()
    mirror = visit(hosted)
    hosted.folder = second_version
    hosted.answers[path] = {
        "missing": None,
        "a web page": b"<!doctype html><title>Not found</title>",
        "cut short": (second_version / path).read_bytes()[:-10],
        "the first version's": (dist / path).read_bytes(),
    }[fault]
    assert mirror.evaluate(LOOK_FOR_UPDATE) == "redundant"
    expect(prompt(mirror)).to_be_empty()
    assert version(again(mirror), astronaut_photo) == (1, "happy")
    mirror = Mirror(mirror.page.context.pages[-1], mirror.url)
    cut_off(mirror, hosted)
    assert version(again(mirror), astronaut_photo) == (1, "happy")


def test_a_new_version_waits_until_the_stream_is_over(
    host: Host, visit: Callable[..., Mirror], second_version: Path
) -> None:
    """Seen to fail with the line shown at once."""
    hosted = host()
    mirror = visit(hosted)
    mirror.stream()
    hosted.folder = second_version
    assert mirror.evaluate(LOOK_FOR_UPDATE) == "installed"
    mirror.wait_for_frames(mirror.frames + 5)
    expect(prompt(mirror)).to_be_empty()
    assert mirror.app.get_attribute("data-state") == "live"
    mirror.press("Stop streaming")
    expect(prompt(mirror)).to_contain_text("Reloading ends this session")


def test_a_new_version_waits_for_the_other_tabs(
    host: Host, visit: Callable[..., Mirror], astronaut_photo: Path, second_version: Path
) -> None:
    """Seen to fail with a worker that does not count tabs: the other one then mixes two versions."""
    hosted = host()
    mirror = again(visit(hosted))
    other = Mirror(mirror.page.context.new_page(), mirror.url).open()
    hosted.folder = second_version
    assert mirror.evaluate(LOOK_FOR_UPDATE) == "installed"
    mirror.press("Reload")
    expect(prompt(mirror)).to_contain_text("It starts once the other tabs with this page are closed.")
    other.page.reload()
    other.wait_for("ready")
    assert version(other, astronaut_photo) == (1, "happy")
    other.page.close()
    with mirror.page.expect_navigation():
        mirror.press("Reload")
    mirror.wait_for("ready")
    assert version(mirror, astronaut_photo) == (2, "sad")


def test_a_tab_with_the_documentation_holds_up_no_new_version(
    host: Host, visit: Callable[..., Mirror], astronaut_photo: Path, second_version: Path, copy_dist: CopyDist
) -> None:
    """Seen to fail with tabs of docs/ counted as the page's own."""
    first_version = copy_dist()
    (first_version / "docs").mkdir()
    (first_version / "docs" / "index.html").write_text("<h1>Mood Mirror</h1>")
    hosted = host(folder=first_version)
    mirror = again(visit(hosted))
    mirror.page.context.new_page().goto(f"{mirror.url}docs/")
    hosted.folder = second_version
    assert mirror.evaluate(LOOK_FOR_UPDATE) == "installed"
    with mirror.page.expect_navigation():
        mirror.press("Reload")
    mirror.wait_for("ready")
    assert version(mirror, astronaut_photo) == (2, "sad")


@pytest.mark.parametrize("language", ["en", "de", "es", "zh"])
def test_the_offer_fits_on_a_phone_in_every_language_and_for_everybody(
    host: Host, visit: Callable[..., Mirror], second_version: Path, language: str
) -> None:
    """Seen to fail without the live region, and with a line that does not wrap."""
    hosted = host()
    mirror = visit(hosted, viewport={"width": 360, "height": 740}, query=f"?lang={language}")
    hosted.folder = second_version
    mirror.evaluate(LOOK_FOR_UPDATE)
    expect(prompt(mirror).get_by_role("button")).to_be_visible()
    expect(prompt(mirror)).to_have_attribute("aria-live", "polite")
    assert not scrolls_sideways(mirror)
    assert clipped(mirror) == []
    assert violations(mirror) == []


def test_the_copy_holds_the_page_s_own_files_and_nothing_of_the_visitor(
    host: Host, visit: Callable[..., Mirror], dist: Path, astronaut_photo: Path, tmp_path: Path
) -> None:
    """Seen to fail with a page that keeps a picture there."""
    hosted = host()
    mirror = again(visit(hosted))
    asked: list[str] = []
    mirror.page.context.on("request", lambda request: asked.append(request.url))
    mirror.open()
    whole_session(mirror, astronaut_photo, tmp_path)
    assert asked
    assert [url for url in asked if not url.removeprefix("blob:").startswith(hosted.url)] == []
    mirror.press("Forget everything")
    kept: dict[str, str] = mirror.evaluate(KEPT)
    assert len(kept) >= 30
    for address, digest in kept.items():
        file = dist / address.removeprefix(hosted.url)
        assert hashlib.sha256(file.read_bytes()).hexdigest() == digest, address


def test_the_copy_is_deleted_on_wish_and_stays_so(host: Host, visit: Callable[..., Mirror]) -> None:
    """Seen to fail with the caches left where they are, and with the choice not kept."""
    mirror = again(visit(host()))
    keep = mirror.page.get_by_label("Keep this page on my device")
    keep.uncheck()
    gone = "async () => [(await navigator.serviceWorker.getRegistrations()).length, (await caches.keys()).length]"
    wait_until(mirror, f"async () => (await ({gone})()).join() === '0,0'")
    mirror = again(mirror)
    expect(mirror.page.get_by_label("Keep this page on my device")).not_to_be_checked()
    mirror.stream(frames=5)
    mirror.press("Stop streaming")
    assert mirror.evaluate(gone) == [0, 0]
    mirror.page.get_by_label("Keep this page on my device").check()
    wait_until(mirror, IS_KEPT)


@pytest.mark.parametrize(
    ("options", "choices"),
    [({"init": "delete Navigator.prototype.serviceWorker;"}, 0), ({"service_workers": "block"}, 1)],
)
def test_without_service_workers_the_page_is_as_it_was(
    host: Host, open_mirror: OpenMirror, astronaut_photo: Path, tmp_path: Path, options: dict[str, Any], choices: int
) -> None:
    """Seen to fail with the page asking for service workers where there are none."""
    errors: list[str] = []
    mirror = open_mirror(at=host().url, **options)
    mirror.page.on("pageerror", lambda error: errors.append(str(error)))
    mirror.page.reload()
    mirror.wait_for("ready")
    expect(mirror.page.get_by_label("Keep this page on my device")).to_have_count(choices)
    whole_session(mirror, astronaut_photo, tmp_path)
    assert errors == []


def test_a_static_host_s_page_is_isolated_from_the_second_visit_on_unless_asked_not_to_be(
    host: Host, visit: Callable[..., Mirror], astronaut_photo: Path, tmp_path: Path
) -> None:
    """Seen to fail without either header, with the engine's worker left without its own, and without the look at ?isolate=0."""
    isolated = "() => [crossOriginIsolated, typeof SharedArrayBuffer]"
    mirror = visit(host("mood-mirror/"))
    assert mirror.evaluate(isolated) == [False, "undefined"]
    mirror = again(mirror)
    assert mirror.evaluate(isolated) == [True, "function"]
    expect(mirror.app).to_have_attribute("data-place", "worker")
    whole_session(mirror, astronaut_photo, tmp_path)
    mirror = again(mirror, "?isolate=0")
    assert mirror.evaluate(isolated) == [False, "undefined"]
    expect(mirror.app).to_have_attribute("data-place", "worker")


def test_where_no_engine_starts_in_isolation_the_page_does_without(host: Host, visit: Callable[..., Mirror]) -> None:
    """Seen to fail without the way back."""
    breaks = """if (crossOriginIsolated) {
        delete window.WebAssembly;
        window.Worker = class { constructor() { throw new Error('no worker in isolation'); } };
        HTMLCanvasElement.prototype.getContext = OffscreenCanvas.prototype.getContext = () => null;
    }"""
    mirror = again(visit(host(), init=breaks))
    mirror.page.wait_for_url("**/?isolate=0")
    mirror.wait_for("ready")


def test_the_module_for_other_pages_has_nothing_to_do_with_it(
    host: Host, visit: Callable[..., Mirror], launch: Launch, astronaut_photo: Path
) -> None:
    """Seen to fail with the registration moved into the module."""
    hosted = host("mood-mirror/")
    tab = launch().new_context()
    page = tab.new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{hosted.url}embed/index.html")
    output = page.locator("output")
    expect(output).to_contain_text("Ready, computing by wasm")
    page.wait_for_timeout(4000)  # nothing is to happen, however long one waits
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    tab.close()
    # The same within the reach of a worker that the visitor has from the page itself.
    mirror = visit(hosted)
    mirror.page.goto(f"{hosted.url}embed/index.html")
    output = mirror.page.locator("output")
    expect(output).to_contain_text("Ready, computing by wasm")
    mirror.page.locator("input").set_input_files(astronaut_photo)
    expect(output).to_contain_text("looks happy")
    assert mirror.evaluate("() => crossOriginIsolated") is False


def test_a_page_of_another_site_embeds_the_module_as_ever(
    host: Host, visit: Callable[..., Mirror], tmp_path: Path
) -> None:
    """Seen to fail with a host that sends no Access-Control-Allow-Origin."""
    hosted = host("mood-mirror/")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "index.html").write_text(
        f"""<!doctype html><output></output><script type="module">
        import {{ createMoodMirror }} from '{hosted.url}embed/mood-mirror.js';
        const mirror = await createMoodMirror({{ baseUrl: '{hosted.url}', backend: 'wasm' }});
        document.querySelector('output').textContent = mirror.backend;
        </script>"""
    )
    mirror = visit(hosted)
    mirror.page.goto(host(folder=elsewhere).url)
    expect(mirror.page.locator("output")).to_have_text("wasm")
    assert mirror.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0


@pytest.mark.parametrize("path", ["", "mood-mirror/"])
def test_the_page_can_be_installed(host: Host, visit: Callable[..., Mirror], dist: Path, path: str) -> None:
    """Seen to fail without the manifest's larger icon, and with a start outside the page's folder."""
    mirror = visit(host(path))
    client = mirror.page.context.new_cdp_session(mirror.page)
    found = client.send("Page.getAppManifest")
    assert found["errors"] == []
    # Chromium never offers to install in a private window, which every test's is.
    errors = client.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [error["errorId"] for error in errors if error["errorId"] != "in-incognito"] == []
    manifest = json.loads(found["data"])
    assert found["url"] == mirror.url + "manifest.webmanifest"
    assert manifest["display"] == "standalone"
    assert manifest["start_url"] == manifest["scope"] == manifest["id"] == "./"
    purposes = {(icon["sizes"], icon.get("purpose", "any")) for icon in manifest["icons"]}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= purposes
    for icon in manifest["icons"]:
        with Image.open(dist / icon["src"]) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]


def test_the_icon_to_be_cut_keeps_the_drawing_in_the_safe_circle(dist: Path) -> None:
    """Seen to fail with a drawing as large as the other icons'."""
    with Image.open(dist / "icons" / "maskable.png") as opened:
        picture = opened.convert("RGBA")
    size = picture.width
    background = picture.getpixel((0, 0))
    assert isinstance(background, tuple)
    assert background[3] == 255
    for y in range(size):
        for x in range(size):
            if picture.getpixel((x, y)) != background:
                assert (x + 0.5 - size / 2) ** 2 + (y + 0.5 - size / 2) ** 2 <= (0.4 * size) ** 2


@pytest.mark.parametrize("name", icons.SIZES)
def test_the_icons_are_drawn_from_the_favicon(launch: Launch, dist: Path, name: str) -> None:
    """Seen to fail with another colour in favicon.svg. `python -m site_tests.icons` draws them anew."""
    drawn = Image.open(BytesIO(icons.draw(launch(), name))).convert("RGBA").resize((32, 32))
    with Image.open(dist / "icons" / name) as opened:
        kept = opened.convert("RGBA").resize((32, 32))
    differences = [abs(a - b) for a, b in zip(drawn.tobytes(), kept.tobytes(), strict=True)]
    assert max(differences) < 24
