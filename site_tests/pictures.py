"""What the fake camera and the photo chooser show: the smiling astronaut, and a wall with nobody before it."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import skimage.data
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 640, 480
FRAMES_PER_SECOND = 30
BT601 = (
    np.array([[65.481, -37.797, 112.0], [128.553, -74.203, -93.786], [24.966, 112.0, -18.214]], dtype=np.float32) / 255
)
"""From RGB of 0 to 255 to Y', Cb and Cr in limited range, by column, without their offsets of 16, 128 and 128."""


def astronaut() -> np.ndarray:
    """The smiling astronaut of scikit-image (NASA, public domain): (480, 640, 3) uint8, the head half as high."""
    portrait = Image.fromarray(skimage.data.astronaut()).crop((64, 0, 384, 240))
    return np.asarray(portrait.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR))


def wall() -> np.ndarray:
    """A wall in side light: (480, 640, 3) uint8."""
    light = np.linspace(150, 200, WIDTH)[None, :, None]
    plaster = np.random.default_rng(0).normal(0, 3, (HEIGHT, WIDTH, 1))
    return np.clip(light + plaster + np.array([6, 0, -8]), 0, 255).astype(np.uint8)


def two_people() -> list[np.ndarray]:
    """A second of film: two of her side by side, swaying towards each other and back, (480, 640, 3) uint8 each."""
    small = Image.fromarray(astronaut()).crop((200, 60, 440, 440)).resize((228, 360), Image.Resampling.BILINEAR)
    frames = []
    for sway in np.sin(np.linspace(0, 2 * np.pi, FRAMES_PER_SECOND, endpoint=False)):
        frame = Image.fromarray(wall())
        frame.paste(small, (50 + round(20 * sway), 60))
        frame.paste(small.transpose(Image.Transpose.FLIP_LEFT_RIGHT), (362 - round(20 * sway), 60))
        frames.append(np.asarray(frame))
    return frames


def masked(outer: int, inner: int, eyes: int) -> np.ndarray:
    """The astronaut behind a mask, of whose face only brows and eyes tell anything: (480, 640, 3) uint8.

    Args:
        outer: how far the outer ends of the brows are drawn below their place, in pixels; above it where negative.
        inner: the same for the inner ends.
        eyes: how far they are open, in pixels.
    """
    scale = 4  # drawn large and scaled down, since lines have jagged edges
    picture = Image.fromarray(astronaut()).resize((scale * WIDTH, scale * HEIGHT), Image.Resampling.BILINEAR)
    draw = ImageDraw.Draw(picture)

    def ellipse(x: int, y: int, width: int, height: int) -> list[int]:
        return [scale * (x - width), scale * (y - height), scale * (x + width), scale * (y + height)]

    edge = [(238, 238), (318, 228), (405, 240), (396, 318), (350, 352), (318, 358), (286, 352), (246, 318)]
    draw.polygon([(scale * x, scale * y) for x, y in edge], fill=(196, 214, 224))
    for x, y in ((277, 203), (367, 206)):
        draw.ellipse(ellipse(x, y, 21, 13), fill=(224, 178, 152))
        draw.ellipse(ellipse(x, y, 19, eyes + 2), fill=(70, 45, 35))
        draw.ellipse(ellipse(x, y, 17, eyes), fill=(240, 236, 230))
        draw.ellipse(ellipse(x, y, min(8, eyes), min(8, eyes)), fill=(50, 35, 30))
    for outer_x, inner_x in ((246, 300), (396, 343)):
        draw.line(
            [(scale * outer_x, scale * (183 + outer)), (scale * inner_x, scale * (183 + inner))],
            fill=(60, 40, 30),
            width=8 * scale,
        )
    return np.asarray(picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS))


def write_png(picture: np.ndarray, path: Path) -> Path:
    Image.fromarray(picture).save(path)
    return path


def write_y4m(picture: np.ndarray, path: Path) -> Path:
    """A film on which nothing moves; picture and file as write_film has them."""
    return write_film([picture, picture], path)


def write_film(pictures: Iterable[np.ndarray], path: Path) -> Path:
    """A film for --use-file-for-fake-video-capture, which plays it over and over.

    YUV4MPEG2 with 4:2:0 chroma and BT.601 in limited range, which Chromium gives back within a grey level or two; of
    mjpeg it stretches the contrast.

    Args:
        pictures: at least two, (480, 640, 3) uint8 RGB each.
    """
    with path.open("wb") as film:
        film.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_PER_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        for picture in pictures:
            film.write(b"FRAME\n" + _yuv420(picture))
    return path


def _yuv420(picture: np.ndarray) -> bytes:
    # One product of two matrices for the whole picture: a film has dozens of them.
    luma, *chroma = np.moveaxis((picture.reshape(-1, 3) @ BT601).reshape(picture.shape), 2, 0)
    height, width = luma.shape
    halved = [plane.reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3)) + 128 for plane in chroma]
    return b"".join(plane.round().astype(np.uint8).tobytes() for plane in (luma + 16, *halved))
