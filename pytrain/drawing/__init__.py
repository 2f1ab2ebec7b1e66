"""One drawn face: from what it is made of (FaceSpec) to pixels."""

import numpy as np
from PIL import Image

from pytrain.drawing import features, head, photograph
from pytrain.drawing.pen import Pen
from pytrain.drawing.spec import FaceSpec

__all__ = ["draw", "draw_colour"]

_SUPERSAMPLING = 4  # Pillow draws hard edges; drawing larger and averaging down smooths them.

_BACK_TO_FRONT = (
    head.hair_behind,
    head.neck,
    head.head,
    head.beard,
    features.folds,
    features.nose,
    features.mouth,
    head.moustache,
    features.eyes,
    features.brows,
    head.hair_in_front,
    head.glasses,
)


def draw(face: FaceSpec, size: int = 48) -> np.ndarray:
    """The face as a (size, size) uint8 grey picture (BT.601 luma); equal specs give equal pixels."""
    return np.asarray(Image.fromarray(draw_colour(face, size)).convert("L"))


def draw_colour(face: FaceSpec, size: int = 48) -> np.ndarray:
    """The face as a (size, size, 3) uint8 RGB picture."""
    canvas = photograph.background(face.shot, size * _SUPERSAMPLING)
    pen = Pen(canvas, face.shot)
    for part in _BACK_TO_FRONT:
        part(pen, face)
    return photograph.expose(canvas.reduce(_SUPERSAMPLING), face.shot)
