"""How long a frame took, and which part of it."""

import pytest

from site_tests.mirror import Mirror


@pytest.mark.parametrize("stage", ["detect", "classify", "carry", "total"])
def test_each_stage_shows_its_last_average_and_95th_percentile(mirror: Mirror, stage: str) -> None:
    mirror.stream(frames=10)
    mirror.press("Stop streaming")
    mirror.wait_for("paused")
    last, average, p95 = (mirror.latency_ms(stage, kind) for kind in ("last", "average", "p95"))
    assert 0 < average <= p95 + 0.1, "of ten frames the 95th percentile is the slowest"
    assert 0 <= last <= p95, "a face that is followed is not detected in every frame"


def test_the_stages_make_up_the_whole(mirror: Mirror) -> None:
    mirror.predict_once()
    *stages, total = (mirror.latency_ms(stage, "last") for stage in ("detect", "classify", "carry", "total"))
    assert total == pytest.approx(sum(stages), abs=0.3 + 0.02 * total)
    assert all(stage > 0 for stage in stages)


def test_no_latency_is_shown_before_there_is_one(mirror: Mirror) -> None:
    assert not any(digit in mirror.latency("total", "last") for digit in "0123456789")
