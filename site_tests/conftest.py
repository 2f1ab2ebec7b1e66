"""The built page on a server, and Chromium before a fake camera."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from pytrain import toolchain
from pytrain.build import build
from pytrain.serve import Server
from site_tests import pictures, policy
from site_tests.mirror import KEEP_TRACKS, Mirror

REPOSITORY = Path(__file__).parent.parent
QUIET = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Chromium without its own calls home, startable as root in a container."""

CopyDist = Callable[[], Path]
Launch = Callable[..., Browser]
OpenMirror = Callable[..., Mirror]


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built page, to be read only: $MOOD_MIRROR_DIST, or site/ and model/ built for these tests."""
    if chosen := os.environ.get("MOOD_MIRROR_DIST"):
        return Path(chosen)
    return build(out=tmp_path_factory.mktemp("build") / "dist", model=REPOSITORY / "model")


@pytest.fixture(scope="session")
def server(dist: Path) -> Iterator[Server]:
    with Server(dist, port=0) as running:
        yield running


@pytest.fixture
def copy_dist(dist: Path, tmp_path: Path) -> CopyDist:
    """A copy of the built page that a test may break."""
    return lambda: Path(shutil.copytree(dist, tmp_path / "dist"))


@pytest.fixture
def serve(request: pytest.FixtureRequest) -> Callable[[Path], Server]:
    """Serves a folder until the test ends."""

    def start(directory: Path) -> Server:
        running = Server(directory, port=0)
        request.addfinalizer(running.close)
        return running

    return start


@pytest.fixture(scope="session")
def cameras(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Films for the fake camera, by what it looks at."""
    folder = tmp_path_factory.mktemp("cameras")
    return {
        "astronaut": pictures.write_y4m(pictures.astronaut(), folder / "astronaut.y4m"),
        "wall": pictures.write_y4m(pictures.wall(), folder / "wall.y4m"),
        "two people": pictures.write_film(pictures.two_people(), folder / "two-people.y4m"),
    }


@pytest.fixture(scope="session")
def astronaut_photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pictures.write_png(pictures.astronaut(), tmp_path_factory.mktemp("photos") / "astronaut.png")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Path:
    return toolchain.chromium()


@pytest.fixture(scope="session")
def all_violations() -> list[str]:
    return []


@pytest.fixture(autouse=True)
def violations(all_violations: list[str]) -> Iterator[list[str]]:
    """What the page's policy barred in this test. A test that leaves anything here fails; one that provokes it looks and clears."""
    all_violations.clear()
    yield all_violations
    assert all_violations == []


@pytest.fixture(scope="session")
def launch(
    playwright: Playwright, chromium: Path, cameras: dict[str, Path], all_violations: list[str]
) -> Iterator[Launch]:
    """launch("wall", "--disable-gpu"): a Chromium before this camera, with further flags.

    One for all who ask the same. The camera None is no camera at all.
    """
    browsers: dict[tuple[str | None, ...], Browser] = {}

    def get(camera: str | None = "astronaut", *flags: str) -> Browser:
        if (camera, *flags) not in browsers:
            film = (
                ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={cameras[camera]}"]
                if camera
                else ["--use-fake-device-for-media-stream=device-count=0"]
            )
            started = playwright.chromium.launch(executable_path=chromium, args=[*QUIET, *film, *flags])
            browsers[camera, *flags] = policy.watch(started, all_violations)
        return browsers[camera, *flags]

    yield get
    for browser in browsers.values():
        browser.close()


@pytest.fixture
def open_mirror(launch: Launch, server: Server, request: pytest.FixtureRequest) -> OpenMirror:
    """open_mirror(camera="wall", at=url, query="?backend=cpu", flags=(...), init="script", routes={address: answer}, **context_options)."""

    def open_page(
        *,
        camera: str | None = "astronaut",
        at: str | None = None,
        query: str = "",
        flags: tuple[str, ...] = (),
        init: str = "",
        routes: dict[str, dict[str, Any]] | None = None,
        **context: Any,
    ) -> Mirror:
        # Without the page's own copy of itself, whose requests no test can route; test_offline.py has it.
        usual = {"permissions": ["camera"], "viewport": {"width": 1280, "height": 900}, "service_workers": "block"}
        options = usual | context
        tab = launch(camera, *flags).new_context(**options)
        request.addfinalizer(tab.close)
        tab.add_init_script(KEEP_TRACKS + init)
        mirror = Mirror(tab.new_page(), at or server.url)
        for address, answer in (routes or {}).items():
            mirror.answer(address, answer)
        return mirror.open(query)

    return open_page


@pytest.fixture
def mirror(open_mirror: OpenMirror) -> Mirror:
    """The page, ready, before the smiling astronaut."""
    return open_mirror()


@pytest.fixture
def sad_astronaut(copy_dist: CopyDist, serve: Callable[[Path], Server]) -> str:
    """A page whose model has the names of happy and sad exchanged, so that the astronaut's smile counts as sadness."""
    folder = copy_dist()
    manifest = folder / "model" / "manifest.json"
    exchange = {"happy": "sad", "sad": "happy"}
    told = json.loads(manifest.read_text())
    told["labels"] = [exchange.get(label, label) for label in told["labels"]]
    manifest.write_text(json.dumps(told))
    return serve(folder).url
