"""All runs with their figures, for a terminal: which there are, how far they came, which is worth more."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pytrain import contract, evaluate
from pytrain.errors import UserError
from pytrain.figures import best_epoch
from pytrain.runs import Run, all_runs


@dataclass(frozen=True)
class Row:
    """One run's figures; a figure that is not there yet is None.

    Attributes:
        public_test: best accuracy of the whole epochs, 0 to 1: what the run is chosen by.
        private_test: accuracy that `invoke evaluate` reported, 0 to 1.
        shipped_bytes: of the weights in the run's own folder model/.
    """

    name: str
    preset: str
    dataset: str
    began: datetime
    epochs: int
    of_epochs: int
    is_finished: bool
    minutes: float
    public_test: float | None
    private_test: float | None
    shipped_bytes: int | None


def rows(root: Path) -> list[Row]:
    """Every run in `root` that can be read, the best on PublicTest first."""
    found = [_row(run) for run in all_runs(root)]
    return sorted(found, key=lambda row: -1.0 if row.public_test is None else row.public_test, reverse=True)


def as_table(found: list[Row]) -> str:
    """The rows for a terminal."""
    width = max(len("run"), *(len(row.name) for row in found))
    preset = max(len("preset"), *(len(row.preset) for row in found))
    lines = [
        f"{'run':{width}}  {'preset':{preset}}  {'epochs':>9}{'minutes':>9}{'PublicTest':>12}{'PrivateTest':>13}{'bytes':>11}  begun"
    ]
    for row in found:
        epochs = f"{row.epochs} of {row.of_epochs}" if not row.is_finished else str(row.epochs)
        shipped = "" if row.shipped_bytes is None else f"{row.shipped_bytes:,}"
        lines.append(
            f"{row.name:{width}}  {row.preset:{preset}}  {epochs:>9}{row.minutes:9.0f}{_percent(row.public_test):>12}"
            f"{_percent(row.private_test):>13}{shipped:>11}  {row.began:%d %b %H:%M}"
            + ("" if row.dataset == "fer2013" else f"  {row.dataset}")
        )
    return "\n".join(lines)


def _row(run: Run) -> Row:
    made, history = run.config(), run.read_history()
    best = best_epoch(history)
    return Row(
        name=run.name,
        preset=made["preset_name"],
        dataset=made["dataset"],
        began=datetime.fromtimestamp((run.folder / "config.json").stat().st_mtime),
        epochs=len(history),
        of_epochs=made["preset"]["epochs"],
        is_finished=run.is_finished,
        minutes=float(history["seconds"].sum()) / 60 if len(history) else 0.0,
        public_test=best[1] if best else None,
        private_test=_private_test(run),
        shipped_bytes=_shipped_bytes(run),
    )


def _private_test(run: Run) -> float | None:
    try:
        return evaluate.read(run.folder).splits["PrivateTest"].accuracy
    except UserError:
        return None


def _shipped_bytes(run: Run) -> int | None:
    try:
        return contract.read(run.folder / "model").weight_bytes
    except UserError:
        return None


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.2f} %"
