"""One drawn face: what it is made of (FaceSpec) and how it becomes pixels (draw).

Expressions are action units of the Facial Action Coding System (P. Ekman and W. Friesen, 1978; Ekman, Friesen and Hager,
2002): each field of ActionUnits is one muscle movement, from 0 (rest) to 1 (as strong as it gets), and `draw` knows only
those, never the name of an expression.

Coordinates are in half frames: the middle of the picture is (0, 0), its edges lie at -1 and 1, y points down. The face fills
the frame from forehead to chin, as in FER2013.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Hair = Literal["bald", "short", "parted", "fringe", "curly", "long", "bun", "headscarf"]
Beard = Literal["none", "stubble", "goatee", "full"]
Glasses = Literal["none", "round", "square"]

SUPERSAMPLING = 4
"""Pillow draws hard edges; drawing larger and averaging down is what smooths them."""


@dataclass(frozen=True)
class ActionUnits:
    """Facial movements, each in [0, 1]; the number is the unit's in FACS."""

    inner_brow_raiser: float = 0  # 1
    outer_brow_raiser: float = 0  # 2
    brow_lowerer: float = 0  # 4
    upper_lid_raiser: float = 0  # 5
    cheek_raiser: float = 0  # 6
    lid_tightener: float = 0  # 7
    nose_wrinkler: float = 0  # 9
    upper_lip_raiser: float = 0  # 10
    lip_corner_puller: float = 0  # 12
    lip_corner_depressor: float = 0  # 15
    lower_lip_depressor: float = 0  # 16
    chin_raiser: float = 0  # 17
    lip_stretcher: float = 0  # 20
    lip_tightener: float = 0  # 23
    lips_part: float = 0  # 25
    jaw_drop: float = 0  # 26


@dataclass(frozen=True)
class Person:
    """Whose face it is. Colours are RGB in 0..255; ratios are relative to an average face, 1."""

    skin: Colour = (215, 189, 150)
    hair: Hair = "short"
    hair_colour: Colour = (60, 42, 30)
    iris: Colour = (80, 56, 40)
    head_width_ratio: float = 1
    jaw_width_ratio: float = 1
    eye_size_ratio: float = 1
    eye_distance_ratio: float = 1
    nose_size_ratio: float = 1
    mouth_width_ratio: float = 1
    lip_fullness_ratio: float = 1
    brow_thickness_ratio: float = 1
    brow_arch: float = 0.5  # 0 straight .. 1 arched
    beard: Beard = "none"
    moustache: bool = False
    glasses: Glasses = "none"


@dataclass(frozen=True)
class Shot:
    """How the picture was taken. Shifts are in half frames, `yaw` is -1 (to the left) .. 1, noise in grey levels."""

    rotation_degrees: float = 0
    scale: float = 1
    shift_x: float = 0
    shift_y: float = 0
    yaw: float = 0
    gaze_x: float = 0
    background: Colour = (150, 160, 170)
    background_far: Colour = (110, 120, 130)
    light_angle_degrees: float = -90  # -90 from above, 0 from the right, 180 from the left
    light_strength: float = 0.3  # 0 flat .. 1 hard
    brightness: float = 125  # mean grey level
    contrast_ratio: float = 1
    blur_ratio: float = 0  # radius of the blur, in frame widths
    noise_sigma: float = 0
    noise_seed: int = 0


@dataclass(frozen=True)
class FaceSpec:
    """Everything `draw` needs; equal specs give equal pixels."""

    units: ActionUnits = ActionUnits()
    person: Person = Person()
    shot: Shot = Shot()


def draw(face: FaceSpec, size: int = 48) -> np.ndarray:
    """The face as a (size, size) uint8 grey picture (BT.601 luma)."""
    return np.asarray(Image.fromarray(draw_colour(face, size)).convert("L"))


def draw_colour(face: FaceSpec, size: int = 48) -> np.ndarray:
    """The face as a (size, size, 3) uint8 RGB picture."""
    canvas = _background(face.shot, size * SUPERSAMPLING)
    pen = _Pen(canvas, face.shot)
    for part in _PARTS:
        part(pen, face.person, face.units)
    return _photograph(canvas.reduce(SUPERSAMPLING), face.shot)


