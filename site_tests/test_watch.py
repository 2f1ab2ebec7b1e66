"""Training on one side, one's own face on the other: the report reloads itself, and the page gets each newer network."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from site_tests.conftest import Launch, OpenMirror
from site_tests.mirror import Mirror

WATCH = (
    "from pathlib import Path; from pytrain import runs, watch; watch.watch(runs.Run(Path({!r})), 0, with_page=True)"
)
SOON_MS = 240_000
"""A first conversion and a build of the page, on a busy machine."""


@pytest.fixture
def report(launch: Launch) -> Iterator[Page]:
    context = launch().new_context()
    yield context.new_page()
    context.close()


@pytest.mark.timeout(900)
def test_the_page_gets_the_network_of_each_epoch_and_says_that_it_is_unfinished(
    report: Page, open_mirror: OpenMirror, tmp_path: Path
) -> None:
    import keras

    from pytrain import config, runs
    from pytrain.drawn import drawn_faces
    from pytrain.train import train

    faces = drawn_faces({"Training": 210, "PublicTest": 70, "PrivateTest": 70}, seed=1)
    preset = config.preset("cnn", ["epochs=2", "batch_size=70"])
    run = runs.create(tmp_path / "runs", "live", "cnn", preset, faces, None)
    opened: list[Mirror] = []

    class BeforeTheSecond(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
            if epoch == 1:
                opened.append(first_network(report, open_mirror))

    with subprocess.Popen(
        [sys.executable, "-c", WATCH.format(str(run.folder))], stdout=subprocess.PIPE, text=True
    ) as watcher:
        try:
            assert watcher.stdout is not None
            address = re.search(r"http://\S+", watcher.stdout.readline())
            assert address
            report.goto(address[0])
            expect(stand(report)).to_contain_text("Epoch 1 of 2")
            train(preset, faces, run, [BeforeTheSecond()])
            second_network(opened[0])
        finally:
            watcher.terminate()


def stand(report: Page) -> Locator:
    return report.get_by_role("status")


def first_network(report: Page, open_mirror: OpenMirror) -> Mirror:
    """The report has reloaded itself, and its link leads to a page that works, with the network of the first epoch."""
    expect(stand(report)).to_contain_text("Epoch 2 of 2", timeout=SOON_MS)
    expect(report.get_by_alt_text("Accuracy by epoch, Training and PublicTest")).to_be_visible()
    link = report.get_by_role("link", name="Try cnn, epoch 1 of 2 before your own camera")
    expect(link).to_be_visible(timeout=SOON_MS)
    mirror = open_mirror(at=link.get_attribute("href"))
    expect(note(mirror)).to_have_text(re.compile("not a finished model: cnn, epoch 1 of 2"))
    expect(mirror.page.get_by_text("Demonstration model")).to_be_visible()
    mirror.predict_once()
    mirror.wait_for("paused")
    return mirror


def second_network(mirror: Mirror) -> None:
    """The page that stands open is told of the newer network, and has it after a press."""
    expect(note(mirror)).to_contain_text("cnn, epoch 2 of 2 is there", timeout=SOON_MS)
    mirror.press("Reload")
    expect(note(mirror)).to_have_text(re.compile("not a finished model: cnn, epoch 2 of 2"))
    mirror.wait_for("ready")


def note(mirror: Mirror) -> Locator:
    return mirror.page.locator("#unfinished")
