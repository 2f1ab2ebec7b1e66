"""One look through the camera, or at a photo."""

from pathlib import Path

from playwright.sync_api import expect

from site_tests.conftest import OpenMirror
from site_tests.mirror import Mirror

LABELS = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"]


def test_the_smiling_astronaut_looks_happy(mirror: Mirror) -> None:
    mirror.predict_once()
    assert mirror.label == "happy", mirror.said


def test_seven_bars_show_shares_that_make_up_the_whole(mirror: Mirror) -> None:
    expect(mirror.page.get_by_role("list", name="Expressions")).to_be_visible()
    mirror.predict_once()
    shares = mirror.shares()
    assert list(shares) == LABELS
    assert abs(sum(shares.values()) - 100) <= 3.5, "seven figures, each rounded by at most a half"


def test_the_winner_in_words_is_the_highest_bar(mirror: Mirror) -> None:
    mirror.predict_once()
    shares = mirror.shares()
    winner = max(shares, key=lambda label: shares[label])
    assert mirror.said == f"looks {winner}, {shares[winner]:.0f} %"


def test_the_camera_is_off_until_it_is_asked_for_and_after_one_look(mirror: Mirror) -> None:
    assert mirror.tracks() == []
    mirror.predict_once()
    assert mirror.tracks() == ["ended"]


def test_the_box_stands_on_the_face(mirror: Mirror) -> None:
    mirror.predict_once()
    expect(mirror.face_box.first).to_be_visible()


def test_a_photo_is_judged_without_any_camera(open_mirror: OpenMirror, astronaut_photo: Path) -> None:
    mirror = open_mirror(camera=None, permissions=[])
    mirror.use_photo(str(astronaut_photo))
    mirror.wait_for("paused")
    assert mirror.label == "happy", mirror.said


def test_a_room_with_nobody_in_it_is_said_to_be_empty(open_mirror: OpenMirror) -> None:
    mirror = open_mirror(camera="wall")
    mirror.stream()
    expect(mirror.status).to_contain_text("No face in view")
    expect(mirror.page.get_by_role("alert")).to_have_count(0)
    mirror.press("Stop streaming")
    mirror.wait_for("paused", "ready")


def test_embedders_get_one_face_with_its_probabilities(mirror: Mirror, astronaut_photo: Path) -> None:
    analysis = mirror.evaluate(
        """async bytes => {
            const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
            return moodMirror.analyze(picture);
        }""",
        list(astronaut_photo.read_bytes()),
    )
    (face,) = analysis["faces"]
    assert list(face["probabilities"]) == LABELS
    assert abs(sum(face["probabilities"].values()) - 1) < 1e-4
    assert face["confidence"] == max(face["probabilities"].values()) == face["probabilities"][face["label"]]
    x, y, width, height = face["box"]
    assert 200 < x + width / 2 < 440, "the face is in the middle of the picture"
    assert 180 < y + height / 2 < 330
    assert 120 < width < 320
    assert 120 < height < 320
    assert all(analysis["timings"][f"{stage}_ms"] >= 0 for stage in ("detect", "crop", "classify", "total"))
