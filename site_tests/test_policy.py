"""The page's policy: what a script that got in could not do, and what a server adds that can send headers."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from pytrain import headers
from pytrain.serve import Server
from site_tests.conftest import CopyDist, Launch, OpenMirror
from site_tests.mirror import Mirror

PAGES = ["index.html", "about.html", "embed/index.html"]

# Behind a timer, since what a test evaluates directly may do what scripts of the page may not.
AS_A_SCRIPT = """attempt => new Promise(done => setTimeout(async () => {
    try { done(await attempts[attempt]() ?? 'done'); } catch (error) { done(error.name); }
}))"""
ATTEMPTS = """
globalThis.attempts = {
    async code() { return new Function('return "ran"')(); },
    async timer() { setTimeout('globalThis.ran = true'); },
    async html() { document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="globalThis.ran = true">'); },
    async frame() { Object.assign(document.createElement('iframe'), { srcdoc: '<script>top.ran = true</script>' }); },
    async worker() { new Worker('./assets/another.js'); },
    async script() { document.createElement('script').src = './assets/another.js'; },
    async policy() { trustedTypes.createPolicy('anything', { createHTML: (html) => html }); },
    async ours() { trustedTypes.createPolicy('mood-mirror', { createScriptURL: (address) => address }); },
    async inline() {
        const script = document.createElement('script');
        script.append('globalThis.ran = true');
        document.body.append(script);
    },
    async base() {
        document.head.append(Object.assign(document.createElement('base'), { href: 'https://elsewhere.example/' }));
        if (document.baseURI !== location.href) return 'moved';
        throw new TypeError();
    },
    async elsewhere() { await fetch('https://elsewhere.example/', { mode: 'no-cors' }); },
    async blob() { await fetch(URL.createObjectURL(new Blob(['face']))); },
};
"""


def attempt(mirror: Mirror, what: str) -> str:
    outcome: str = mirror.evaluate(AS_A_SCRIPT, what)
    return outcome


@pytest.mark.parametrize("page", PAGES)
def test_the_policy_of_each_page_lets_in_this_site_alone(dist: Path, page: str) -> None:
    """Seen to fail with blob: among the connections, and without the directives for Trusted Types."""
    policy = headers.policy_of(dist / page)
    assert policy is not None
    rules = {name: values for name, *values in (directive.split() for directive in policy.split(";"))}
    assert rules["default-src"] == ["'none'"]
    assert rules["script-src"] == ["'self'", "'wasm-unsafe-eval'"]
    assert rules["connect-src"] == rules["worker-src"] == ["'self'"]
    assert rules["require-trusted-types-for"] == ["'script'"]
    assert "mood-mirror" in rules["trusted-types"]
    assert "'unsafe-inline'" not in policy
    assert "'unsafe-eval'" not in policy
    assert "*" not in policy


@pytest.mark.parametrize(
    "what",
    ["code", "timer", "html", "frame", "worker", "script", "policy", "ours", "inline", "base", "elsewhere", "blob"],
)
def test_a_script_that_got_in_gets_nowhere(open_mirror: OpenMirror, violations: list[str], what: str) -> None:
    """Seen to fail without Trusted Types (code, html, frame, worker, script, policy, ours), with blob: among the connections (blob)."""
    mirror = open_mirror(init=ATTEMPTS)
    outcome = attempt(mirror, what)
    mirror.wait_for_repaints(3)
    assert mirror.evaluate("() => globalThis.ran") is None
    assert violations, f"{what}: {outcome}"
    violations.clear()
    if what not in ("timer", "inline"):  # those are dropped without a word to who tried
        assert outcome in ("EvalError", "TypeError"), outcome


def test_the_worker_is_bound_by_the_policy_where_the_server_sends_it(mirror: Mirror, violations: list[str]) -> None:
    """A <meta> binds no worker. Seen to fail without Content-Security-Policy among the headers."""
    worker = mirror.page.workers[0]
    worker.evaluate(ATTEMPTS)
    assert [worker.evaluate(AS_A_SCRIPT, what) for what in ("code", "elsewhere", "blob")] == ["EvalError"] + [
        "TypeError"
    ] * 2
    mirror.wait_for_repaints(3)
    assert [said for said in violations if "(worker," in said], "the log tells of violations in workers too"
    violations.clear()


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_run_apart_from_all_others(launch: Launch, server: Server, page: str) -> None:
    """Seen to fail without Cross-Origin-Embedder-Policy."""
    tab = launch().new_context()
    opened = tab.new_page()
    opened.goto(server.url + page)
    assert opened.evaluate("() => crossOriginIsolated")
    tab.close()


def test_no_other_site_can_put_the_page_into_a_frame(
    launch: Launch, server: Server, tmp_path: Path, serve: Callable[[Path], Server], violations: list[str]
) -> None:
    """Seen to fail without Content-Security-Policy among the headers."""
    (tmp_path / "index.html").write_text(f"<iframe src='{server.url}'></iframe>")
    tab = launch().new_context()
    page = tab.new_page()
    page.goto(serve(tmp_path).url)
    expect(page.frame_locator("iframe").locator("mood-mirror-app")).to_have_count(0)
    assert not [frame for frame in page.frames if frame.url == server.url]
    violations.clear()
    tab.close()


def test_a_script_that_got_in_cannot_listen(open_mirror: OpenMirror, violations: list[str]) -> None:
    """Seen to fail without Permissions-Policy."""
    mirror = open_mirror(permissions=["camera", "microphone"])
    listen = (
        "() => navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'heard', (error) => String(error.name))"
    )
    assert mirror.evaluate(listen) == "NotAllowedError"
    violations.clear()


def test_no_request_says_where_the_visitor_came_from(mirror: Mirror) -> None:
    """Seen to fail without referrer in the <meta> and without Referrer-Policy."""
    told: list[str | None] = []
    mirror.page.on("request", lambda request: told.append(request.all_headers().get("referer")))
    mirror.open()
    mirror.predict_once()
    assert len(told) >= 8
    assert [referer for referer in told if referer] == []  # Chromium writes some absent ones as ""


@pytest.mark.parametrize("page", ["index.html", "about.html"])
def test_every_script_and_style_of_a_page_carries_its_digest(dist: Path, page: str) -> None:
    """Seen to fail without the integrity plugin."""
    html = (dist / page).read_text()
    tags = re.findall(r"<(?:script|link rel=\"(?:modulepreload|stylesheet)\")[^>]*>", html)
    assert len(tags) >= 3
    assert [tag for tag in tags if 'integrity="sha384-' not in tag] == []


@pytest.mark.parametrize("pattern", ["assets/index-*.js", "assets/manifest-*.js", "assets/index-*.css"])
def test_a_script_or_style_that_was_altered_is_not_used(
    launch: Launch, copy_dist: CopyDist, serve: Callable[[Path], Server], pattern: str
) -> None:
    """Seen to fail without the integrity plugin."""
    copy = copy_dist()
    (file,) = copy.glob(pattern)
    mark = "body { --altered: yes }" if file.suffix == ".css" else "globalThis.altered = 'yes';"
    file.write_text(file.read_text() + mark)
    refused: list[str] = []
    tab = launch().new_context()
    page = tab.new_page()
    page.on("console", lambda message: refused.append(message.text))
    page.goto(serve(copy).url)
    expect(page.locator("mood-mirror-app")).to_have_attribute("data-state", re.compile("loading|ready"))
    altered = "() => [globalThis.altered, getComputedStyle(document.body).getPropertyValue('--altered')].join('')"
    assert page.evaluate(altered) == ""
    assert any("integrity" in said and file.name in said for said in refused), refused
    tab.close()
