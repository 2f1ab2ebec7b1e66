"""The check-in: off until wanted, gentle when it comes, quiet when it is told to be."""

import json
import re

from playwright.sync_api import Locator, expect

from site_tests.conftest import OpenMirror
from site_tests.mirror import Mirror

QUICK = {
    "settings": {"on": True, "share": 0.6, "lasting_s": 2},
    "counts": {"offered": 0, "taken": 0},
    "quietUntil_ms": 0,
    "refused": 0,
}
KEY = "mood-mirror:check-in"


def wanting(check_in: dict) -> str:
    """A script for before the page: this is what an earlier visit left."""
    return f"localStorage.getItem('{KEY}') ?? localStorage.setItem('{KEY}', {json.dumps(json.dumps(check_in))});"


def card(mirror: Mirror) -> Locator:
    return mirror.page.get_by_role("region", name="Check-in")


def test_it_is_off_and_keeps_nothing_until_somebody_switches_it_on(open_mirror: OpenMirror, sad_astronaut: str) -> None:
    mirror = open_mirror(at=sad_astronaut)
    mirror.stream(frames=30)
    expect(card(mirror)).to_have_count(0)
    assert mirror.evaluate(f"() => localStorage.getItem('{KEY}')") is None
    mirror.page.get_by_text("Check-in", exact=True).click()
    mirror.page.get_by_label("Offer me a pause").check()
    mirror.page.get_by_label("When it lasts").select_option("30")
    assert json.loads(mirror.evaluate(f"() => localStorage.getItem('{KEY}')"))["settings"]["lasting_s"] == 30
    mirror.page.get_by_label("Offer me a pause").uncheck()
    assert mirror.evaluate(f"() => localStorage.getItem('{KEY}')") is None


def test_a_sadness_that_lasts_brings_an_offer_that_can_be_taken_and_ended(
    open_mirror: OpenMirror, sad_astronaut: str
) -> None:
    mirror = open_mirror(at=sad_astronaut, init=wanting(QUICK))
    mirror.stream()
    expect(card(mirror)).to_contain_text("That may be a mistake.")
    mirror.press("Breathe with me")
    expect(card(mirror)).to_contain_text("Breathe in")
    expect(card(mirror)).to_contain_text("Breathe out")
    mirror.press("Done")
    expect(card(mirror)).to_have_count(0)
    mirror.wait_for_frames(mirror.frames + 30)
    expect(card(mirror)).to_have_count(0)
    mirror.page.get_by_text("Check-in", exact=True).click()
    expect(mirror.page.locator('[data-role="check-in-counts"]')).to_contain_text("Offered one time, taken one time")


def test_a_break_counts_down(open_mirror: OpenMirror, sad_astronaut: str) -> None:
    mirror = open_mirror(at=sad_astronaut, init=wanting(QUICK))
    mirror.stream()
    mirror.press("A five-minute break")
    expect(card(mirror).get_by_role("timer")).to_have_text(re.compile(r"4:5\d"))


def test_not_today_holds_over_a_reload(open_mirror: OpenMirror, sad_astronaut: str) -> None:
    mirror = open_mirror(at=sad_astronaut, init=wanting(QUICK))
    mirror.stream()
    mirror.press("Not today")
    expect(card(mirror)).to_have_count(0)
    mirror.page.reload()
    mirror.wait_for("ready")
    mirror.stream(frames=45)
    expect(card(mirror)).to_have_count(0)


def test_a_smile_that_is_one_brings_no_offer(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(init=wanting(QUICK))
    mirror.stream(frames=45)
    expect(card(mirror)).to_have_count(0)
    mirror.press("Forget everything")
    mirror.wait_for("ready")
    assert mirror.evaluate("() => localStorage.length") == 0
