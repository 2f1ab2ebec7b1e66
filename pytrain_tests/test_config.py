import pytest

from pytrain import config
from pytrain.errors import UserError


@pytest.mark.parametrize("name", config.PRESETS)
def test_every_preset_of_the_talk_can_be_had_by_name(name: str) -> None:
    assert config.preset(name) == config.PRESETS[name]


def test_set_changes_a_setting_and_keeps_its_type() -> None:
    changed = config.preset("cnn", ["epochs=3", "learning_rate=0.01", "optimizer=sgd", "drop_test_duplicates=false"])

    assert (changed.epochs, changed.learning_rate, changed.optimizer, changed.drop_test_duplicates) == (
        3,
        0.01,
        "sgd",
        False,
    )
    assert changed.architecture == "cnn"


def test_an_unknown_preset_lists_the_known_ones() -> None:
    with pytest.raises(
        UserError, match=r"compcat.*did you mean 'compact'.*perceptron, cnn, cnn-dropout, cnn-augment, compact"
    ):
        config.preset("compcat")


def test_an_unknown_setting_lists_the_known_ones_with_their_types() -> None:
    with pytest.raises(
        UserError, match=r"epoch: no such setting; did you mean 'epochs'.*batch_size \(int\).*dropout \(float\)"
    ):
        config.preset("cnn", ["epoch=3"])


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("epochs=3.5", "epochs takes a value of type int"),
        ("epochs=many", "epochs takes a value of type int"),
        ("dropout=high", "dropout takes a value of type float"),
        ("drop_test_duplicates=1", r"type bool \(true or false\)"),
        ("epochs", "expected key=value"),
        ("epochs=0", "expected 1 or more"),
        ("dropout=1", "expected 0 up to 1"),
        ("learning_rate=nan", "expected between 0 and 100"),
        ("optimizer=rmsprop", "expected adam or sgd"),
        ("stages=32 || 64", "expected filters such as 32"),
        ("precision=float16", "expected float32 or bfloat16"),
        ("teachers=student", "expected names out of perceptron, cnn"),
        ("architecture=resnet", "expected one of perceptron, cnn, vgg"),
        ("seed=-1", "expected 0 to"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_what_was_expected(override: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        config.preset("cnn", [override])
