"""`invoke watch`: serve the report of a run, and look at the run's folder until Ctrl-C."""

import dataclasses
import json
import shutil
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from pytrain import program, serve
from pytrain.atomic import write_text
from pytrain.runs import Run
from pytrain.watch import reporting
from pytrain.watch.live import LivePage
from pytrain.watch.state import Phase, State, look

LOOK_SECONDS = 1.0


def watch(run: Run, port: int = 8001, *, with_page: bool = False, data: str | None = None) -> None:
    """Serve the report of `run` on this machine, and with it the page if wanted; prints where, and returns on Ctrl-C.

    Args:
        port: of the report; the page has the next one, or any free one where `port` is 0.
        with_page: make the page with the newest network after each epoch. See pytrain.watch.live.
        data: where the run's data is now, if it has moved; only the page needs it.

    Raises:
        UserError: there is no such run, or a port cannot be had.
    """
    try:
        with program.ended_by_signals(), ExitStack() as stack:
            scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mood-mirror-watch-")))
            served = scratch / "report"
            served.mkdir()
            shutil.copyfile(reporting.SCRIPT, served / reporting.SCRIPT.name)
            live = None
            if with_page:
                live = stack.enter_context(LivePage(run, scratch / "page", port + 1 if port else 0, data))
            state = _write(run, served, scratch, None, live)
            server = stack.enter_context(serve.Server(served, port, task="watch"))
            print(f"Watching {run.name} at {server.url} (Ctrl-C ends it; the training goes on without)", flush=True)
            while True:
                time.sleep(LOOK_SECONDS)
                state = _write(run, served, scratch, state, live)
    except KeyboardInterrupt:
        print("\nStopped watching.")


def _write(run: Run, served: Path, scratch: Path, before: State | None, live: LivePage | None) -> State:
    """Bring what is served up to date, the report first: a page that hears of it finds it there."""
    state = look(run)
    if before is None or state.version != before.version:
        write_text(served / "index.html", reporting.page(run, state, scratch))
        if before is not None:
            print(_told(state), flush=True)
        if live is not None and state.epochs:
            live.wanted()
    told = dataclasses.asdict(state) | {"live": live.told() if live else None}
    write_text(served / "state.json", json.dumps(told) + "\n")
    return state


def _told(state: State) -> str:
    return {
        Phase.TRAINING: f"{state.run}: {state.epochs} of {state.of} epochs",
        Phase.MEASURING: f"{state.run}: {state.epochs} epochs, being measured",
        Phase.DONE: f"{state.run}: finished after {state.epochs} epochs",
    }[state.phase]
