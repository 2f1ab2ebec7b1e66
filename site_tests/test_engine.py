"""The engine behind the page: off the main thread, on the fastest backend, alive after whatever happens to it."""

import io
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Route, expect

from site_tests.bench.scenes import Scene, Spot, scene, scenes
from site_tests.conftest import OpenMirror
from site_tests.mirror import Mirror

LOSE_CONTEXT = """
const getContext = OffscreenCanvas.prototype.getContext;
OffscreenCanvas.prototype.getContext = function (kind, ...rest) {
  const context = getContext.call(this, kind, ...rest);
  if (kind === 'webgl2') self.loseContext = () => context.getExtension('WEBGL_lose_context').loseContext();
  return context;
};
"""
"""Runs in the worker, so that a test can take its GPU away as a driver's crash does."""

WRONG_NUMBERS = """
const parse = JSON.parse;
JSON.parse = (text) => {
  const value = parse(text);
  if (value.tolerance) value.inputs[0].logits[0] += 1;
  return value;
};
"""
"""Runs in the worker: what it computes is not what golden.json says any more."""

COUNT_ANSWERS = """
self.answered = 0;
const post = MessagePort.prototype.postMessage;
MessagePort.prototype.postMessage = function (message, ...rest) {
  if ('answer' in message) self.answered++;
  return post.call(this, message, ...rest);
};
"""
"""Runs in a worker: counts what it answers to another one."""

LONGEST_TASK = """() => {
  window.longestTask_ms = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longestTask_ms = Math.max(window.longestTask_ms, duration);
  }).observe({ type: 'longtask' });
}"""


def in_workers(script: str, most: int) -> Callable[[Route], None]:
    """A route that puts `script` before the engine's own, the first `most` times it is loaded."""
    served: list[str] = []

    def handle(route: Route) -> None:
        response = route.fetch()
        served.append(response.url)
        route.fulfill(response=response, body=(script if len(served) <= most else "") + response.text())

    return handle


def passed_over(mirror: Mirror) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = mirror.evaluate("() => moodMirror.status.passedOver")
    return found


def longest_gap_ms(mirror: Mirror, disturb: str) -> float:
    """Streams, runs `disturb` in the worker, and returns the longest time between two frames judged until some frames after it."""
    mirror.stream(frames=5)
    mirror.evaluate(
        """() => {
            const app = document.querySelector('mood-mirror-app');
            let last = performance.now();
            window.longestGap_ms = 0;
            new MutationObserver(() => {
                const now = performance.now();
                window.longestGap_ms = Math.max(window.longestGap_ms, now - last);
                last = now;
            }).observe(app, { attributes: true, attributeFilter: ['data-frames'] });
        }"""
    )
    mirror.page.workers[-1].evaluate(disturb)
    mirror.page.wait_for_function("() => moodMirror.status.passedOver.length > 0")
    mirror.wait_for_frames(mirror.frames + 5)
    expect(mirror.status).to_contain_text("looks")
    gap_ms: float = mirror.evaluate("() => longestGap_ms")
    return gap_ms


@pytest.mark.alone
def test_the_page_is_never_held_up_by_computing(open_mirror: OpenMirror) -> None:
    longest = []
    for _ in range(3):  # a busy machine can only make a task longer, so the best of three tells
        mirror = open_mirror()
        expect(mirror.app).to_have_attribute("data-place", "worker")
        mirror.stream(frames=5)
        mirror.evaluate(LONGEST_TASK)
        mirror.wait_for_frames(mirror.frames + 40)
        longest.append(mirror.evaluate("() => longestTask_ms"))
        if longest[-1] < 50:
            break
    assert min(longest) < 50, f"longest tasks of three streams, ms: {longest}"


