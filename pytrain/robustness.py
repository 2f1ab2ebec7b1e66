"""Accuracy under what a webcam does to a face: the same test faces, moved, relit, worsened and covered.

Every condition is drawn from a fixed seed, so that networks meet the very same pictures. Fixed to the moment and independent of
pytrain.augment: what is trained with may change, what is measured may not.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage

from pytrain.faces import Faces

Condition = Callable[[np.ndarray, np.random.Generator], np.ndarray]
"""One (48, 48) uint8 face and a generator of its own -> (48, 48) uint8."""


@dataclass(frozen=True)
class Robustness:
    """Accuracy under one condition.

    Attributes:
        accuracy: 0 to 1.
        loss: how much less than on the untouched faces, in the same unit; negative where it gained.
    """

    accuracy: float
    loss: float


def robustness(predict_logits: Callable[[np.ndarray], np.ndarray], faces: Faces) -> dict[str, Robustness]:
    """Measure a model under each of CONDITIONS.

    Args:
        predict_logits: (n, 48, 48) uint8 -> (n, 7) float32.
    """

    def accuracy(images: np.ndarray) -> float:
        return float((predict_logits(images).argmax(axis=1) == faces.labels).mean())

    untouched = accuracy(faces.images)
    measured = {name: accuracy(under(name, faces.images)) for name in CONDITIONS}
    return {name: Robustness(found, untouched - found) for name, found in measured.items()}


def under(name: str, images: np.ndarray) -> np.ndarray:
    """The (n, 48, 48) uint8 faces under the condition called `name`; the same for the same faces in the same order."""
    seeds = np.random.SeedSequence(0).spawn(len(images))
    return np.stack(
        [CONDITIONS[name](image, np.random.default_rng(seed)) for image, seed in zip(images, seeds, strict=True)]
    )


def _moved(
    image: np.ndarray, shift: tuple[float, float] = (0, 0), scale: float = 1.0, degrees: float = 0.0
) -> np.ndarray:
    """Shift as a share of the side (down, right), scale and rotation about the centre; the rim is drawn out, bilinear."""
    side = len(image)
    angle = np.deg2rad(degrees)
    matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) / scale
    centre = np.full(2, (side - 1) / 2)
    offset = centre - matrix @ (centre + np.array(shift) * side)
    return _grey(ndimage.affine_transform(image.astype(np.float32), matrix, offset, order=1, mode="nearest"))


def _shifted(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    down, right = ((0.1, 0), (-0.1, 0), (0, 0.1), (0, -0.1))[rng.integers(4)]
    return _moved(image, shift=(down, right))


def _jittered(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return _moved(image, shift=tuple(rng.uniform(-0.1, 0.1, 2)), scale=rng.uniform(0.85, 1.2))


def _lit_from_one_side(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    light = np.linspace(0.25, 1.15, image.shape[1])
    return _grey(image * (light if rng.random() < 0.5 else light[::-1]))


def _jpeg(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    file = io.BytesIO()
    Image.fromarray(image).save(file, format="JPEG", quality=30)
    return np.asarray(Image.open(file))


def _blurred(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    half = Image.fromarray(image).resize((image.shape[1] // 2, image.shape[0] // 2), Image.Resampling.BOX)
    return np.asarray(half.resize(image.shape[::-1], Image.Resampling.BILINEAR))


def _bearded(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A full beard and a moustache with the lips left free, where FER2013's faces have theirs."""

    def paint(draw: ImageDraw.ImageDraw, side: int) -> None:
        def box(left: float, top: float, right: float, bottom: float) -> list[float]:
            return [side * edge for edge in (left, top, right, bottom)]

        draw.chord(box(0.12, 0.22, 0.88, 1.06), 8, 172, fill=255)
        draw.ellipse(box(0.32, 0.64, 0.68, 0.86), fill=255)
        draw.ellipse(box(0.38, 0.72, 0.62, 0.80), fill=0)

    hair = np.clip(rng.normal(45, 18, image.shape), 0, 255)
    return _painted(image, paint, hair, opacity=0.9)


def _with_glasses(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Thick dark frames around both eyes, the glass clear."""

    def paint(draw: ImageDraw.ImageDraw, side: int) -> None:
        width = round(0.035 * side)
        for left in (0.15, 0.55):
            draw.ellipse([side * left, side * 0.27, side * (left + 0.3), side * 0.53], outline=255, width=width)
        draw.line([(side * 0.44, side * 0.38), (side * 0.56, side * 0.38)], fill=255, width=width)
        for ends in ((0.0, 0.16), (0.84, 1.0)):
            draw.line([(side * end, side * 0.38) for end in ends], fill=255, width=width)

    return _painted(image, paint, np.full(image.shape, 20.0), opacity=1.0)


def _painted(
    image: np.ndarray, paint: Callable[[ImageDraw.ImageDraw, int], None], colour: np.ndarray, opacity: float
) -> np.ndarray:
    """`colour` over `image` where `paint` draws; drawn large and reduced, so that edges are smooth."""
    side = len(image)
    mask = Image.new("L", (8 * side, 8 * side))
    paint(ImageDraw.Draw(mask), 8 * side)
    share = opacity / 255 * np.asarray(mask.resize((side, side), Image.Resampling.BOX), np.float32)
    return _grey(image + share * (colour - image))


def _grey(values: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


CONDITIONS: dict[str, Condition] = {
    "shifted by 10 % in one of four directions": _shifted,
    "scaled to 0.85": lambda image, rng: _moved(image, scale=0.85),
    "scaled to 1.2": lambda image, rng: _moved(image, scale=1.2),
    "shifted up to ±10 % and scaled 0.85 to 1.2 at once": _jittered,
    "rotated by 15° to one side": lambda image, rng: _moved(image, degrees=15 * rng.choice((-1, 1))),
    "darkened to 35 %": lambda image, rng: _grey(0.35 * image.astype(np.float32)),
    "lit from one side": _lit_from_one_side,
    "Gaussian noise, 15 grey levels": lambda image, rng: _grey(image + rng.normal(0, 15, image.shape)),
    "JPEG, quality 30": _jpeg,
    "24 x 24 upscaled": _blurred,
    "drawn beard": _bearded,
    "drawn glasses": _with_glasses,
}
"""By the words that tables name them with."""
