"""What the fake camera and the photo chooser show: the smiling astronaut, and a wall with nobody before it."""

from pathlib import Path

import numpy as np
import skimage.data
from PIL import Image

WIDTH, HEIGHT = 640, 480
FRAMES_PER_SECOND = 30


def astronaut() -> np.ndarray:
    """The smiling astronaut of scikit-image (NASA, public domain): (480, 640, 3) uint8, the head half as high."""
    portrait = Image.fromarray(skimage.data.astronaut()).crop((64, 0, 384, 240))
    return np.asarray(portrait.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR))


def wall() -> np.ndarray:
    """A wall in side light: (480, 640, 3) uint8."""
    light = np.linspace(150, 200, WIDTH)[None, :, None]
    plaster = np.random.default_rng(0).normal(0, 3, (HEIGHT, WIDTH, 1))
    return np.clip(light + plaster + np.array([6, 0, -8]), 0, 255).astype(np.uint8)


def write_png(picture: np.ndarray, path: Path) -> Path:
    Image.fromarray(picture).save(path)
    return path


def write_y4m(picture: np.ndarray, path: Path) -> Path:
    """A two-frame film for --use-file-for-fake-video-capture, which plays it over and over.

    YUV4MPEG2 with 4:2:0 chroma and BT.601 in limited range, which Chromium gives back within a grey level or two; of
    mjpeg it stretches the contrast.

    Args:
        picture: (height, width, 3) uint8 RGB, both sides even.
    """
    rgb = picture.astype(np.float64) / 255
    luma = rgb @ np.array([65.481, 128.553, 24.966]) + 16
    chroma = [
        rgb @ np.array([-37.797, -74.203, 112.0]) + 128,
        rgb @ np.array([112.0, -93.786, -18.214]) + 128,
    ]
    height, width = luma.shape
    halved = [plane.reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3)) for plane in chroma]
    frame = b"FRAME\n" + b"".join(plane.round().astype(np.uint8).tobytes() for plane in (luma, *halved))
    path.write_bytes(f"YUV4MPEG2 W{width} H{height} F{FRAMES_PER_SECOND}:1 Ip A1:1 C420jpeg\n".encode() + frame * 2)
    return path
