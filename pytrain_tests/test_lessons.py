"""Teachers and students on few drawn faces: real fits, seconds each."""

from collections.abc import Callable
from itertools import islice
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from pytrain import config, experiment, lessons, opinions, pipeline, runs
from pytrain.callbacks import model_logits
from pytrain.convert import convert
from pytrain.errors import UserError
from pytrain.faces import FaceSet
from pytrain.train import train

STUDENT = ["teachers=cnn", "lessons=2", "epochs=3", "batch_size=70", "teacher_weight=1", "learning_rate=0.003"]


def a_teacher(root: Path, faces: FaceSet, *overrides: str) -> runs.Run:
    preset = config.preset("cnn", ["epochs=3", "batch_size=70", *overrides])
    teacher = runs.create(root, "cnn", "cnn", preset, faces, None)
    train(preset, faces, teacher)
    return teacher


@pytest.fixture(scope="module")
def teacher(faces: FaceSet, tmp_path_factory: pytest.TempPathFactory) -> runs.Run:
    return a_teacher(tmp_path_factory.mktemp("runs"), faces)


def softmax(logits: np.ndarray) -> np.ndarray:
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


def test_a_lesson_holds_what_the_teacher_says_about_just_these_images_and_their_mirror_images(
    teacher: runs.Run, faces: FaceSet
) -> None:
    preset = config.preset("cnn", [*STUDENT, "augment=1"])
    prepared = lessons.prepare(teacher.folder.parent, preset, faces.training, [teacher])

    images, said = prepared.read(1)
    predict = model_logits(teacher.load_best())
    expected = (softmax(predict(images[..., 0])) + softmax(predict(images[:, :, ::-1, 0]))) / 2

    assert images.shape == (len(faces.training), 48, 48, 1)
    assert np.allclose(said, expected, atol=5e-3)
    assert not np.array_equal(images, prepared.read(0)[0])


def test_lessons_are_shared_by_seeds_and_written_anew_for_another_teacher(faces: FaceSet, tmp_path: Path) -> None:
    root = tmp_path
    first = a_teacher(root, faces)
    prepare = [
        lessons.prepare(root, config.preset("cnn", [*STUDENT, f"seed={seed}"]), faces.training, [first]).folder
        for seed in (0, 1)
    ]
    written = (prepare[0] / "000.npz").stat().st_mtime_ns
    (prepare[0] / "001.npz").unlink()
    lessons.prepare(root, config.preset("cnn", STUDENT), faces.training, [first])
    network = first.load_best()
    network.set_weights([1.01 * weights for weights in network.get_weights()])
    runs.save_model(network, first.best)
    other = lessons.prepare(root, config.preset("cnn", STUDENT), faces.training, [first]).folder

    assert prepare[0] == prepare[1] != other
    assert (prepare[0] / "000.npz").stat().st_mtime_ns == written
    assert (prepare[0] / "001.npz").exists()


def test_a_student_gets_the_lessons_in_turn_with_their_blended_targets(teacher: runs.Run, faces: FaceSet) -> None:
    preset = config.preset("cnn", [*STUDENT, "teacher_weight=0.25", "batch_size=210"])
    prepared = lessons.prepare(teacher.folder.parent, preset, faces.training, [teacher])

    batches = [
        (images.numpy(), wanted.numpy())
        for images, wanted in islice(pipeline.training_batches(faces.training, preset, lessons=prepared), 3)
    ]

    labels = np.eye(7, dtype=np.float32)[faces.training.labels]
    for epoch, (images, wanted) in enumerate(batches):
        seen, said = prepared.read(epoch % 2)
        rows = {image.tobytes(): row for row, image in enumerate(seen.astype(np.float32))}
        rows |= {image[:, ::-1].tobytes(): row for row, image in enumerate(seen.astype(np.float32))}
        order = [rows[image.tobytes()] for image in images]
        assert sorted(order) == list(range(210))
        assert np.allclose(wanted, (0.75 * labels + 0.25 * said)[order], atol=1e-6)
    assert not np.array_equal(batches[0][0], batches[2][0])


