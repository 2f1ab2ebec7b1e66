"""The drawn faces: a data set that needs no download, for demonstrations and tests.

A model that learned from it has seen no human face; whatever is made from it says so (`dataset: drawn-faces`).
"""

from dataclasses import fields

import numpy as np

from pytrain.drawing import draw, draw_colour
from pytrain.drawing.spec import ActionUnits, Beard, Colour, FaceSpec, Glasses, Hair, Person, Shot
from pytrain.faces import DRAWN, IMAGE_SIZE, LABELS, SPLITS, Faces, FaceSet

__all__ = ["DEFAULT_COUNTS", "FaceSpec", "draw", "draw_colour", "drawn_faces", "random_face"]

DEFAULT_COUNTS = {"Training": 2800, "PublicTest": 350, "PrivateTest": 350}

_PROTOTYPES: dict[str, tuple[dict[str, float], ...]] = {
    "angry": (
        {
            "brow_lowerer": 1,
            "upper_lid_raiser": 0.35,
            "lid_tightener": 0.7,
            "lip_tightener": 1,
            "chin_raiser": 0.3,
            "lip_corner_depressor": 0.25,
        },
        {
            "brow_lowerer": 1,
            "upper_lid_raiser": 0.4,
            "lid_tightener": 0.5,
            "lower_lip_depressor": 0.9,
            "lips_part": 1,
            "lip_stretcher": 0.15,
        },
    ),
    "disgust": (
        {
            "nose_wrinkler": 1,
            "upper_lip_raiser": 1,
            "brow_lowerer": 0.3,
            "cheek_raiser": 0.35,
            "lip_corner_depressor": 0.5,
        },
        {
            "nose_wrinkler": 1,
            "upper_lip_raiser": 0.8,
            "lip_corner_depressor": 0.8,
            "chin_raiser": 0.7,
            "lid_tightener": 0.4,
        },
    ),
    "fear": (
        {
            "inner_brow_raiser": 1,
            "outer_brow_raiser": 0.5,
            "brow_lowerer": 0.7,
            "upper_lid_raiser": 1,
            "lip_stretcher": 1,
            "lips_part": 1,
            "jaw_drop": 0.3,
        },
        {
            "inner_brow_raiser": 1,
            "outer_brow_raiser": 0.3,
            "brow_lowerer": 0.8,
            "upper_lid_raiser": 0.9,
            "lip_stretcher": 0.9,
            "lower_lip_depressor": 0.5,
            "lips_part": 0.6,
        },
    ),
    "happy": (
        {"cheek_raiser": 0.8, "lip_corner_puller": 1, "lips_part": 1, "jaw_drop": 0.15},
        {"cheek_raiser": 1, "lip_corner_puller": 1, "lips_part": 1, "jaw_drop": 0.5},
        {"cheek_raiser": 0.7, "lip_corner_puller": 0.9},
    ),
    "sad": (
        {"inner_brow_raiser": 1, "brow_lowerer": 0.3, "lip_corner_depressor": 1, "lid_tightener": 0.2},
        {
            "inner_brow_raiser": 0.9,
            "brow_lowerer": 0.4,
            "lip_corner_depressor": 0.9,
            "chin_raiser": 0.9,
            "lid_tightener": 0.3,
        },
    ),
    "surprise": (
        {"inner_brow_raiser": 1, "outer_brow_raiser": 1, "upper_lid_raiser": 0.8, "lips_part": 1, "jaw_drop": 1},
        {"inner_brow_raiser": 0.9, "outer_brow_raiser": 1, "upper_lid_raiser": 1, "lips_part": 1, "jaw_drop": 0.6},
    ),
    "neutral": ({},),
}
"""How each expression moves a face, in one or more typical forms.

After the prototypes of Ekman, Friesen and Hager, FACS Investigator's Guide (2002), table 10-2.
"""

_SKINS: tuple[Colour, ...] = (
    (246, 237, 228),
    (243, 231, 219),
    (247, 234, 208),
    (234, 218, 186),
    (215, 189, 150),
    (160, 126, 86),
    (130, 92, 67),
    (96, 65, 52),
    (58, 49, 42),
    (41, 36, 32),
)
"""The ten tones of the Monk Skin Tone Scale (E. Monk, 2019, skintone.google)."""

_HAIR_COLOURS: tuple[Colour, ...] = (
    (20, 18, 18),
    (45, 32, 25),
    (85, 58, 38),
    (120, 70, 40),
    (196, 160, 100),
    (150, 148, 146),
    (225, 222, 216),
)
_SCARVES: tuple[Colour, ...] = ((40, 50, 80), (120, 40, 60), (200, 195, 185), (70, 110, 100), (30, 30, 34))
_IRISES: tuple[Colour, ...] = ((48, 32, 24), (80, 56, 40), (96, 104, 72), (96, 120, 140))
_HAIRS: tuple[Hair, ...] = ("bald", "short", "short", "parted", "fringe", "curly", "long", "long", "bun", "headscarf")


