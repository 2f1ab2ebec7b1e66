"""Rows for EXPERIMENTS.md from finished runs: `python -m pytrain.experiments runs/NAME ...`

What was learnt is written by hand; everything else is read from the run folder, so that no figure is typed.
"""

import dataclasses
import sys
from pathlib import Path

import numpy as np

from pytrain import config, contract, evaluate, model, tfjs_runtime
from pytrain.drawn import draw, random_face
from pytrain.errors import UserError
from pytrain.faces import IMAGE_SIZE
from pytrain.markdown import print_table
from pytrain.runs import Run

COLUMNS = (
    "run",
    "command",
    "commit",
    "epochs",
    "minutes",
    "parameters",
    "MFLOP",
    "kB uint8",
    "time, Human's net = 1",
    "Training",
    "PublicTest",
    "PrivateTest",
    "macro-F1",
)


def row(run: Run) -> dict[str, str]:
    """The run's figures by COLUMNS; bytes and time only where it was converted into its own folder.

    Accuracies are those of the float network; PublicTest chose its epoch. Training's is that of the last epoch, while learning.
    """
    made, history, preset = run.config(), run.read_history(), run.preset()
    network = run.load_best()
    evaluation = evaluate.read(run.folder)
    private = evaluation.splits["PrivateTest"]
    converted = run.folder / "model"
    return {
        "run": run.name,
        "command": f"`invoke train --preset {made['preset_name']}{_overrides(made['preset_name'], preset)}`",
        "commit": made["commit"],
        "epochs": str(len(history)),
        "minutes": f"{history['seconds'].sum() / 60:.0f}",
        "parameters": f"{network.count_params():,}",
        "MFLOP": f"{model.mflops(network):.1f}",
        "kB uint8": _kilobytes(converted) if converted.exists() else "",
        "time, Human's net = 1": _time_ratio(converted) if converted.exists() else "",
        "Training": f"{100 * history['accuracy'].iloc[-1]:.1f} %",
        "PublicTest": f"{100 * evaluation.splits['PublicTest'].accuracy:.1f} %",
        "PrivateTest": f"{100 * private.accuracy:.1f} %",
        "macro-F1": f"{private.macro_f1:.3f}",
    }


def _overrides(preset_name: str, used: config.Preset) -> str:
    """The --set options that turn the preset, as it is now, into the one used."""
    if preset_name not in config.PRESETS:
        return " (a preset that is no more)"
    now, then = (dataclasses.asdict(preset) for preset in (config.PRESETS[preset_name], used))
    return "".join(f" --set '{key}={then[key]}'" for key in then if then[key] != now[key])


def _kilobytes(folder: Path) -> str:
    return f"{contract.read(folder).weight_bytes / 1000:.0f}"


def _time_ratio(folder: Path) -> str:
    face = draw(random_face("happy", np.random.default_rng(0)), IMAGE_SIZE)
    times = tfjs_runtime.interleaved_latency((tfjs_runtime.OURS, "human"), face, model=folder)
    return f"{times[tfjs_runtime.OURS] / times['human']:.2f}"


def main(arguments: list[str]) -> None:
    """Print a table row for each run folder named."""
    print_table(COLUMNS, (list(row(Run(Path(argument))).values()) for argument in arguments))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except UserError as error:
        sys.exit(str(error))
