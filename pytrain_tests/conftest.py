import signal

import pytest
from hypothesis import HealthCheck, settings

from pytrain import config, experiment, runs
from pytrain.drawn import drawn_faces
from pytrain.faces import FaceSet

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
settings.register_profile(
    "quick", max_examples=150, derandomize=True, database=None, deadline=None, suppress_health_check=SLOW
)
settings.register_profile("long", max_examples=3000, deadline=None, print_blob=True, suppress_health_check=SLOW)
settings.load_profile("quick")

COUNTS = {"Training": 210, "PublicTest": 70, "PrivateTest": 70}


@pytest.fixture(scope="session", autouse=True)
def signals_as_in_a_terminal() -> None:
    """Where the tests run in the background, the shell has them ignore Ctrl-C and hang-up, and what they start inherits that."""
    for name in ("SIGINT", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)


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
