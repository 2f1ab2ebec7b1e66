"""Whatever stands in a file that claims to be FER2013: it is read, or a sentence says why not.

Each example is found anew from a fixed seed. Longer, from a new one:
`python -m pytest pytrain_tests -k fuzz --hypothesis-profile long`.
"""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from pytrain import data
from pytrain.errors import UserError
from pytrain.faces import LABELS, SPLITS, FaceSet
from pytrain_tests.fuzzing import damaged, entry_changes, read_or_told, with_entry

FACE = np.arange(48 * 48, dtype=np.uint32).astype(np.uint8).reshape(48, 48)
PIXELS = " ".join(map(str, FACE.ravel()))
CSV = "emotion,pixels,Usage\n" + "".join(f"{row},{PIXELS},{split}\n" for row, split in enumerate(SPLITS))
ARRAYS = {
    "images": np.stack([FACE] * 3),
    "emotion": np.arange(3),
    "usage": np.arange(3, dtype=np.uint8),
    "ferplus": np.ones((3, 10), np.uint8),
    "ferplus_ok": np.ones(3, bool),
}


def encoded(image: np.ndarray, form: str) -> bytes:
    file = io.BytesIO()
    Image.fromarray(image).save(file, form)
    return file.getvalue()


def npz(contents: dict[str, np.ndarray]) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, **contents)
    return file.getvalue()


def are_valid(read: FaceSet | None) -> None:
    if read is None:
        return
    for split in SPLITS:
        faces = read.splits[split]
        assert len(faces.images) == len(faces.labels) > 0
        assert faces.images.dtype == np.uint8
        assert faces.images.shape[1:] == (48, 48)
        assert set(faces.labels.tolist()) <= set(range(len(LABELS)))
        if faces.votes is not None:
            assert np.isfinite(faces.votes).all()
            assert ((faces.votes >= 0) & (faces.votes <= 1)).all()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


def load(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    are_valid(read_or_told(data.load, path))


@given(damaged(CSV.encode()))
@example(CSV.encode())
def test_fuzz_any_damage_to_a_csv_is_told(folder: Path, content: bytes) -> None:
    """Seen to fail without ValueError among what is caught: UnicodeDecodeError is one."""
    load(folder / "fer2013.csv", content)


cells = st.text(max_size=12) | st.integers().map(str) | st.sampled_from([*SPLITS, "3", PIXELS, "9" * 30, "x" * 5000])


@given(st.lists(st.sampled_from(["emotion", "pixels", " pixels", "Usage", "usage", ""]) | st.text(max_size=8), max_size=5),
       st.lists(st.lists(cells, max_size=5), max_size=4))  # fmt: skip
@example(["emotion", "pixels", "Usage", "Usage "], [["3", PIXELS, "Training", "Training"]])
@example(["x" * 5000], [])
@example(["emotion", "pixels", "Usage"], [["x" * 5000, PIXELS, "Training"]])
@example(["emotion", "pixels", "Usage"], [["3", "x" * 5000, "Training"]])
@example(["emotion", "pixels", "Usage"], [["3", PIXELS, "x" * 5000]])
def test_fuzz_any_table_in_a_csv_is_told(folder: Path, columns: list[str], rows: list[list[str]]) -> None:
    """Seen to fail without the check that each column is there once (AttributeError), and with names or values uncut."""
    load(folder / "icml_face_data.csv", "\n".join(",".join(row) for row in [columns, *rows]).encode("utf-8", "replace"))


def test_a_csv_of_very_many_short_rows_takes_no_more_memory_than_it_is_worth(folder: Path) -> None:
    """Seen to fail with room made for the faces of all rows beforehand: half a gigabyte for half a megabyte."""
    path = folder / "short.csv"
    path.write_text("emotion,pixels,Usage\n" + "\n" * 5 + "3,1,\n" * 100_000)

    assert read_or_told(data.load, path) is None


@given(damaged(npz(ARRAYS)))
@example(npz(ARRAYS))
def test_fuzz_any_damage_to_an_npz_is_told(folder: Path, content: bytes) -> None:
    """Seen to fail without BadZipFile among what is caught."""
    load(folder / "fer2013.npz", content)


@given(st.integers(0, 4), entry_changes, st.binary(max_size=3), st.binary(max_size=4))
@example(0, {"flags": 1}, b"", b"")
@example(0, {"method": 14}, b"", b"\x09\x04\x05\x00")
@example(0, {"method": 99}, b"", b"")
@example(0, {}, b"", b"\xff")
def test_fuzz_any_entry_of_an_npz_is_told(
    folder: Path, number: int, changes: dict[str, int], name: bytes, inside: bytes
) -> None:
    """Seen to fail without, each, RuntimeError (an entry that says it is encrypted) and zlib.error among what is caught, and with LZMA
    allowed: 1.3 GB for a dictionary of that size."""
    load(folder / "fer2013.npz", with_entry(npz(ARRAYS), number, changes, name, inside))


any_array = arrays.arrays(
    arrays.scalar_dtypes() | arrays.array_dtypes(), arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(ARRAYS, any_array)))
