import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from pytrain.errors import UserError
from pytrain.evaluate import Evaluation, as_table, evaluate, first_of_identical
from pytrain.faces import LABELS, Faces, FaceSet

SPLIT_NAMES = ["PublicTest", "PublicTest-deduplicated", "PrivateTest", "PrivateTest-deduplicated"]


def noise(count: int, seed: int) -> Faces:
    random = np.random.default_rng(seed)
    return Faces(random.integers(0, 256, (count, 48, 48), dtype=np.uint8), np.arange(count) % 7)


def with_more(faces: Faces, *more: Faces) -> Faces:
    return Faces(*(np.concatenate([getattr(part, key) for part in (faces, *more)]) for key in ("images", "labels")))


def leaky_faces() -> FaceSet:
    """PublicTest has 2 faces of Training; PrivateTest 3 of Training, 1 of PublicTest and 1 of its own twice."""
    training, public, private = noise(20, 1), noise(28, 2), noise(35, 3)
    rows = np.arange
    return FaceSet(
        "drawn-faces",
        {
            "Training": training,
            "PublicTest": with_more(public, training.subset(rows(2))),
            "PrivateTest": with_more(
                private, training.subset(rows(3)), public.subset(rows(1)), private.subset(rows(1))
            ),
        },
    )


def a_network_right_on(faces: FaceSet, share: float) -> Callable[[np.ndarray], np.ndarray]:
    """(n, 48, 48) uint8 -> logits right on `share` of all faces and as sure of a wrong label on the others."""
    random = np.random.default_rng(0)
    known = {
        image.tobytes(): label
        for split in faces.splits.values()
        for image, label in zip(split.images, split.labels, strict=True)
    }

    def predict(images: np.ndarray) -> np.ndarray:
        labels = np.array([known[image.tobytes()] for image in images])
        wrong = random.random(len(labels)) >= share
        return (4 * np.eye(7)[(labels + wrong) % 7]).astype(np.float32)

    return predict


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    faces = leaky_faces()
    return evaluate(a_network_right_on(faces, 0.7), faces)


def test_every_test_split_is_measured_plain_and_deduplicated(evaluation: Evaluation) -> None:
    assert list(evaluation.splits) == SPLIT_NAMES
    assert [split.count for split in evaluation.splits.values()] == [30, 28, 40, 35]


def test_a_repeated_face_is_counted_once_and_the_first_one_stays() -> None:
    faces = noise(3, 0)
    again = with_more(faces, faces.subset(np.array([1])))
    assert first_of_identical(again).tolist() == [True, True, True, False]


def test_the_temperature_makes_a_too_sure_network_as_sure_as_it_is_right(evaluation: Evaluation) -> None:
    fitted_on = evaluation.calibration["PublicTest"]
    assert evaluation.temperature > 1
    assert fitted_on.after.ece < fitted_on.before.ece
    assert evaluation.splits["PublicTest"].ece == fitted_on.after.ece


def test_the_temperature_does_not_look_at_private_test() -> None:
    faces = leaky_faces()
    private = faces.splits["PrivateTest"]
    relabelled = FaceSet(faces.name, {**faces.splits, "PrivateTest": Faces(private.images, (private.labels + 1) % 7)})
    predict = a_network_right_on(faces, 1.0)

    def predict_less_sure(images: np.ndarray) -> np.ndarray:
        return predict(images) / 8

    first, second = evaluate(predict_less_sure, faces), evaluate(predict_less_sure, relabelled)
    assert first.temperature == second.temperature
    assert first.splits["PrivateTest"].accuracy != second.splits["PrivateTest"].accuracy


def test_an_evaluation_comes_back_from_its_file_unchanged(evaluation: Evaluation) -> None:
    assert Evaluation.from_json(evaluation.to_json()) == evaluation


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (lambda found: found.pop("temperature"), "temperature"),
        (lambda found: found.update(extra=1), "extra"),
        (lambda found: found["splits"]["PrivateTest"].pop("nll"), "PrivateTest has the keys"),
        (lambda found: found["splits"]["PublicTest"]["per_class"].pop("happy"), "PublicTest.per_class"),
        (lambda found: found["calibration"]["PublicTest"].pop("after"), "PublicTest has the keys"),
    ],
)
def test_a_damaged_evaluation_file_says_what_is_wrong_and_how_to_get_a_new_one(
    evaluation: Evaluation, damage: Callable[[dict[str, Any]], None], named: str
) -> None:
    found = json.loads(evaluation.to_json())
    damage(found)
    with pytest.raises(UserError, match=named) as refusal:
        Evaluation.from_json(json.dumps(found))
    assert "invoke evaluate" in str(refusal.value)


def test_a_truncated_evaluation_file_says_how_to_get_a_new_one(evaluation: Evaluation) -> None:
    with pytest.raises(UserError, match="invoke evaluate"):
        Evaluation.from_json(evaluation.to_json()[:100])


def test_the_table_shows_every_split_and_label_in_80_columns(evaluation: Evaluation) -> None:
    table = as_table(evaluation)
    for name in (*SPLIT_NAMES, *LABELS):
        assert name in table
    split = evaluation.splits["PrivateTest"]
    low, high = split.accuracy_interval_95
    assert f"{100 * split.accuracy:.1f} %  ({100 * low:.1f} to {100 * high:.1f})" in table
    assert max(map(len, table.splitlines())) <= 80


def test_a_network_that_diverged_is_reported_with_the_split() -> None:
    faces = leaky_faces()
    with pytest.raises(UserError, match="PublicTest: the network's logits are not finite"):
        evaluate(lambda images: np.full((len(images), 7), np.nan, np.float32), faces)


def test_a_data_set_without_private_test_faces_is_reported_with_the_split() -> None:
    faces = leaky_faces()
    empty = FaceSet(faces.name, {**faces.splits, "PrivateTest": noise(0, 0)})
    with pytest.raises(UserError, match="PrivateTest: no faces"):
        evaluate(lambda images: np.zeros((len(images), 7), np.float32), empty)


def test_a_split_of_leaked_faces_alone_is_reported_as_such() -> None:
    faces = leaky_faces()
    leaked = FaceSet(faces.name, {**faces.splits, "PublicTest": faces.training})
    with pytest.raises(UserError, match="PublicTest-deduplicated: no faces"):
        evaluate(a_network_right_on(faces, 1.0), leaked)
