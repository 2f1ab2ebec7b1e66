"""`invoke data`: the real kagglehub, talking to a server on this machine instead of Kaggle's."""

import io
import json
import socket
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from kagglesdk import kaggle_env
from PIL import Image

from pytrain.data import load
from pytrain.download import download
from pytrain.drawn import drawn_faces
from pytrain.errors import UserError
from pytrain.faces import LABELS, FaceSet

COUNTS = {"Training": 14, "PublicTest": 7, "PrivateTest": 7}


@dataclass
class Kaggle:
    """What the server hands out, and what it was asked."""

    bundle: bytes = b""
    status: int = 200
    breaks_off: bool = False  # in the middle of the bundle
    requests: list[str] = field(default_factory=list)
    credentials: list[str] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, kaggle: Kaggle, *args: object) -> None:
        self.kaggle = kaggle
        super().__init__(*args)  # type: ignore[arg-type]

    def do_POST(self) -> None:
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._note()
        if self.kaggle.status != 200:
            self._answer(self.kaggle.status, b"no")
        elif self.path.endswith("/GetDataset"):
            assert (question["ownerSlug"], question["datasetSlug"]) == ("msambare", "fer2013")
            self._answer(200, json.dumps({"currentVersionNumber": 1}).encode(), "application/json")
        else:
            self.send_response(302)
            self.send_header("Location", "/fer2013.zip")
            self.send_header("Content-Length", "0")
            self.end_headers()

    def do_GET(self) -> None:
        self._note()
        bundle = self.kaggle.bundle
        self.send_response(200)
        self.send_header("Content-Length", str(len(bundle)))
        self.end_headers()
        self.wfile.write(bundle[: len(bundle) // 2] if self.kaggle.breaks_off else bundle)

    def _note(self) -> None:
        self.kaggle.requests.append(self.path)
        if "Authorization" in self.headers:
            self.kaggle.credentials.append(self.path)

    def _answer(self, status: int, body: bytes, kind: str = "text/plain") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Nothing: the test's output is the user's."""


@pytest.fixture(scope="module")
def faces() -> FaceSet:
    return drawn_faces(COUNTS, seed=11)


@pytest.fixture(autouse=True)
def no_account(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    home = str(tmp_path_factory.mktemp("home"))
    for variable in ("HOME", "USERPROFILE", "KAGGLE_CONFIG_DIR"):
        monkeypatch.setenv(variable, home)
    for variable in ("KAGGLE_USERNAME", "KAGGLE_KEY", "KAGGLE_API_TOKEN", "KAGGLE_API_ENVIRONMENT"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def kaggle(faces: FaceSet, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kaggle]:
    kaggle = Kaggle(zip_of(faces))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, kaggle))
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.01))
    thread.start()
    point_kagglehub_at(monkeypatch, server.server_port)
    yield kaggle
    server.shutdown()
    server.server_close()
    thread.join()


def point_kagglehub_at(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    # The address is all that changes; kagglehub has no public setting for it.
    monkeypatch.setitem(kaggle_env._env_to_endpoint, kaggle_env.KaggleEnv.PROD, f"http://127.0.0.1:{port}")


def zip_of(faces: FaceSet) -> bytes:
    """The folders of msambare/fer2013, with lossless pictures so that pixels can be compared."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for split, part in faces.splits.items():
            folder = "train" if split == "Training" else "test"
            for number, (image, label) in enumerate(zip(part.images, part.labels, strict=True)):
                picture = io.BytesIO()
                Image.fromarray(image).save(picture, "PNG")
                archive.writestr(f"{folder}/{LABELS[label]}/{split}_{number}.png", picture.getvalue())
    return memory.getvalue()


def test_the_downloaded_faces_are_the_published_ones_in_their_official_splits(
    kaggle: Kaggle, faces: FaceSet, tmp_path: Path
) -> None:
    destination = tmp_path / "data" / "fer2013"
    assert download(destination, COUNTS) == destination
    assert load(destination).sha256 == faces.sha256
    assert sorted(entry.name for entry in destination.iterdir()) == ["test", "train"]
    assert [entry.name for entry in destination.parent.iterdir()] == ["fer2013"]


def test_the_user_sees_a_progress_bar_and_the_count_of_every_split(
    kaggle: Kaggle, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    download(tmp_path / "fer2013", COUNTS)
    printed = capfd.readouterr()
    assert "100%" in printed.err
    assert "Training 14, PublicTest 7, PrivateTest 7" in printed.out


def test_no_account_is_needed_and_none_is_sent(kaggle: Kaggle, tmp_path: Path) -> None:
    download(tmp_path / "fer2013", COUNTS)
    assert kaggle.requests
    assert not kaggle.credentials


def test_a_second_call_says_that_the_data_is_there_and_fetches_nothing(
    kaggle: Kaggle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    download(tmp_path / "fer2013", COUNTS)
    asked = len(kaggle.requests)
    capsys.readouterr()
    download(tmp_path / "fer2013", COUNTS)
    assert len(kaggle.requests) == asked
    assert "already" in capsys.readouterr().out


def test_an_empty_folder_at_the_destination_is_filled(kaggle: Kaggle, tmp_path: Path) -> None:
    (tmp_path / "fer2013").mkdir()
    download(tmp_path / "fer2013", COUNTS)
    assert len(load(tmp_path / "fer2013").training) == 14


def test_a_download_with_too_few_faces_is_refused_with_both_counts_and_leaves_nothing(
    kaggle: Kaggle, tmp_path: Path
) -> None:
    with pytest.raises(
        UserError, match=r"Training 14, .*Expected Training 28,709, PublicTest 3,589, PrivateTest 3,589"
    ):
        download(tmp_path / "fer2013")
    assert list(tmp_path.iterdir()) == []


def test_something_else_at_the_destination_is_left_alone_and_named(kaggle: Kaggle, tmp_path: Path) -> None:
    (tmp_path / "fer2013").mkdir()
    (tmp_path / "fer2013" / "notes.txt").write_text("mine")
    with pytest.raises(UserError, match=r"(?s)fer2013 does not hold FER2013.*Move or delete") as caught:
        download(tmp_path / "fer2013", COUNTS)
    assert str(tmp_path / "fer2013") in str(caught.value)
    assert (tmp_path / "fer2013" / "notes.txt").read_text() == "mine"
    assert kaggle.requests == []


def test_a_connection_that_breaks_off_leaves_nothing_behind(kaggle: Kaggle, tmp_path: Path) -> None:
    kaggle.breaks_off = True
    with pytest.raises(UserError, match="connection to Kaggle failed"):
        download(tmp_path / "fer2013", COUNTS)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_bundle_is_called_damaged_and_leaves_nothing_behind(kaggle: Kaggle, tmp_path: Path) -> None:
    kaggle.bundle = kaggle.bundle[: len(kaggle.bundle) // 2]
    with pytest.raises(UserError, match="arrived damaged"):
        download(tmp_path / "fer2013", COUNTS)
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_by_kaggle_is_told_with_its_status(kaggle: Kaggle, tmp_path: Path) -> None:
    kaggle.status = 403
    with pytest.raises(UserError, match=r"did not hand out msambare/fer2013.*403"):
        download(tmp_path / "fer2013", COUNTS)
    assert list(tmp_path.iterdir()) == []


def test_without_network_the_user_learns_what_else_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound but not listening: a connection is refused
        point_kagglehub_at(monkeypatch, closed.getsockname()[1])
        with pytest.raises(UserError) as caught:
            download(tmp_path / "fer2013", COUNTS)
    message = str(caught.value)
    assert "online?" in message
    assert "refused" in message
    for way in ("--data fer2013.csv", "--data icml_face_data.csv", ".npz", "drawn faces"):
        assert way in message
    assert list(tmp_path.iterdir()) == []
