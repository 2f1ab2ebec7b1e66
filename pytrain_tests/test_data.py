"""Each form of FER2013, in miniature and made of drawn faces, is read alike; each way to damage it is named."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from pytrain import data
from pytrain.errors import UserError
from pytrain.faces import LABELS, SPLITS, Faces, FaceSet


def write_csv(faces: FaceSet, path: Path, columns: tuple[str, str, str] = ("emotion", "pixels", "Usage")) -> Path:
    rows = [
        (label, " ".join(map(str, image.ravel())), split)
        for split in SPLITS
        for image, label in zip(faces.splits[split].images, faces.splits[split].labels, strict=True)
    ]
    pd.DataFrame(rows, columns=list(columns)).to_csv(path, index=False)
    return path


def write_folders(faces: FaceSet, path: Path) -> Path:
    for split in SPLITS:
        for number, (image, label) in enumerate(
            zip(faces.splits[split].images, faces.splits[split].labels, strict=True)
        ):
            folder = path / ("train" if split == "Training" else "test") / LABELS[label]
            folder.mkdir(parents=True, exist_ok=True)
            Image.fromarray(image).save(folder / f"{split}_{number}.png")
    return path


def arrays(faces: FaceSet) -> dict[str, np.ndarray]:
    splits = [faces.splits[split] for split in SPLITS]
    return {
        "images": np.concatenate([split.images for split in splits]),
        "emotion": np.concatenate([split.labels for split in splits]),
        "usage": np.repeat(np.arange(3, dtype=np.uint8), [len(split) for split in splits]),
    }


def write_npz(faces: FaceSet, path: Path, **changes: np.ndarray) -> Path:
    np.savez_compressed(path, **(arrays(faces) | changes))
    return path


@pytest.fixture(params=["fer2013.csv", "icml_face_data.csv", "folders", "fer2013.npz"])
def written(request: pytest.FixtureRequest, faces: FaceSet, tmp_path: Path) -> Path:
    path = tmp_path / request.param
    if request.param == "folders":
        return write_folders(faces, path)
    if request.param.endswith(".npz"):
        return write_npz(faces, path)
    if request.param == "icml_face_data.csv":
        return write_csv(faces, path, ("emotion", " pixels", " Usage"))
    return write_csv(faces, path)


def test_every_form_gives_the_same_faces_in_the_official_splits(written: Path, faces: FaceSet) -> None:
    read = data.load(written)

    assert {split: len(read.splits[split]) for split in SPLITS} == {split: len(faces.splits[split]) for split in SPLITS}
    assert read.sha256 == faces.sha256
    assert all(read.splits[split].images.dtype == np.uint8 for split in SPLITS)


def test_votes_of_the_npz_become_probabilities_over_our_labels(faces: FaceSet, tmp_path: Path) -> None:
    count = len(arrays(faces)["images"])
    votes = np.zeros((count, 10), np.uint8)
    votes[0, [1, 3]] = 6, 2  # happiness, sadness
    votes[1, 7] = 10  # contempt alone: none of our seven
    votes[2, 5] = 10  # disgust, but the votes are another image's
    ok = np.arange(count) != 2

    read = data.load(write_npz(faces, tmp_path / "votes.npz", ferplus=votes, ferplus_ok=ok)).training.votes

    assert read is not None
    assert {label: share for label, share in zip(LABELS, read[0], strict=True) if share} == {"happy": 0.75, "sad": 0.25}
    assert read[1:3].sum() == 0


def test_training_rows_that_equal_a_test_image_are_left_out_and_counted(faces: FaceSet) -> None:
    training, public, private = (faces.splits[split] for split in SPLITS)
    leaked = Faces(
        np.concatenate([training.images, public.images[:2], private.images[:3]]),
        np.concatenate([training.labels, public.labels[:2], private.labels[:3]]),
    )

    kept, dropped = data.without_test_duplicates(FaceSet("fer2013", faces.splits | {"Training": leaked}))

    assert dropped == 5
    assert np.array_equal(kept.images, training.images)


def damaged(line: str, column: int, value: str) -> str:
    cells = line.split(",")
    cells[column] = value
    return ",".join(cells)


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        (1, "1 2 3", r"fer2013.csv, row 4: 3 pixels. Expected 2304"),
        (1, " ".join(["256"] * 2304), r"row 4: pixel values from 256 to 256. Expected 0 to 255"),
        (1, " ".join(["-1"] * 2304), r"row 4: pixel values from -1"),
        (1, " ".join(["x"] + ["0"] * 2303), r"row 4: pixel 'x'. Expected whole numbers"),
        (1, "", r"row 4: 0 pixels"),
        (0, "7", r"row 4: emotion '7'. Expected 0 to 6 \(angry"),
        (0, "", r"row 4: emotion ''"),
        (2, "Test", r"row 4: Usage 'Test'. Expected one of Training, PublicTest, PrivateTest"),
    ],
)
def test_a_damaged_csv_row_is_named(faces: FaceSet, tmp_path: Path, column: int, value: str, message: str) -> None:
    path = write_csv(faces, tmp_path / "fer2013.csv")
    lines = path.read_text().splitlines()
    lines[3] = damaged(lines[3], column, value)
    path.write_text("\n".join(lines))

    with pytest.raises(UserError, match=message):
        data.load(path)


def test_a_csv_cut_off_in_mid_row_is_named(faces: FaceSet, tmp_path: Path) -> None:
    path = write_csv(faces, tmp_path / "fer2013.csv")
    text = path.read_text()
    path.write_text(text[: len(text) // 2])

    with pytest.raises(UserError, match=r"fer2013.csv, row \d+: .*cut off"):
        data.load(path)


def test_a_csv_without_a_split_is_refused(faces: FaceSet, tmp_path: Path) -> None:
    path = write_csv(faces, tmp_path / "fer2013.csv")
    path.write_text("\n".join(line for line in path.read_text().splitlines() if "PrivateTest" not in line))

    with pytest.raises(UserError, match="split PrivateTest is missing"):
        data.load(path)


@pytest.mark.parametrize(
    ("text", "message"), [("", "not a readable csv"), ("a,b\n1,2\n", "no column emotion, pixels, Usage; got a, b")]
)
def test_another_csv_is_refused_by_its_columns(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "other.csv"
    path.write_text(text)

    with pytest.raises(UserError, match=message):
        data.load(path)


def rename(path: Path, old: str, new: str) -> None:
    next(path.glob(old)).rename(path / new)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("train/angry", "train/anger", "unknown label 'anger'. Expected one of angry"),
        ("test", "validation", "no folder test/"),
        (
            "train/happy/Training_*.png",
            "train/happy/holiday.png",
            "holiday.png: unexpected file name. Expected Training_123.jpg",
        ),
        ("test/sad/PublicTest_*.png", "train/sad/PublicTest_9.png", "a PublicTest image under train/"),
    ],
)
def test_a_misplaced_file_of_the_folders_is_named(
    faces: FaceSet, tmp_path: Path, old: str, new: str, message: str
) -> None:
    path = write_folders(faces, tmp_path / "folders")
    rename(path, old, new)

    with pytest.raises(UserError, match=message):
        data.load(path)


def test_an_image_of_another_size_or_no_image_at_all_is_named(faces: FaceSet, tmp_path: Path) -> None:
    path = write_folders(faces, tmp_path / "folders")
    file = next((path / "train" / "fear").iterdir())

    Image.new("L", (64, 64)).save(file)
    with pytest.raises(UserError, match=rf"{file.name}: 64x64 pixels of mode L. Expected 48x48"):
        data.load(path)

    file.write_bytes(b"GIF89a not really")
    with pytest.raises(UserError, match=rf"{file.name}: not a readable image"):
        data.load(path)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"emotion": np.full(350, 9)}, "row 0: emotion 9. Expected 0 to 6"),
        ({"usage": np.full(350, 3)}, "row 0: usage 3. Expected 0 to 2"),
        ({"usage": np.zeros(350, np.uint8)}, "split PublicTest is missing"),
        ({"emotion": np.zeros(3, np.int64)}, r"emotion has shape \(3,\). Expected \(350,\)"),
        ({"images": np.zeros((350, 32, 32), np.uint8)}, r"uint8 \(350, 32, 32\). Expected uint8 \(n, 48, 48\)"),
        ({"images": np.zeros((350, 48, 48))}, "float64"),
        ({"images": np.array(3, np.uint8)}, r"images are uint8 \(\). Expected uint8 \(n, 48, 48\)"),
        ({"emotion": np.zeros(350)}, "emotion is float64. Expected whole numbers"),
        ({"ferplus": np.full((350, 10), 11)}, "row 0: ferplus 11. Expected 0 to 10"),
        ({"ferplus": np.full((350, 10), -1)}, "row 0: ferplus -1. Expected 0 to 10"),
        ({"ferplus": np.full((350, 10), np.nan)}, "ferplus is float64. Expected whole numbers"),
    ],
)
def test_an_npz_with_wrong_arrays_is_refused(
    faces: FaceSet, tmp_path: Path, changes: dict[str, np.ndarray], message: str
) -> None:
    with pytest.raises(UserError, match=message):
        data.load(write_npz(faces, tmp_path / "faces.npz", **changes))


def test_an_npz_that_would_run_code_or_is_cut_off_is_refused(faces: FaceSet, tmp_path: Path) -> None:
    pickled = write_npz(faces, tmp_path / "pickled.npz", emotion=np.array([{}] * 350, dtype=object))
    with pytest.raises(
        UserError, match=r"pickled.npz, emotion: Python objects, which could run code. Expected numbers"
    ):
        data.load(pickled)

    short = write_npz(faces, tmp_path / "short.npz")
    short.write_bytes(short.read_bytes()[:5000])
    with pytest.raises(UserError, match="not a readable npz"):
        data.load(short)


def test_no_data_at_the_path_says_what_else_works(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"No data at .*invoke data.*drawn faces"):
        data.load(tmp_path / "nothing")
    (tmp_path / "faces.rar").touch()
    with pytest.raises(UserError, match=r"unknown form '.rar'"):
        data.load(tmp_path / "faces.rar")
