import os
import subprocess
import sys
from pathlib import Path

import pytest

from pytrain import tracking
from pytrain_tests import wandb_file

PATIENCE_SECONDS = 180
"""Far more than a start takes, even on a machine that trains beside it; only a prompt waits longer."""

REPOSITORY = Path(tracking.__file__).parents[1]

PROGRAM = """
import sys
from pathlib import Path
from pytrain import tracking
tracking.INIT_TIMEOUT_SECONDS = 1
run = tracking.start_wandb(Path(sys.argv[1]), {"seed": 7}, "tracked", enabled=sys.argv[2] != "no")
print(tracking.whereabouts(run))
sent = tracking.send(run, {"epoch": 1, "loss": 0.5})
tracking.finish_wandb(run)
print("sent" if sent else "not sent")
"""


def environment(run_dir: Path, **more: str) -> dict[str, str]:
    """This process's environment without a W&B account and without a network: every address leads to a closed port."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("WANDB_")}
    nowhere = "http://127.0.0.1:9"
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), nowhere)
    home = {"HOME": str(run_dir), "USERPROFILE": str(run_dir), "NETRC": str(run_dir / "netrc")}
    return clean | proxies | home | {"WANDB_BASE_URL": nowhere, "PYTHONPATH": str(REPOSITORY)} | more


def tracked(run_dir: Path, *, enabled: str = "yes", **more: str) -> str:
    """What a program that tracks one epoch prints, started with nobody to answer it."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(run_dir), enabled],
        env=environment(run_dir, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def recorded_loss(run_dir: Path) -> float:
    (file,) = run_dir.glob("wandb/offline-run-*/*.wandb")
    (row,) = wandb_file.history(file)
    return float(row["loss"])


def test_without_an_account_a_run_is_recorded_offline_and_says_how_to_upload_it(tmp_path: Path) -> None:
    said = tracked(tmp_path)
    assert f"offline; `wandb sync {tmp_path}" in said
    assert said.endswith("sent\n")
    assert recorded_loss(tmp_path) == 0.5


def test_nobody_is_asked_anything_even_at_a_terminal(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals to look like a person with")
    terminal, ours = pty.openpty()
    asked = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path), "yes"],
        env=environment(tmp_path, WANDB_MODE="online"),
        stdin=ours,
        stdout=ours,
        stderr=ours,
    )
    try:
        assert asked.wait(timeout=PATIENCE_SECONDS) == 0
    finally:
        asked.kill()
    assert b"offline;" in os.read(terminal, 10_000)
    assert recorded_loss(tmp_path) == 0.5


def test_logged_in_without_a_network_a_run_is_recorded_offline_and_says_why(tmp_path: Path) -> None:
    said = tracked(tmp_path, WANDB_API_KEY="0" * 40)
    assert "cannot start online" in said
    assert recorded_loss(tmp_path) == 0.5


def test_a_key_that_cannot_be_one_is_named_and_the_run_goes_on_offline(tmp_path: Path) -> None:
    assert "WANDB_API_KEY invalid" in tracked(tmp_path, WANDB_API_KEY="short")
    assert recorded_loss(tmp_path) == 0.5


@pytest.mark.parametrize(("enabled", "mode"), [("no", "online"), ("yes", "disabled")])
def test_weights_and_biases_switched_off_writes_nothing(tmp_path: Path, enabled: str, mode: str) -> None:
    assert tracked(tmp_path, enabled=enabled, WANDB_MODE=mode).strip() == "sent"
    assert not (tmp_path / "wandb").exists()
