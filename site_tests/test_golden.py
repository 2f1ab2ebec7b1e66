"""The browser computes what Python computed, on every backend that Chromium offers."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from site_tests.conftest import OpenMirror

WEBGPU = ("--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader")


@pytest.mark.parametrize("backend", ["wasm", "webgl", "cpu", "webgpu"])
def test_every_backend_gives_the_outputs_that_python_wrote_down(
    open_mirror: OpenMirror, dist: Path, backend: str
) -> None:
    golden = json.loads((dist / "model" / "golden.json").read_text())
    mirror = open_mirror(query=f"?backend={backend}", flags=WEBGPU if backend == "webgpu" else ())
    if backend == "webgpu" and mirror.app.get_attribute("data-backend") != backend:
        pytest.skip("This Chromium offers no WebGPU, not even in software; Chromium 113 and newer do.")
    expect(mirror.app).to_have_attribute("data-backend", backend)
    result = mirror.evaluate("() => moodMirror.golden()")
    assert result["backend"] == backend
    assert result["count"] == len(golden["inputs"]) > 0
    assert result["maxLogitError"] <= golden["tolerance"]["logits"]
    assert result["maxFeatureError"] <= golden["tolerance"]["features"]


def test_an_unknown_backend_means_the_usual_one(open_mirror: OpenMirror) -> None:
    expect(open_mirror(query="?backend=abacus").app).to_have_attribute("data-backend", "wasm")
