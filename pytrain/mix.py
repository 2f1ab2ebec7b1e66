"""Several data sets in one training: the share of an epoch that each has, and what must not be learned.

The first one's PublicTest is chosen on and its PrivateTest reported, as ever; those of the others are measured besides.
"""

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from pytrain.errors import UserError, shown
from pytrain.faces import ADDED, Faces, FaceSet, equal_to_any

MOST_ROWS = 450_000
"""A gigabyte of faces."""


def parse(options: Sequence[str]) -> dict[str, float]:
    """`PATH=SHARE` options -> the share of an epoch by path.

    Raises:
        UserError: no share, one outside 0 to 1, or shares that leave nothing for the first data set.
    """
    shares: dict[str, float] = {}
    for option in options:
        path, equals, share = option.rpartition("=")
        try:
            value = float(share)
        except ValueError:
            value = math.nan
        if not equals or not path or not 0 < value < 1:
            raise UserError(f"--mix {shown(option)}: expected a path and its share of an epoch, such as rafdb=0.3.")
        if path in shares:
            raise UserError(f"--mix {path}: given twice. Expected each data set once.")
        shares[path] = value
    if sum(shares.values()) >= 1:
        raise UserError(f"--mix: shares of {sum(shares.values()):g} in all. Expected less than 1; --data has the rest.")
    return shares


def mixed(faces: FaceSet, shares: Mapping[str, float], load: Callable[[str], FaceSet]) -> FaceSet:
    """`faces` with the Training of the data sets at the paths in `shares` mixed into its own; as they were where there are none.

    An epoch is as long as has every picture of each in it at least once; where a share asks for more, they come again, in turn. Left
    out is what equals a test image of another of these data sets, pixel by pixel, or, but for the first, of its own: that one's are
    left out in training, since they tell which test images leaked.

    Raises:
        UserError: an epoch too long for memory, or a data set that is there twice.
    """
    if not shares:
        return faces
    others = [load(path) for path in shares]
    sets = [faces, *others]
    names = [each.name for each in sets]
    if len(set(names)) < len(names):
        raise UserError(f"--mix: {', '.join(names)}. Expected each data set once.")
    learned = [_without_tests(faces, others), *(_without_tests(other, sets) for other in others)]
    weights = [1 - sum(shares.values()), *shares.values()]
    length = max(len(part) / weight for part, weight in zip(learned, weights, strict=True))
    if length > MOST_ROWS:
        raise UserError(
            f"--mix: an epoch would have {length:,.0f} pictures, at most {MOST_ROWS:,} fit."
            " Expected a larger share for the larger data set."
        )
    together = None
    for each, part, weight in zip(sets, learned, weights, strict=True):
        if not len(part):
            raise UserError(f"--mix: {each.name} has no picture left to learn from. Expected some besides test images.")
        # What comes once more than the others is a sample of all labels, whatever the order on disk.
        order = np.random.default_rng(0).permutation(len(part))
        rows = part.subset(np.resize(order, max(len(part), round(length * weight))))
        together = rows if together is None else together.followed_by(rows)
        print(
            f"{each.name}: {len(part):,} pictures, each {len(rows) / len(part):.2f} times an epoch on average,"
            f" are {100 * weight:.0f} % of it; {len(each.training) - len(part):,} that equal a test image are left out."
        )
    assert together is not None
    return dataclasses.replace(
        faces, name=ADDED.join(names), splits={**faces.splits, "Training": together}, mixed_in=tuple(others)
    )


def _without_tests(faces: FaceSet, tested: Sequence[FaceSet]) -> Faces:
    tests = [each.splits[split] for each in tested for split in ("PublicTest", "PrivateTest")]
    return faces.training.subset(~equal_to_any(faces.training, *tests))
