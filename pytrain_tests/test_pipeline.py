import dataclasses
from itertools import islice

import numpy as np
import pytest

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