def test_a_missing_teacher_is_trained_before_its_student(
    faces: FaceSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(experiment, "drawn_faces", lambda: faces)
    monkeypatch.setitem(config.PRESETS, "cnn", config.preset("cnn", ["epochs=1"]))

    halved = [*STUDENT, "precision=bfloat16"]
    student = experiment.start(tmp_path, "cnn-dropout", halved, None, "student", wandb=False)
    experiment.start(tmp_path, "cnn-dropout", STUDENT, None, "other", wandb=False)

    assert runs.Run(tmp_path / "cnn").is_finished
    assert runs.Run(tmp_path / "cnn").preset().precision == "bfloat16"
    assert len(student.read_history()) == 3


def test_a_teacher_made_with_other_settings_or_unfinished_is_refused(faces: FaceSet, tmp_path: Path) -> None:
    a_teacher(tmp_path, faces)
    with pytest.raises(UserError, match=r"cnn was made with other settings than the preset cnn.*out of the way"):
        experiment.start(tmp_path, "cnn-dropout", STUDENT, None, "student", wandb=False)
    assert not (tmp_path / "student").exists()

    missing = [runs.Run(tmp_path / "elsewhere" / "cnn")]
    with pytest.raises(UserError, match=r"The teacher cnn has no finished run.*invoke train --preset cnn"):
        lessons.prepare(tmp_path, config.preset("cnn", STUDENT), faces.training, missing)


def test_a_teacher_is_asked_only_about_views_that_it_has_not_seen(
    teacher: runs.Run, faces: FaceSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = opinions.Views(faces.training, 0.5)
    two = opinions.gather(teacher, views, 2)
    asked = []
    ask = opinions._opinion

    def listening(network: keras.Model) -> Callable[[tf.Tensor], tf.Tensor]:
        answer = ask(network)
        return lambda seen: asked.append(len(seen)) or answer(seen)

    monkeypatch.setattr(opinions, "_opinion", listening)
    three = opinions.gather(teacher, views, 3)

    assert sum(asked) == len(faces.training)
    assert np.array_equal(three[:2], two)
    assert not np.array_equal(three[2], two[1])
    assert np.allclose(three.sum(axis=-1), 1, atol=1e-6)


def test_what_a_released_models_teachers_said_stands_in_for_them(
    faces: FaceSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(experiment, "drawn_faces", lambda: faces)
    monkeypatch.setitem(config.PRESETS, "cnn", config.preset("cnn", ["epochs=3", "batch_size=70"]))
    monkeypatch.setattr(opinions, "COMMITTED", tmp_path / "committed")
    teacher = a_teacher(tmp_path / "runs", faces)
    experiment.start(tmp_path / "runs", "cnn-dropout", STUDENT, None, "student", wandb=False)
    assert opinions.publish(teacher) == tmp_path / "committed" / "cnn.npz"
    assert opinions.publish(runs.Run(tmp_path / "runs" / "student")) is None
    taught = {path.name for path in (tmp_path / "runs").glob(".lessons-*")}

    experiment.start(tmp_path / "other", "cnn-dropout", STUDENT, None, "student", wandb=False)

    assert "cnn need not be trained" in capsys.readouterr().out
    assert not (tmp_path / "other" / "cnn").exists()
    assert {path.name for path in (tmp_path / "other").glob(".lessons-*")} == taught

    experiment.start(tmp_path / "third", "cnn-dropout", [*STUDENT, "augment=0.5"], None, "student", wandb=False)
    assert (tmp_path / "third" / "cnn").exists()  # what was said is about other views


def test_a_converted_model_teaches_by_what_its_files_say(
    trained: runs.Run, faces: FaceSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opinions, "COMMITTED", tmp_path / "committed")
    convert(trained, faces, tmp_path / "model", "uint16")
    views = opinions.Views(faces.training, 0.5)

    path = opinions.write_released(tmp_path / "model", "cnn", views, 2)

    assert path == tmp_path / "committed" / "cnn.npz"
    said = opinions.gather(runs.Run(tmp_path / "cnn"), views, 2)
    images = views.images(1)
    predict = model_logits(trained.load_best())
    expected = (softmax(predict(images[..., 0])) + softmax(predict(images[:, :, ::-1, 0]))) / 2
    assert np.allclose(said[1], expected, atol=0.01)
    with pytest.raises(UserError, match="cnn has no finished run"):
        opinions.gather(runs.Run(tmp_path / "cnn"), views, 3)
