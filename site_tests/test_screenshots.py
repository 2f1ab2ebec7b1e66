"""Pictures of the page for people to look at, in site_tests/output/."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import expect

from site_tests.conftest import OpenMirror
from site_tests.test_corrections import WRONG
from site_tests.test_teach import BEHIND_A_MASK, actor, begin, lesson, take_a_lesson

OUTPUT = Path(__file__).parent / "output"
SIZES = {"phone": (360, 740), "tablet": (820, 1180), "desk": (1440, 900)}


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("size", list(SIZES))
def test_the_page_poses_before_and_while_it_streams(
    open_mirror: OpenMirror, size: str, theme: Literal["dark", "light"]
) -> None:
    width, height = SIZES[size]
    mirror = open_mirror(viewport={"width": width, "height": height}, color_scheme=theme)
    OUTPUT.mkdir(exist_ok=True)
    moments = ("ready", "streaming", "whole-page", "moment", "correcting")
    pictures = [OUTPUT / f"{size}-{theme}-{moment}.png" for moment in moments]
    mirror.page.screenshot(path=pictures[0])
    mirror.stream(frames=15)
    mirror.page.screenshot(path=pictures[1])
    mirror.page.screenshot(path=pictures[2], full_page=True)
    mirror.press("Keep this moment")
    mirror.page.get_by_role("dialog").get_by_label("Blur the faces").check()
    mirror.page.screenshot(path=pictures[3])
    mirror.press("Close")
    mirror.press(WRONG)
    mirror.press("sad")
    mirror.press(WRONG)
    mirror.page.locator('[data-role="corrections"] summary').click()
    mirror.page.screenshot(path=pictures[4], full_page=True)
    assert mirror.app.get_attribute("data-state") == "live"
    assert len({picture.read_bytes() for picture in pictures[:2]}) == 2, "streaming looks other than waiting"


@pytest.mark.parametrize(("size", "theme"), [("phone", "dark"), ("desk", "light")])
def test_a_lesson_poses_too(open_mirror: OpenMirror, size: str, theme: Literal["dark", "light"]) -> None:
    width, height = SIZES[size]
    mirror = open_mirror(init=actor(BEHIND_A_MASK), viewport={"width": width, "height": height}, color_scheme=theme)
    OUTPUT.mkdir(exist_ok=True)
    begin(mirror)
    expect(lesson(mirror)).to_contain_text("Hold it…")
    mirror.page.screenshot(path=OUTPUT / f"{size}-{theme}-lesson.png")
    mirror.press("Cancel")
    take_a_lesson(mirror, {"angry", "happy"})
    mirror.page.screenshot(path=OUTPUT / f"{size}-{theme}-lesson-learned.png")
    mirror.press("Use it")
    mirror.page.screenshot(path=OUTPUT / f"{size}-{theme}-taught.png")


def test_a_failure_poses_too(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(camera=None, viewport={"width": 360, "height": 740})
    mirror.predict_once()
    mirror.failure("no-camera")
    OUTPUT.mkdir(exist_ok=True)
    mirror.page.screenshot(path=OUTPUT / "phone-light-failed.png")
