"""What moves in a face: brows, eyes, nose, mouth and the folds of the skin."""

import numpy as np

from pytrain.drawing.pen import COS, SIN, SWEEP, Pen, between, bow, dark, ellipse, light, mix, path, points
from pytrain.drawing.spec import ActionUnits, FaceSpec

_SHOWS = 0.3  # a crease is drawn once its movement is at least this strong


def brows(pen: Pen, face: FaceSpec) -> None:
    person, units = face.person, face.units
    lowered = units.brow_lowerer * (1 - 0.65 * units.inner_brow_raiser)
    inner_y = -0.43 - 0.14 * units.inner_brow_raiser + 0.14 * lowered + 0.07 * units.nose_wrinkler
    outer_y = -0.41 - 0.12 * units.outer_brow_raiser + 0.02 * lowered + 0.05 * units.nose_wrinkler
    # Raised alone, the inner ends tip the brows like a roof: sadness.
    outer_y += 0.05 * units.inner_brow_raiser * (1 - units.outer_brow_raiser)
    inner_x = 0.19 - 0.06 * units.brow_lowerer
    outer_x = 0.60 * person.eye_distance_ratio
    bend = -0.03 - 0.05 * person.brow_arch - 0.05 * units.outer_brow_raiser + 0.04 * lowered
    taper = np.linspace(1, 0.35, len(SWEEP))[:, None] * (0, 0.045 * person.brow_thickness_ratio)
    colour = (
        dark(person.skin, 0.72) if person.hair == "headscarf" else dark(mix(person.hair_colour, person.skin, 0.1), 0.25)
    )
    for side in (-1, 1):
        spine = bow((side * inner_x, inner_y), (side * outer_x, outer_y), bend)
        pen.fill(between(spine - taper, spine + taper), colour, 0.55)


def eyes(pen: Pen, face: FaceSpec) -> None:
    size = face.person.eye_size_ratio
    upper, lower, droop = _lids(face)
    skin = face.person.skin
    for side in (-1, 1):
        x, y = side * 0.385 * face.person.eye_distance_ratio, -0.2
        across = x + 0.175 * size * SWEEP
        top, bottom = (_lid(y, height, side * droop, SWEEP) for height in (-upper, lower))
        pen.fill(ellipse(x, y - 0.02, 0.23 * size, 0.17), dark(skin, 0.10), 0.4)
        pen.fill(between(points(across, top), points(across, bottom)), mix((232, 229, 224), skin, 0.15), 0.5)
        iris_x = x + 0.055 * face.shot.gaze_x
        for radius, colour in ((0.09, face.person.iris), (0.045, (12, 10, 10))):
            disc_x = iris_x + radius * size * COS
            share = np.clip((disc_x - x) / (0.175 * size), -1, 1)
            # The lids cover what is beyond them: white above the iris is what makes an eye stare.
            disc_y = np.maximum(y + radius * size * SIN, _lid(y, -upper, side * droop, share))
            disc_y = np.minimum(disc_y, _lid(y, lower, side * droop, share))
            pen.fill(points(disc_x, disc_y), colour, 0.5)
        glint_y = max(y - 0.035, y - upper + 0.03)
        pen.fill(ellipse(iris_x + 0.03, glint_y, 0.017, 0.017), (245, 245, 245), 0.5)
        pen.line(points(across, top), dark(skin, 0.8), 0.04, 0.5)
        pen.line(points(across, bottom), dark(skin, 0.45), 0.022, 0.5)
        pen.line(points(across, _lid(y - 0.01, -upper - 0.05, side * droop, SWEEP)), dark(skin, 0.3), 0.02, 0.5)


