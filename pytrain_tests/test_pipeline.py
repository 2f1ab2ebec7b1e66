import dataclasses
from itertools import islice

import numpy as np
import pytest
import tensorflow as tf

from pytrain import config, pipeline
from pytrain.faces import Faces, FaceSet

PRESET = config.preset("cnn-augment", ["batch_size=64"])


def batches(faces: Faces, count: int, first_epoch: int = 0) -> list[np.ndarray]:
    return [images.numpy() for images, _ in islice(pipeline.training_batches(faces, PRESET, first_epoch), count)]


def test_a_resumed_run_sees_what_the_whole_run_would_have_seen(faces: FaceSet) -> None:
    steps = pipeline.steps_per_epoch(faces.training, PRESET)
    assert steps == 3

    whole = batches(faces.training, 2 * steps)
    resumed = batches(faces.training, steps, first_epoch=1)

    assert all(np.array_equal(one, other) for one, other in zip(whole[steps:], resumed, strict=True))
    assert not np.array_equal(whole[0], whole[steps])


def test_every_face_comes_at_most_once_in_an_epoch(faces: FaceSet) -> None:
    plain = dataclasses.replace(PRESET, augment=0.0, corrupt=0.0)
    images = np.concatenate(
        [images.numpy() for images, _ in islice(pipeline.training_batches(faces.training, plain), 3)]
    )

    assert len({image.tobytes() for image in images}) == len(images) == 192


def test_fewer_faces_than_a_batch_still_make_one(faces: FaceSet) -> None:
    images, target = next(iter(pipeline.training_batches(faces.training.subset(np.arange(5)), PRESET)))

    assert (images.shape, target.shape) == ((5, 48, 48, 1), (5, 7))


def test_targets_blend_label_votes_and_smoothing() -> None:
    votes = np.array([[0, 0, 0, 0.5, 0, 0, 0.5], [0] * 7], np.float32)
    faces = Faces(np.zeros((2, 48, 48), np.uint8), np.array([3, 0]), votes)
    preset = config.preset("cnn", ["votes_weight=0.5", "label_smoothing=0.07"])

    voted, unvoted = pipeline.targets(faces, preset)

    assert voted[3] == pytest.approx(0.93 * 0.75 + 0.01)
    assert voted[6] == pytest.approx(0.93 * 0.25 + 0.01)
    assert unvoted[0] == pytest.approx(0.94)
    assert voted.sum() == pytest.approx(1)
    assert unvoted.sum() == pytest.approx(1)


def test_mixup_lays_as_much_of_one_face_over_another_as_of_its_target(faces: FaceSet) -> None:
    images = np.eye(8, dtype=np.float32).reshape(8, 8, 1, 1) * np.ones((8, 8, 6, 1), np.float32)
    wanted = {"logits": np.eye(8, 7, dtype=np.float32), "votes": np.eye(8, 7, k=-1, dtype=np.float32)}
    seed = tf.constant([1, 2])

    seen, said = pipeline.overlaid(tf.constant(images), tf.nest.map_structure(tf.constant, wanted), seed, 1.0)

    kept = np.diagonal(seen.numpy()[:, :, 0, 0])
    assert seen.shape == images.shape
    assert len(np.unique(kept)) == 8
    assert ((kept > 0) & (kept < 1)).all()
    for name, target in wanted.items():
        np.testing.assert_allclose(said[name], kept[:, None] * target + (1 - kept[:, None]) * target[::-1], atol=1e-6)


@pytest.mark.parametrize(("alpha", "spread"), [(0.1, 0.45), (1.0, 0.289), (10.0, 0.11)])
def test_mixup_leaves_most_faces_nearly_alone_where_it_is_weak(alpha: float, spread: float) -> None:
    black_or_white = tf.concat([tf.ones([2000, 1]), tf.zeros([2000, 1])], axis=0)

    seen, _ = pipeline.overlaid(black_or_white, black_or_white, tf.constant([3, 4]), alpha)

    kept = seen.numpy()[:2000, 0]
    assert kept.mean() == pytest.approx(0.5, abs=0.04)
    assert kept.std() == pytest.approx(spread, abs=0.02)


def test_mixed_faces_come_again_after_a_resume(faces: FaceSet) -> None:
    preset = dataclasses.replace(PRESET, mixup=0.4)

    def first_of(epoch: int, count: int) -> list[np.ndarray]:
        batches = islice(pipeline.training_batches(faces.training, preset, epoch), count)
        return [target.numpy() for _, target in batches]

    steps = pipeline.steps_per_epoch(faces.training, preset)
    again, through = first_of(1, 1)[0], first_of(0, steps + 1)[steps]
    np.testing.assert_array_equal(again, through)
    assert (through.max(axis=1) < 0.99).any()
