"""Zips of corrections: a good one is learned from beside Training, and each bad one is named."""

import dataclasses
import io
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from PIL import Image

from pytrain import config, contract, corrections, experiment, lessons, pipeline, runs
from pytrain.drawn import draw, random_face
from pytrain.errors import UserError
from pytrain.faces import CORRECTED, DRAWN, LABELS, Faces, FaceSet, is_drawn

Files = dict[str, bytes]
Spoil = Callable[[dict[str, Any], Files], object]


def png(image: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(image).save(file, "PNG")
    return file.getvalue()


def pictures(count: int, seed: int = 7) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    return [draw(random_face(LABELS[number % 7], rng), 48) for number in range(count)]


def contents(images: list[np.ndarray], labels: list[str]) -> tuple[dict[str, Any], Files]:
    """corrections.json and the pictures, as the page writes them."""
    files = {f"images/{label}/{number + 1:04}.png": png(images[number]) for number, label in enumerate(labels)}
    entries = [
        {
            "file": file,
            "label": label,
            "said": "unsure",
            "probabilities": dict.fromkeys(LABELS, 1 / 7),
            "model": {"name": "student", "sha256": "a" * 64},
            "time": "2026-11-24T08:15:30.000Z",
        }
        for file, label in zip(files, labels, strict=True)
    ]
    return {
        "format": 1,
        "created": "2026-11-24T08:16:30.000Z",
        "labels": list(LABELS),
        "entries": entries,
    }, files


def write_zip(path: Path, images: list[np.ndarray], labels: list[str], spoil: Spoil | None = None) -> Path:
    about, files = contents(images, labels)
    if spoil is not None:
        spoil(about, files)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("corrections.json", json.dumps(about))
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@pytest.fixture
def two(tmp_path: Path) -> Path:
    return write_zip(tmp_path / "corrections.zip", pictures(2), ["sad", "neutral"])


def test_a_zip_is_read_in_its_order_pixel_by_pixel(two: Path) -> None:
    read = corrections.read(two)

    assert read.labels.tolist() == [LABELS.index("sad"), LABELS.index("neutral")]
    assert read.images.dtype == np.uint8
    assert np.array_equal(read.images, pictures(2))


def rename(name: str) -> Spoil:
    """The first picture under another name, in both places."""

    def spoil(about: dict[str, Any], files: Files) -> None:
        files[name] = files.pop(about["entries"][0]["file"])
        about["entries"][0]["file"] = name

    return spoil


def repaint(image: np.ndarray | bytes) -> Spoil:
    return lambda about, files: files.update(
        {about["entries"][0]["file"]: image if isinstance(image, bytes) else png(image)}
    )


def change(**values: Any) -> Spoil:
    return lambda about, files: about["entries"][0].update(values)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (rename("../../evil.png"), r"entry '../../evil.png': unexpected name. Expected only corrections.json and images/"),
        (rename("/etc/images/sad/1.png"), r"'/etc/images/sad/1.png': unexpected name"),
        (rename("images\\sad\\0001.png"), "unexpected name"),
        (rename("images/sad/0001.png/../../../x.png"), "unexpected name"),
        (rename("images/contempt/0001.png"), "'images/contempt/0001.png': unexpected name.*labels angry, disgust"),
        (rename("images/happy/0001.png"), r"entries\[0\]: file 'images/happy/0001.png'. Expected images/sad/<number>.png"),
        (lambda about, files: files.update({"notes.txt": b"hello"}), "'notes.txt': unexpected name"),
        (lambda about, files: files.update({"images/sad/9.png": b"more"}), "0 entries for images/sad/9.png"),
        (lambda about, files: files.pop("images/sad/0001.png"), "images/sad/0001.png is missing from the zip"),
        (lambda about, files: about["entries"].append(about["entries"][0]), "2 entries for images/sad/0001.png"),
        (lambda about, files: about.update(format=2), "format 2. Expected 1"),
        (lambda about, files: about.update(labels=["good", "bad"]), "labels good, bad. Expected angry"),
        (lambda about, files: about.update(entries=[]), "0 entries. Expected 1 to"),
        (lambda about, files: about.update(by="me"), "unknown key by"),
        (lambda about, files: about["entries"][0].pop("time"), r"entries\[0\]: missing key time"),
        (change(label="contempt"), r"entries\[0\]: label 'contempt'. Expected one of angry"),
        (change(label=3), r"entries\[0\] label: got 3. Expected a str"),
        (change(probabilities={"sad": "much"}), r'probabilities sad: got "much". Expected a float'),
        (repaint(np.zeros((64, 48), np.uint8)), "48x64 pixels of mode L. Expected 48x48 of 8-bit grey"),
        (repaint(np.zeros((48, 48, 3), np.uint8)), "48x48 pixels of mode RGB"),
        (repaint(np.zeros((48, 48, 4), np.uint8)), "48x48 pixels of mode RGBA"),
        (repaint(b"GIF89a"), "images/sad/0001.png: not a readable image"),
        (repaint(png(np.eye(48, dtype=np.uint8))[:60]), "images/sad/0001.png: not a readable image"),
        (repaint(bytes(70_000)), "70,000 bytes unpacked. Expected at most 65,536"),
    ],
)  # fmt: skip
def test_what_the_page_would_not_write_is_named(tmp_path: Path, spoil: Spoil, message: str) -> None:
    path = write_zip(tmp_path / "spoilt.zip", pictures(2), ["sad", "neutral"], spoil)

    with pytest.raises(UserError, match=rf"spoilt.zip.*{message}"):
        corrections.read(path)
    assert sorted(tmp_path.iterdir()) == [path], "nothing is unpacked"


