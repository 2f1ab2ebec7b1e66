"""The engine in other people's pages: dist/embed/."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from pytrain import contract, toolchain
from pytrain.build import SITE
from pytrain.serve import Server
from site_tests.conftest import CopyDist, Launch
from site_tests.mirror import Mirror

STRANGERS_PAGE = """
import { createMoodMirror, type Face, type MoodMirror } from './mood-mirror.js';

const mirror: MoodMirror = await createMoodMirror({ baseUrl: '/mirror/', backend: 'wasm' });
const { faces, timings, backend } = await mirror.analyze(document.querySelector('canvas')!);
const labels: string[] = faces.map(({ id, box: [x], label, probabilities }: Face) =>
  `${id} at ${x.toFixed()}: ${label} ${probabilities[label]!.toFixed(2)}`);
const { numTensors } = await mirror.memory();
await mirror.stream(document.querySelector('video')!, ({ faces }) => console.log(faces.length), {
  signal: AbortSignal.timeout(1000),
});
mirror.dispose();
console.log(labels, timings.total_ms + timings.detect_ms, numTensors, backend satisfies string);
"""


def test_the_example_page_judges_a_photo(launch: Launch, server: Server, astronaut_photo: Path) -> None:
    tab = launch().new_context()
    page = tab.new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{server.url}embed/index.html")
    output = page.locator("output")
    expect(output).to_contain_text("Ready, computing by wasm")
    page.locator("input").set_input_files(astronaut_photo)
    expect(output).to_contain_text("looks happy")
    tab.close()


def test_the_weights_are_fetched_while_the_manifest_is_on_its_way(launch: Launch, server: Server) -> None:
    tab = launch().new_context()
    page = tab.new_page()
    held: list[Route] = []
    page.route("**/model/manifest.json", lambda route: held.append(route))
    with page.expect_request("**/model/group1-shard1of1.bin"):
        page.goto(f"{server.url}embed/index.html")
    output = page.locator("output")
    expect(output).not_to_contain_text("Ready")
    held[0].continue_()
    expect(output).to_contain_text("Ready, computing by wasm")
    tab.close()


def test_weights_of_another_name_than_most_are_found_by_the_manifest(
    launch: Launch, copy_dist: CopyDist, serve: Callable[[Path], Server]
) -> None:
    copy = copy_dist()
    model = copy / "model"
    weights = (model / "group1-shard1of1.bin").rename(model / "mine.bin")
    contents = json.loads((model / "model.json").read_text())
    contents["weightsManifest"][0]["paths"] = [weights.name]
    (model / "model.json").write_text(json.dumps(contents))
    manifest = contract.read(model)
    files = tuple(contract.describe_file(model / name) for name in ("model.json", weights.name, contract.GOLDEN))
    contract.write(replace(manifest, files=files), model)
    tab = launch().new_context()
    page = tab.new_page()
    page.goto(f"{serve(copy).url}embed/index.html")
    expect(page.locator("output")).to_contain_text("Ready, computing by wasm")
    tab.close()


SCRIPTS = "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
TRUSTED = f"{SCRIPTS}; require-trusted-types-for 'script'"


@pytest.mark.parametrize(
    ("policy", "place", "backend"),
    [
        (None, "worker", "wasm"),
        (f"{TRUSTED}; trusted-types mood-mirror", "worker", "wasm"),
        (TRUSTED, "worker", "wasm"),
        (f"{TRUSTED}; trusted-types their-own", "page", "wasm"),
        ("script-src 'self'; connect-src 'self'", "worker", "cpu"),
    ],
)
def test_it_works_under_the_policy_of_another_page(
    launch: Launch,
    copy_dist: CopyDist,
    serve: Callable[[Path], Server],
    astronaut_photo: Path,
    violations: list[str],
    policy: str | None,
    place: str,
    backend: str,
) -> None:
    """Without the policy's name in their list it computes in the page, without WebAssembly in plain JavaScript.

    Seen to fail without src/trusted.ts.
    """
    copy = copy_dist()
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">' if policy else ""
    (copy / "index.html").write_text(
        f"<!doctype html>{meta}<input type=file><script type=module src=theirs.js></script>"
    )
    (copy / "theirs.js").write_text(
        "import { createMoodMirror } from './embed/mood-mirror.js';\n"
        "const made = createMoodMirror({ baseUrl: './' });\n"
        "globalThis.judge = async () => {\n"
        "  const mirror = await made;\n"
        "  const { faces } = await mirror.analyze(document.querySelector('input').files[0]);\n"
        "  const { place, backend, passedOver } = mirror.status;\n"
        "  return { face: faces[0].label, place, backend, told: passedOver.map(({ why }) => why) };\n"
        "};\n"
    )
    tab = launch().new_context()
    page = tab.new_page()
    page.goto(serve(copy).url)
    page.locator("input").set_input_files(astronaut_photo)
    page.wait_for_function("() => globalThis.judge")
    judged = page.evaluate("() => judge()")
    tab.close()
    assert (judged["face"], judged["place"], judged["backend"]) == ("happy", place, backend)
    told = [*judged["told"], *violations]
    violations.clear()
    if (place, backend) == ("worker", "wasm"):
        assert not told
    else:
        assert "Content Security" in " ".join(told), "the page's owner reads what to allow"


def test_a_disposed_mirror_says_so_instead_of_waiting_for_ever(mirror: Mirror) -> None:
    said = mirror.evaluate(
        """async () => {
            const { createMoodMirror } = await import('./embed/mood-mirror.js');
            const made = await createMoodMirror({ baseUrl: '.' });
            made.dispose();
            return made.analyze(new ImageData(64, 64)).then(() => 'answered', ({ reason }) => reason);
        }"""
    )
    assert said == "engine-lost"


def test_a_picture_that_cannot_be_read_is_refused_with_its_reason(mirror: Mirror) -> None:
    refuse = "source => moodMirror.analyze(eval(source)).then(() => 'read', ({ reason }) => reason)"
    refuse = refuse.replace("eval(source)", "source === 'image' ? new Image() : new Blob(['no picture'])")
    assert [mirror.evaluate(refuse, source) for source in ("image", "blob")] == ["picture-unreadable"] * 2


def test_the_types_fit_what_an_engineer_writes(dist: Path, tmp_path: Path) -> None:
    page = dist / "embed" / "mood-mirror.d.ts"
    assert page.exists()
    for file in (dist / "embed").rglob("*.d.ts"):
        target = tmp_path / file.relative_to(dist / "embed")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
    (tmp_path / "page.ts").write_text(STRANGERS_PAGE)
    options = {
        "target": "ES2022",
        "module": "ESNext",
        "moduleResolution": "bundler",
        "lib": ["ES2023", "DOM"],
        "types": [],
        "strict": True,
        "noUncheckedIndexedAccess": True,
        "noEmit": True,
    }
    (tmp_path / "tsconfig.json").write_text(json.dumps({"compilerOptions": options, "include": ["page.ts"]}))
    node = toolchain.node()
    tsc = SITE / "node_modules" / "typescript" / "bin" / "tsc"
    command = [str(node.npm.parent / "node"), str(tsc), "--project", str(tmp_path)]
    found = subprocess.run(command, env=node.environment, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout
