"""One browser, with one contestant started in its page."""

import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

from playwright.sync_api import CDPSession, Playwright

from site_tests.bench.contestants import Contestant
from site_tests.bench.server import Host
from site_tests.conftest import QUIET

TIMEOUT_MS = 300_000
"""For one call into the page. Generous, since the machine may be slow."""


class Visit:
    """A browser process on a profile of its own, from construction until close().

    Attributes:
        started: what driver.js's start() gives: about, boxes, load_ms, first_call_ms, first_prediction_ms.
        elsewhere: addresses asked for that are not the host's; a page that keeps to itself asks for none.
    """

    def __init__(
        self,
        playwright: Playwright,
        chromium: Path,
        contestant: Contestant,
        host: Host,
        *,
        profile: Path,
        first: str,
        pause_s: float = 0.0,
        film: Path | None = None,
    ) -> None:
        """Opens the bench's page and waits for the first prediction.

        Args:
            profile: folder of the browser's profile; an empty one makes it a first visit.
            first: name of the first frame under /frames/.
            pause_s: time between loading and the first prediction, as long as somebody reads before they click.
            film: y4m for the fake camera.

        Raises:
            playwright.sync_api.Error: the contestant could not be started.
        """
        film_flags = [f"--use-file-for-fake-video-capture={film}"] if film else []
        self._context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=chromium,
            args=[*QUIET, "--use-fake-device-for-media-stream", *film_flags],
            permissions=["camera"],
            viewport={"width": 1000, "height": 800},
        )
        try:
            self.elsewhere: list[str] = []
            self._context.on("request", lambda request: self._note(request.url, host.url))
            self._page = self._context.pages[0]
            self._page.set_default_timeout(TIMEOUT_MS)
            self._devtools = Devtools(self._context.new_cdp_session(self._page))
            plan = {
                "contestant": contestant.script,
                "options": json.dumps(contestant.options),
                "first": first,
                "pause_ms": 1000 * pause_s,
            }
            self._page.goto(f"{host.url}/bench/page.html?{urlencode(plan)}")
            self.started: dict[str, Any] = self._page.evaluate("bench.ready")
        except BaseException:
            self.close()
            raise

    def hold(self, frames: Mapping[str, Sequence[str]]) -> None:
        """Has the page fetch frames, by the name of their set."""
        for name, files in frames.items():
            self._page.evaluate("([name, files]) => bench.hold(name, files)", [name, list(files)])

    def calls(self, name: str, count: int, what: str = "look") -> list[dict[str, float]]:
        """`count` calls on the set's frames in turn: for each total_ms, faces, and the stages that can be told apart."""
        return self._page.evaluate("([name, count, what]) => bench.calls(name, count, what)", [name, count, what])

    def boxes(self, name: str) -> list[list[list[float]]]:
        """The boxes [x, y, width, height] on each frame of the set."""
        return self._page.evaluate("name => bench.boxes(name)", name)

    def stream(self, settle_s: float, count_s: float) -> dict[str, Any]:
        """Streams from the camera: rows (at_ms, total_ms, faces), gaps_ms between animation frames, tasks_ms of 50 and more."""
        return self._page.evaluate(
            "([settle, count]) => bench.stream(settle, count)", [1000 * settle_s, 1000 * count_s]
        )

    def can(self, what: str) -> bool:
        """Whether the contestant has this optional function."""
        return self._page.evaluate("what => bench.can(what)", what)

    def held(self) -> dict[str, int]:
        """What is held now: numTensors, numBytes of them, objectUrls, and heapBytes in page and workers after collection."""
        return {**self._page.evaluate("bench.held()"), "heapBytes": self._devtools.heap_bytes()}

    @property
    def browser_version(self) -> str:
        return self._devtools.browser_version()

    def close(self) -> None:
        self._context.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _note(self, url: str, own: str) -> None:
        if url.startswith(("http", "ws")) and not url.startswith(own):
            self.elsewhere.append(url)


class Devtools:
    """What only the DevTools protocol tells of a page and of its workers."""

    def __init__(self, page: CDPSession) -> None:
        self._page = page
        self._workers: list[str] = []
        self._answers: dict[int, dict[str, Any]] = {}
        self._asked = 0
        page.on("Target.attachedToTarget", lambda event: self._workers.append(event["sessionId"]))
        page.on("Target.detachedFromTarget", lambda event: self._workers.remove(event["sessionId"]))
        page.on("Target.receivedMessageFromTarget", self._hear)
        # Not flat: Playwright gives sessions to pages alone, so the workers' messages travel within the page's.
        page.send("Target.setAutoAttach", {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": False})

    def heap_bytes(self) -> int:
        """JavaScript heap and array buffers, of the page and its workers, after garbage collection."""
        heaps = [self._page_heap(), *(self._worker_heap(worker) for worker in list(self._workers))]
        return sum(int(heap["usedSize"] + heap.get("backingStorageSize", 0)) for heap in heaps)

    def browser_version(self) -> str:
        return str(self._page.send("Browser.getVersion")["product"])

    def _page_heap(self) -> dict[str, Any]:
        for _ in range(2):  # what a finalizer lets go of is collected by the second
            self._page.send("HeapProfiler.collectGarbage")
        return self._page.send("Runtime.getHeapUsage")

    def _worker_heap(self, worker: str) -> dict[str, Any]:
        for _ in range(2):
            self._ask(worker, "HeapProfiler.collectGarbage")
        return self._ask(worker, "Runtime.getHeapUsage")

    def _ask(self, worker: str, method: str) -> dict[str, Any]:
        self._asked += 1
        message = json.dumps({"id": self._asked, "method": method})
        self._page.send("Target.sendMessageToTarget", {"sessionId": worker, "message": message})
        deadline = time.monotonic() + TIMEOUT_MS / 1000
        while self._asked not in self._answers:
            if time.monotonic() > deadline:
                raise TimeoutError(f"A worker did not answer {method} within {TIMEOUT_MS / 1000:.0f} s.")
            self._page.send("Browser.getVersion")  # any call: only within one does Playwright hand out what has come
        return self._answers.pop(self._asked)["result"]

    def _hear(self, event: dict[str, Any]) -> None:
        message = json.loads(event["message"])
        if "id" in message:
            self._answers[message["id"]] = message
