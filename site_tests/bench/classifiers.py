"""The classifier alone, on our kernels and in LiteRT.js: how much another runtime would gain; and what its kernels cost."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Playwright

from pytrain import toolchain
from pytrain.build import SITE
from pytrain.errors import UserError
from site_tests.bench.contestants import HERE
from site_tests.bench.server import Host
from site_tests.conftest import QUIET

ROUNDS = 200
SAME = 1e-3
"""Logits of one network, in float32 by two runtimes, lie no further apart than this."""


@dataclass(frozen=True)
class Kernel:
    """One kind of kernel call within one run of a net.

    Attributes:
        kernel: its name in tfjs, with the filter's height and width where it has one.
        output: height x width x channels.
        calls: of this kind in a run.
        ms: all of them together, the mean over ROUNDS runs.
    """

    kernel: str
    output: str
    calls: float
    ms: float


@dataclass(frozen=True)
class Classifiers:
    """Median milliseconds for one face, the two taking turns in one page, both on WASM with one thread.

    Attributes:
        apart: the furthest that a logit of the one lies from the other's.
        kernels: ours, the dearest first.
    """

    ours_ms: float
    litert_ms: float
    apart: float
    kernels: tuple[Kernel, ...]


def compare(playwright: Playwright, chromium: Path, dist: Path, folder: Path, rounds: int = ROUNDS) -> Classifiers:
    """Measures the network of a built page.

    Args:
        folder: an empty one, for the network as a TFLite file and for our engine without the page.

    Raises:
        UserError: the network could not be converted, the engine not be built, or the two say different things.
        playwright.sync_api.Error: one of the two could not be started.
    """
    toolchain.npm_ci(HERE)
    toolchain.npm_ci(SITE)
    _convert(dist / "model", folder / "classifier.tflite")
    _build_alone(folder)
    mounts = {
        "/bench/": HERE,
        "/model/": dist / "model",
        "/net/": folder,
        "/peers/": HERE / "node_modules",
        "/ours/": folder,
    }
    with Host(mounts) as host:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        try:
            page = browser.new_page()
            page.goto(f"{host.url}/bench/classifiers.html")
            page.wait_for_function("window.classifiers")
            measured = page.evaluate("rounds => classifiers.measure(rounds)", rounds)
        finally:
            browser.close()
    kernels = tuple(Kernel(**row) for row in measured.pop("kernels"))
    found = Classifiers(**measured, kernels=kernels)
    if not found.apart <= SAME:
        raise UserError(
            f"The classifier's logits in LiteRT.js lie {found.apart:g} from ours. Expected at most {SAME:g}:"
            f" site_tests/bench/tflite.py does not convert this network rightly, so its time means nothing."
        )
    return found


def _build_alone(folder: Path) -> None:
    node = toolchain.node()
    options = ["--config", "vite.alone.config.ts", "--outDir", os.fspath(folder.resolve()), "--logLevel", "warn"]
    command = [os.fspath(node.npm), "exec", "--", "vite", "build", *options]
    ended = subprocess.run(command, cwd=SITE, env=node.environment, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise UserError(f"The engine could not be built without the page:\n{ended.stderr[-2000:]}")


def _convert(model: Path, file: Path) -> None:
    command = [sys.executable, "-m", "site_tests.bench.tflite", os.fspath(model.resolve()), os.fspath(file)]
    ended = subprocess.run(command, cwd=SITE.parent, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise UserError(f"The classifier could not be made a TFLite file:\n{ended.stderr[-2000:]}")
