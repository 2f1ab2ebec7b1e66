"""A Weights & Biases run that asks nothing, needs no network and never costs an epoch."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pytrain.faces import LABELS
from pytrain.samples import Samples, caption

# W&B reports its own crashes to its makers by default; where faces stay on the machine, so does that. Read at import.
os.environ.setdefault("WANDB_ERROR_REPORTING", "false")

if TYPE_CHECKING:
    from wandb import Run

    from pytrain.evaluate import Evaluation

INIT_TIMEOUT_SECONDS = 20
"""How long an unreachable W&B server may hold up the start of a training."""

PROJECT = "mood-mirror"
"""The W&B project a run is filed under; WANDB_PROJECT overrides it."""


def start_wandb(run_dir: Path, config: dict[str, Any], name: str, *, enabled: bool = True) -> "Run":
    """Start a W&B run that writes under `run_dir`/wandb.

    Live when the machine is logged in (`wandb login`, or WANDB_API_KEY), offline otherwise, and whatever WANDB_MODE
    says when it is set. Never prompts. When W&B cannot be reached the run is an offline one, to be sent later with
    `wandb sync`.

    Args:
        config: what the run was made with; shown beside its figures.
        enabled: False gives a run that takes everything and writes nothing.
    """
    import wandb  # takes a second, which a task that does not train need not spend

    settings = wandb.Settings(
        silent=True,
        console="off",  # the progress bar redraws one line; captured it is thousands
        save_code=False,
        init_timeout=INIT_TIMEOUT_SECONDS,
        finish_timeout=60,  # a dead network must not hold a finished training; what is unsent stays on disk
    )
    run = _first_that_starts(
        [_mode(), "offline", "disabled"] if enabled else ["disabled"],
        project=os.environ.get("WANDB_PROJECT", PROJECT),
        name=name,
        dir=run_dir,
        config=config,
        settings=settings,
    )
    run.define_metric("epoch")
    run.define_metric("*", step_metric="epoch")
    return run


def whereabouts(run: "Run") -> str:
    """Where the run can be seen, in one sentence; empty for a disabled one."""
    if run.disabled:
        return ""
    if run.offline:
        return f"Weights & Biases: offline; `wandb sync {run.sync_dir}` uploads this run once you are logged in."
    return f"Weights & Biases: live at {run.url}"


def send(run: "Run", values: dict[str, Any]) -> bool:
    """Log `values`; False, with one printed sentence, when W&B fails."""
    try:
        run.log(values)
    except Exception as error:  # noqa: BLE001 - whatever fails in there, the training is worth more
        print(f"\nWeights & Biases failed ({_first_line(error)}). The training goes on; report.html shows the same.")
        return False
    return True


def finish_wandb(run: "Run", evaluation: "Evaluation | None" = None) -> None:
    """Close the run, with the evaluation's figures in its summary; everything is on disk when this returns."""
    import wandb

    try:
        if evaluation is not None:
            run.summary.update(_summary(evaluation))
        run.finish()
        wandb.teardown()  # an offline run's finish() returns before its file is whole; this waits for it
    except Exception as error:  # noqa: BLE001 - as in send
        print(f"Weights & Biases failed at the end ({_first_line(error)}). The run folder has everything.")


def captioned_images(samples: Samples | None) -> list[Any]:
    """The samples as wandb.Image, each with its actual label, predicted label and probabilities as caption."""
    import wandb

    if samples is None:
        return []
    rows = zip(samples.images, samples.labels, samples.probabilities, strict=True)
    return [wandb.Image(image, caption=caption(label, probabilities)) for image, label, probabilities in rows]


def confusion_chart(labels: np.ndarray, predicted: np.ndarray) -> Any:
    """W&B's confusion matrix of (n,) actual and (n,) predicted label numbers."""
    import wandb

    return wandb.plot.confusion_matrix(y_true=labels.tolist(), preds=predicted.tolist(), class_names=list(LABELS))


def _mode() -> str:
    """WANDB_MODE or else "online"; "offline" where that would need a login that nobody made."""
    import wandb

    mode = os.environ.get("WANDB_MODE", "online")
    if mode not in ("online", "shared"):
        return mode
    try:
        return mode if wandb.login(prompt=False, verify=False) else "offline"
    except Exception as error:  # noqa: BLE001 - a key that cannot be one, a settings file that cannot be read
        print(f"Weights & Biases: {_first_line(error)}")
        return "offline"


def _first_that_starts(modes: list[Any], **arguments: Any) -> "Run":
    import wandb

    mode, *others = modes
    try:
        return wandb.init(mode=mode, **arguments)
    except Exception as error:  # W&B raises its own errors, pydantic's and the system's, for one outage
        if not others:
            raise
        print(f"Weights & Biases cannot start {mode} ({_first_line(error)}); trying {others[0]}.")
        return _first_that_starts(others, **arguments)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0] or type(error).__name__


def _summary(evaluation: "Evaluation") -> dict[str, float]:
    figures = {"temperature": evaluation.temperature}
    for name, split in evaluation.splits.items():
        figures |= {f"{name}/{key}": getattr(split, key) for key in ("accuracy", "macro_f1", "ece", "nll")}
    return figures
