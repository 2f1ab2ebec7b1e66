import numpy as np
import pytest

from pytrain.errors import UserError
from pytrain.metrics import fit_temperature, reliability, split_metrics


def sure_of(labels: list[int], logit: float = 5.0) -> np.ndarray:
    """Logits that put `logit` on each of `labels` and 0 elsewhere."""
    return (np.eye(7)[labels] * logit).astype(np.float32)


def test_the_interval_of_eight_right_out_of_ten_is_wilsons() -> None:
    metrics = split_metrics(sure_of([0] * 8 + [1] * 2), np.zeros(10, np.int64))
    assert metrics.count == 10
    assert metrics.accuracy == 0.8
    assert metrics.accuracy_interval_95 == pytest.approx((0.4902, 0.9433), abs=1e-4)


def test_the_confusion_matrix_has_actual_labels_in_rows_and_predicted_ones_in_columns() -> None:
    metrics = split_metrics(sure_of([3, 3, 4]), np.array([3, 4, 4]))
    assert metrics.confusion[4][3] == 1
    assert metrics.confusion[3][4] == 0
    assert np.sum(metrics.confusion) == 3


def test_each_label_has_its_precision_recall_and_support() -> None:
    happy = split_metrics(sure_of([3, 3, 3, 4]), np.array([3, 3, 4, 3])).per_class["happy"]
    assert (happy.precision, happy.recall, happy.support) == pytest.approx((2 / 3, 2 / 3, 3))


def test_a_label_that_does_not_occur_does_not_lower_macro_f1() -> None:
    metrics = split_metrics(sure_of([3, 4]), np.array([3, 4]))
    assert metrics.macro_f1 == 1.0
    assert metrics.per_class["disgust"].support == 0


def test_a_network_that_is_90_percent_sure_and_half_right_has_an_ece_of_40_percent() -> None:
    ninety_percent = float(np.log(9 * 6))
    metrics = split_metrics(sure_of([3, 3], ninety_percent), np.array([3, 4]))
    assert metrics.ece == pytest.approx(0.4, abs=1e-6)
    assert metrics.nll == pytest.approx(-(np.log(0.9) + np.log(0.1 / 6)) / 2, abs=1e-6)


def test_the_reliability_diagram_counts_every_face_once_even_at_full_confidence() -> None:
    diagram = reliability(sure_of([3, 3, 3], 1000.0), np.array([3, 3, 4]), bins=15)
    assert diagram.count == (0,) * 14 + (3,)
    assert diagram.confidence[-1] == 1.0
    assert diagram.accuracy[-1] == pytest.approx(2 / 3)


@pytest.mark.parametrize("too_sure", [0.5, 1.0, 3.0])
def test_the_fitted_temperature_is_how_much_too_sure_the_network_is(too_sure: float) -> None:
    random = np.random.default_rng(0)
    honest = 2 * random.normal(size=(4000, 7))
    # The Gumbel maximum draws each label with its softmax probability.
    labels = (honest + random.gumbel(size=honest.shape)).argmax(axis=1)
    logits = (honest * too_sure).astype(np.float32)
    temperature = fit_temperature(logits, labels)
    assert temperature == pytest.approx(too_sure, rel=0.06)
    assert split_metrics(logits, labels, temperature).ece < 0.03


def test_a_perfect_network_still_gets_a_finite_temperature() -> None:
    assert 0.5 <= fit_temperature(sure_of([0, 1, 2]), np.array([0, 1, 2])) < 1


def test_a_split_without_faces_is_named() -> None:
    with pytest.raises(UserError, match="PublicTest: no faces"):
        split_metrics(np.zeros((0, 7), np.float32), np.zeros(0, np.int64), name="PublicTest")


def test_a_diverged_network_is_named_with_the_row_and_the_way_on() -> None:
    logits = sure_of([0, 1, 2])
    logits[1, 4] = np.nan
    with pytest.raises(UserError, match=r"1 of 3 rows, first in row 1: the training diverged.*learning_rate"):
        split_metrics(logits, np.array([0, 1, 2]))


def test_a_label_outside_the_seven_is_named_with_its_row() -> None:
    with pytest.raises(UserError, match="row 2 has label 7, expected 0 to 6"):
        split_metrics(sure_of([0, 1, 2]), np.array([0, 1, 7]))


def test_logits_of_another_shape_are_named_with_what_was_expected() -> None:
    with pytest.raises(UserError, match=r"got logits of shape \(3, 8\), expected \(3, 7\)"):
        split_metrics(np.zeros((3, 8), np.float32), np.array([0, 1, 2]))