def test_a_browser_without_workers_computes_in_the_page(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(init="delete window.Worker;")
    expect(mirror.app).to_have_attribute("data-place", "page")
    mirror.predict_once()
    assert mirror.label == "happy", mirror.said
    mirror.stream(frames=5)


def test_a_worker_that_cannot_start_is_done_without(open_mirror: OpenMirror) -> None:
    init = "window.Worker = class { constructor() { throw new DOMException('no', 'SecurityError') } };"
    mirror = open_mirror(init=init)
    expect(mirror.app).to_have_attribute("data-place", "page")
    mirror.predict_once()
    assert mirror.label == "happy", mirror.said


@pytest.mark.alone
def test_a_worker_that_dies_in_mid_stream_is_replaced_within_two_seconds(open_mirror: OpenMirror) -> None:
    """Seen to fail without a limit on how long an engine may take to answer."""
    gaps = []
    for _ in range(3):
        mirror = open_mirror()
        gaps.append(longest_gap_ms(mirror, "() => self.close()"))
        assert "no answer" in passed_over(mirror)[0]["why"]
        if gaps[-1] < 2000:
            break
    assert min(gaps) < 2000, f"longest gaps of three streams, ms: {gaps}"


@pytest.mark.alone
def test_an_engine_that_only_stood_still_keeps_its_backend(mirror: Mirror) -> None:
    """A device that is busy for a second or two is no reason to compute more slowly from then on."""
    stand_still = "() => { const end = performance.now() + 1600; while (performance.now() < end); }"
    longest_gap_ms(mirror, stand_still)
    mirror.page.workers[-1].evaluate(stand_still)
    mirror.wait_for_frames(mirror.frames + 5)
    expect(mirror.app).to_have_attribute("data-backend", "wasm")
    assert {tried["backend"] for tried in passed_over(mirror)} == {"wasm"}


def test_a_lost_webgl_context_in_mid_stream_leads_on_to_the_next_backend(mirror: Mirror) -> None:
    """Seen to fail with nobody listening for the loss: the next look only ran out of time."""
    mirror.page.route("**/assets/worker-*.js", in_workers(LOSE_CONTEXT, most=1))
    mirror.open("?backend=webgl")
    expect(mirror.app).to_have_attribute("data-backend", "webgl")
    longest_gap_ms(mirror, "() => loseContext()")
    expect(mirror.app).to_have_attribute("data-backend", "wasm")
    expect(mirror.failure("webgl-missing")).to_be_visible()
    assert "WebGL context" in passed_over(mirror)[0]["why"]


def test_a_backend_whose_numbers_drift_is_passed_over(mirror: Mirror) -> None:
    mirror.page.route("**/assets/worker-*.js", in_workers(WRONG_NUMBERS, most=1))
    mirror.open()
    mirror.page.wait_for_function("() => moodMirror.status.passedOver.length > 0")
    expect(mirror.app).not_to_have_attribute("data-backend", "wasm")
    (drifted,) = passed_over(mirror)
    assert drifted["backend"] == "wasm"
    assert "differ" in drifted["why"]
    mirror.page.get_by_text("How it computes here").click()
    expect(mirror.page.locator('[data-backend="wasm"]').last).to_contain_text("differ")
    mirror.predict_once()
    assert mirror.label == "happy", mirror.said


@pytest.mark.alone
def test_the_fastest_backend_is_measured_once_and_remembered(mirror: Mirror) -> None:
    create = """async () => {
        const { createMoodMirror } = await import('./embed/mood-mirror.js');
        window.made = await createMoodMirror({ baseUrl: '.', candidates: ['webgl'] });
    }"""
    mirror.evaluate(create)
    assert mirror.evaluate("() => made.backend") == "wasm"
    mirror.page.wait_for_function("() => Object.keys(made.status.times_ms).length === 2")
    times_ms = mirror.evaluate("() => made.status.times_ms")
    winner = min(times_ms, key=lambda backend: times_ms[backend])
    assert mirror.evaluate("() => made.backend") == winner
    mirror.evaluate(create)
    assert mirror.evaluate("() => [made.backend, made.status.times_ms]") == [winner, times_ms]


def test_another_way_of_computing_can_be_chosen_and_outlives_a_reload(mirror: Mirror) -> None:
    mirror.page.get_by_text("How it computes here").click()
    mirror.page.get_by_label("Compute by").select_option("cpu")
    expect(mirror.app).to_have_attribute("data-backend", "cpu")
    mirror.page.reload()
    mirror.wait_for("ready")
    expect(mirror.app).to_have_attribute("data-backend", "cpu")
    expect(mirror.page.get_by_label("Compute by")).to_have_value("cpu")


@pytest.mark.alone
def test_the_first_prediction_costs_at_most_twice_a_later_one(open_mirror: OpenMirror, astronaut_photo: Any) -> None:
    ratios = []
    for _ in range(3):
        times_ms = open_mirror().evaluate(
            """async bytes => {
                await new Promise(done => setTimeout(done, 1000)); // while the visitor reads
                const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
                const times_ms = [];
                for (let i = 0; i < 12; i++) {
                    times_ms.push((await moodMirror.analyze(picture)).timings.total_ms);
                }
                return times_ms;
            }""",
            list(astronaut_photo.read_bytes()),
        )
        ratios.append(times_ms[0] / sorted(times_ms[1:])[5])
        if ratios[-1] <= 2:
            break
    assert min(ratios) <= 2, f"first to later, three pages: {ratios}"


def test_two_people_keep_their_identities(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(camera="two people")
    mirror.stream(frames=5)
    mirror.page.wait_for_function("() => document.querySelectorAll('[data-role=face-box]').length === 2")
    seen = mirror.evaluate(
        """() => new Promise(done => {
            const app = document.querySelector('mood-mirror-app');
            const seen = [];
            new MutationObserver((_, observer) => {
                const boxes = [...document.querySelectorAll('[data-role=face-box]')];
                // Who stands further left in the mirror.
                seen.push(boxes.sort((a, b) => parseFloat(a.style.left) - parseFloat(b.style.left))
                    .map(box => box.dataset.face).join());
                if (seen.length < 40) return;
                observer.disconnect();
                done(seen);
            }).observe(app, { attributes: true, attributeFilter: ['data-frames'] });
        })"""
    )
    assert len(set(seen)) == 1, f"identities from left to right, frame by frame: {seen}"
    assert re.fullmatch(r"\d+,\d+", seen[0])
    expect(mirror.page.get_by_text("About one of 2 faces.")).to_be_visible()


def faces_in(mirror: Mirror, seen: Scene) -> list[dict[str, Any]]:
    frame = io.BytesIO()
    seen.picture.save(frame, "PNG")
    faces: list[dict[str, Any]] = mirror.analyze(frame.getvalue())["faces"]
    return faces


def test_a_face_that_is_followed_takes_no_time_to_be_found(mirror: Mirror) -> None:
    """Seen to fail with the time before the crop counted as detection."""
    mirror.open()
    timings = mirror.evaluate(
        """async () => {
            const camera = await navigator.mediaDevices.getUserMedia({ video: true });
            const video = Object.assign(document.createElement('video'), { muted: true, srcObject: camera });
            await video.play();
            const ending = new AbortController();
            const seen = [];
            await moodMirror.stream(video, ({ timings }) => {
                if (seen.push(timings) === 30) ending.abort();
            }, ending);
            camera.getTracks().forEach(track => track.stop());
            return seen;
        }"""
    )
    found = [timing for timing in timings if timing["detect_ms"] > 0]
    assert 0 < len(found) < len(timings)
    for timing in timings:
        assert timing["detect_ms"] + timing["crop_ms"] + timing["classify_ms"] <= timing["total_ms"]


def test_nobody_of_the_picture_before_shows_through_one_that_is_see_through(mirror: Mirror) -> None:
    """Seen to fail with the way of drawing set before the canvas got its size, which forgets it."""
    mirror.open()
    one = scenes()["one"][0]
    assert len(faces_in(mirror, one)) == 1
    assert faces_in(mirror, Scene(Image.new("RGBA", one.picture.size), ())) == []


def test_somebody_small_is_seen_beside_somebody_close(mirror: Mirror) -> None:
    """Seen to fail with a closer look only where there is nobody close: that found a quarter of them."""
    mirror.open()
    found = 0
    for seed in range(12):
        rng = np.random.default_rng(seed)
        close, small = Spot(170, 240, 190), Spot(480 + rng.uniform(-60, 60), 240 + rng.uniform(-90, 90), 80)
        boxes = [face["box"] for face in faces_in(mirror, scene(rng, (close, small)))]
        assert close.is_met_by(boxes[0])
        assert len(boxes) <= 2
        found += any(small.is_met_by(box) for box in boxes)
    assert found >= 9


def test_several_faces_are_shared_with_a_second_worker_until_it_fails(mirror: Mirror) -> None:
    """Seen to fail with the partner's answers in another order, and with its failure let through."""
    four = scenes()["four"][0]
    mirror.page.route("**/assets/worker-*.js", in_workers(COUNT_ANSWERS, most=2))
    mirror.open()

    assert len(mirror.page.workers) == 1
    with mirror.page.expect_worker() as started:
        alone = faces_in(mirror, four)
    partner = started.value
    assert [face["label"] for face in alone] == ["happy"] * 4
    assert len({face["confidence"] for face in alone}) == 4
    for _ in range(100):
        shared = faces_in(mirror, four)
        if partner.evaluate("() => self.answered"):
            break
    assert partner.evaluate("() => self.answered") == 1
    assert shared == alone

    partner.evaluate("() => { MessagePort.prototype.postMessage = () => { self.answered++; }; }")  # silent from now on
    for _ in range(2):
        assert faces_in(mirror, four) == alone
    assert partner.evaluate("() => self.answered") == 2, "asked again after it was silent"
    assert mirror.evaluate("() => moodMirror.status.passedOver") == []


def test_no_object_url_is_left_behind(open_mirror: OpenMirror) -> None:
    count = """
        window.objectUrls = 0;
        const { createObjectURL, revokeObjectURL } = URL;
        URL.createObjectURL = (thing) => { window.objectUrls++; return createObjectURL(thing); };
        URL.revokeObjectURL = (url) => { window.objectUrls--; revokeObjectURL(url); };
        delete window.Worker;
    """
    mirror = open_mirror(init=count)
    mirror.stream(frames=10)
    assert mirror.evaluate("() => objectUrls") == 0
