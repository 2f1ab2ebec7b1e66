"""The page with the newest network of a run that is still training: converted after each epoch, put in place whole."""

import dataclasses
import json
import os
import queue
import shutil
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import keras
import numpy as np

from pytrain import contract, runs, serve
from pytrain import model as networks
from pytrain.atomic import assembled, write_text
from pytrain.build import build
from pytrain.convert import convert
from pytrain.drawn import drawn_faces
from pytrain.errors import UserError
from pytrain.experiment import load_faces
from pytrain.faces import FaceSet
from pytrain.watch.state import State, look

NOTICE = Path(__file__).with_name("unfinished.js"), Path(__file__).with_name("unfinished.css")

_MOST_MEASURED = 700
"""Faces of either test split to measure on: the figures pass within minutes, and the training needs the cores."""


class LivePage:
    """Makes the page in a thread of its own, from `wanted` to `wanted`, until the block ends.

    Attributes:
        dist: the folder of the page, once there is one.
    """

    def __init__(self, run: runs.Run, scratch: Path, port: int, data: str | None = None) -> None:
        self._run, self._scratch, self._port, self._data = run, scratch, port, data
        self.dist = scratch / "dist"
        self._faces: FaceSet | None = None
        self._server: serve.Server | None = None
        self._says = "The page with the newest network comes after the first epoch."
        self._wanted: queue.Queue[bool] = queue.Queue()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def wanted(self) -> None:
        """Have the network that stands in the run's folder put into the page; returns at once."""
        self._wanted.put(True)

    def told(self) -> dict[str, str | None]:
        """What there is to open and what to say of it."""
        return {"url": self._server.url if self._server else None, "says": self._says}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._wanted.put(False)
        self._thread.join()
        if self._server:
            self._server.close()

    def _work(self) -> None:
        while self._is_wanted():
            try:
                self._says = self._put_in()
            except (UserError, OSError, ValueError) as error:
                # A network that is gone, or data that has moved: the next epoch may do better, and the report goes on.
                print(f"The page could not be made: {error}", flush=True)
                self._says = f"The page could not be made: {error}"

    def _is_wanted(self) -> bool:
        """Waits for the next wish, or the end; wishes that came meanwhile are one."""
        is_wanted = self._wanted.get()
        while is_wanted and not self._wanted.empty():
            is_wanted = self._wanted.get()
        return is_wanted

    def _put_in(self) -> str:
        """Convert and put in place; returns what the network is called."""
        snapshot, faces = self._snapshot()
        model = self._scratch / "model"
        manifest = convert(snapshot, faces, model, "uint8").manifest
        # The digest of the whole data set, as the run has it: only the figures are of fewer faces.
        training = dataclasses.replace(manifest.training, dataset_sha256=self._run.config()["dataset_sha256"])
        contract.write(dataclasses.replace(manifest, training=training), model)
        if self._server is None:
            print("Building the page once, for the newest network to be put into ...", flush=True)
            _add_notice(build(self.dist, model))
            self._server = serve.Server(self.dist, self._port, task="watch")
            print(f"The page is at {self._server.url}", flush=True)
        else:
            with assembled(self.dist / "model") as partial:
                shutil.copytree(model, partial, dirs_exist_ok=True)
        print(f"The page has {manifest.name}", flush=True)
        return manifest.name

    def _snapshot(self) -> tuple[runs.Run, FaceSet]:
        """A run folder with the network as it is now, called after its epoch, and the faces to measure it on."""
        faces = self._measured_on()
        snapshot = runs.Run(self._scratch / "snapshot" / self._run.name)
        snapshot.folder.mkdir(parents=True, exist_ok=True)
        state = self._copied_between_two_epochs(snapshot)
        network = keras.models.load_model(snapshot.last, compile=False)
        runs.save_model(networks.finished(network, self._run.preset()), snapshot.best)
        told = self._run.config()
        name = f"{told['preset_name']}, epoch {state.epochs} of {state.of}"
        changed = told | {"preset_name": name, "dataset_sha256": faces.sha256}
        write_text(snapshot.folder / "config.json", json.dumps(changed))
        return snapshot, faces

    def _copied_between_two_epochs(self, snapshot: runs.Run) -> State:
        """Copy network and history of the same epoch; returns where the run stood then."""
        while True:
            state = look(self._run)
            shutil.copyfile(self._run.last, snapshot.last)
            shutil.copyfile(self._run.history, snapshot.history)
            if look(self._run).version == state.version:
                return state

    def _measured_on(self) -> FaceSet:
        """Some of either test split, the same each time, under the name of the run's data set."""
        if self._faces is None:
            told = self._run.config()
            path = self._data if self._data and told["data"] else told["data"]
            counts = {"PublicTest": _MOST_MEASURED // 2, "PrivateTest": _MOST_MEASURED // 2}
            faces = load_faces(path, margin=told.get("margin", 0.0)) if path else drawn_faces(counts)
            rng = np.random.default_rng(0)
            some = {
                name: part.subset(rng.permutation(len(part))[:_MOST_MEASURED]) for name, part in faces.splits.items()
            }
            some["Training"] = faces.training.subset(np.arange(0))
            self._faces = FaceSet(told["dataset"], some)
        return self._faces


def _add_notice(dist: Path) -> None:
    """Have the page say on top that its network is unfinished, and when there is a newer one.

    Its offline copy is left out, which would go on showing an old one.
    """
    for file in NOTICE:
        shutil.copyfile(file, dist / file.name)
    # Packed forms would be sent in place of what is written here.
    for stale in (
        "service-worker.js",
        "service-worker.js.br",
        "service-worker.js.gz",
        "index.html.br",
        "index.html.gz",
    ):
        (dist / stale).unlink(missing_ok=True)
    page = dist / "index.html"
    head, body = page.read_text("utf-8").split("<body>", 1)
    notice = '<p id="unfinished" aria-live="polite">A training state, not a finished model.</p>'
    links = '<link rel="stylesheet" href="./unfinished.css">\n<script src="./unfinished.js" defer></script>\n'
    write_text(page, f"{head.replace('</head>', links + '</head>')}<body>\n{notice}{body}")


def quietly() -> None:
    """Leave the cores to the training: a lower priority, and one thread for TensorFlow. Before TensorFlow computes anything."""
    import tensorflow as tf

    if hasattr(os, "nice"):
        os.nice(10)
    with suppress(
        RuntimeError
    ):  # TensorFlow has computed already, as after `invoke train watch`, where nothing trains any more
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(1)
