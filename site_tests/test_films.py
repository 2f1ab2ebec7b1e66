"""Films: dropped, pasted or picked, played through the pipeline of the camera."""

import base64
import csv
import io
import json
import re
import wave
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from site_tests import films, pictures
from site_tests.conftest import OpenMirror
from site_tests.mirror import Mirror
from site_tests.test_layout import PHONE, scrolls_sideways
from site_tests.test_photos import encoded, offer, photos

WATCH = """
window.asked = 0;
const askForTest = navigator.mediaDevices.getUserMedia;
navigator.mediaDevices.getUserMedia = (constraints) => (window.asked++, askForTest(constraints));
window.addresses = new Set();
const { createObjectURL, revokeObjectURL } = URL;
URL.createObjectURL = (object) => {
  const address = createObjectURL.call(URL, object);
  window.addresses.add(address);
  return address;
};
URL.revokeObjectURL = (address) => {
  window.addresses.delete(address);
  revokeObjectURL.call(URL, address);
};
"""
"""Runs before the page: counts how often the camera was asked for, and keeps the object URLs that are not yet revoked."""

SCENE_S = 3
"""The astronaut for so long, and then an empty wall."""


@pytest.fixture(scope="module")
def film() -> bytes:
    return films.webm([(pictures.astronaut(), SCENE_S), (pictures.wall(), SCENE_S)])


@pytest.fixture(scope="module")
def long_film() -> bytes:
    """Nothing happens in it, so that nothing happens meanwhile."""
    return films.webm([(pictures.astronaut(), 40)])


@pytest.fixture
def cinema(open_mirror: OpenMirror) -> Mirror:
    """The page without a camera, and without leave to ask for one."""
    return open_mirror(camera=None, permissions=[], init=WATCH)


def controls(mirror: Mirror) -> Locator:
    return mirror.page.get_by_role("group", name="Film")


def place(mirror: Mirror) -> Locator:
    return controls(mirror).get_by_role("slider", name="Place in the film")


def play(mirror: Mirror, film: bytes) -> None:
    """Drops the film and waits until it plays and something of it was judged."""
    offer(mirror, "drop", {"film.webm": film})
    mirror.wait_for("live", "failed")
    mirror.wait_for_frames(1)


def stand(mirror: Mirror) -> None:
    """Pauses the film."""
    controls(mirror).get_by_role("button", name="Pause").click()
    expect(controls(mirror).get_by_role("button", name="Play")).to_be_visible()


def seek(mirror: Mirror, time_s: float) -> None:
    """What a finger on the slider does."""
    place(mirror).evaluate(
        "(slider, time_s) => { slider.value = time_s; slider.dispatchEvent(new Event('input')) }", time_s
    )


def moments(mirror: Mirror, folder: Path) -> list[dict[str, Any]]:
    written: list[dict[str, Any]] = json.loads(mirror.saved("Save as JSON", folder).read_text())["moments"]
    return written


def open_addresses(mirror: Mirror) -> int:
    return int(mirror.evaluate("() => addresses.size"))


@pytest.mark.parametrize("way", ["drop", "paste", "pick"])
def test_a_film_plays_to_its_end_with_its_faces_labelled_and_asks_for_no_camera(
    cinema: Mirror, film: bytes, way: str, tmp_path: Path
) -> None:
    before = open_addresses(cinema)
    if way == "pick":
        (tmp_path / "film.webm").write_bytes(film)
        cinema.use_photo(str(tmp_path / "film.webm"))
    else:
        offer(cinema, way, {"film.webm": film})
    expect(cinema.status).to_contain_text("looks happy")
    assert cinema.app.get_attribute("data-state") == "live"
    expect(cinema.face_box).to_have_count(1)
    assert open_addresses(cinema) == before + 1

    cinema.wait_for("paused")
    expect(cinema.status).to_have_text("No face in view in this film right now.")
    expect(cinema.page.locator('[data-role="summary"]')).to_contain_text("Mostly happy")
    assert open_addresses(cinema) == before
    assert cinema.evaluate("() => asked") == 0
    seen = moments(cinema, tmp_path)
    places = [moment["film_s"] for moment in seen]
    assert places == sorted(places)
    assert places[-1] <= 2 * SCENE_S
    for moment in seen:
        labels = [face["label"] for face in moment["faces"]]
        if moment["film_s"] < SCENE_S - 0.1:
            assert labels == ["happy"], moment
        if moment["film_s"] > SCENE_S + 1:  # a face that is lost may come back at once
            assert labels == [], moment
    assert {bool(moment["faces"]) for moment in seen} == {True, False}
    times = [moment["time"] for moment in seen]
    assert times == sorted(times)


