"""A training that is watched: a real one, beside a watcher in a process of its own."""

import json
import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keras
import pandas as pd
import pytest

from pytrain import config, experiment, runs
from pytrain.errors import UserError
from pytrain.faces import FaceSet
from pytrain.watch import reporting
from pytrain.watch.state import Phase, look
from pytrain_tests.talking import told_by

PRESET = config.preset("cnn", ["epochs=2", "batch_size=70"])
MOST_SECONDS = 120
ON_UNIX = pytest.mark.skipif(
    os.name == "nt", reason="Windows has no SIGINT to send to one process; press Ctrl-C by hand."
)


def until(holds: Callable[[], Any]) -> Any:
    """What `holds` gives once it is true; it is asked again where nobody answers yet."""
    deadline = time.monotonic() + MOST_SECONDS
    while time.monotonic() < deadline:
        try:
            if found := holds():
                return found
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.05)
    raise AssertionError(f"not within {MOST_SECONDS} s")


@pytest.fixture
def run(tmp_path: Path, faces: FaceSet) -> runs.Run:
    return runs.create(tmp_path / "runs", "live", "cnn", PRESET, faces, None)


def put(run: runs.Run, epochs: int, *, ended: bool = True) -> None:
    """What the training has written after so many epochs; the network of the last of them, too, where it has `ended`."""
    rows = [
        {"epoch": number + 1, "loss": 1.0, "val_loss": 1.0, "accuracy": 0.5, "val_accuracy": 0.5, "seconds": 7.0}
        for number in range(epochs)
    ]
    if not ended:
        run.last.touch()
        time.sleep(0.01)
    run.history.write_text(pd.DataFrame(rows).to_csv(index=False))
    if ended:
        time.sleep(0.01)
        run.last.touch()


def test_how_far_a_run_is_follows_from_what_stands_in_its_folder(run: runs.Run) -> None:
    states = [look(run)]
    put(run, 1)
    states.append(look(run))
    put(run, 2, ended=False)
    states.append(look(run))
    run.last.touch()
    states.append(look(run))
    time.sleep(0.01)
    (run.folder / "report.html").touch()
    states.append(look(run))

    assert [state.epochs for state in states] == [0, 1, 1, 2, 2]
    assert [state.phase for state in states] == [
        Phase.TRAINING,
        Phase.TRAINING,
        Phase.TRAINING,
        Phase.MEASURING,
        Phase.DONE,
    ]
    assert [state.seconds for state in states] == [None, 7.0, 7.0, 7.0, 7.0]
    assert len({states[0].version, states[1].version, states[3].version, states[4].version}) == 4


def test_a_run_that_is_gone_on_with_is_training_again(run: runs.Run) -> None:
    put(run, 1)
    time.sleep(0.01)
    (run.folder / "report.html").touch()
    assert look(run).phase is Phase.DONE
    time.sleep(0.01)
    put(run, 1)
    assert look(run).phase is Phase.TRAINING


def test_no_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="No run at"):
        look(runs.Run(tmp_path / "nothing"))


def test_the_watched_report_allows_one_script_of_its_own_server_and_nothing_inline(
    run: runs.Run, tmp_path: Path
) -> None:
    """Seen to fail with the report's own policy, under which the script is barred."""
    put(run, 1)
    before = sorted(run.folder.iterdir())

    page = reporting.page(run, look(run), tmp_path / "scratch")

    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert policy[1].split("; ")[:3] == ["default-src 'none'", "script-src 'self'", "connect-src 'self'"]
    assert re.findall(r"<script[^>]*>[^<]*", page) == ['<script src="report.js" defer>']
    assert "<title>1 of 2: live" in page
    assert "Not evaluated yet" in page
    assert sorted(run.folder.iterdir()) == before, "nothing is written into the run"


class Between(keras.callbacks.Callback):
    """Does something before the second epoch, while the training waits."""

    def __init__(self, do: Callable[[], None]) -> None:
        super().__init__()
        self._do = do

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        if epoch == 1:
            self._do()


Watcher = tuple[subprocess.Popen[str], str]


@pytest.fixture
def watcher(run: runs.Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watcher]:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    code = f"from pathlib import Path; from pytrain import runs, watch; watch.watch(runs.Run(Path({str(run.folder)!r})), 0)"
    with told_by(code) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        address = re.search(r"Watching live at (http://127.0.0.1:\d+/) \(Ctrl-C ends it", said)
        assert address, said + process.stderr.read() if process.stderr else said
        yield process, address[1]
        process.kill()


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - our own, on this machine
        return answer.read().decode()


@ON_UNIX
def test_the_report_follows_a_real_training_and_ends_cleanly(
    watcher: Watcher, run: runs.Run, faces: FaceSet, tmp_path: Path
) -> None:
    from pytrain.train import train

    process, address = watcher
    seen = []

    def served(epochs: int, phase: str = "training") -> str:
        def stands() -> bool:
            state = json.loads(get(address + "state.json"))
            return (state["epochs"], state["phase"]) == (epochs, phase)

        until(stands)
        return get(address)

    def between() -> None:
        seen.append(served(1))

    seen.append(served(0))
    train(PRESET, faces, run, [Between(between)])
    seen.append(served(2, "measuring"))
    evaluation = experiment.measure(run, faces)
    written = {path: path.stat().st_mtime_ns for path in run.folder.iterdir()}
    seen.append(served(2, "done"))

    assert [re.search(r"<title>(\d of 2)", page)[1] for page in seen] == ["0 of 2", "1 of 2", "2 of 2", "2 of 2"]  # type: ignore[index]
    assert "Accuracy by epoch" not in seen[0]
    assert "Accuracy by epoch" in seen[1]
    assert len(set(seen)) == 4
    assert f"{100 * evaluation.splits['PrivateTest'].accuracy:.1f} %" in seen[3]
    assert "no-cache" in urllib.request.urlopen(address + "state.json").headers["Cache-Control"]  # noqa: S310
    assert {path: path.stat().st_mtime_ns for path in run.folder.iterdir()} == written

    process.send_signal(signal.SIGINT)
    said, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert said.endswith("Stopped watching.\n")
    assert "live: 1 of 2 epochs" in said
    assert "live: finished after 2 epochs" in said
    assert "Traceback" not in errors
    assert list((tmp_path / "temporary").iterdir()) == []


@ON_UNIX
def test_a_stop_from_outside_leaves_nothing_behind(watcher: Watcher, tmp_path: Path) -> None:
    process, _ = watcher
    process.terminate()

    process.communicate(timeout=60)

    assert list((tmp_path / "temporary").iterdir()) == []
