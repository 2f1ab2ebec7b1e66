"""Kills real conversions, builds and trainings at a chosen one of their steps on disk: `python -m pytrain_tests.killing WHAT ROOT ...`.

Everything is imported once; each victim is a fork of that, so that a kill costs seconds. Which step it is counts what Python reports of
opening files to write and of making, renaming and deleting below a folder (sys.addaudithook), so a victim dies just before it.
"""

import ctypes  # noqa: F401 (loaded before anything is counted)
import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_CHANGES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir")


def die_at(step: int, below: Path) -> None:
    """Have this process killed before its `step`-th change below the folder, counted from 1."""
    seen = 0

    def hook(event: str, arguments: tuple) -> None:
        nonlocal seen
        changes = (
            event in _CHANGES
            or (event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITES)
            or (event == "ctypes.dlsym" and arguments[1] == "renameat2")
        )
        if not changes:
            return
        # Files are deleted and scratch folders are filled by relative names too, so only what is surely elsewhere is left out.
        path = arguments[0] if isinstance(arguments[0], str | os.PathLike) else "."
        if Path(path).is_absolute() and not Path(path).is_relative_to(below):
            return
        seen += 1
        if seen == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def victim(work: Callable[[], object], step: int = 0, below: Path | None = None, seconds: float | None = None) -> bool:
    """Do `work` in a fork that dies at `step`, or after so many seconds; whether it did."""
    child = os.fork()
    if child == 0:
        try:
            if below is not None:
                die_at(step, below)
            work()
            os._exit(0)
        finally:  # whatever was raised: a fork must not go on as if it were its parent
            traceback.print_exc()
            os._exit(1)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        sys.exit("a victim failed instead of dying")
    return os.WIFSIGNALED(status)


def conversions(root: Path, run_folder: str, old: str, *steps: str) -> None:
    """Converts the run over a copy of the model `old` in root/STEP/model, killed at STEP; root/STEP/killed says whether it was."""
    from pytrain import convert, runs
    from pytrain.drawn import drawn_faces
    from pytrain_tests.conftest import COUNTS

    faces, run = drawn_faces(COUNTS, seed=1), runs.Run(Path(run_folder))
    for step in map(int, steps) if steps else range(1, 1000):
        place = root / str(step)
        shutil.copytree(old, place / "model")
        if not victim(lambda at=place: convert.convert(run, faces, at / "model", "uint8"), step, place):
            return
        (place / "killed").touch()


def conversions_at_any_time(root: Path, run_folder: str, old: str, count: str) -> None:
    """As `conversions`, in root/whole to its end and in root/NUMBER killed after shares of the time that this one took."""
    from pytrain import convert, runs
    from pytrain.drawn import drawn_faces
    from pytrain_tests.conftest import COUNTS

    faces, run = drawn_faces(COUNTS, seed=1), runs.Run(Path(run_folder))

    def convert_in(place: Path, seconds: float | None = None) -> None:
        shutil.copytree(old, place / "model")
        if victim(lambda: convert.convert(run, faces, place / "model", "uint8"), seconds=seconds):
            (place / "killed").touch()

    begun = time.monotonic()
    convert_in(root / "whole")
    whole_s = time.monotonic() - begun
    for number in range(int(count)):
        convert_in(root / str(number), (number + 0.5) / int(count) * whole_s)


def builds(root: Path, model: str, old: str, *steps: str) -> None:
    """Builds over a copy of the page `old` as `conversions` does; a few files stand for all that Vite makes, so that none waits for it."""
    from pytrain import build, offline, toolchain

    def vite(out: Path, base: str) -> None:
        (out / "index.html").write_text("a new page")
        (out / offline.WORKER).write_text(offline.PLACEHOLDER)
        (out / "sbom.cdx.json").write_text('{"components": [], "dependencies": [{"dependsOn": []}]}')

    build.run_vite = vite
    toolchain.npm_ci = lambda site: None
    for step in map(int, steps) if steps else range(1, 1000):
        place = root / str(step)
        shutil.copytree(old, place / "dist")
        if not victim(lambda at=place: build.build(at / "dist", Path(model)), step, place):
            return
        (place / "killed").touch()


def trainings(root: Path, *steps: str) -> None:
    """Trains root/whole to its end, and root/STEP killed at STEP and then resumed; STEP may be batch-N, too, the N-th of all."""
    import keras

    from pytrain import config, runs
    from pytrain.drawn import drawn_faces
    from pytrain.train import train
    from pytrain_tests.conftest import COUNTS

    class DieAtBatch(keras.callbacks.Callback):
        left = 0

        def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    faces = drawn_faces(COUNTS, seed=1)
    preset = config.preset("cnn", ["epochs=3", "batch_size=70", "dropout=0.2", "augment=0.5", "schedule=cosine"])
    for name in ("whole", *steps):
        run = runs.create(root, name, "cnn", preset, faces, None)
        deadly = DieAtBatch()
        deadly.left = int(name.removeprefix("batch-")) if name.startswith("batch-") else 0
        if name != "whole" and victim(
            lambda run=run, deadly=deadly: train(preset, faces, run, [deadly]),
            0 if deadly.left else int(name),
            run.folder,
        ):
            (root / f"{name}.killed").touch()
        victim(lambda run=run: train(preset, faces, run))


if __name__ == "__main__":
    kinds = (builds, conversions, conversions_at_any_time, trainings)
    {kind.__name__: kind for kind in kinds}[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