def test_a_film_goes_on_at_its_own_speed_however_many_frames_are_judged(cinema: Mirror, long_film: bytes) -> None:
    play(cinema, long_film)
    passed_s = cinema.evaluate(
        """async () => {
            const video = document.querySelector('video');
            const [place, time] = [video.currentTime, performance.now()];
            await new Promise(done => setTimeout(done, 2000));
            return [video.currentTime - place, (performance.now() - time) / 1000];
        }"""
    )
    assert passed_s[0] == pytest.approx(passed_s[1], abs=0.5)


def test_a_film_is_shown_as_it_is_and_not_mirrored(cinema: Mirror, film: bytes) -> None:
    play(cinema, film)
    expect(cinema.page.locator("[data-mirrored]")).to_have_count(0)
    cinema.press("Stop streaming")
    cinema.wait_for("paused")
    expect(cinema.page.locator("[data-mirrored]")).to_have_count(0)


def test_a_paused_film_can_be_sought_and_what_it_shows_is_judged_anew(cinema: Mirror, film: bytes) -> None:
    play(cinema, film)
    stand(cinema)
    seek(cinema, SCENE_S + 1)
    expect(cinema.status).to_have_text("No face in view in this film right now.")
    expect(cinema.face_box).to_have_count(0)
    seek(cinema, 1)
    expect(cinema.status).to_contain_text("looks happy")
    expect(cinema.face_box).to_have_attribute("data-face", re.compile(r"^([2-9]|\d\d+)$"))
    assert cinema.app.get_attribute("data-state") == "live"
    assert controls(cinema).get_attribute("data-playing") == "false"
    expect(place(cinema)).to_have_attribute("aria-valuetext", "0:01 of 0:06")


def test_a_paused_film_keeps_still_and_costs_nothing(cinema: Mirror, long_film: bytes) -> None:
    play(cinema, long_film)
    stand(cinema)
    cinema.wait_for_repaints(30)
    frames = cinema.frames
    cinema.wait_for_repaints(30)
    assert cinema.frames == frames
    controls(cinema).get_by_role("button", name="Play").click()
    cinema.wait_for_frames(frames + 3)


def test_the_keyboard_seeks_and_space_pauses_only_at_the_films_controls(cinema: Mirror, film: bytes) -> None:
    play(cinema, film)
    place(cinema).focus()
    cinema.page.keyboard.press(" ")
    expect(controls(cinema)).to_have_attribute("data-playing", "false")
    cinema.page.keyboard.press("Home")
    expect(place(cinema)).to_have_attribute("aria-valuetext", "0:00 of 0:06")
    for _ in range(2):
        cinema.page.keyboard.press("PageUp")
    expect(place(cinema)).to_have_attribute("aria-valuetext", "0:01 of 0:06")
    cinema.page.get_by_role("button", name="Full screen").focus()
    cinema.evaluate("() => document.activeElement.blur()")
    cinema.page.keyboard.press(" ")
    cinema.wait_for_repaints(5)
    expect(controls(cinema)).to_have_attribute("data-playing", "false")
    controls(cinema).get_by_role("button", name="Play").focus()
    cinema.page.keyboard.press(" ")
    expect(controls(cinema)).to_have_attribute("data-playing", "true")


