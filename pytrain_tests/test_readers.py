"""Other data sets: each layout is recognised and read, its labels become ours, and what is wrong with it is told."""

import io
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from pytrain import data, images, labels, readers
from pytrain.errors import UserError
from pytrain.faces import LABELS, SPLITS, FaceSet
from pytrain_tests.fuzzing import damaged, read_or_told
from pytrain_tests.miniatures import (
    LAYOUTS,
    SIDE,
    Miniature,
    affectnet,
    affectnet_csv,
    ck_plus,
    ck_plus_48,
    class_folders,
    class_folders_in_parts,
    corrections_zip,
    raf_db,
    raf_db_kaggle,
)


def reduced(picture: np.ndarray, margin: float = 0.0) -> np.ndarray:
    """The middle of a (side, side, 3) picture as the page makes it: BT.601 in floats, then an antialiased triangle."""
    grey = picture @ np.array([0.299, 0.587, 0.114])
    cut = round(margin * len(grey))
    grey = grey[cut : len(grey) - cut, cut : len(grey) - cut]
    small = tf.image.resize(grey[..., None].astype(np.float32), (48, 48), method="bilinear", antialias=True)
    return small.numpy()[..., 0]


def same_faces(read: FaceSet, made: Miniature, margin: float = 0.0) -> bool:
    """Each picture that has one of our labels is there once, with that label, a JPEG's noise apart."""
    wanted = [
        (reduced(picture, margin), LABELS.index(expression))
        for picture, expression in zip(made.pictures, made.expressions, strict=True)
        if expression in LABELS
    ]
    found = [row for part in read.splits.values() for row in zip(part.images, part.labels, strict=True)]
    apart = np.array([[np.abs(face - other).mean() for face, _ in found] for other, _ in wanted])
    nearest = apart.argmin(axis=1)
    return (
        len(found) == len(wanted)
        and len(set(nearest.tolist())) == len(wanted)
        and bool((apart.min(axis=1) < 2).all())
        and all(found[row][1] == label for row, (_, label) in zip(nearest, wanted, strict=True))
    )


@pytest.fixture(scope="module", params=LAYOUTS)
def layout(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Miniature]:
    root = tmp_path_factory.mktemp("set") / "mine"
    return request.param.partition(",")[0], LAYOUTS[request.param](root)


def test_each_layout_is_recognised_and_read_with_its_own_labels(
    layout: tuple[str, Miniature], capsys: pytest.CaptureFixture[str]
) -> None:
    name, made = layout

    assert data.name_of(made.root) == name
    read = data.load_any(made.root)

    assert read.name == name
    assert same_faces(read, made, margin=0.18 if name == "ck+" else 0.0)
    contempt = made.expressions.count("contempt")
    assert (f"Left out, as none of the seven expressions: {contempt} contempt." in capsys.readouterr().out) == (
        contempt > 0
    )