@example({"emotion": np.array([0, 1, 2.5])})
@example({"emotion": np.array(["2026-01-01"] * 3, "datetime64[D]")})
@example({"ferplus": np.full((3, 10), np.nan)})
@example({"ferplus": np.full((3, 10), -1)})
@example({"images": np.array(3, np.uint8)})
@example({"usage": np.array([{}, {}, {}], dtype=object)})
def test_fuzz_any_arrays_in_an_npz_are_told(folder: Path, others: dict[str, np.ndarray]) -> None:
    """Seen to fail without the check of kind: dates raised, and votes that are no numbers were taken."""
    load(folder / "fer2013.npz", npz(ARRAYS | others))


def with_header(name: str, header: bytes, body: bytes = b"", version: bytes = b"\x01\x00") -> bytes:
    """An .npz in which the array `name` has this header: right as a zip, whatever it says."""
    file = io.BytesIO(npz(ARRAYS))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}.npy", b"\x93NUMPY" + version + struct.pack("<H", len(header)) + header + body)
    return file.getvalue()


lengths = st.integers(-(2**70), 2**70) | st.integers(0, 3)
headers = st.fixed_dictionaries(
    {
        "descr": st.sampled_from(["|u1", "<i8", "|O", "<U99999999", "|V1000000000", "x", "", [["a", "|u1"]]]),
        "fortran_order": st.booleans(),
        "shape": st.lists(lengths, max_size=3).map(tuple),
    }
).map(lambda header: repr(header).encode())