def test_a_film_that_ended_can_be_played_again_and_one_that_was_stopped_goes_on(cinema: Mirror, film: bytes) -> None:
    before = open_addresses(cinema)
    play(cinema, film)
    seek(cinema, 1.5)
    cinema.wait_for_frames(cinema.frames + 2)
    cinema.press("Stop streaming")
    cinema.wait_for("paused")
    assert open_addresses(cinema) == before
    controls(cinema).get_by_role("button", name="Play").click()
    cinema.wait_for("live")
    cinema.wait_for("paused")
    expect(place(cinema)).to_have_attribute("aria-valuetext", "0:06 of 0:06")
    controls(cinema).get_by_role("button", name="Play").click()
    expect(cinema.status).to_contain_text("looks happy")
    cinema.wait_for("paused")
    seek(cinema, 1)
    expect(cinema.status).to_contain_text("looks happy")
    expect(controls(cinema)).to_have_attribute("data-playing", "false")
    cinema.press("Stop streaming")
    assert open_addresses(cinema) == before


def test_a_recording_without_length_and_index_can_be_sought_all_the_same(cinema: Mirror) -> None:
    play(cinema, films.webm([(pictures.astronaut(), SCENE_S), (pictures.wall(), SCENE_S)], finished=False))
    expect(place(cinema)).to_have_attribute("aria-valuetext", re.compile("of 0:05$"))
    stand(cinema)
    seek(cinema, SCENE_S + 1)
    expect(cinema.status).to_have_text("No face in view in this film right now.")
    seek(cinema, 1)
    expect(cinema.status).to_contain_text("looks happy")


def test_a_film_whose_length_cannot_be_found_out_plays_without_a_slider(open_mirror: OpenMirror, film: bytes) -> None:
    endless = "Object.defineProperty(HTMLMediaElement.prototype, 'duration', { get: () => Infinity });"
    mirror = open_mirror(camera=None, permissions=[], init=endless)
    play(mirror, film)
    expect(mirror.status).to_contain_text("looks happy")
    expect(place(mirror)).to_have_count(0)
    expect(controls(mirror)).to_contain_text(re.compile(r"^\s*0:0\d\s*$"))
    mirror.wait_for("paused")


def test_what_this_browsers_own_recorder_writes_plays(cinema: Mirror) -> None:
    cinema.evaluate(
        """async encoded => {
            const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
            const picture = await createImageBitmap(new Blob([bytes]));
            const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
            const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: 'video/webm' });
            const parts = [];
            recorder.ondataavailable = ({ data }) => parts.push(data);
            const stopped = new Promise((done) => (recorder.onstop = done));
            recorder.start(200);
            while (parts.reduce((sum, { size }) => sum + size, 0) < 60_000) {
                canvas.getContext('2d').drawImage(picture, 0, 0);
                await new Promise(requestAnimationFrame);
            }
            recorder.stop();
            await stopped;
            const data = new DataTransfer();
            data.items.add(new File(parts, 'recording', { type: 'video/webm' }));
            document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
        }""",
        base64.b64encode(encoded()).decode(),
    )
    cinema.wait_for("paused", "failed")
    assert cinema.label == "happy", cinema.said
    assert float(str(place(cinema).get_attribute("max"))) > 0


def sound() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setparams((1, 2, 8000, 0, "NONE", ""))
        written.writeframes(bytes(16000))
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "reason", "sentence"),
    [
        ("letter.mp4", b"Dear reader", "film-unreadable", "cannot be played"),
        ("empty.webm", b"", "film-unreadable", "cannot be played"),
        ("cut.webm", films.webm([(pictures.wall(), 1)])[:300], "film-unreadable", "cannot be played"),
        ("sound.mov", sound(), "film-without-picture", "no picture"),
    ],
)
def test_a_film_that_cannot_be_played_gets_a_sentence_and_leaves_the_page_working(
    cinema: Mirror, film: bytes, name: str, content: bytes, reason: str, sentence: str
) -> None:
    before = open_addresses(cinema)
    offer(cinema, "drop", {name: content})
    expect(cinema.failure(reason)).to_contain_text(sentence)
    assert open_addresses(cinema) == before
    play(cinema, film)
    expect(cinema.status).to_contain_text("looks happy")


