"""What makes a head a certain person's: outline, hair, beard, glasses."""

import numpy as np

from pytrain.drawing.pen import COS, SIN, SWEEP, Pen, between, bow, dark, ellipse, light, mix, path, points
from pytrain.drawing.spec import FaceSpec


def neck(pen: Pen, face: FaceSpec) -> None:
    person = face.person
    pen.fill(path((-0.40, 0.6), (0.40, 0.6), (0.48, 1.6), (-0.48, 1.6)), dark(person.skin, 0.28), -0.4)
    if person.hair == "headscarf":
        pen.fill(path((-0.62, 0.75), (0.62, 0.75), (1.0, 1.7), (-1.0, 1.7)), dark(person.hair_colour, 0.15))


def head(pen: Pen, face: FaceSpec) -> None:
    person = face.person
    if person.hair not in ("long", "headscarf"):
        for side in (-1, 1):
            pen.fill(ellipse(side * 0.82 * person.head_width_ratio, -0.06, 0.10, 0.19), dark(person.skin, 0.15), -0.6)
    pen.fill(_outline(face), person.skin)


def _outline(face: FaceSpec) -> np.ndarray:
    person = face.person
    narrowing = (0.36 - 0.24 * (person.jaw_width_ratio - 0.5)) * np.clip(SIN, 0, 1) ** 2
    x = np.sign(COS) * np.abs(COS) ** 0.85 * 0.80 * person.head_width_ratio * (1 - narrowing)
    return points(x, np.where(SIN > 0, SIN * _chin_y(face), SIN * 0.98))


def _chin_y(face: FaceSpec) -> float:
    return 0.93 + 0.09 * face.units.jaw_drop


def beard(pen: Pen, face: FaceSpec) -> None:
    person = face.person
    if person.beard == "none":
        return
    if person.beard == "goatee":
        pen.fill(ellipse(0, 0.66, 0.27, _chin_y(face) - 0.64), mix(person.skin, person.hair_colour, 0.8), 0.5)
        return
    below_the_ears = _outline(face)[SIN >= -0.01] * (0.99, 1)
    width = 0.74 * person.head_width_ratio
    cheek_line = bow((-width, 0.10), (width, 0.10), 0.36)
    strength = 0.28 if person.beard == "stubble" else 0.82
    pen.fill(np.concatenate([below_the_ears, cheek_line]), mix(person.skin, person.hair_colour, strength))


def moustache(pen: Pen, face: FaceSpec) -> None:
    person, units = face.person, face.units
    if not person.moustache:
        return
    y = 0.40 - 0.08 * units.upper_lip_raiser - 0.02 * units.jaw_drop
    tip_y = y + 0.08 - 0.14 * units.lip_corner_puller + 0.08 * units.lip_corner_depressor
    for side in (-1, 1):
        top = bow((0, y - 0.04), (side * 0.32, tip_y), -0.04)
        bottom = bow((0, y + 0.05), (side * 0.32, tip_y), 0.02)
        pen.fill(between(top, bottom), mix(person.skin, person.hair_colour, 0.9), 0.8)


def hair_behind(pen: Pen, face: FaceSpec) -> None:
    person = face.person
    width, colour = person.head_width_ratio, dark(person.hair_colour, 0.15)
    if person.hair == "long":
        pen.fill(
            path((-1.0 * width, 1.6), (-0.98 * width, -0.3), (0.98 * width, -0.3), (1.0 * width, 1.6)), colour, -0.5
        )
    elif person.hair == "curly":
        for angle in np.radians(np.arange(165, 380, 19)):
            x, y = 0.84 * width * np.cos(angle), 0.86 * np.sin(angle) - 0.18
            pen.fill(ellipse(float(x), float(y), 0.24, 0.24), colour)
    elif person.hair == "bun":
        pen.fill(ellipse(0, -1.12, 0.36, 0.3), colour)
    elif person.hair == "headscarf":
        pen.fill(ellipse(0, 0.05, 1.0 * width, 1.25), person.hair_colour)


_HAIRLINES = {
    # Height above the temples, and how square: 0.3 runs straight across the forehead, 1 is a round arch.
    "short": (0.55, 0.45),
    "parted": (0.60, 0.5),
    "fringe": (0.40, 0.25),
    "curly": (0.50, 0.6),
    "long": (0.68, 1.0),
    "bun": (0.62, 0.7),
    "headscarf": (0.66, 0.8),
}


def hair_in_front(pen: Pen, face: FaceSpec) -> None:
    person = face.person
    if person.hair == "bald":
        return
    height, squareness = _HAIRLINES[person.hair]
    half_turn = (SWEEP + 1) * np.pi / 2  # from the right temple over the forehead to the left one
    across, up = np.cos(half_turn), np.sin(half_turn)
    width = person.head_width_ratio
    side = np.sign(across) * np.abs(across) ** squareness
    line = points(0.74 * width * side, -0.14 - height * np.abs(up) ** squareness)
    if person.hair == "curly":
        line[1:-1:2, 1] += 0.07
    elif person.hair == "fringe":
        line[3:-3:2, 1] += 0.05
    elif person.hair == "parted":
        line[1:-1, 1] += 0.13 * across[1:-1]
    crown = points(0.90 * width * across, -0.16 - 0.92 * up**0.8)
    if person.hair == "headscarf":
        crown = points(1.02 * width * across, -0.16 - 1.1 * up)
        for edge in (-1, 1):
            cheek = path(
                (edge * 0.74 * width, -0.14),
                (edge * 0.66 * width, 0.45),
                (edge * 0.3, 1.0),
                (edge * 0.9, 1.3),
                (edge * 1.02 * width, -0.14),
            )
            pen.fill(cheek, person.hair_colour)
    elif person.hair == "long":
        for edge in (-1, 1):
            lock = path(
                (edge * 0.74 * width, -0.14),
                (edge * 0.70 * width, 0.5),
                (edge * 0.78, 1.5),
                (edge * 1.1, 1.5),
                (edge * 0.98 * width, -0.14),
            )
            pen.fill(lock, person.hair_colour)
        crown = points(0.98 * width * across, -0.14 - 0.95 * up)
    pen.fill(between(crown, line), person.hair_colour)
    for share in (0.3, 0.6):
        strand = crown + (line - crown) * share
        pen.line(strand[2:-2], light(person.hair_colour, 0.25), 0.02)


def glasses(pen: Pen, face: FaceSpec) -> None:
    person = face.person
    if person.glasses == "none":
        return
    frame = (38, 34, 36)
    for side in (-1, 1):
        x = side * 0.40 * person.eye_distance_ratio
        rim = ellipse(x, -0.17, 0.26, 0.23)
        if person.glasses == "square":
            rim = path((x - 0.27, -0.34), (x + 0.27, -0.34), (x + 0.24, 0.04), (x - 0.24, 0.04))
        pen.line(np.concatenate([rim, rim[:2]]), frame, 0.035, 0.7)
        pen.line(path((side * 0.66, -0.22), (side * 0.84, -0.24)), frame, 0.035, 0.3)
    pen.line(bow((-0.14, -0.18), (0.14, -0.18), -0.04), frame, 0.035, 0.8)
