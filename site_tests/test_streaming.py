"""Judging frame after frame."""

from playwright.sync_api import expect

from site_tests.conftest import OpenMirror
from site_tests.mirror import Mirror


def test_streaming_goes_on_from_frame_to_frame_until_it_is_stopped(mirror: Mirror) -> None:
    mirror.stream(frames=3)
    before = mirror.frames
    mirror.wait_for_frames(before + 5)
    expect(mirror.status).to_contain_text("looks")
    mirror.press("Stop streaming")
    mirror.wait_for("paused")
    expect(mirror.button("Start streaming")).to_be_visible()


def test_stopping_switches_the_camera_off(mirror: Mirror) -> None:
    mirror.stream()
    assert mirror.tracks() == ["live"]
    mirror.press("Stop streaming")
    mirror.wait_for("paused")
    assert mirror.tracks() == ["ended"]


def test_no_frame_is_judged_after_the_stop(mirror: Mirror) -> None:
    mirror.stream()
    mirror.press("Stop streaming")
    mirror.wait_for("paused")
    frames = mirror.frames
    mirror.wait_for_repaints(30)
    assert mirror.frames == frames


def test_streaming_can_be_started_again(mirror: Mirror) -> None:
    for _ in range(2):
        mirror.stream()
        mirror.press("Stop streaming")
        mirror.wait_for("paused")
    assert mirror.tracks() == ["ended", "ended"]


def test_leaving_the_page_switches_the_camera_off(mirror: Mirror) -> None:
    mirror.stream()
    states = mirror.evaluate(
        "() => { dispatchEvent(new PageTransitionEvent('pagehide')); return givenTracks.map(t => t.readyState) }"
    )
    assert states == ["ended"]


def test_the_number_of_tensors_stays_the_same_over_200_frames(mirror: Mirror) -> None:
    mirror.stream(frames=5)
    mirror.evaluate(
        """() => {
            const app = document.querySelector('mood-mirror-app');
            window.tensorCounts = new Set();
            const note = () => tensorCounts.add(app.dataset.tensors);
            note();
            const attributeFilter = ['data-frames', 'data-tensors'];
            new MutationObserver(note).observe(app, { attributes: true, attributeFilter });
        }"""
    )
    mirror.wait_for_frames(205)
    counts = [int(count) for count in mirror.evaluate("() => [...tensorCounts]")]
    assert len(counts) == 1, f"tensors after a frame, over 200 frames: {sorted(counts)}"
    assert counts[0] > 0


def test_memory_does_not_grow_with_predictions(mirror: Mirror) -> None:
    mirror.predict_once()
    before = mirror.evaluate("() => moodMirror.memory()")
    for _ in range(3):
        mirror.predict_once()
    assert mirror.evaluate("() => moodMirror.memory()") == before


def test_a_label_that_came_from_an_ended_run_is_not_shown(open_mirror: OpenMirror) -> None:
    mirror = open_mirror()
    mirror.press("Start streaming")
    mirror.wait_for("asking", "live")
    mirror.press("Stop streaming")
    mirror.wait_for("ready", "paused")
    state = mirror.app.get_attribute("data-state")
    mirror.wait_for_repaints(30)
    assert mirror.app.get_attribute("data-state") == state
    assert "live" not in mirror.tracks()