class _Pen:
    """Draws in face coordinates: turns the head, places it in the frame, scales to pixels."""

    def __init__(self, canvas: Image.Image, shot: Shot) -> None:
        self._draw = ImageDraw.Draw(canvas)
        self.half_frame = canvas.width / 2
        self.gaze_x = shot.gaze_x
        self._yaw = shot.yaw
        angle = np.radians(shot.rotation_degrees)
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        self._matrix = turn * shot.scale * self.half_frame
        self._offset = (np.array([shot.shift_x, shot.shift_y]) + 1) * self.half_frame

    def fill(self, points: np.ndarray, colour: Colour, depth: float = 0.0) -> None:
        """A filled outline; what lies nearer to the camera (depth > 0) moves further when the head turns."""
        self._draw.polygon(self._pixels(points, depth), fill=colour)

    def line(self, points: np.ndarray, colour: Colour, width: float, depth: float = 0.0) -> None:
        self._draw.line(self._pixels(points, depth), fill=colour, width=max(1, round(width * self.half_frame)), joint="curve")

    def _pixels(self, points: np.ndarray, depth: float) -> list[float]:
        turned = points + np.array([0.13 * self._yaw * depth, 0])
        pixels: list[float] = (turned @ self._matrix + self._offset).ravel().tolist()
        return pixels


_ARC = np.linspace(0, 2 * np.pi, 32, endpoint=False)
_COS, _SIN = np.cos(_ARC), np.sin(_ARC)
_SWEEP = np.linspace(-1, 1, 13)


