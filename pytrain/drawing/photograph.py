"""What a camera adds: a background, light from a side, exposure, blur and noise."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from pytrain.drawing.spec import Shot


def background(shot: Shot, size: int) -> Image.Image:
    canvas = Image.new("RGB", (size, size), shot.background)
    ImageDraw.Draw(canvas).polygon([0, 0, size, 0, size, size * 0.35, 0, size * 0.6], fill=shot.background_far)
    return canvas


def expose(picture: Image.Image, shot: Shot) -> np.ndarray:
    """The picture as the camera saw it: (size, size, 3) uint8."""
    size = picture.width
    if shot.blur_ratio > 0:
        picture = picture.filter(ImageFilter.GaussianBlur(shot.blur_ratio * size))
    pixels = np.asarray(picture, dtype=np.float32) * _light(shot, size)[:, :, None]
    middle = pixels[size // 4 : -size // 4, size // 4 : -size // 4].mean()
    # Half way to a fixed brightness: a camera exposes for the face, and a dark face still stays darker than a pale one.
    exposed = middle * (shot.brightness / middle) ** 0.5
    pixels = (pixels * (exposed / middle) - exposed) * shot.contrast_ratio + exposed
    if shot.noise_sigma > 0:
        noise = np.random.default_rng(shot.noise_seed).standard_normal((size, size, 1), dtype=np.float32)
        pixels = pixels + shot.noise_sigma * noise
    return np.asarray(np.clip(np.rint(pixels), 0, 255), dtype=np.uint8)


def _light(shot: Shot, size: int) -> np.ndarray:
    """(size, size) float32: how much light each pixel gets, by Lambert's law on a ball in the middle of the frame."""
    steps = (np.arange(size, dtype=np.float32) + 0.5) / size * 2 - 1
    x, y = steps[None, :], steps[:, None]
    angle = np.radians(shot.light_angle_degrees)
    facing = x * np.cos(angle) + y * np.sin(angle) + np.sqrt(np.clip(1.5 - x * x - y * y, 0, None)) * 0.6
    return np.asarray(np.clip(1 + shot.light_strength * 0.6 * (facing - 0.7), 0.15, None), dtype=np.float32)
