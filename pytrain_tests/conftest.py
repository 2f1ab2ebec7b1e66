import pytest

from pytrain import config, experiment, runs
from pytrain.drawn import drawn_faces
from pytrain.faces import FaceSet

COUNTS = {"Training": 210, "PublicTest": 70, "PrivateTest": 70}


@pytest.fixture(scope="session")
def faces() -> FaceSet:
    """A small set of drawn faces."""
    return drawn_faces(COUNTS, seed=1)


@pytest.fixture(scope="session")
def trained(faces: FaceSet, tmp_path_factory: pytest.TempPathFactory) -> runs.Run:
    """A finished run of the smallest preset with every part of a run folder. Read it, don't write to it."""
    from pytrain.train import train

    preset = config.preset("cnn", ["epochs=2", "batch_size=32"])
    run = runs.create(tmp_path_factory.mktemp("runs"), "trained", "cnn", preset, faces, None)
    train(preset, faces, run)
    experiment.measure(run, faces)
    return run


@pytest.fixture
def no_data_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FER2013", raising=False)
