"""Follows commands in a folder of its own, as typed and in turn, in one process: `python -m pytrain_tests.following FOLDER < COMMANDS`.

One process, because TensorFlow takes seconds to start. What takes long or goes public is cut down: trainings to one epoch on a few drawn
faces, servers to any free port until they have handed out the page, and what Vite and MkDocs make is made once.
"""

import functools
import io
import os
import re
import runpy
import shlex
import shutil
import signal
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

from invoke import Collection, Program

import tasks
from pytrain import build, docs, experiment
from pytrain.drawn import drawn_faces

TASKS = ("train", "evaluate", "convert", "build", "serve", "deploy")
COUNTS = {"Training": 280, "PublicTest": 70, "PrivateTest": 70}


def follow(command: str) -> None:
    """Run one command line.

    Raises:
        SystemExit: it failed.
    """
    words = _cut_down(shlex.split(command))
    if words[0] == "python":
        assert words[1] == "-m"
        sys.argv = words[1:]
        runpy.run_module(words[2], run_name="__main__")
        return
    if "serve" in words:
        _visit_and_stop()
    Program(namespace=Collection.from_module(tasks)).run(words)


ADDED = {"train": ["--set", "epochs=1", "--no-wandb"], "serve": ["--port", "0"], "build": ["--no-docs"]}
"""What each task gets behind its own words, where it wins."""


def _cut_down(words: list[str]) -> list[str]:
    """The same command on the drawn faces, one epoch long, at any free port, without pages that another test builds."""
    cut: list[str] = []
    behind: list[str] = []
    rest = iter(words)
    for word in rest:
        if word == "--data":
            next(rest)
            continue
        if word in TASKS:
            cut, behind = [*cut, *behind], ADDED.get(word, [])
        cut.append(word)
    return [*cut, *behind]


def _visit_and_stop() -> None:
    """Opens the address that a server is about to print, then does what Ctrl-C does."""
    said = io.StringIO()
    printed = sys.stdout

    class Both(io.TextIOBase):
        def write(self, text: str) -> int:
            said.write(text)
            return printed.write(text)

        def flush(self) -> None:
            printed.flush()

    def visit() -> None:
        while not (address := re.search(r"http://\S+", said.getvalue())):
            time.sleep(0.05)
        page = urllib.request.urlopen(address[0], timeout=30).read().decode()  # noqa: S310  our own server
        print("Visited:", "<title>Mood Mirror" in page, flush=True)
        os.kill(os.getpid(), signal.SIGINT)

    redirect_stdout(Both()).__enter__()
    threading.Thread(target=visit, daemon=True).start()


def _once(make: Callable[..., object], kept: Path) -> Callable[..., None]:
    """`make(out, …)`, which fills a folder, as it came out the first time."""

    def copied(out: Path, *options: str) -> None:
        if not kept.exists():
            make(kept, *options)
        shutil.copytree(kept, out, dirs_exist_ok=True)

    return copied


def main(folder: Path, commands: list[str]) -> None:
    """Run all commands with `folder` as the place of runs/ and dist/, and as the repository that is deployed from."""
    os.chdir(folder)
    tasks.ROOT, tasks.RUNS, tasks.DIST = folder, folder / "runs", folder / "dist"
    experiment.drawn_faces = functools.cache(lambda: drawn_faces(COUNTS))  # type: ignore[assignment]
    build.run_vite = _once(build.run_vite, folder.parent / "page")
    docs.build = _once(docs.build, folder.parent / "docs")
    for command in commands:
        print(f"== {command}", flush=True)
        follow(command)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.stdin.read().splitlines())
