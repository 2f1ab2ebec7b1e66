"""What a drawn face is made of.

Expressions are action units of the Facial Action Coding System (P. Ekman and W. Friesen, 1978; Ekman, Friesen and Hager,
2002): each field of ActionUnits is one muscle movement, and the drawing knows only those, never the name of an expression.

Lengths are in half frames: the middle of the picture is (0, 0), its edges lie at -1 and 1, y points down.
"""

from dataclasses import dataclass
from typing import Literal

Colour = tuple[int, int, int]
"""Red, green, blue in 0..255."""

Hair = Literal["bald", "short", "parted", "fringe", "curly", "long", "bun", "headscarf"]
Beard = Literal["none", "stubble", "goatee", "full"]
Glasses = Literal["none", "round", "square"]


@dataclass(frozen=True)
class ActionUnits:
    """Facial movements from 0, at rest, to 1, as strong as they get; the number is the unit's in FACS."""

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
    """Whose face it is; ratios are relative to an average face."""

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
    """How the picture was taken."""

    rotation_degrees: float = 0
    scale: float = 1
    shift_x: float = 0
    shift_y: float = 0
    yaw: float = 0  # -1 (to the left) .. 1
    gaze_x: float = 0  # -1 .. 1
    background: Colour = (150, 155, 160)
    background_far: Colour = (120, 124, 130)
    light_angle_degrees: float = -90  # -90 from above, 0 from the right, -180 from the left
    light_strength: float = 0.3  # 0 flat .. 1 hard
    brightness: float = 140  # the grey level that the exposure aims at
    contrast_ratio: float = 1
    blur_ratio: float = 0  # the blur's standard deviation, in frame widths
    noise_sigma: float = 0  # grey levels
    noise_seed: int = 0


@dataclass(frozen=True)
class FaceSpec:
    """Everything the drawing needs to know."""

    units: ActionUnits = ActionUnits()
    person: Person = Person()
    shot: Shot = Shot()