def _lids(face: FaceSpec) -> tuple[float, float, float]:
    """How far the upper and the lower lid stand from the middle of the eye, and how far the outer corner droops."""
    units, size = face.units, face.person.eye_size_ratio
    closing = 0.035 * units.lid_tightener + 0.03 * units.cheek_raiser + 0.02 * units.nose_wrinkler
    rising = 0.04 * units.lid_tightener + 0.055 * units.cheek_raiser + 0.04 * units.nose_wrinkler
    upper = 0.085 + 0.085 * units.upper_lid_raiser - closing
    lower = 0.065 + 0.012 * units.upper_lid_raiser - rising
    # With the brow, the inner end of the lid is drawn up, so the outer end droops: sadness.
    droop = 0.045 * units.inner_brow_raiser * (1 - units.upper_lid_raiser) * (1 - units.outer_brow_raiser)
    return upper * size, lower * size, droop


def _lid(eye_y: float, height: float, slope: float, share: np.ndarray) -> np.ndarray:
    """The y of a lid's edge, `share` of the way from the middle of the eye to its corners (-1 left, 1 right)."""
    return np.asarray(eye_y + height * (1 - np.abs(share) ** 2.2) + slope * share)


def nose(pen: Pen, face: FaceSpec) -> None:
    person, units = face.person, face.units
    size = person.nose_size_ratio
    tip = 0.24 - 0.06 * units.nose_wrinkler
    wing = (0.14 + 0.04 * units.nose_wrinkler + 0.02 * units.lip_corner_puller) * size
    pen.line(path((0, -0.16), (0, tip - 0.08)), light(person.skin, 0.07), 0.08, 0.9)
    pen.fill(ellipse(0, tip - 0.04, 0.085 * size, 0.07), light(person.skin, 0.1), 1.0)
    pen.line(bow((-wing, tip), (wing, tip), 0.05), dark(person.skin, 0.26), 0.03, 1.0)
    for side in (-1, 1):
        pen.line(path((side * 0.07, -0.22), (side * wing * 0.75, tip - 0.08)), dark(person.skin, 0.12), 0.03, 0.9)
        pen.line(
            path((side * wing, tip - 0.07), (side * (wing + 0.02), tip), (side * wing * 0.9, tip + 0.03)),
            dark(person.skin, 0.38),
            0.03,
            0.9,
        )
        pen.fill(ellipse(side * wing * 0.5, tip + 0.03, 0.04 * size, 0.022), dark(person.skin, 0.65), 1.0)


def mouth(pen: Pen, face: FaceSpec) -> None:
    person, units = face.person, face.units
    inner_upper, inner_lower = _opening(face)
    fullness = (
        0.055 * person.lip_fullness_ratio * (1 - 0.65 * units.lip_tightener) * (1 - 0.25 * units.lip_corner_puller)
    )
    thickness = fullness * _lip_arch(units)
    cupid = 1 - 0.35 * np.exp(-((SWEEP / 0.2) ** 2))
    outer_upper = points(inner_upper[:, 0], inner_upper[:, 1] - thickness * cupid)
    outer_lower = points(inner_lower[:, 0], inner_lower[:, 1] + 1.3 * thickness)
    lips = dark(mix(person.skin, (150, 50, 55), 0.5), 0.18)
    pen.line(outer_lower[3:-3] + (0, 0.05), dark(person.skin, 0.2), 0.03, 0.7)
    pen.fill(between(outer_upper, outer_lower), lips, 0.7)
    if (inner_lower - inner_upper)[:, 1].max() > 0.03:
        pen.fill(between(inner_upper, inner_lower), (45, 15, 18), 0.7)
        _teeth_and_tongue(pen, units, inner_upper, inner_lower)
    pen.line(inner_upper, dark(lips, 0.75), 0.03, 0.7)


def _lip_arch(units: ActionUnits) -> np.ndarray:
    """(13,) how far the lips part along the mouth: 0 at the corners, 1 in the middle."""
    # Bared teeth pull the lips square, a dropped jaw leaves them round.
    return np.asarray(1 - np.abs(SWEEP) ** (2 + 3 * max(units.lower_lip_depressor, units.upper_lip_raiser)))