def test_each_layout_is_dealt_out_alike_each_time_and_says_how(
    layout: tuple[str, Miniature], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    name, made = layout
    first = data.load_any(made.root)
    told = capsys.readouterr().out
    elsewhere = shutil.copytree(made.root, tmp_path / "mine")

    assert data.load_any(elsewhere).sha256 == first.sha256
    assert f"{name} at {made.root}: " in told
    assert re.search(r"PrivateTest is its own (test|val)|It has no test split; a tenth each", told)
    assert "the centre square" in told or "the square around the face" in told


def counts(read: FaceSet) -> dict[str, int]:
    return {split: len(part) for split, part in read.splits.items()}


def test_a_test_part_of_its_own_is_what_is_reported_and_a_tenth_of_train_is_chosen_on(tmp_path: Path) -> None:
    made = raf_db(tmp_path / "raf", each=8)

    read = data.load(made.root)

    assert counts(read)["PrivateTest"] == 56
    assert 1 <= counts(read)["PublicTest"] <= 15
    assert sum(counts(read).values()) == 112
    second_half = Miniature(made.root, 0, made.pictures[56:], made.expressions[56:])
    assert same_faces(FaceSet("", {"PrivateTest": read.splits["PrivateTest"]}), second_half)


def test_three_parts_are_the_three_splits(tmp_path: Path) -> None:
    assert counts(data.load(class_folders_in_parts(tmp_path / "mine").root)) == dict.fromkeys(SPLITS, 7)


def test_without_parts_a_tenth_each_is_dealt_out_and_equal_files_go_together(tmp_path: Path) -> None:
    made = class_folders(tmp_path / "mine", each=20)
    for file in (made.root / "joy").iterdir():
        shutil.copy(file, file.with_name(f"again-{file.name}"))

    read = data.load(made.root)

    found = counts(read)
    assert found["PublicTest"] > 5 < found["PrivateTest"]
    assert found["Training"] > 0.7 * 160
    contents = [{face.tobytes() for face in part.images} for part in read.splits.values()]
    assert not contents[0] & contents[1] | contents[0] & contents[2] | contents[1] & contents[2]


@pytest.mark.parametrize("write", [ck_plus, ck_plus_48])
def test_no_person_of_ck_plus_is_in_two_splits(write: Callable[[Path, int], Miniature], tmp_path: Path) -> None:
    """Seen to fail with the file's content as key in place of the person."""
    made = write(tmp_path / "ck", 40)
    person_of = {}
    for file in made.root.rglob("*.png"):
        content = images.file_content(file, images.PHOTO, 2**20)
        face = images.read_square(content, "", margin=0.18 if write is ck_plus else 0.0)
        person_of[face.tobytes()] = file.name[:4]

    people = [{person_of[face.tobytes()] for face in part.images} for part in data.load(made.root).splits.values()]

    assert all(people)
    assert sum(map(len, people)) == len(set.union(*people)) == 40


def test_a_picture_becomes_what_the_page_would_make_of_it() -> None:
    """Seen to fail with NEAREST, and with the plain mean of the colours."""
    rng = np.random.default_rng(0)
    picture = np.kron(rng.integers(0, 256, (20, 20, 3), dtype=np.uint8), np.ones((10, 10, 1), np.uint8))

    apart = np.abs(images.read_square(encoded(picture), "") - reduced(picture))

    assert apart.max() <= 1.5, "rounded three times: to grey, across and down"
    assert apart.mean() < 0.4


def encoded(picture: np.ndarray, form: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, form, **options)
    return file.getvalue()


@pytest.mark.parametrize(
    ("box", "margin", "expected"),
    [
        (None, 0.0, (30, 0, 100)),  # of a wide picture the middle
        (None, 0.1, (40, 10, 80)),
        ((50, 20, 40, 30), 0.0, (50, 15, 40)),  # the longer side counts
        ((50, 20, 40, 30), 0.25, (60, 25, 20)),
        ((-10, 80, 40, 40), 0.0, (0, 60, 40)),  # moved into the picture
        ((0, 0, 160, 160), 0.0, (30, 30, 100)),  # no larger than that
    ],
)
def test_the_square_is_cut_where_it_is_said(
    box: images.Box | None, margin: float, expected: tuple[int, int, int]
) -> None:
    rng = np.random.default_rng(1)
    picture = rng.integers(0, 256, (100, 160), dtype=np.uint8)
    left, top, side = expected
    top = min(top, 100 - side)

    read = images.read_square(encoded(picture), "", box, margin)

    cut = Image.fromarray(picture[top : top + side, left : left + side]).resize((48, 48), Image.Resampling.BILINEAR)
    # At its rim the square is blended with what lies beyond, as on the page.
    assert np.abs(read[1:-1, 1:-1].astype(int) - np.asarray(cut)[1:-1, 1:-1]).max() <= 1


def test_a_margin_is_for_pictures_that_nobody_framed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine, raf = class_folders(tmp_path / "mine"), raf_db(tmp_path / "raf")

    assert same_faces(data.load_any(mine.root, margin=0.1), mine, margin=0.1)
    assert "after 10 % off each side" in capsys.readouterr().out
    assert data.load_any(raf.root, margin=0.1).sha256 == data.load_any(raf.root).sha256


def test_corrections_are_a_data_set_too(tmp_path: Path) -> None:
    read = data.load_any(corrections_zip(tmp_path / "corrections.zip", 40))

    assert read.name == data.name_of(tmp_path / "corrections.zip") == "corrections"
    assert sum(counts(read).values()) == 40
    assert counts(read)["PrivateTest"] >= 1


def test_an_unknown_layout_is_told_with_the_known_ones_and_what_was_seen(tmp_path: Path) -> None:
    (tmp_path / "holiday").mkdir()
    (tmp_path / "notes.txt").touch()

    with pytest.raises(UserError, match=r"unknown layout; it holds 'holiday/', 'notes.txt'. Expected FER2013") as told:
        data.load(tmp_path)
    for known in ("EmoLabel", "DATASET/train/1", "cohn-kanade-images", "CK+48", "train_set", "training.csv", "joy"):
        assert known in str(told.value)
    (tmp_path / "nothing").mkdir()
    with pytest.raises(UserError, match="unknown layout; it holds nothing"):
        data.name_of(tmp_path / "nothing")


def test_every_map_of_labels_leads_to_the_seven_or_says_that_it_does_not() -> None:
    for numbers in (labels.RAF_DB, labels.CK_PLUS, labels.AFFECTNET):
        assert set(LABELS) <= set(numbers.values()) <= {*LABELS, *labels.NONE_OF_THE_SEVEN}
    assert set(labels.NAMES) == {*LABELS, "contempt"}
    assert all(labels.named(label) == label for label in LABELS)


Spoil = Callable[[Path], object]


def line(text: str) -> Spoil:
    return lambda root: (root / "EmoLabel" / "list_patition_label.txt").write_text(text)


def number(array: np.ndarray) -> Spoil:
    return lambda root: np.save(root / "train_set" / "annotations" / "3_exp.npy", array, allow_pickle=True)


def row(**changes: str) -> Spoil:
    names = ("file", "x", "y", "width", "height", "landmarks", "expression")
    cells = dict(zip(names, ("val0/0.png", "0", "0", "9", "9", "", "1"), strict=True)) | changes
    return lambda root: (root / "validation.csv").write_text(",".join(cells.values()) + "\n")


def emotion(text: str) -> Spoil:
    return lambda root: (root / "Emotion" / "S005" / "001" / "S005_001_00000005_emotion.txt").write_text(text)


def kilobytes_of(file: str, content: bytes, count: int) -> Spoil:
    return lambda root: (root / file).write_bytes(content * 1024 * count)


def linked(file: str) -> Spoil:
    def spoil(root: Path) -> None:
        target = root.parent / "outside"
        shutil.copytree(root, target)
        place = root / file
        shutil.rmtree(place) if place.is_dir() else place.unlink()
        place.symlink_to(target / file)

    return spoil


def pipe(file: str) -> Spoil:
    def spoil(root: Path) -> None:
        if not hasattr(os, "mkfifo"):
            pytest.skip("pipes are a thing of Unix")
        (root / file).unlink()
        os.mkfifo(root / file)

    return spoil


LIST = "EmoLabel/list_patition_label.txt"
WRONG: list[tuple[Callable[[Path], Miniature], Spoil, str]] = [
    (raf_db, line("train_00001.jpg 8\n"), r"list_patition_label.txt, line 1: label '8'. Expected one of 1 surprise"),
    (raf_db, line("train_00001.jpg 1\nholiday.jpg 1\n"), r"line 2: 'holiday.jpg 1'. Expected a picture and its label"),
    (raf_db, line("train_../../../x.jpg 1\n"), r"line 1: .* Expected a picture"),
    (raf_db, line("train_99999.jpg 1\n"), r"train_99999_aligned.jpg: not a readable image .*No such file"),
    (raf_db, line(""), "no pictures of the seven expressions"),
    (raf_db, lambda root: (root / LIST).write_bytes(b"\xff\xfe\x00"), "no text .*Expected UTF-8"),
    (raf_db, kilobytes_of(LIST, b"\n", 20_000), r"20,480,000 bytes. Expected a plain file of at most 16,777,216"),
    (raf_db, linked(LIST), "a link out of the folder, to .*outside"),
    (raf_db, linked("Image/aligned"), r"train_00001_aligned.jpg: a link out of the folder, to .*outside"),
    (raf_db, linked("Image/aligned/test_00001_aligned.jpg"), r"test_00001_aligned.jpg: a link out of the folder"),
    (raf_db, pipe("Image/aligned/test_00001_aligned.jpg"), r"test_00001_aligned.jpg: not a plain file"),
    (raf_db, kilobytes_of("Image/aligned/test_00001_aligned.jpg", b" ", 17_000), r"17,408,000 bytes. Expected at most"),
    (raf_db_kaggle, lambda root: (root / "DATASET/train/1").rename(root / "DATASET/train/8"), "unknown layout|label '8'"),
    (raf_db_kaggle, lambda root: (root / "DATASET/test/2").rename(root / "DATASET/test/9"), "test/9: label '9'"),
    (raf_db_kaggle, linked("DATASET/test/2"), "DATASET/test/2: a link out of the folder"),
    (ck_plus, emotion("happy"), r"emotion.txt: 'happy'. Expected a label such as 3.0000000e\+00"),
    (ck_plus, emotion("8.0000000e+00"), r"label '8'. Expected one of 0 neutral"),
    (ck_plus, lambda root: [f.unlink() for f in sorted((root / "cohn-kanade-images/S005/001").iterdir())[:2]],
     "001: 3 pictures. Expected more than 3"),
    (ck_plus, lambda root: (root / "cohn-kanade-images/S005/001/notes.txt").touch(), "notes.txt: unexpected name"),
    (affectnet, number(np.array([{"a": 1}], dtype=object)), r"3_exp.npy: Python objects, which could run code"),
    (affectnet, number(np.array("11")), r"3_exp.npy: label '11'. Expected one of 0 neutral"),
    (affectnet, number(np.arange(3)), r"3_exp.npy: 3 values. Expected one"),
    (affectnet, number(np.zeros(2000)), r"3_exp.npy: 16,128 bytes. Expected a plain file of at most 4,096"),
    (affectnet, lambda root: (root / "val_set/annotations/1_exp.npy").unlink(), "1_exp.npy: could not be read .*No such"),
    (affectnet, lambda root: (root / "train_set/annotations/3_exp.npy").write_bytes(b"3"), "3_exp.npy: not a readable npy"),
    (affectnet_csv, row(expression="12"), r"validation.csv, row 1: label '12'"),
    (affectnet_csv, row(x="left"), r"row 1: face \['left', '0', '9', '9'\]. Expected x, y"),
    (affectnet_csv, row(x="nan"), r"0.png: the face \(nan, .*Expected it in the picture"),
    (affectnet_csv, row(x="5000"), r"0.png: the face \(5000.0, .*in 200x200 pixels"),
    (affectnet_csv, row(width="-3"), r"the face \(0.0, 0.0, -3.0"),
    (affectnet_csv, row(file="../../../etc/passwd"), r"a link out of the folder|not a readable image"),
    (affectnet_csv, row(file="../../outside.png"), r"a link out of the folder, to .*outside.png"),
    (affectnet_csv, row(expression="1\nval0/0.png,0,0"), r"validation.csv, row 2: 3 columns. Expected subDirectory"),
    (class_folders, lambda root: (root / "joy").rename(root / "bored"), r"bored: unknown label 'bored'. Expected one of angry"),
    (class_folders, lambda root: shutil.copytree(root / "joy", root / "happy"), "joy: happy a second time, beside happy"),
    (class_folders, lambda root: shutil.copytree(root / "joy", root / "test" / "joy"), "Anger: beside test. Expected folders"),
    (class_folders_in_parts, lambda root: shutil.copytree(root / "valid", root / "val"), "valid: val a second time, beside val"),
    (ck_plus_48, lambda root: shutil.copytree(root / "anger", root / "angry"), "angry: angry a second time, beside anger"),
    (class_folders, lambda root: (root / "joy" / "Thumbs.db").touch(), r"Thumbs.db: unexpected name. Expected pictures"),
    (class_folders, linked("joy"), "joy: a link out of the folder"),
]  # fmt: skip


@pytest.mark.timeout(60)
@pytest.mark.parametrize(("write", "spoil", "message"), WRONG)
def test_what_is_wrong_with_a_data_set_is_named(
    write: Callable[[Path], Miniature], spoil: Spoil, message: str, tmp_path: Path
) -> None:
    """Seen to fail, each of the links, without check_within; the pickle, with numpy.load."""
    root = write(tmp_path / "set").root
    Image.new("L", (9, 9)).save(tmp_path / "outside.png")
    spoil(root)

    with pytest.raises(UserError, match=message) as told:
        data.load(root)
    assert "xpected" in str(told.value)


def test_a_huge_picture_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    """Seen to fail without the limit: 36 million pixels were decoded."""
    made = class_folders(tmp_path / "mine")
    Image.new("1", (6000, 6000)).save(made.root / "joy" / "huge.png")

    with pytest.raises(UserError, match=r"huge.png: 6000x6000 pixels of mode 1. Expected .*at most 33,554,432 pixels"):
        data.load(made.root)


def test_a_picture_that_is_a_program_is_never_run(tmp_path: Path) -> None:
    made = class_folders(tmp_path / "mine")
    (made.root / "joy" / "x.png").write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 48 48\nshowpage\n%%EOF\n")

    with pytest.raises(UserError, match=r"x.png: not a readable image \(cannot identify"):
        data.load(made.root)


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


PICTURE = np.arange(SIDE * SIDE * 3, dtype=np.uint32).astype(np.uint8).reshape(SIDE, SIDE, 3)


@given(
    st.sampled_from(["PNG", "JPEG", "BMP", "WEBP"]).flatmap(lambda form: damaged(encoded(PICTURE, form)))
    | st.binary(max_size=60)
)
def test_fuzz_any_damage_to_a_picture_is_told(fuzzed: Path, content: bytes) -> None:
    path = fuzzed / "face.png"
    path.write_bytes(content)

    face = read_or_told(lambda file: images.read_square(file.read_bytes(), str(file)), path)

    assert face is None or (face.shape == (48, 48) and face.dtype == np.uint8)


FUZZED: dict[str, tuple[Callable[[Path], Miniature], str]] = {
    "raf": (lambda root: raf_db(root, each=1), LIST),
    "ck": (lambda root: ck_plus(root, people=1), "Emotion/S005/001/S005_001_00000005_emotion.txt"),
    "npy": (lambda root: affectnet(root, each=1), "train_set/annotations/0_exp.npy"),
    "csv": (lambda root: affectnet_csv(root, each=1), "training.csv"),
}


@given(st.data())
@example(None)
@pytest.mark.parametrize("name", FUZZED)
def test_fuzz_any_damage_to_what_tells_the_labels_is_told(fuzzed: Path, name: str, data_: st.DataObject | None) -> None:
    write, told = FUZZED[name]
    root = fuzzed / name
    if not root.exists():
        write(root)
        shutil.copy(root / told, fuzzed / f"{name}.whole")
    whole = (fuzzed / f"{name}.whole").read_bytes()
    (root / told).write_bytes(whole if data_ is None else data_.draw(damaged(whole)))

    read = read_or_told(lambda path: readers.read(path), root)

    assert read is not None or data_ is not None
