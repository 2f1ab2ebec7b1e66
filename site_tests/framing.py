"""How the page's face boxes lie on FER2013's framing, and what that costs: `python -m site_tests.framing DATA [--model DIR]`.

FER2013's faces are pasted into larger pictures at several sizes and places, the built page finds them, and the box it finds is
compared with the square that was pasted. The medians are the crop: `--calibrate` writes them, with how they were measured, to
pytrain/crop.json, which every conversion reads, and into the model's manifest. The accuracy through the whole page, with the crop as it
was, stands beside that of the original pixels. PublicTest alone is used: the crop is a choice.
"""

import argparse
import dataclasses
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image, ImageFilter
from playwright.sync_api import sync_playwright

from pytrain import contract, data, shipped, toolchain
from pytrain.atomic import write_text
from pytrain.build import build
from pytrain.convert import CROP_FILE
from pytrain.faces import Faces
from pytrain.serve import Server
from site_tests.conftest import QUIET
from site_tests.mirror import Mirror

WIDTH, HEIGHT = 640, 480
DECIMALS = 3
"""Of the crop's ratios: a thousandth of a square is a twentieth of one of the model's 48 pixels."""
SIDES = (120, 180, 240, 320)
"""Of the squares that faces are pasted into, in pixels."""


@dataclass(frozen=True)
class Scene:
    """A face in a larger picture: the picture, and the square the face was pasted into as (left, top, side) in pixels."""

    picture: Image.Image
    left: int
    top: int
    side: int

    def holds(self, box: list[float]) -> bool:
        x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
        return self.left < x < self.left + self.side and self.top < y < self.top + self.side


def scenes(faces: Faces, rng: np.random.Generator, sides: Sequence[int], tilt: float) -> Iterator[Scene]:
    """Each face at a random place in one of the sizes, tilted to either side by so many degrees, on a blurred continuation of its edges."""
    for pixels in faces.images:
        side = int(rng.choice(sides))
        left, top = int(rng.integers(0, WIDTH - side)), int(rng.integers(0, HEIGHT - side))
        face = Image.fromarray(pixels).resize((side, side), Image.Resampling.BICUBIC)
        # So wide that what is turned still fills the picture.
        around = Image.fromarray(np.pad(np.asarray(face), WIDTH, mode="edge")).filter(ImageFilter.GaussianBlur(12))
        around.paste(face, (WIDTH, WIDTH))
        if tilt:
            around = around.rotate(tilt * rng.choice((-1, 1)), Image.Resampling.BICUBIC)
        picture = around.crop((WIDTH - left, WIDTH - top, 2 * WIDTH - left, WIDTH - top + HEIGHT))
        yield Scene(picture.convert("RGB"), left, top, side)


def found_faces(mirror: Mirror, scene: Scene) -> list[dict]:
    encoded = io.BytesIO()
    scene.picture.save(encoded, "PNG")
    return [face for face in mirror.analyze(encoded.getvalue())["faces"] if scene.holds(face["box"])]


def measure(
    mirror: Mirror, faces: Faces, labels: tuple[str, ...], sides: Sequence[int], tilt: float
) -> tuple[np.ndarray, np.ndarray, dict[str, dict[str, float]]]:
    """Print the share of faces found, and the crop that would restore the pasted squares.

    Returns:
        the indices of the faces found; whether the page says their label; of each ratio of the crop, "low" quartile, "median" and "high".
    """
    ratios, right, originals = [], [], []
    rng = np.random.default_rng(0)
    for index, scene in enumerate(scenes(faces, rng, sides, tilt)):
        for face in found_faces(mirror, scene)[:1]:
            x, y, width, height = face["box"]
            ratios.append(
                (
                    (scene.side / max(width, height) - 1) / 2,
                    (scene.left + scene.side / 2 - x - width / 2) / scene.side,
                    (scene.top + scene.side / 2 - y - height / 2) / scene.side,
                )
            )
            right.append(face["label"] == labels[faces.labels[index]])
            originals.append(index)
    low, median, high = np.percentile(ratios, [25, 50, 75], axis=0)
    print(f"found {len(ratios)} of {len(faces)} faces")
    names = (field.name for field in dataclasses.fields(contract.Crop))
    crop = {
        name: {"low": round(q1, DECIMALS), "median": round(q2, DECIMALS) + 0.0, "high": round(q3, DECIMALS)}
        for name, q1, q2, q3 in zip(names, low.tolist(), median.tolist(), high.tolist(), strict=True)
    }
    for name, ratio in crop.items():
        print(f"{name:16} median {ratio['median']:+.3f}   quartiles {ratio['low']:+.3f} to {ratio['high']:+.3f}")
    return np.array(originals), np.array(right), crop


def calibrate(crop: dict[str, dict[str, float]], found: int, count: int, model: Path) -> None:
    """Write the medians of `crop` to pytrain/crop.json, with what they come from, and into the manifest of `model`."""
    medians = contract.Crop(**{name: ratio["median"] for name, ratio in crop.items()})
    quartiles = {name: [ratio["low"], ratio["high"]] for name, ratio in crop.items()}
    measured = {"split": "PublicTest", "faces": count, "found": found, "quartiles": quartiles}
    write_text(CROP_FILE, json.dumps({"crop": dataclasses.asdict(medians), "measured": measured}, indent=2) + "\n")
    manifest = contract.read(model)
    contract.write(dataclasses.replace(manifest, input=dataclasses.replace(manifest.input, crop=medians)), model)
    print(f"Written to {CROP_FILE.name} and {model / contract.MANIFEST}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path, default=Path("model"))
    parser.add_argument("--faces", type=int, default=400)
    parser.add_argument(
        "--sides",
        type=int,
        nargs="+",
        default=SIDES,
        help="of the squares that faces are pasted into, in pixels of 640 x 480",
    )
    parser.add_argument("--tilt", type=float, default=0.0, help="of each face, to the left or to the right, in degrees")
    parser.add_argument(
        "--calibrate", action="store_true", help="let conversions and the model use the crop measured here"
    )
    options = parser.parse_args()
    if options.calibrate and options.tilt:
        parser.error("--calibrate measures how upright faces are framed: leave out --tilt, or leave out --calibrate.")
    manifest = contract.read(options.model)
    public = data.load(options.data).splits["PublicTest"]
    chosen = public.subset(np.random.default_rng(0).choice(len(public), options.faces, replace=False))
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        dist = build(Path(folder) / "dist", options.model)
        browser = playwright.chromium.launch(executable_path=toolchain.chromium(), args=list(QUIET))
        with Server(dist, port=0) as server:
            mirror = Mirror(browser.new_page(), server.url).open()
            found, through_page, crop = measure(mirror, chosen, manifest.labels, options.sides, options.tilt)
        browser.close()
    logits = shipped.load(options.model, manifest)(chosen.images)[manifest.output.logits]
    original = (logits.argmax(axis=1) == chosen.labels)[found]
    difference = through_page.astype(float) - original
    half = 1.96 * difference.std(ddof=1) / np.sqrt(len(difference))
    print(f"accuracy of the faces found, through the page   {100 * through_page.mean():.1f} %")
    print(f"accuracy on the original pixels of the same     {100 * original.mean():.1f} %")
    print(f"difference {100 * difference.mean():+.1f} points (95 % interval ±{100 * half:.1f})")
    if options.calibrate:
        calibrate(crop, len(found), len(chosen), options.model)


if __name__ == "__main__":
    main()
