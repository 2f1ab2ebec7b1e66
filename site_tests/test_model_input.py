"""The preview is what the model sees, and Python sees the same."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pytrain import contract, shipped
from site_tests import pictures
from site_tests.conftest import OpenMirror
from site_tests.mirror import Mirror


def cropped_by_pillow(picture: np.ndarray, box: list[float], crop: contract.Crop, size: int) -> np.ndarray:
    """The manifest's crop, grey and resize of (height, width, 3) uint8, apart from the page: (size, size) float32."""
    x, y, width, height = box
    side = (1 + 2 * crop.margin_ratio) * max(width, height)
    left = x + width / 2 + crop.offset_x_ratio * side - side / 2
    top = y + height / 2 + crop.offset_y_ratio * side - side / 2
    grey = np.pad(picture.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32), 512, mode="edge")
    square = (left + 512, top + 512, left + 512 + side, top + 512 + side)
    return np.asarray(Image.fromarray(grey).resize((size, size), Image.Resampling.BILINEAR, box=square))


def test_the_preview_shows_the_face_cropped_as_the_manifest_says(
    mirror: Mirror, dist: Path, astronaut_photo: Path
) -> None:
    manifest = contract.read(dist / "model")
    mirror.use_photo(str(astronaut_photo))
    mirror.wait_for("paused")
    shown = np.array(mirror.preview_pixels()).reshape(manifest.input.height, manifest.input.width)
    (face,) = mirror.analyze(astronaut_photo.read_bytes())["faces"]
    expected = cropped_by_pillow(pictures.astronaut(), face["box"], manifest.input.crop, manifest.input.width)
    assert np.abs(shown - expected).max() <= 1.5
    assert shown.std() > 20, "a face, not an empty square"


def test_python_says_the_same_of_the_previewed_pixels_as_the_page(
    mirror: Mirror, dist: Path, astronaut_photo: Path
) -> None:
    manifest = contract.read(dist / "model")
    mirror.use_photo(str(astronaut_photo))
    mirror.wait_for("paused")
    shown = np.array(mirror.preview_pixels(), np.uint8).reshape(1, manifest.input.height, manifest.input.width)
    logits = shipped.load(dist / "model", manifest)(shown)[manifest.output.logits][0] / manifest.output.temperature
    by_python = 100 * np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum()
    shares = mirror.shares()
    assert np.abs(by_python - [shares[label] for label in manifest.labels]).max() < 2, "the bars show whole percents"


@pytest.mark.parametrize("camera", ["astronaut", "two people"])
def test_a_cameras_frame_gives_the_model_the_same_pixels_as_a_picture_of_it(
    open_mirror: OpenMirror, camera: str
) -> None:
    """Seen to fail with the frame's own planes taken for colours, and with a region that begins two pixels further right."""
    mirror = open_mirror(camera=camera)
    mirror.stream(frames=3)
    seen = mirror.evaluate(
        """async () => {
            const frame = new VideoFrame(document.querySelector('mood-mirror-app video'));
            const copied = await moodMirror.analyze(frame);
            const picture = await createImageBitmap(frame);
            frame.close();
            const drawn = await moodMirror.analyze(picture);
            const plain = ({ faces, inputs }) => ({ boxes: faces.map(({ box }) => box), inputs: inputs.map((of) => [...of]) });
            return { copied: plain(copied), drawn: plain(drawn) };
        }"""
    )
    assert len(seen["copied"]["boxes"]) == (1 if camera == "astronaut" else 2)
    assert np.abs(np.subtract(seen["copied"]["boxes"], seen["drawn"]["boxes"])).max() < 1
    assert np.abs(np.subtract(seen["copied"]["inputs"], seen["drawn"]["inputs"])).max() < 2


NOSE = (322, 258)
"""In pictures.astronaut()."""

LOOK_AND_FOLLOW = """async ([upright, tilted]) => {
    const bitmapOf = (bytes) => createImageBitmap(new Blob([new Uint8Array(bytes)]));
    const look = async (bytes) => [...(await moodMirror.analyze(await bitmapOf(bytes))).inputs[0]];
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
    const picture = await bitmapOf(tilted);
    const paint = canvas.getContext('2d');
    const drawing = setInterval(() => paint.drawImage(picture, 0, 0), 30);
    const video = Object.assign(document.createElement('video'), { muted: true, srcObject: canvas.captureStream() });
    await video.play();
    const ending = new AbortController();
    let followed;
    await moodMirror.stream(video, ({ timings, inputs }) => {
        if (timings.detect_ms > 0 || !inputs[0]) return;
        followed = [...inputs[0]];
        ending.abort();
    }, ending);
    clearInterval(drawing);
    return { upright: await look(upright), found: await look(tilted), followed };
}"""


def tilted(degrees: float) -> list[int]:
    """The astronaut, turned clockwise about her nose; bytes of a PNG."""
    encoded = io.BytesIO()
    turned = Image.fromarray(pictures.astronaut()).rotate(-degrees, Image.Resampling.BICUBIC, center=NOSE)
    turned.save(encoded, "PNG")
    return list(encoded.getvalue())


@pytest.mark.parametrize("degrees", [-35, -20, 20, 35])
def test_a_tilted_head_is_turned_upright_when_it_is_found_and_while_it_is_followed(
    mirror: Mirror, degrees: float
) -> None:
    """Seen to fail without turning, with turning the other way, and with the tilt of one who is followed forgotten."""
    mirror.open()
    seen = mirror.evaluate(LOOK_AND_FOLLOW, [tilted(0), tilted(degrees)])
    # In squares of 4 x 4 pixels: a box may lie a pixel further.
    coarse = {way: np.reshape(crop, (12, 4, 12, 4)).mean(axis=(1, 3)).ravel() for way, crop in seen.items()}
    for way in ("found", "followed"):
        assert np.corrcoef(coarse["upright"], coarse[way])[0, 1] > 0.7, way  # 0.5 where it is not turned


def test_the_preview_is_empty_before_the_first_look(mirror: Mirror) -> None:
    assert set(mirror.preview_pixels()) == {0}
