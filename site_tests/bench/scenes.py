"""What the contestants look at: the astronaut on textured walls, with where her faces are; frames of nobody; a film."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import skimage.data
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from site_tests.pictures import FRAMES_PER_SECOND, HEIGHT, WIDTH

HEAD = (140, 24, 310, 234)
"""Hair, face and neck in scikit-image's astronaut, as (left, top, right, bottom) in its pixels."""
FACE_CENTRE, FACE_HEIGHT = (225, 129), 98
"""Her face there, hairline to chin."""

FRAMES = {"one": 8, "four": 8, "none": 8}
"""How many frames there are of one face, of four, and of nobody."""


@dataclass(frozen=True)
class Spot:
    """A face in a frame: its centre and its height from hairline to chin, in pixels."""

    x: float
    y: float
    height: float

    def is_met_by(self, box: list[float]) -> bool:
        """Whether [x, y, width, height] holds the centre and is of the face's size, from half to two and a half times."""
        left, top, width, height = box
        inside = left <= self.x <= left + width and top <= self.y <= top + height
        return inside and 0.5 <= max(width, height) / self.height <= 2.5


@dataclass(frozen=True)
class Scene:
    """A frame of 640 x 480 and every face in it."""

    picture: Image.Image
    faces: tuple[Spot, ...]


def scenes() -> dict[str, list[Scene]]:
    """The same frames every time: "one" face at 1/4 to 1/2 of the height, "four" at 1/5, "none"."""
    rng = np.random.default_rng(4)
    return {
        "one": [_one(rng, share) for share in np.linspace(1 / 4, 1 / 2, FRAMES["one"])],
        "four": [_four(rng) for _ in range(FRAMES["four"])],
        "none": [Scene(_suit(20 * i) if i % 2 else _wall(rng), ()) for i in range(FRAMES["none"])],
    }


def film(seconds: float = 2.0) -> Iterator[np.ndarray]:
    """A face that sways once to either side, for the fake camera: frames of (480, 640, 3) uint8."""
    wall = _wall(np.random.default_rng(4))
    count = round(seconds * FRAMES_PER_SECOND)
    for turn in np.linspace(0, 2 * np.pi, count, endpoint=False):
        frame = wall.copy()
        _hang(frame, Spot(WIDTH / 2 + 60 * np.sin(turn), HEIGHT / 2 + 12 * np.sin(2 * turn), 0.4 * HEIGHT))
        yield np.asarray(frame)


def _one(rng: np.random.Generator, share: float) -> Scene:
    height = share * HEIGHT
    spot = Spot(
        rng.uniform(0.8 * height, WIDTH - 0.8 * height),
        HEIGHT / 2 + rng.uniform(-0.5, 0.5) * (HEIGHT - 2 * height),
        height,
    )
    return scene(rng, (spot,))


def _four(rng: np.random.Generator) -> Scene:
    spots = tuple(
        Spot(x + rng.uniform(-40, 40), y + rng.uniform(-10, 10), HEIGHT / 5)
        for y in (HEIGHT * 0.27, HEIGHT * 0.75)
        for x in (WIDTH * 0.25, WIDTH * 0.75)
    )
    return scene(rng, spots)


def scene(rng: np.random.Generator, spots: tuple[Spot, ...]) -> Scene:
    """A wall with her face at each of the spots, mirrored or not, in one light or another."""
    frame = _wall(rng)
    for spot in spots:
        _hang(frame, spot, mirrored=rng.random() < 0.5, light=rng.uniform(0.8, 1.15))
    return Scene(frame, spots)


def _hang(frame: Image.Image, spot: Spot, mirrored: bool = False, light: float = 1.0) -> None:
    """Pastes the astronaut's head with soft edges so that her face is at the spot."""
    scale = spot.height / FACE_HEIGHT
    head, mask = _head()
    size = (round(head.width * scale), round(head.height * scale))
    centre_x, centre_y = (FACE_CENTRE[0] - HEAD[0]) * scale, (FACE_CENTRE[1] - HEAD[1]) * scale
    cut = ImageEnhance.Brightness(head.resize(size, Image.Resampling.BICUBIC)).enhance(light)
    soft = mask.resize(size, Image.Resampling.BILINEAR)
    if mirrored:
        cut, soft, centre_x = ImageOps.mirror(cut), ImageOps.mirror(soft), size[0] - centre_x
    frame.paste(cut, (round(spot.x - centre_x), round(spot.y - centre_y)), soft)


@cache
def _head() -> tuple[Image.Image, Image.Image]:
    head = Image.fromarray(skimage.data.astronaut()).crop(HEAD)
    mask = Image.new("L", head.size)
    ImageDraw.Draw(mask).ellipse((8, 8, head.width - 8, head.height - 8), fill=255)
    return head, mask.filter(ImageFilter.GaussianBlur(4))


def _suit(top: int) -> Image.Image:
    """The astronaut's suit from `top` pixels below her collar, out of focus: folds, badges and shadows, but nobody."""
    piece = Image.fromarray(skimage.data.astronaut()).crop((100, 240 + top, 356, 372 + top))
    return piece.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(5))


def _wall(rng: np.random.Generator) -> Image.Image:
    """A blotchy wall: noise at seven scales, in one tint, coarse noise strongest."""
    light = np.zeros((HEIGHT, WIDTH))
    for octave in range(7):
        grid = rng.normal(0, 1, (3 * 2**octave, 4 * 2**octave)).astype(np.float32)
        light += 26 * 0.62**octave * np.asarray(Image.fromarray(grid).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC))
    tint = rng.uniform(0.75, 1.1, 3)
    return Image.fromarray(np.clip((rng.uniform(90, 170) + light)[..., None] * tint, 0, 255).astype(np.uint8))