def test_a_link_in_the_zip_is_refused(two: Path) -> None:
    link = zipfile.ZipInfo("images/sad/0003.png")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(two, "a") as archive:
        archive.writestr(link, "/etc/passwd")

    with pytest.raises(UserError, match=r"'images/sad/0003.png': a link or a special file. Expected a plain file"):
        corrections.read(two)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_is_there_twice_is_refused(two: Path) -> None:
    with zipfile.ZipFile(two, "a") as archive:
        archive.writestr("images/sad/0001.png", png(pictures(1, seed=8)[0]))

    with pytest.raises(UserError, match=r"'images/sad/0001.png': there twice"):
        corrections.read(two)


def test_an_entry_that_hides_how_much_it_unpacks_to_is_not_unpacked_whole(two: Path, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("corrections.json", bytes(50_000_000))
    honest = (50_000_000).to_bytes(4, "little")
    assert bomb.read_bytes().count(honest) == 2, "in front of the entry and in the directory"
    with pytest.raises(UserError, match=r"50,000,000 bytes unpacked. Expected at most 33,554,432"):
        corrections.read(bomb)

    bomb.write_bytes(bomb.read_bytes().replace(honest, (100).to_bytes(4, "little")))
    with pytest.raises(UserError, match=r"bomb.zip: not a readable zip \(Bad CRC-32"):
        corrections.read(bomb)


@pytest.mark.parametrize("content", [b"", b"no zip at all", b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_no_zip_of_corrections_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "holiday.zip"
    path.write_bytes(content)

    with pytest.raises(UserError, match=r"holiday.zip: (not a readable zip|no corrections.json).*Expected"):
        corrections.read(path)


def test_a_zip_that_was_cut_off_or_nested_too_deep_is_refused(two: Path, tmp_path: Path) -> None:
    deep = tmp_path / "deep.zip"
    with zipfile.ZipFile(deep, "w") as archive:
        archive.writestr("corrections.json", "[" * 100_000)
    with pytest.raises(UserError, match=r"deep.zip, corrections.json: not JSON"):
        corrections.read(deep)

    two.write_bytes(two.read_bytes()[:-200])
    with pytest.raises(UserError, match="not a readable zip"):
        corrections.read(two)
    with pytest.raises(UserError, match=r"No corrections at .*nowhere.zip. Expected the zip that the page saves"):
        corrections.read(tmp_path / "nowhere.zip")


def test_corrections_give_the_data_set_another_name_and_digest_and_touch_no_split(faces: FaceSet, two: Path) -> None:
    joined = corrections.added(faces, [two])

    assert joined.name == DRAWN + CORRECTED
    assert is_drawn(joined.name)
    assert not is_drawn("fer2013" + CORRECTED)
    assert joined.splits == faces.splits
    assert joined.sha256 != faces.sha256
    assert corrections.added(faces, []) is faces


def test_the_same_picture_counts_once_and_as_it_was_corrected_last(faces: FaceSet, two: Path, tmp_path: Path) -> None:
    first, second = pictures(2)
    later = write_zip(tmp_path / "later.zip", [second, first, first], ["neutral", "fear", "angry"])

    corrected = corrections.added(faces, [two, later]).corrections

    assert corrected is not None
    by_picture = {
        image.tobytes(): LABELS[label] for image, label in zip(corrected.images, corrected.labels, strict=True)
    }
    assert by_picture == {first.tobytes(): "angry", second.tobytes(): "neutral"}
    assert len(corrected) == 2


@pytest.mark.parametrize(("count", "wanted", "repeats"), [(1, 10, 10), (2, 10, 10), (5, 10, 4), (5, 2, 2), (30, 10, 1)])
def test_a_few_corrections_are_repeated_and_many_are_not(
    faces: FaceSet, tmp_path: Path, count: int, wanted: int, repeats: int
) -> None:
    path = write_zip(tmp_path / "some.zip", pictures(count), ["sad"] * count)
    preset = config.preset("cnn", [f"extra_repeats={wanted}"])

    rows, times = corrections.learned(preset, corrections.added(faces, [path]))

    assert times == repeats
    assert len(rows) == repeats * count
    assert (np.unique(rows.images, axis=0, return_counts=True)[1] == repeats).all()


def test_a_correction_that_equals_a_test_image_is_not_learned(faces: FaceSet, tmp_path: Path) -> None:
    leaked = faces.splits["PrivateTest"].images[0]
    path = write_zip(tmp_path / "leaked.zip", [leaked, *pictures(1)], ["sad", "sad"])
    joined = corrections.added(faces, [path])

    assert not (corrections.learned(config.preset("cnn"), joined)[0].images == leaked).all(axis=(1, 2)).any()
    kept, _ = corrections.learned(config.preset("cnn", ["drop_test_duplicates=false"]), joined)
    assert (kept.images == leaked).all(axis=(1, 2)).any()


def test_corrections_have_no_votes_where_training_has_some(faces: FaceSet, two: Path) -> None:
    training = dataclasses.replace(faces.training, votes=np.eye(7, dtype=np.float32)[faces.training.labels])
    rows, _ = corrections.learned(config.preset("cnn"), corrections.added(faces, [two]))

    together = training.followed_by(rows)

    assert together.votes is not None
    assert len(together) == len(together.votes) == 210 + 20
    assert not together.votes[210:].any()
    targets = pipeline.targets(together, config.preset("cnn", ["votes_weight=0.5"]))
    assert np.array_equal(targets[210:], np.eye(7, dtype=np.float32)[rows.labels])


@pytest.fixture
def drawn_few(faces: FaceSet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(experiment, "drawn_faces", lambda: faces)


def seen_in(monkeypatch: pytest.MonkeyPatch) -> list[Faces]:
    """What trainings make their batches of."""
    seen: list[Faces] = []
    batches = pipeline.training_batches

    def watched(faces: Faces, *rest: Any) -> Any:
        seen.append(faces)
        return batches(faces, *rest)

    monkeypatch.setattr(pipeline, "training_batches", watched)
    return seen


@pytest.mark.usefixtures("drawn_few")
def test_a_run_learns_from_corrections_says_so_and_is_resumed_and_measured_with_them(
    two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], faces: FaceSet
) -> None:
    seen = seen_in(monkeypatch)
    run = experiment.start(
        tmp_path / "runs", "cnn", ["epochs=1", "batch_size=70"], None, "corrected", extra=[two], wandb=False
    )

    (learned,) = seen
    for image, label in zip(pictures(2), ("sad", "neutral"), strict=True):
        rows = (learned.images == image).all(axis=(1, 2))
        assert rows.sum() == 10
        assert set(learned.labels[rows]) == {LABELS.index(label)}
    assert "2 of 2 corrections, 10 times each: 8.7 % of what is learned" in capsys.readouterr().out
    told = run.config()
    assert told["dataset"] == DRAWN + CORRECTED
    assert told["dataset_sha256"] == corrections.added(faces, [two]).sha256 != faces.sha256
    assert list(told["extra"]) == [str(two)]
    assert experiment.resume(tmp_path / "runs", "corrected", wandb=False).is_finished

    before = two.read_bytes()
    write_zip(two, pictures(1), ["fear"])
    with pytest.raises(UserError, match=r"corrections.zip was changed: sha256 .*Put the former file back"):
        experiment.resume(tmp_path / "runs", "corrected", wandb=False)
    two.unlink()
    with pytest.raises(UserError, match=r"corrections.zip is gone, and the run learned from it"):
        experiment.faces_of(run)
    two.write_bytes(before)
    assert experiment.faces_of(run).sha256 == told["dataset_sha256"]


def test_a_model_of_drawn_faces_stays_a_demonstration_whatever_was_corrected() -> None:
    manifest = contract.read(Path(__file__).parent.parent / "model")

    def named(dataset: str) -> contract.Manifest:
        return dataclasses.replace(manifest, training=dataclasses.replace(manifest.training, dataset=dataset))

    assert named(DRAWN + CORRECTED).is_demonstration
    assert not named("fer2013" + CORRECTED).is_demonstration


@pytest.mark.usefixtures("drawn_few")
def test_a_taught_network_learns_corrections_by_label_and_its_teacher_never_sees_them(
    two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, faces: FaceSet
) -> None:
    monkeypatch.setitem(config.PRESETS, "cnn", config.preset("cnn", ["epochs=1", "batch_size=70"]))
    seen = seen_in(monkeypatch)
    student = ["teachers=cnn", "lessons=2", "epochs=2", "batch_size=70", "teacher_weight=0.5", "augment=0.5"]
    root = tmp_path / "runs"

    experiment.start(root, "cnn-dropout", student, None, "plain", wandb=False)
    of_the_faces = set(root.glob(".lessons-*"))
    said = (root / "cnn" / "opinions.npz").read_bytes()
    experiment.start(root, "cnn-dropout", student, None, "corrected", extra=[two], wandb=False)

    teacher, plain, corrected = seen
    assert [len(teacher), len(plain), len(corrected)] == [210, 210, 230]
    assert (root / "cnn" / "opinions.npz").read_bytes() == said, "the teacher was not asked again"
    assert len(set(root.glob(".lessons-*")) - of_the_faces) == 1, "the faces' own lessons serve again"
    rows, _ = corrections.learned(config.preset("cnn"), corrections.added(faces, [two]))
    prepared = lessons.prepare(
        root, config.preset("cnn-dropout", student), faces.training, [runs.Run(root / "cnn")], rows
    )
    images, opinion = prepared.read(1)
    assert images.shape == (230, 48, 48, 1)
    assert np.array_equal(opinion[210:], np.eye(7, dtype=np.float32)[rows.labels])
    assert len({image.tobytes() for image in images[210:]}) == 20, "each repeat is seen otherwise"
    assert isinstance(runs.Run(root / "corrected").load_best(), keras.Model)
