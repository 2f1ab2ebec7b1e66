import numpy as np
import pytest
import tensorflow as tf

from pytrain import augment as augmentation
from pytrain.augment import corrupt, view

FACES = np.random.default_rng(0).uniform(0, 255, (256, 48, 48, 1)).astype(np.float32)
GRADIENT = np.tile(np.linspace(20, 200, 48, dtype=np.float32)[None, None, :, None], (256, 48, 1, 1))


def augmented(images: np.ndarray, seed: int = 1, strength: float = 1.0) -> np.ndarray:
    seed_pair = tf.constant([7, seed])
    return corrupt(view(tf.constant(images), seed_pair, strength), seed_pair, strength).numpy()


def test_faces_keep_their_shape_and_range() -> None:
    out = augmented(FACES)

    assert out.shape == FACES.shape
    assert out.dtype == np.float32
    assert out.min() >= 0
    assert out.max() <= 255


def test_the_same_seed_gives_the_same_faces_and_another_seed_others() -> None:
    assert np.array_equal(augmented(FACES, seed=1), augmented(FACES, seed=1))
    assert not np.array_equal(augmented(FACES, seed=1), augmented(FACES, seed=2))


def test_about_half_of_the_faces_are_mirrored() -> None:
    brighter_on_the_right = augmented(GRADIENT)[:, :, 36:].mean(axis=(1, 2, 3)) > augmented(GRADIENT)[:, :, :12].mean(
        axis=(1, 2, 3)
    )

    assert 0.35 < brighter_on_the_right.mean() < 0.65


def test_a_vanishing_strength_leaves_faces_as_they_are_but_for_the_mirror() -> None:
    out = augmented(GRADIENT, strength=1e-6)

    distance = np.minimum(abs(out - GRADIENT).max(axis=(1, 2, 3)), abs(out - GRADIENT[:, :, ::-1]).max(axis=(1, 2, 3)))
    assert distance.max() < 0.1


@pytest.mark.parametrize("value", [0.0, 255.0])
def test_a_face_of_one_grey_stays_in_range_under_every_light(value: float) -> None:
    out = augmented(np.full_like(FACES, value))

    assert np.isfinite(out).all()
    assert 0 <= out.min() <= out.max() <= 255


def test_a_view_keeps_every_detail_of_a_face_that_it_does_not_move() -> None:
    flat = np.full_like(FACES, 100.0)
    out = view(tf.constant(flat), tf.constant([7, 1]), 1.0).numpy()

    # Light changes slowly over a face: neighbours differ by what a slope of 40 % over the whole side comes to.
    assert np.abs(np.diff(out, axis=2)).max() < 0.4 * 2 * 255 / 47
    assert out.std(axis=(1, 2, 3)).max() > 5


def test_corruption_blurs_covers_or_speckles_four_faces_in_five_and_moves_none() -> None:
    edge = np.where(np.arange(48) < 24, 60.0, 180.0).astype(np.float32)
    faces = np.tile(edge[None, None, :, None], (512, 48, 1, 1))
    out = corrupt(tf.constant(faces), tf.constant([7, 1]), 1.0).numpy()

    untouched = np.abs(out - faces).max(axis=(1, 2, 3)) < 1e-3
    assert 0.1 < untouched.mean() < 0.35
    left, right = out[:, :, :24].mean(axis=(1, 2, 3)), out[:, :, 24:].mean(axis=(1, 2, 3))
    assert np.median(right - left) == pytest.approx(120, abs=15)


def worn(paint: str, count: int = 512, strength: float = 1.0) -> np.ndarray:
    """How much of each of `count` plain faces a cover changes, by place: (count, 48, 48) bool."""
    faces = tf.fill((count, 48, 48, 1), 128.0)
    seeds = [tf.constant([3, number]) for number in (1, 2)][: 2 if paint == "_beard" else 1]
    return np.abs((getattr(augmentation, paint)(faces, *seeds, strength) - faces).numpy()[..., 0]) > 4


@pytest.mark.parametrize(("paint", "expected"), [("_beard", 0.4), ("_glasses", 0.2)])
def test_each_cover_is_worn_as_often_as_stated_and_never_without_corruption(paint: str, expected: float) -> None:
    share = worn(paint).any(axis=(1, 2)).mean()
    assert share == pytest.approx(expected, abs=0.08)
    assert not worn(paint, strength=0.0).any()


def test_beards_cover_the_lower_half_and_leave_part_of_the_mouth_free() -> None:
    where = worn("_beard").mean(axis=0)
    assert where[:24].max() == 0
    assert where[30:].max() > 0.1
    lips, beside_them = where[35:40, 22:26].mean(), where[35:40, 12:16].mean()
    assert lips < beside_them


def test_glasses_stay_about_the_eyes_and_their_middle_is_mostly_clear() -> None:
    faces = worn("_glasses")
    faces = faces[faces.any(axis=(1, 2))]
    where = faces.mean(axis=0)
    assert where[36:].max() < 0.05
    assert where[10:30].mean() > 3 * where[:6].mean()
    assert faces.mean(axis=(1, 2)).mean() < 0.25
