"""The page as its users see it: buttons and meters by their names, the state by data-state; no classes, no sleeps."""

import base64
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

TIMEOUT_MS = 120_000
"""For one wait. Generous, since the machine may be busy; a wait ends as soon as what it waits for is there."""


class Mirror:
    """Mood Mirror in one tab.

    Attributes:
        page: Playwright's page, for what is said nowhere below.
        app: the root element, which carries data-state, data-reason, data-backend, data-frames and data-tensors.
        status: the sentence that says what the face looks like.
    """

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        page.set_default_timeout(TIMEOUT_MS)
        expect.set_options(timeout=TIMEOUT_MS)
        self.app = page.locator("mood-mirror-app")
        self.status = page.get_by_role("status")
        self.meters = page.get_by_role("meter")
        self.preview = page.locator('canvas[data-role="model-input"]')
        self.face_box = page.locator('[data-role="face-box"]')

    def open(self, query: str = "") -> "Mirror":
        """Loads the page and waits until it stands ready, or says why it does not."""
        self.page.goto(self.url + query)
        self.wait_for("ready", "failed")
        return self

    def answer(self, address: str, answer: dict[str, Any]) -> None:
        """Has the file at this address answered so (Playwright's route.fulfill), until page.unroute(address)."""
        self.page.route(address, lambda route: route.fulfill(**answer))

    def wait_for(self, *states: str) -> None:
        expect(self.app).to_have_attribute("data-state", re.compile(f"^({'|'.join(states)})$"))

    def press(self, name: str) -> None:
        self.button(name).click()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def predict_once(self) -> None:
        """Looks through the camera for one frame and waits until it is judged."""
        self.press("Predict once")
        self.wait_for("paused", "failed")

    def stream(self, frames: int = 3) -> None:
        """Starts the stream and waits until so many frames are judged."""
        self.press("Start streaming")
        self.wait_for("live", "failed")
        self.wait_for_frames(frames)

    def wait_for_frames(self, frames: int) -> None:
        try:
            self.page.wait_for_function(
                "frames => Number(document.querySelector('mood-mirror-app').dataset.frames) >= frames", arg=frames
            )
        except TimeoutError as error:
            state = self.app.get_attribute("data-state")
            status = self.evaluate("() => moodMirror.status")
            raise AssertionError(f"{self.frames} of {frames} frames, {state}, {status}") from error

    @property
    def frames(self) -> int:
        return int(self.app.get_attribute("data-frames") or 0)

    def use_photo(self, path: str) -> None:
        with self.page.expect_file_chooser() as chooser:
            self.press("Photo or video")
        chooser.value.set_files(path)

    def saved(self, name: str, folder: Path) -> Path:
        """Presses the button and keeps the file it hands over in `folder`."""
        with self.page.expect_download() as download:
            self.press(name)
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        return path

    def wait_for_repaints(self, count: int) -> None:
        """Lets the page go on; two frames of a 30 Hz camera lie between four repaints of a 60 Hz screen."""
        self.page.evaluate(
            """count => new Promise(done => {
                const next = () => (count-- > 0 ? requestAnimationFrame(next) : done());
                next();
            })""",
            count,
        )

    @property
    def said(self) -> str:
        """The sentence that screen readers speak, like "looks happy, 82 %"."""
        return self.status.inner_text().strip()

    @property
    def label(self) -> str:
        """The label in that sentence, "" where it has none."""
        match = re.fullmatch(r"looks (\w+), \d+ %", self.said)
        return match[1] if match else ""

    def shares(self) -> dict[str, float]:
        """What the seven bars show, in percent, by label."""
        return {
            str(meter.get_attribute("aria-label")): float(str(meter.get_attribute("aria-valuenow")))
            for meter in self.meters.all()
        }

    def preview_pixels(self) -> list[int]:
        """The grey levels of the preview, row by row."""
        pixels: list[int] = self.preview.evaluate(
            "canvas => Array.from(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data)"
            ".filter((_, i) => i % 4 == 0)"
        )
        return pixels

    def latency(self, stage: str, kind: str) -> str:
        """A cell of the latency table: stage "detect", "classify" or "total", kind "last", "average" or "p95"."""
        return self.page.locator(f'[data-stage="{stage}"] [data-kind="{kind}"]').inner_text()

    def latency_ms(self, stage: str, kind: str) -> float:
        return float(self.latency(stage, kind).removesuffix(" ms"))

    def tracks(self) -> list[str]:
        """The ready states of all camera tracks that the page was ever given; "live" is a camera with its light on."""
        states: list[str] = self.page.evaluate("() => window.givenTracks.map(track => track.readyState)")
        return states

    def failure(self, reason: str) -> Locator:
        """The alert with this reason; waits for it."""
        alert = self.page.locator(f'[role="alert"][data-reason="{reason}"]')
        expect(alert).to_be_visible()
        return alert

    def analyze(self, picture: bytes) -> dict[str, Any]:
        """What the page's own pipeline says of an encoded picture (PNG, JPEG), apart from what it shows."""
        analysis: dict[str, Any] = self.evaluate(
            """async encoded => {
                const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
                return moodMirror.analyze(await createImageBitmap(new Blob([bytes])));
            }""",
            base64.b64encode(picture).decode(),
        )
        return analysis

    def evaluate(self, expression: str, argument: Any = None) -> Any:
        return self.page.evaluate(expression, argument)


KEEP_TRACKS = """
window.givenTracks = [];
if (navigator.mediaDevices) {
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const stream = await ask(constraints);
    window.givenTracks.push(...stream.getTracks());
    return stream;
  };
}
"""
"""Runs before the page: keeps hold of the tracks, so that a test can see whether they were stopped."""