@pytest.mark.filterwarnings("ignore:Duplicate name")
@given(headers | st.binary(max_size=60), st.sampled_from([b"\x01\x00", b"\x02\x00", b"\x03\x00", b"\x09\x09"]))
@example(b"(", b"\x01\x00")
@example(b"{'descr': '|u1', 'fortran_order': False, 'shape': (300000, 48, 48), }", b"\x01\x00")
def test_fuzz_an_array_that_lies_about_its_size_gets_no_memory(folder: Path, header: bytes, version: bytes) -> None:
    """Seen to fail with numpy.load in its place: 690 MB at once for an array of no bytes."""
    load(folder / "fer2013.npz", with_header("images", header, version=version))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_bomb_in_an_npz_is_not_unpacked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen to fail without the limit: it was unpacked whole."""
    monkeypatch.setattr("pytrain.npz.MOST_BYTES", 2**20)
    bomb = np.zeros((40_000, 48, 48), np.uint8)
    path = folder / "bomb.npz"
    path.write_bytes(npz({"images": bomb}))
    assert path.stat().st_size < 200_000

    assert read_or_told(data.load, path) is None


def test_a_plain_array_by_the_name_of_an_npz_is_told(folder: Path) -> None:
    """Seen to fail with numpy.load in its place, which gives an array there and no archive."""
    np.save(folder / "array.npy", FACE)
    load((folder / "array.npy").rename(folder / "array.npz"), (folder / "array.npz").read_bytes())


@pytest.fixture(scope="module")
def tree(folder: Path) -> Path:
    """The smallest data set of image folders; the tests damage one file of it."""
    for number, split in enumerate(SPLITS):
        place = folder / "tree" / ("train" if split == "Training" else "test") / LABELS[number]
        place.mkdir(parents=True)
        (place / f"{split}_1.png").write_bytes(encoded(FACE, "PNG"))
    return folder / "tree"


@pytest.fixture(scope="module")
def spoilt(tree: Path) -> Path:
    return tree / "train" / "angry" / "Training_2.jpg"


def load_tree(tree: Path, file: Path) -> None:
    try:
        are_valid(read_or_told(lambda path: data.load(tree), file))
    finally:
        file.unlink()


@example(encoded(FACE, "PNG")[:33] + b"\xff\x00\x00\x00" + encoded(FACE, "PNG")[37:])
@given(damaged(encoded(FACE, "PNG")) | damaged(encoded(FACE, "JPEG")) | st.binary(max_size=60))
def test_fuzz_any_damage_to_an_image_is_told(tree: Path, spoilt: Path, content: bytes) -> None:
    """Seen to fail without SyntaxError among what is caught, and with Pillow reading the file itself: 4 GB for a chunk that claims them."""
    spoilt.write_bytes(content)
    load_tree(tree, spoilt)


CHUNKS = [
    "IHDR", "PLTE", "IDAT", "tRNS", "iCCP", "zTXt", "iTXt", "tEXt", "pHYs",
    "acTL", "fcTL", "fdAT", "eXIf", "gAMA", "sRGB", "cHRM", "IEND",
]  # fmt: skip


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_of(chunks: list[tuple[str, bytes]], size: tuple[int, int] = (48, 48), depth: int = 8, colour: int = 0) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress((b"\0" + bytes(48)) * 48))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunk(n.encode(), c) for n, c in chunks) + body + chunk(b"IEND", b"")


sides = st.sampled_from([0, 1, 48, 2**16, 2**31 - 1, 2**32 - 1])


@given(
    st.lists(st.tuples(st.sampled_from(CHUNKS), st.binary(max_size=30)), max_size=4),
    st.tuples(sides, sides) | st.just((48, 48)),
    st.sampled_from([0, 1, 8, 16, 200]),
    st.sampled_from([0, 2, 3, 4, 6, 77]),
)
@example([], (60_000, 60_000), 8, 0)
@example([], (48, 48), 16, 0)
@example([("zTXt", b"a\0\0" + zlib.compress(bytes(2**26)))], (48, 48), 8, 0)
def test_fuzz_any_png_with_right_checksums_is_told(
    tree: Path, spoilt: Path, chunks: list[tuple[str, bytes]], size: tuple[int, int], depth: int, colour: int
) -> None:
    """Seen to fail without ValueError (a text that unpacks to 64 MB) and DecompressionBombError among what is caught."""
    spoilt.write_bytes(png_of(chunks, size, depth, colour))
    load_tree(tree, spoilt)


def test_an_image_of_16_bits_is_refused_rather_than_clipped(tree: Path, spoilt: Path) -> None:
    """Seen to fail without the list of modes: all its pixels came out white."""
    Image.fromarray(np.full((48, 48), 3000, np.uint16)).save(spoilt, "PNG")

    with pytest.raises(UserError, match=r"pixels of mode I;16. Expected 48x48, as JPEG or PNG of 8 bits"):
        data.load(tree)
    spoilt.unlink()


def test_an_image_that_is_a_program_is_never_run(tree: Path, spoilt: Path) -> None:
    """Seen to fail with every format that Pillow knows: it starts Ghostscript, or says that there is none."""
    spoilt.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 48 48\n%%EndComments\nshowpage\n%%EOF\n")

    with pytest.raises(UserError, match=r"Training_2.jpg: not a readable image \(cannot identify"):
        data.load(tree)
    spoilt.unlink()


def test_an_image_that_is_mostly_something_else_is_not_read(tree: Path, spoilt: Path) -> None:
    """Seen to fail without the limit."""
    spoilt.write_bytes(png_of([("tEXt", bytes(2**20))]))

    with pytest.raises(UserError, match=r"Training_2.jpg: 1,\d+,\d+ bytes. Expected at most 1,048,576"):
        data.load(tree)
    spoilt.unlink()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes are a thing of Unix")
@pytest.mark.timeout(20)
def test_a_pipe_among_the_images_is_not_waited_on(tree: Path, spoilt: Path) -> None:
    """Seen to fail without the check for a plain file: it waited for ever."""
    os.mkfifo(spoilt)

    with pytest.raises(UserError, match=r"Training_2.jpg: not a plain file"):
        data.load(tree)
    spoilt.unlink()


def outside(tree: Path) -> Path:
    """A good face where nobody said to look."""
    other = tree.parent / "elsewhere"
    other.mkdir(exist_ok=True)
    (other / "Training_7.png").write_bytes(encoded(FACE, "PNG"))
    return other


LINKS: list[Callable[[Path], tuple[Path, Path]]] = [
    lambda tree: (tree / "train" / "angry" / "Training_8.png", outside(tree) / "Training_7.png"),
    lambda tree: (tree / "train" / "sad", outside(tree)),
    lambda tree: (tree / "train" / "angry" / "Training_8.png", Path("../../../elsewhere/Training_7.png")),
    lambda tree: (tree / "train" / "angry" / "Training_8.png", Path("/dev/zero")),
]


@pytest.mark.parametrize("place", LINKS)
def test_a_link_out_of_the_folder_is_not_followed(tree: Path, place: Callable[[Path], tuple[Path, Path]]) -> None:
    """Seen to fail without the check: the face outside was learned."""
    link, target = place(tree)
    outside(tree)
    link.symlink_to(target)
    try:
        with pytest.raises(UserError, match=rf"{link.name}: a link out of the folder, to .*Expected the file itself"):
            data.load(tree)
    finally:
        link.unlink()


def test_a_link_in_a_circle_is_told_and_one_within_the_folder_is_read(tree: Path, spoilt: Path) -> None:
    """Seen to fail with Path.resolve, which raises RuntimeError on a circle."""
    spoilt.symlink_to(spoilt.name)
    load_tree(tree, spoilt)

    spoilt.symlink_to("Training_1.png")
    try:
        assert len(data.load(tree).training) == 2
    finally:
        spoilt.unlink()


names = st.text(st.characters(exclude_characters="/\0", codec="utf-8"), min_size=1, max_size=20).filter(
    lambda name: name not in {".", ".."}
)


@given(names, st.booleans())
def test_fuzz_any_name_in_the_folders_is_told(tree: Path, name: str, is_folder: bool) -> None:
    """Seen to fail with UserError's words as they are: a name may hold what a terminal obeys."""
    place = tree / "train" / ("angry" if not is_folder else "") / name
    if place.exists():
        return
    if is_folder:
        place.mkdir()
    else:
        place.write_bytes(encoded(FACE, "PNG"))
    try:
        are_valid(read_or_told(lambda path: data.load(path), tree))
    finally:
        place.rmdir() if is_folder else place.unlink()