def _opening(face: FaceSpec) -> tuple[np.ndarray, np.ndarray]:
    """The inner edges of the upper and lower lip, from the left corner to the right one; they coincide in a closed mouth."""
    units = face.units
    smile, jaw = units.lip_corner_puller, units.jaw_drop
    stretch = (
        1
        + 0.34 * smile
        + 0.3 * units.lip_stretcher
        - 0.3 * jaw * (1 - units.lip_stretcher)
        - 0.14 * units.lip_tightener
    )
    half_width = 0.30 * face.person.mouth_width_ratio * stretch
    middle = 0.53 - 0.05 * units.chin_raiser
    corner = middle - 0.17 * smile + 0.13 * units.lip_corner_depressor + 0.09 * jaw + 0.05 * units.lip_stretcher
    raised = middle - 0.11 * units.upper_lip_raiser - 0.03 * jaw
    gap = 0.05 * units.lips_part + 0.34 * jaw + 0.10 * units.lower_lip_depressor + 0.05 * units.upper_lip_raiser
    upper = raised - 0.02 * units.lips_part + 0.04 * smile
    lower = max(upper, raised + gap + 0.05 * smile * (1 + units.lips_part))
    arch = _lip_arch(units)
    x = half_width * SWEEP
    return points(x, corner + (upper - corner) * arch), points(x, corner + (lower - corner) * arch)


def _teeth_and_tongue(pen: Pen, units: ActionUnits, upper: np.ndarray, lower: np.ndarray) -> None:
    enamel = (236, 230, 220)
    both_rows = units.lower_lip_depressor > _SHOWS
    if both_rows or max(units.lip_corner_puller, units.upper_lip_raiser) > _SHOWS:
        reach = 0.5 if both_rows else 0.75 - 0.3 * units.jaw_drop
        pen.fill(between(upper, upper + (lower - upper) * reach), enamel, 0.7)
    if both_rows:
        pen.fill(between(lower + (upper - lower) * 0.42, lower), enamel, 0.7)
    elif units.jaw_drop > 0.5:
        middle = slice(3, -3)
        pen.fill(between(lower[middle] + (upper - lower)[middle] * 0.3, lower[middle]), (150, 70, 75), 0.6)


def folds(pen: Pen, face: FaceSpec) -> None:
    units, skin = face.units, face.person.skin
    crease = dark(skin, 0.38)
    raised = units.inner_brow_raiser * (0.4 + 0.6 * units.outer_brow_raiser)
    if raised > _SHOWS:
        for y in (-0.72, -0.82):
            pen.line(bow((-0.36, y), (0.36, y), -0.03), dark(skin, 0.3 * raised), 0.025, 0.5)
    if units.nose_wrinkler > _SHOWS:
        for y in (-0.20, -0.12, -0.04):
            pen.line(bow((-0.11, y), (0.11, y), -0.035), dark(skin, 0.5 * units.nose_wrinkler), 0.028, 0.9)
    if units.chin_raiser > _SHOWS:
        pen.line(bow((-0.13, 0.80), (0.13, 0.80), -0.05), mix(skin, crease, units.chin_raiser), 0.03, 0.5)
    beside_nose = max(units.lip_corner_puller, units.upper_lip_raiser, units.nose_wrinkler)
    for side in (-1, 1):
        if units.brow_lowerer > _SHOWS:
            pen.line(path((side * 0.06, -0.50), (side * 0.05, -0.30)), dark(skin, 0.45 * units.brow_lowerer), 0.03, 0.7)
        if units.cheek_raiser > _SHOWS:
            pen.fill(ellipse(side * 0.46, 0.16, 0.2, 0.14), light(skin, 0.08 * units.cheek_raiser), 0.5)
            pen.line(bow((side * 0.26, 0.0), (side * 0.58, 0.0), 0.05), mix(skin, crease, 0.5), 0.022, 0.5)
        if beside_nose > _SHOWS:
            foot = (side * 0.46, 0.46 - 0.06 * units.lip_corner_puller)
            pen.line(
                bow((side * 0.19, 0.18 - 0.05 * beside_nose), foot, -0.05), mix(skin, crease, beside_nose), 0.03, 0.7
            )
