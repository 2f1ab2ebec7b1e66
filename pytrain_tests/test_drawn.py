"""The drawn faces: what someone without any data gets."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import RidgeClassifier

from pytrain.drawing.spec import ActionUnits, FaceSpec, Shot
from pytrain.drawn import DEFAULT_COUNTS, draw, draw_colour, drawn_faces, random_face
from pytrain.faces import LABELS, SPLITS, FaceSet, equal_to_any


@pytest.fixture(scope="module")
def faces() -> FaceSet:
    return drawn_faces({"Training": 700, "PublicTest": 140, "PrivateTest": 70})


def test_the_drawn_faces_come_in_the_form_of_fer2013(faces: FaceSet) -> None:
    assert faces.name == "drawn-faces"
    assert tuple(faces.splits) == SPLITS
    assert [len(faces.splits[split]) for split in SPLITS] == [700, 140, 70]
    assert faces.training.images.shape == (700, 48, 48)
    assert faces.training.images.dtype == np.uint8
    assert faces.training.labels.dtype == np.int64
    assert faces.training.votes is None


def test_every_expression_is_as_frequent_as_the_others(faces: FaceSet) -> None:
    for split, count in (("Training", 100), ("PublicTest", 20), ("PrivateTest", 10)):
        assert np.bincount(faces.splits[split].labels).tolist() == [count] * len(LABELS)


def test_expressions_are_not_in_order_so_that_any_part_of_a_split_is_a_mixture(faces: FaceSet) -> None:
    assert len(set(faces.training.labels[:20].tolist())) >= 5


def test_no_face_is_drawn_twice_within_or_across_the_splits(faces: FaceSet) -> None:
    assert len({image.tobytes() for split in SPLITS for image in faces.splits[split].images}) == 910
    assert not equal_to_any(faces.training, faces.splits["PublicTest"], faces.splits["PrivateTest"]).any()


def test_the_same_seed_gives_the_same_faces_and_another_seed_gives_others() -> None:
    counts = {"Training": 14, "PublicTest": 7, "PrivateTest": 7}
    assert drawn_faces(counts, seed=3).sha256 == drawn_faces(counts, seed=3).sha256
    assert drawn_faces(counts, seed=3).sha256 != drawn_faces(counts, seed=4).sha256


def test_a_larger_training_split_leaves_the_test_faces_as_they_are() -> None:
    small = drawn_faces({"Training": 7, "PublicTest": 7, "PrivateTest": 7})
    large = drawn_faces({"Training": 21, "PublicTest": 7, "PrivateTest": 7})
    assert np.array_equal(small.splits["PrivateTest"].images, large.splits["PrivateTest"].images)


def test_a_misspelt_split_is_named_instead_of_left_empty() -> None:
    with pytest.raises(ValueError, match=r"'Train'.*Training, PublicTest, PrivateTest"):
        drawn_faces({"Train": 7})


def test_without_counts_there_are_enough_faces_to_train_and_to_report() -> None:
    assert DEFAULT_COUNTS.keys() == set(SPLITS)
    assert DEFAULT_COUNTS["Training"] >= 2000
    assert all(count % len(LABELS) == 0 for count in DEFAULT_COUNTS.values())


def test_a_linear_model_sees_more_than_chance_but_leaves_room_for_a_network(faces: FaceSet) -> None:
    train, test = faces.training, faces.splits["PublicTest"]
    model = RidgeClassifier(alpha=300).fit(train.images.reshape(700, -1) / 255.0, train.labels)
    accuracy = model.score(test.images.reshape(140, -1) / 255.0, test.labels)
    assert 0.3 < accuracy < 0.85


@pytest.mark.parametrize("expression", LABELS)
def test_faces_fill_the_frame_and_use_the_range_of_greys(expression: str) -> None:
    rng = np.random.default_rng(7)
    images = np.stack([draw(random_face(expression, rng)) for _ in range(16)])
    assert images.std(axis=(1, 2)).min() > 8
    assert 60 < images.mean() < 190


def test_the_same_face_can_be_drawn_large_and_in_colour() -> None:
    face = FaceSpec()
    small, large = draw(face), draw_colour(face, size=192)
    assert large.shape == (192, 192, 3)
    assert large.dtype == np.uint8
    assert large[..., 0].astype(int).mean() > large[..., 2].mean() + 5  # skin is warmer than grey
    reduced = large.reshape(48, 4, 48, 4, 3).mean(axis=(1, 3)) @ [0.299, 0.587, 0.114]
    assert np.corrcoef(reduced.ravel(), small.ravel())[0, 1] > 0.97


def test_a_smile_bares_the_teeth_and_leaves_the_brows_alone() -> None:
    neutral = draw(FaceSpec(shot=Shot(noise_sigma=0))).astype(int)
    smile = ActionUnits(lip_corner_puller=1, cheek_raiser=0.8, lips_part=1)
    happy = draw(FaceSpec(units=smile)).astype(int)
    changed = np.abs(happy - neutral).mean(axis=1)
    assert changed[30:42].mean() > 4 * changed[6:14].mean()
    assert happy[34:40, 16:32].max() > neutral[34:40, 16:32].max() + 20


def test_a_lowered_brow_moves_the_upper_half_of_the_face_only() -> None:
    neutral = draw(FaceSpec()).astype(int)
    frowning = draw(FaceSpec(units=ActionUnits(brow_lowerer=1))).astype(int)
    changed = np.abs(frowning - neutral).mean(axis=1)
    assert changed[8:18].mean() > 5
    assert changed[30:].mean() < 1


def test_light_from_the_left_brightens_the_left_half() -> None:
    flat = FaceSpec(shot=Shot(light_strength=0))
    lit = replace(flat, shot=Shot(light_strength=0.9, light_angle_degrees=-180))
    difference = draw(lit).astype(int) - draw(flat).astype(int)
    assert difference[:, :20].mean() > difference[:, 28:].mean() + 20