def _points(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.stack([x, np.broadcast_to(y, x.shape)], axis=1)


def _ellipse(x: float, y: float, radius_x: float, radius_y: float) -> np.ndarray:
    return _points(x + radius_x * _COS, y + radius_y * _SIN)


def _path(*corners: tuple[float, float]) -> np.ndarray:
    return np.array(corners, dtype=float)


def _bow(start: tuple[float, float], end: tuple[float, float], bend: float) -> np.ndarray:
    """A curve from start to end whose middle is pushed down by `bend`."""
    t = (_SWEEP + 1) / 2
    x = start[0] + (end[0] - start[0]) * t
    y = start[1] + (end[1] - start[1]) * t + bend * (1 - _SWEEP**2)
    return _points(x, y)


def _mix(first: Colour, second: Colour, share: float) -> Colour:
    r, g, b = (round(one + (other - one) * share) for one, other in zip(first, second, strict=True))
    return r, g, b


def _dark(colour: Colour, share: float) -> Colour:
    return _mix(colour, (0, 0, 0), share)


def _light(colour: Colour, share: float) -> Colour:
    return _mix(colour, (255, 255, 255), share)


def _chin_y(units: ActionUnits) -> float:
    return 0.93 + 0.09 * units.jaw_drop


def _head_outline(person: Person, units: ActionUnits) -> np.ndarray:
    lower = np.clip(_SIN, 0, 1)
    half_width = 0.80 * person.head_width_ratio * (1 - (0.32 - 0.22 * (person.jaw_width_ratio - 0.5)) * lower**2)
    x = np.sign(_COS) * np.abs(_COS) ** 0.85 * half_width
    y = np.where(_SIN > 0, _SIN * _chin_y(units), _SIN * 0.98)
    return _points(x, y)


def _hair_behind(pen: _Pen, person: Person, units: ActionUnits) -> None:
    width = person.head_width_ratio
    if person.hair == "long":
        pen.fill(_path((-0.95 * width, 1.3), (-1.0 * width, -0.3), (1.0 * width, -0.3), (0.95 * width, 1.3)), person.hair_colour)
        pen.fill(_ellipse(0, -0.35, 1.0 * width, 0.85), person.hair_colour)
    elif person.hair == "curly":
        for angle in np.radians(np.arange(170, 375, 17)):
            x, y = 0.85 * width * np.cos(angle), 0.85 * np.sin(angle) - 0.15
            pen.fill(_ellipse(float(x), float(y), 0.22, 0.22), person.hair_colour)
    elif person.hair == "bun":
        pen.fill(_ellipse(0, -1.05, 0.35, 0.3), person.hair_colour)
    elif person.hair == "headscarf":
        pen.fill(_ellipse(0, 0.05, 1.02 * width, 1.2), person.hair_colour)


def _neck(pen: _Pen, person: Person, units: ActionUnits) -> None:
    pen.fill(_path((-0.38, 0.6), (0.38, 0.6), (0.45, 1.5), (-0.45, 1.5)), _dark(person.skin, 0.22), -0.4)
    if person.hair == "headscarf":
        pen.fill(_path((-0.7, 0.7), (0.7, 0.7), (1.0, 1.6), (-1.0, 1.6)), _dark(person.hair_colour, 0.1))


def _head(pen: _Pen, person: Person, units: ActionUnits) -> None:
    if person.hair not in ("long", "headscarf"):
        for side in (-1, 1):
            pen.fill(_ellipse(side * 0.82 * person.head_width_ratio, -0.05, 0.11, 0.2), _dark(person.skin, 0.12), -0.6)
    pen.fill(_head_outline(person, units), person.skin)


def _beard(pen: _Pen, person: Person, units: ActionUnits) -> None:
    if person.beard == "none":
        return
    chin_y = _chin_y(units)
    colour = _mix(person.skin, person.hair_colour, 0.3 if person.beard == "stubble" else 0.85)
    if person.beard == "goatee":
        pen.fill(_ellipse(0, chin_y - 0.08, 0.26, 0.2), colour, 0.4)
        return
    outline = _head_outline(person, units)
    jaw = outline[(_SIN >= -0.01)] * [0.99, 1.0]
    top = _bow((-0.72 * person.head_width_ratio, 0.12), (0.72 * person.head_width_ratio, 0.12), 0.36)
    pen.fill(np.concatenate([jaw, top]), colour)


def _folds(pen: _Pen, person: Person, units: ActionUnits) -> None:
    """What the movements do to the skin: furrows, creases and cheeks."""
    crease = _dark(person.skin, 0.38)
    raised = min(units.inner_brow_raiser, 1.0) * (0.4 + 0.6 * units.outer_brow_raiser)
    if raised > 0.3:
        for y in (-0.72, -0.82):
            pen.line(_bow((-0.36, y), (0.36, y), -0.03), _dark(person.skin, 0.3 * raised), 0.025, 0.5)
    if units.brow_lowerer > 0.35:
        for side in (-1, 1):
            pen.line(_path((side * 0.06, -0.50), (side * 0.05, -0.30)), _dark(person.skin, 0.45 * units.brow_lowerer), 0.03, 0.7)
    if units.nose_wrinkler > 0.3:
        for y in (-0.20, -0.12, -0.04):
            pen.line(_bow((-0.11, y), (0.11, y), -0.035), _dark(person.skin, 0.5 * units.nose_wrinkler), 0.028, 0.9)
    fold = max(units.lip_corner_puller, units.upper_lip_raiser, units.nose_wrinkler)
    for side in (-1, 1):
        if units.cheek_raiser > 0.3:
            pen.fill(_ellipse(side * 0.46, 0.16, 0.2, 0.14), _light(person.skin, 0.16 * units.cheek_raiser), 0.5)
            pen.line(_bow((side * 0.24, 0.0), (side * 0.60, 0.0), 0.05), _mix(person.skin, crease, 0.6), 0.025, 0.5)
        if fold > 0.3:
            foot = (side * 0.46, 0.46 - 0.06 * units.lip_corner_puller)
            pen.line(_bow((side * 0.19, 0.18 - 0.05 * fold), foot, -0.05), _mix(person.skin, crease, fold), 0.032, 0.7)
    if units.chin_raiser > 0.3:
        pen.line(_bow((-0.13, 0.80), (0.13, 0.80), -0.05), _mix(person.skin, crease, units.chin_raiser), 0.03, 0.5)


def _mouth(pen: _Pen, person: Person, units: ActionUnits) -> None:
    smile, frown, opening = units.lip_corner_puller, units.lip_corner_depressor, units.jaw_drop
    stretch = 1 + 0.34 * smile + 0.3 * units.lip_stretcher - 0.3 * opening * (1 - units.lip_stretcher) - 0.14 * units.lip_tightener
    half_width = 0.30 * person.mouth_width_ratio * stretch
    middle = 0.53 - 0.05 * units.chin_raiser
    corner = middle - 0.17 * smile + 0.13 * frown + 0.09 * opening + 0.05 * units.lip_stretcher
    raised = 0.11 * units.upper_lip_raiser + 0.03 * opening
    gap = 0.05 * units.lips_part + 0.34 * opening + 0.10 * units.lower_lip_depressor + 0.05 * units.upper_lip_raiser
    upper = middle - raised - 0.02 * units.lips_part + 0.04 * smile
    lower = max(upper, middle - raised + gap + 0.05 * smile * (1 + units.lips_part))
    fullness = 0.055 * person.lip_fullness_ratio * (1 - 0.65 * units.lip_tightener) * (1 - 0.25 * smile)
    # Bared teeth make a square mouth, a dropped jaw a round one.
    power = 2 + 3 * max(units.lower_lip_depressor, units.upper_lip_raiser)
    arch = 1 - np.abs(_SWEEP) ** power
    x = half_width * _SWEEP
    inner_upper = _points(x, corner + (upper - corner) * arch)
    inner_lower = _points(x, corner + (lower - corner) * arch)
    cupid = 1 - 0.35 * np.exp(-((_SWEEP / 0.2) ** 2))
    outer_upper = inner_upper - _points(np.zeros_like(x), fullness * arch * cupid)
    outer_lower = inner_lower + _points(np.zeros_like(x), 1.3 * fullness * arch)
    lips = _dark(_mix(person.skin, (150, 50, 55), 0.5), 0.18)
    pen.fill(np.concatenate([outer_upper, outer_lower[::-1]]), lips, 0.7)
    dark = _dark(lips, 0.75)
    if lower - upper > 0.03:
        pen.fill(np.concatenate([inner_upper, inner_lower[::-1]]), (45, 15, 18), 0.7)
        _teeth(pen, inner_upper, inner_lower, units)
    pen.line(inner_upper, dark, 0.03, 0.7)
    shadow = outer_lower[3:-3] + [0, 0.05]
    pen.line(shadow, _dark(person.skin, 0.22), 0.03, 0.7)


def _teeth(pen: _Pen, upper: np.ndarray, lower: np.ndarray, units: ActionUnits) -> None:
    white = (238, 232, 222)
    both_rows = units.lower_lip_depressor > 0.3
    if both_rows or units.lip_corner_puller > 0.3 or units.upper_lip_raiser > 0.3:
        reach = 0.5 if both_rows else 0.75 - 0.3 * units.jaw_drop
        pen.fill(np.concatenate([upper, (upper + (lower - upper) * reach)[::-1]])[:, :], white, 0.7)
    if both_rows:
        pen.fill(np.concatenate([lower, (lower + (upper - lower) * 0.4)[::-1]]), white, 0.7)
    elif units.jaw_drop > 0.5:
        tongue = lower[3:-3]
        pen.fill(np.concatenate([tongue, (tongue + (upper[3:-3] - lower[3:-3]) * 0.3)[::-1]]), (150, 70, 75), 0.6)


def _moustache(pen: _Pen, person: Person, units: ActionUnits) -> None:
    if not person.moustache:
        return
    colour = _mix(person.skin, person.hair_colour, 0.9)
    y = 0.40 - 0.08 * units.upper_lip_raiser - 0.02 * units.jaw_drop
    droop = 0.08 - 0.14 * units.lip_corner_puller + 0.08 * units.lip_corner_depressor
    for side in (-1, 1):
        top = _bow((0.0, y - 0.04), (side * 0.32, y + droop), -0.04)
        bottom = _bow((side * 0.32, y + droop), (0.0, y + 0.05), 0.02)
        pen.fill(np.concatenate([top, bottom]), colour, 0.8)


def _nose(pen: _Pen, person: Person, units: ActionUnits) -> None:
    size = person.nose_size_ratio
    tip = 0.24 - 0.06 * units.nose_wrinkler
    wing = (0.14 + 0.04 * units.nose_wrinkler + 0.02 * units.lip_corner_puller) * size
    pen.fill(_path((-0.05, -0.2), (0.05, -0.2), (0.09 * size, tip - 0.04), (-0.09 * size, tip - 0.04)), _light(person.skin, 0.12), 0.9)
    pen.fill(_ellipse(0, tip - 0.03, 0.1 * size, 0.08), _light(person.skin, 0.14), 1.0)
    shadow = _dark(person.skin, 0.4)
    pen.line(_bow((-wing, tip), (wing, tip), 0.05), _dark(person.skin, 0.28), 0.03, 1.0)
    for side in (-1, 1):
        pen.line(_bow((side * 0.07, -0.22), (side * wing * 0.75, tip - 0.08), 0.0), _dark(person.skin, 0.15), 0.03, 0.9)
        pen.line(_path((side * wing, tip - 0.07), (side * (wing + 0.02), tip), (side * wing * 0.9, tip + 0.03)), shadow, 0.03, 0.9)
        pen.fill(_ellipse(side * wing * 0.5, tip + 0.03, 0.04 * size, 0.022), _dark(person.skin, 0.65), 1.0)


def _eyes(pen: _Pen, person: Person, units: ActionUnits) -> None:
    size = person.eye_size_ratio
    half_width = 0.175 * size
    # Both lids close in on the iris from rest; wide-open eyes show white above it.
    upper = (0.085 + 0.085 * units.upper_lid_raiser - 0.035 * units.lid_tightener - 0.03 * units.cheek_raiser) * size
    upper -= 0.02 * units.nose_wrinkler * size
    lower = (0.065 - 0.04 * units.lid_tightener - 0.055 * units.cheek_raiser - 0.04 * units.nose_wrinkler) * size
    lower += 0.012 * units.upper_lid_raiser
    sorrow = units.inner_brow_raiser * (1 - units.upper_lid_raiser) * (1 - units.outer_brow_raiser)
    arch = 1 - np.abs(_SWEEP) ** 2.2
    for side in (-1, 1):
        eye_x, eye_y = side * 0.385 * person.eye_distance_ratio, -0.2
        # In sadness the inner end of the lid is drawn up with the brow, the outer end droops.
        tilt = 0.045 * sorrow * side * _SWEEP
        x = eye_x + half_width * _SWEEP
        top, bottom = eye_y - upper * arch + tilt, eye_y + lower * arch + tilt
        pen.fill(_ellipse(eye_x, eye_y - 0.02, 0.23 * size, 0.17), _dark(person.skin, 0.10), 0.4)
        pen.fill(np.concatenate([_points(x, top), _points(x, bottom)[::-1]]), (240, 238, 234), 0.5)
        for radius, colour in ((0.085 * size, person.iris), (0.04 * size, (12, 10, 10))):
            iris_x = eye_x + 0.06 * pen.gaze_x + radius * _COS
            iris_y = np.clip(eye_y + radius * _SIN, np.interp(iris_x, x, top), np.interp(iris_x, x, bottom))
            pen.fill(_points(iris_x, iris_y), colour, 0.5)
        pen.fill(_ellipse(eye_x + 0.03, eye_y - 0.03, 0.02, 0.02), (250, 250, 250), 0.5)
        pen.line(_points(x, top), _dark(person.skin, 0.8), 0.04, 0.5)
        pen.line(_points(x, bottom), _dark(person.skin, 0.45), 0.022, 0.5)
        pen.line(_points(x, top - 0.05 * arch - 0.01), _dark(person.skin, 0.3), 0.02, 0.5)


def _brows(pen: _Pen, person: Person, units: ActionUnits) -> None:
    lowered = units.brow_lowerer * (1 - 0.65 * units.inner_brow_raiser)
    inner_y = -0.43 - 0.14 * units.inner_brow_raiser + 0.14 * lowered + 0.07 * units.nose_wrinkler
    outer_y = -0.41 - 0.12 * units.outer_brow_raiser + 0.02 * lowered + 0.05 * units.nose_wrinkler
    outer_y += 0.05 * units.inner_brow_raiser * (1 - units.outer_brow_raiser) + 0.02 * units.cheek_raiser
    inner_x = 0.19 - 0.06 * units.brow_lowerer
    bend = -0.03 - 0.05 * person.brow_arch - 0.05 * units.outer_brow_raiser + 0.04 * lowered
    taper = np.linspace(1, 0.35, len(_SWEEP))[:, None] * [0, 0.045 * person.brow_thickness_ratio]
    colour = _dark(_mix(person.hair_colour, person.skin, 0.12), 0.25)
    if person.hair == "headscarf":
        colour = _dark(person.skin, 0.72)
    for side in (-1, 1):
        spine = _bow((side * inner_x, inner_y), (side * 0.60 * person.eye_distance_ratio, outer_y), bend)
        pen.fill(np.concatenate([spine - taper, (spine + taper)[::-1]]), colour, 0.55)


def _glasses(pen: _Pen, person: Person, units: ActionUnits) -> None:
    if person.glasses == "none":
        return
    frame = (35, 32, 34)
    for side in (-1, 1):
        x = side * 0.40 * person.eye_distance_ratio
        if person.glasses == "round":
            rim = _ellipse(x, -0.17, 0.27, 0.24)
        else:
            rim = _path((x - 0.28, -0.34), (x + 0.28, -0.34), (x + 0.25, 0.04), (x - 0.25, 0.04))
        pen.line(np.concatenate([rim, rim[:2]]), frame, 0.04, 0.7)
        pen.line(_path((side * 0.66, -0.22), (side * 0.85, -0.24)), frame, 0.04, 0.3)
    pen.line(_bow((-0.14, -0.18), (0.14, -0.18), -0.04), frame, 0.04, 0.8)


def _hair_in_front(pen: _Pen, person: Person, units: ActionUnits) -> None:
    width = 0.82 * person.head_width_ratio
    if person.hair == "bald":
        return
    if person.hair == "headscarf":
        for side in (-1, 1):
            pen.fill(_path((side * 0.62 * width, -1.1), (side * 1.3, -1.1), (side * 1.3, 0.9), (side * 0.86 * width, 0.5), (side * 0.98 * width, -0.1)), person.hair_colour)
        line_y, dip = -0.80, 0.0
    else:
        line_y, dip = {"fringe": (-0.60, 0.0), "parted": (-0.52, -0.34), "curly": (-0.68, -0.06)}.get(person.hair, (-0.62, -0.2))
    cap = [(x, -np.sqrt(max(0.0, 1 - x * x)) * 0.75 - 0.42) for x in np.linspace(-1.05, 1.05, 9)]
    crown = np.array([(x * width, y - 0.05) for x, y in cap])
    start, end = (width * 1.03, -0.25), (-width * 1.03, -0.25)
    bend = (line_y - start[1]) * 1.0 + dip * 0.4
    hairline = _bow(start, end, bend)
    if person.hair == "parted":
        hairline[:, 1] += 0.16 * np.clip(hairline[:, 0] / width, -1, 1)
    pen.fill(np.concatenate([crown, hairline]), person.hair_colour)


_Part = Callable[[_Pen, Person, ActionUnits], None]
_PARTS: tuple[_Part, ...] = (
    _hair_behind,
    _neck,
    _head,
    _beard,
    _folds,
    _nose,
    _mouth,
    _moustache,
    _eyes,
    _brows,
    _glasses,
    _hair_in_front,
)


def _background(shot: Shot, size: int) -> Image.Image:
    canvas = Image.new("RGB", (size, size), shot.background)
    far = _path((0, 0), (size, 0), (size, size * 0.35), (0, size * 0.6))
    ImageDraw.Draw(canvas).polygon(far.ravel().tolist(), fill=shot.background_far)
    return canvas


def _photograph(picture: Image.Image, shot: Shot) -> np.ndarray:
    """Light from a side, exposure, blur and noise: (size, size, 3) uint8."""
    size = picture.width
    if shot.blur_ratio * size > 0.2:
        picture = picture.filter(ImageFilter.GaussianBlur(shot.blur_ratio * size))
    pixels = np.asarray(picture, dtype=np.float32)
    steps = (np.arange(size, dtype=np.float32) + 0.5) / size * 2 - 1
    x, y = steps[None, :], steps[:, None]
    # Lambert's cosine law on a ball the size of the head, softened by the light that comes from everywhere.
    angle = np.radians(shot.light_angle_degrees)
    towards_light = x * np.cos(angle) + y * np.sin(angle)
    ball = np.sqrt(np.clip(1.3 - x * x - y * y, 0, None))
    lit = 1 - shot.light_strength * (0.5 - 0.6 * towards_light - 0.25 * ball)
    pixels = pixels * np.clip(lit, 0.1, None)[:, :, None]
    mean = pixels.mean()
    # Cameras expose for the scene, so a dark face does not stay black and a pale one does not burn out.
    pixels = (pixels - mean) * (shot.contrast_ratio * (shot.brightness / mean) ** 0.5) + shot.brightness
    if shot.noise_sigma > 0:
        noise = np.random.default_rng(shot.noise_seed).standard_normal((size, size, 1), dtype=np.float32)
        pixels = pixels + shot.noise_sigma * noise
    return np.clip(np.rint(pixels), 0, 255).astype(np.uint8)
