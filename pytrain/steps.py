"""How few values the weights may take: what each number of them costs in accuracy, and saves on the line.

`python -m pytrain.steps runs/NAME --data fer2013.npz` prints the table that tfjs.STEPS was chosen by, on PublicTest.
"""

import argparse
import gzip
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from pytrain import convert, experiment, shipped, tfjs
from pytrain.errors import UserError
from pytrain.faces import FaceSet
from pytrain.markdown import print_table
from pytrain.metrics import fit_temperature, split_metrics
from pytrain.model import with_features
from pytrain.runs import Run

TRIED = (256, 128, 96, 64, 48, 32, 16, 8)
COLUMNS = ("values of a weight", "kB in gzip", "PublicTest", "NLL", "largest error of a logit")


def rows(run: Run, faces: FaceSet) -> Iterator[list[str]]:
    """A row of COLUMNS for the float network, and for each number of values that tfjs.quantize may give its large filters."""
    network = with_features(run.load_best())
    public = faces.splits["PublicTest"]
    with tempfile.TemporaryDirectory() as made:
        floats = Path(made) / "floats"
        convert.write_graph_model(network, floats, "none")
        manifest = convert.unmeasured_manifest(run, network, floats, "none")
        exact = shipped.load(floats, manifest)(public.images)[manifest.output.logits]
        yield _row("float32", floats, exact, exact, public.labels)
        for steps in TRIED:
            folder = Path(made) / str(steps)
            shutil.copytree(floats, folder)
            tfjs.quantize(folder, steps)
            logits = shipped.load(folder, manifest)(public.images)[manifest.output.logits]
            yield _row(str(steps), folder, logits, exact, public.labels)


def _row(steps: str, folder: Path, logits: np.ndarray, exact: np.ndarray, labels: np.ndarray) -> list[str]:
    found = split_metrics(logits, labels, fit_temperature(logits, labels))
    packed = sum(len(gzip.compress(shard.read_bytes())) for shard in folder.glob("*.bin"))
    error = float(np.abs(logits - exact).max())
    return [steps, f"{packed / 1000:.0f}", f"{100 * found.accuracy:.2f} %", f"{found.nll:.4f}", f"{error:.2f}"]


def main(arguments: list[str] | None = None) -> None:
    """What fewer values of a weight cost and save for a trained run."""
    parser = argparse.ArgumentParser(prog="python -m pytrain.steps", description=main.__doc__)
    parser.add_argument("run", type=Path, help="folder of the run, such as runs/student")
    parser.add_argument("--data", help="where the run's data is now, if it has moved")
    given = parser.parse_args(arguments)
    run = Run(given.run)
    faces = experiment.faces_of(run, given.data)
    print_table(COLUMNS, rows(run, faces))


if __name__ == "__main__":
    try:
        main()
    except UserError as error:
        sys.exit(str(error))