def random_face(expression: str, rng: np.random.Generator) -> FaceSpec:
    """A face with that expression (one of LABELS); everything else about it is left to chance."""
    return FaceSpec(_random_units(expression, rng), _random_person(rng), _random_shot(rng))


def drawn_faces(counts: dict[str, int] | None = None, seed: int = 0) -> FaceSet:
    """The drawn faces as a data set, named DRAWN.

    Args:
        counts: faces for each split of SPLITS, 0 where one is missing; DEFAULT_COUNTS if None. Every split holds the seven
            expressions in equal numbers, as far as its count can be divided by seven.
        seed: equal seeds and counts give equal pixels; a split does not depend on the size of the others.

    Raises:
        ValueError: `counts` names a split that there is not.
    """
    counts = DEFAULT_COUNTS if counts is None else counts
    unknown = sorted(counts.keys() - set(SPLITS))
    if unknown:
        raise ValueError(f"drawn_faces: unknown split {unknown[0]!r}. Expected {', '.join(SPLITS)}.")
    return FaceSet(DRAWN, {split: _split(counts.get(split, 0), [seed, SPLITS.index(split)]) for split in SPLITS})


def _split(count: int, seed: list[int]) -> Faces:
    rng = np.random.default_rng(seed)
    labels = rng.permutation(np.arange(count, dtype=np.int64) % len(LABELS))
    images = np.empty((count, IMAGE_SIZE, IMAGE_SIZE), dtype=np.uint8)
    for image, label in zip(images, labels, strict=True):
        image[:] = draw(random_face(LABELS[label], rng))
    return Faces(images, labels)


def _random_units(expression: str, rng: np.random.Generator) -> ActionUnits:
    forms = _PROTOTYPES[expression]
    form = forms[rng.integers(len(forms))]
    strength = rng.uniform(0.7, 1.1)
    # Nobody's face is ever quite still: a little of every movement lies under the expression.
    units = {field.name: abs(rng.normal(0, 0.05)) for field in fields(ActionUnits)}
    for name, amount in form.items():
        units[name] += amount * strength * rng.uniform(0.75, 1.15)
    return ActionUnits(**{name: float(np.clip(amount, 0, 1)) for name, amount in units.items()})


def _random_person(rng: np.random.Generator) -> Person:
    tone = rng.uniform(0, len(_SKINS) - 1)
    lower = min(int(tone), len(_SKINS) - 2)
    red, green, blue = np.rint(
        np.asarray(_SKINS[lower]) + (np.asarray(_SKINS[lower + 1]) - _SKINS[lower]) * (tone - lower)
    )
    hair = _HAIRS[rng.integers(len(_HAIRS))]
    colours = _SCARVES if hair == "headscarf" else _HAIR_COLOURS[:3] if tone > 5 else _HAIR_COLOURS
    bearded = hair in ("bald", "short", "parted", "curly") and rng.random() < 0.5
    beards: tuple[Beard, ...] = ("none", "stubble", "goatee", "full")
    frames: tuple[Glasses, ...] = ("round", "square")
    return Person(
        skin=(int(red), int(green), int(blue)),
        hair=hair,
        hair_colour=colours[rng.integers(len(colours))],
        iris=_IRISES[rng.integers(2 if tone > 5 else len(_IRISES))],
        head_width_ratio=rng.uniform(0.9, 1.08),
        jaw_width_ratio=rng.uniform(0.6, 1.3),
        eye_size_ratio=rng.uniform(0.88, 1.15),
        eye_distance_ratio=rng.uniform(0.93, 1.07),
        nose_size_ratio=rng.uniform(0.8, 1.3),
        mouth_width_ratio=rng.uniform(0.9, 1.12),
        lip_fullness_ratio=rng.uniform(0.7, 1.4),
        brow_thickness_ratio=rng.uniform(0.65, 1.4),
        brow_arch=rng.uniform(0, 1),
        beard=beards[rng.integers(len(beards))] if bearded else "none",
        moustache=bool(bearded and rng.random() < 0.5),
        glasses=frames[rng.integers(len(frames))] if rng.random() < 0.2 else "none",
    )


def _random_shot(rng: np.random.Generator) -> Shot:
    return Shot(
        rotation_degrees=rng.normal(0, 4),
        scale=rng.uniform(1.0, 1.15),
        shift_x=rng.normal(0, 0.03),
        shift_y=rng.normal(0, 0.03),
        yaw=rng.uniform(-0.8, 0.8),
        gaze_x=rng.uniform(-1, 1),
        background=_random_wall(rng),
        background_far=_random_wall(rng),
        light_angle_degrees=rng.uniform(-200, 20),
        light_strength=rng.uniform(0.1, 0.9),
        brightness=rng.uniform(100, 170),
        contrast_ratio=rng.uniform(0.8, 1.25),
        blur_ratio=max(0.0, rng.uniform(-0.01, 0.012)),
        noise_sigma=rng.uniform(1, 6),
        noise_seed=int(rng.integers(2**31)),
    )


def _random_wall(rng: np.random.Generator) -> Colour:
    red, green, blue = np.clip(rng.uniform(30, 230) + rng.normal(0, 15, size=3), 0, 255).astype(int).tolist()
    return red, green, blue
