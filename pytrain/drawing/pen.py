"""The pen that draws in face coordinates, and the curves and colours it is given."""

import numpy as np
from PIL import Image, ImageDraw

from pytrain.drawing.spec import Colour, Shot

SWEEP = np.linspace(-1, 1, 13)
"""Steps from one end of a curve to the other."""

_ANGLES = np.linspace(0, 2 * np.pi, 28, endpoint=False)
COS, SIN = np.cos(_ANGLES), np.sin(_ANGLES)
"""Steps around a closed outline, clockwise from the right."""


class Pen:
    """Turns the head, places it in the frame and scales it to pixels."""

    def __init__(self, canvas: Image.Image, shot: Shot) -> None:
        self._draw = ImageDraw.Draw(canvas)
        self._half_frame = canvas.width / 2
        self._yaw = shot.yaw
        angle = np.radians(shot.rotation_degrees)
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        self._matrix = turn * shot.scale * self._half_frame
        self._offset = (np.array([shot.shift_x, shot.shift_y]) + 1) * self._half_frame

    def fill(self, outline: np.ndarray, colour: Colour, depth: float = 0.0) -> None:
        """Fill an (n, 2) outline; what lies nearer to the camera (depth > 0) moves further when the head turns."""
        self._draw.polygon(self._pixels(outline, depth), fill=colour)

    def line(self, path: np.ndarray, colour: Colour, width: float, depth: float = 0.0) -> None:
        """Draw an (n, 2) path, `width` in half frames."""
        self._draw.line(
            self._pixels(path, depth), fill=colour, width=max(1, round(width * self._half_frame)), joint="curve"
        )

    def _pixels(self, points: np.ndarray, depth: float) -> list[float]:
        turn = 0.13 * self._yaw * depth * self._matrix[0]
        pixels: list[float] = (points @ self._matrix + (self._offset + turn)).ravel().tolist()
        return pixels


def points(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    out = np.empty((len(x), 2))
    out[:, 0], out[:, 1] = x, y
    return out


def path(*corners: tuple[float, float]) -> np.ndarray:
    return np.array(corners, dtype=float)


def ellipse(x: float, y: float, radius_x: float, radius_y: float) -> np.ndarray:
    return points(x + radius_x * COS, y + radius_y * SIN)


def bow(start: tuple[float, float], end: tuple[float, float], bend: float) -> np.ndarray:
    """A curve from start to end whose middle is pushed down by `bend`."""
    t = (SWEEP + 1) / 2
    return points(start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t + bend * (1 - SWEEP**2))


def between(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The closed outline between two curves that run the same way."""
    return np.concatenate([first, second[::-1]])


def mix(first: Colour, second: Colour, share: float) -> Colour:
    rest = 1 - share
    return (
        round(first[0] * rest + second[0] * share),
        round(first[1] * rest + second[1] * share),
        round(first[2] * rest + second[2] * share),
    )


def dark(colour: Colour, share: float) -> Colour:
    return mix(colour, (0, 0, 0), share)


def light(colour: Colour, share: float) -> Colour:
    # In proportion to the colour, as light does: a share of white would turn dark skin to chalk.
    red, green, blue = (min(255, round(value * (1 + share))) for value in colour)
    return red, green, blue