def test_a_film_that_breaks_off_ends_where_it_does(cinema: Mirror, film: bytes) -> None:
    before = open_addresses(cinema)
    play(cinema, film[: len(film) // 3])
    cinema.wait_for("paused", "failed")
    assert open_addresses(cinema) == before
    offer(cinema, "drop", {"astronaut.png": encoded()})
    cinema.wait_for("paused")
    assert cinema.label == "happy", cinema.said


def test_whatever_comes_next_ends_the_film(open_mirror: OpenMirror, film: bytes, long_film: bytes) -> None:
    mirror = open_mirror(init=WATCH)
    before = open_addresses(mirror)

    def ended() -> None:
        expect(controls(mirror)).to_have_count(0)
        assert open_addresses(mirror) == before
        assert not mirror.evaluate("() => document.querySelector('video')?.getAttribute('src')")

    play(mirror, long_film)
    offer(mirror, "drop", {"astronaut.png": encoded()})
    mirror.wait_for("paused")
    ended()
    play(mirror, long_film)
    mirror.press("Stop streaming")
    mirror.wait_for("paused")
    mirror.stream()
    ended()
    expect(mirror.page.locator("[data-mirrored]")).to_have_count(1)
    play(mirror, film)
    assert mirror.tracks() == ["ended"]
    offer(mirror, "drop", {"other.webm": long_film})
    expect(place(mirror)).to_have_attribute("aria-valuetext", re.compile("of 0:40$"))
    assert open_addresses(mirror) == before + 1
    mirror.press("Forget everything")
    mirror.wait_for("ready")
    ended()
    play(mirror, long_film)
    mirror.evaluate("() => { dispatchEvent(new PageTransitionEvent('pagehide')) }")
    mirror.wait_for("paused")
    assert open_addresses(mirror) == before


def test_what_comes_while_a_film_is_being_opened_has_the_last_word(open_mirror: OpenMirror, film: bytes) -> None:
    mirror = open_mirror(init=WATCH)
    before = open_addresses(mirror)
    # All in one breath: a film of this machine's own disk is open before a pointer gets to the button.
    start = "[...document.querySelectorAll('button')].find(({ innerText }) => innerText === 'Start streaming')"
    mirror.evaluate(
        f"""() => {{
            const button = {start};
            document.body.addEventListener('drop', () => queueMicrotask(() => button.click()));
        }}"""
    )
    offer(mirror, "drop", {"film.webm": film})
    mirror.wait_for_frames(3)
    expect(controls(mirror)).to_have_count(0)
    assert mirror.tracks() == ["live"]
    assert open_addresses(mirror) == before


def test_an_engine_that_dies_over_a_film_is_replaced(cinema: Mirror, long_film: bytes) -> None:
    play(cinema, long_film)
    cinema.page.workers[-1].evaluate("() => { setTimeout(() => { throw new Error('gone') }) }")
    cinema.page.wait_for_function("() => moodMirror.status.passedOver.length > 0")
    cinema.wait_for_frames(cinema.frames + 5)
    assert cinema.app.get_attribute("data-state") == "live"
    assert cinema.label == "happy", cinema.said


def test_a_single_prediction_of_a_paused_film_judges_what_it_shows(cinema: Mirror, film: bytes) -> None:
    play(cinema, film)
    stand(cinema)
    frames = cinema.frames
    seek(cinema, 1)
    cinema.wait_for_frames(frames + 1)
    cinema.press("Predict once")
    cinema.wait_for("paused")
    assert cinema.label == "happy", cinema.said
    assert cinema.evaluate("() => asked") == 0


def test_photos_among_films_are_shown_and_the_films_named(cinema: Mirror, film: bytes) -> None:
    offer(cinema, "drop", {"film.webm": film, "one.png": encoded(), "two.mov": film})
    expect(photos(cinema)).to_have_count(1)
    expect(cinema.status).to_have_text(
        "one photo, one face. 2 films were left out, since films are played one at a time."
    )


def test_of_several_films_the_first_is_played(cinema: Mirror, film: bytes, long_film: bytes) -> None:
    offer(cinema, "drop", {"film.webm": film, "long.webm": long_film})
    expect(place(cinema)).to_have_attribute("aria-valuetext", re.compile("of 0:06$"))
    expect(cinema.page.get_by_text("One film was left out")).to_be_visible()


def test_a_moment_and_the_session_of_a_film_are_kept(cinema: Mirror, film: bytes, tmp_path: Path) -> None:
    play(cinema, film)
    cinema.wait_for_frames(5)
    stand(cinema)
    cinema.press("Keep this moment")
    assert cinema.saved("Save", tmp_path).stat().st_size > 100_000
    cinema.page.keyboard.press("Escape")
    cinema.wait_for("live")
    with cinema.saved("Save as CSV", tmp_path).open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(0 <= float(row["film_s"]) <= SCENE_S for row in rows), rows
    assert {row["label"] for row in rows} == {"happy"}


def test_the_controls_of_a_film_fit_a_phone_and_a_thumb(open_mirror: OpenMirror, long_film: bytes) -> None:
    mirror = open_mirror(camera=None, viewport=PHONE, has_touch=True, is_mobile=True)
    play(mirror, long_film)
    assert not scrolls_sideways(mirror)
    button = controls(mirror).get_by_role("button", name="Pause")
    for part in (button, place(mirror), mirror.button("Stop streaming"), mirror.face_box):
        expect(part).to_be_in_viewport(ratio=1)
    box = button.bounding_box()
    slider = place(mirror).bounding_box()
    assert box
    assert slider
    assert min(box["width"], box["height"]) >= 40
    assert slider["height"] >= 24
    assert slider["width"] >= 150
    button.tap()
    expect(controls(mirror)).to_have_attribute("data-playing", "false")


def test_a_film_is_silent_until_it_is_asked_to_be_heard_and_the_next_one_is_again(cinema: Mirror, film: bytes) -> None:
    is_muted = "() => document.querySelector('video').muted"
    play(cinema, film)
    assert cinema.evaluate(is_muted)
    controls(cinema).get_by_role("button", name="Turn the sound on").click()
    expect(controls(cinema).get_by_role("button", name="Turn the sound off")).to_be_visible()
    assert not cinema.evaluate(is_muted)
    cinema.press("Stop streaming")
    cinema.wait_for("paused")
    controls(cinema).get_by_role("button", name="Play").click()
    cinema.wait_for("live")
    assert not cinema.evaluate(is_muted)
    play(cinema, film)
    expect(controls(cinema).get_by_role("button", name="Turn the sound on")).to_be_visible()
    assert cinema.evaluate(is_muted)


@pytest.mark.parametrize("name", ["letter.mp4", "letter.txt"])
def test_a_file_that_cannot_be_used_asks_for_another_one_and_not_for_the_camera(
    cinema: Mirror, film: bytes, name: str, tmp_path: Path
) -> None:
    """Seen to fail as long as the way on from any file was “Try again”, which opened the camera."""
    offer(cinema, "drop", {name: b"Dear reader"})
    card = cinema.page.get_by_role("alert")
    expect(card.get_by_role("button", name="Use the camera")).to_be_visible()
    expect(card.get_by_role("button", name="Try again")).to_have_count(0)
    (tmp_path / "film.webm").write_bytes(film)
    cinema.use_photo(str(tmp_path / "film.webm"))
    expect(cinema.status).to_contain_text("looks happy")
    assert cinema.evaluate("() => asked") == 0


def test_what_broke_over_a_film_is_tried_again_with_the_film(cinema: Mirror, film: bytes) -> None:
    cinema.evaluate(
        """() => {
            const { play } = HTMLMediaElement.prototype;
            HTMLMediaElement.prototype.play = function () {
                HTMLMediaElement.prototype.play = play;
                const get = () => { delete this.videoWidth; throw new Error('gone'); };
                Object.defineProperty(this, 'videoWidth', { configurable: true, get });
                return play.call(this);
            };
        }"""
    )
    offer(cinema, "drop", {"film.webm": film})
    cinema.failure("engine-failed")
    cinema.press("Try again")
    expect(cinema.status).to_contain_text("looks happy")
    assert cinema.evaluate("() => asked") == 0
