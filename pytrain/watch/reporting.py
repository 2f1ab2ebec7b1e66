"""The report of a run that may still be going on, as a page that reloads itself."""

import re
import shutil
from pathlib import Path

from pytrain import templates
from pytrain.report import write_report
from pytrain.runs import Run
from pytrain.watch.state import REPORT, Phase, State

SCRIPT = Path(__file__).with_name("report.js")

_POLICY = "default-src 'none';"
_WITH_SCRIPT = f"{_POLICY} script-src 'self'; connect-src 'self';"


def page(run: Run, state: State, scratch: Path) -> str:
    """The report's HTML, with a bar on top that says how far the run is, and the script that reloads it.

    Once the run is measured, it is the very report in its folder.

    Args:
        scratch: a folder to write in; nothing is written into the run's.
    """
    written = run.folder / REPORT
    if state.phase is not Phase.DONE:
        written = _as_far_as_it_is(run, state, scratch / run.name)
    return _watched(written.read_text("utf-8"), state)


def _as_far_as_it_is(run: Run, state: State, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    environment = run.folder / "environment.json"
    if environment.exists():
        shutil.copyfile(environment, folder / environment.name)
    history = run.read_history().head(state.epochs)
    latency = {name: float(history[name].iloc[-1]) for name in map(str, history) if name.startswith("latency_")}
    latency = latency if len(history) else {}
    return write_report(folder, history=history, evaluation=None, samples=None, config=run.config(), latency=latency)


def _watched(report: str, state: State) -> str:
    """`report` with the bar; its policy allows this server's script besides, and still nothing inline."""
    head, body = report.split("<body>", 1)
    if head.count(_POLICY) != 1:
        raise AssertionError(f"the report's policy is another than {_POLICY} ...; pytrain/report.html.j2 has it")
    head = re.sub(r"<title>", f"<title>{state.epochs} of {state.of}: ", head, count=1)
    bar = templates.load("watch/bar.html.j2").render(state=state)
    return f"{head.replace(_POLICY, _WITH_SCRIPT)}<body>\n{bar}{body}"
