"""The tutorial's figures and plots: `python -m pytrain.docs.tutorial runs/perceptron runs/cnn runs/cnn-dropout runs/cnn-augment`

keeps each run's history as docs/tutorial/kept/NAME.csv and its measurement as NAME.json, and draws every plot from those. Without arguments
it only draws. The text names figures as {{ NAME.KEY }}, so that none is typed.
"""

import dataclasses
import json
import sys
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd

from pytrain.atomic import write_file, write_text
from pytrain.docs import ROOT
from pytrain.errors import UserError

KEPT = ROOT / "docs" / "tutorial" / "kept"
PLOTS = ROOT / "docs" / "tutorial" / "plots"
ROAD = ("perceptron", "cnn", "cnn-dropout", "cnn-augment")
"""The presets that the tutorial trains, in its order."""

_COLUMNS = ["epoch", "accuracy", "val_accuracy", "loss", "val_loss", "seconds"]


def keep(folder: Path) -> None:
    """Write history and figures of the finished run in `folder` into KEPT, under its preset's name.

    Raises:
        UserError: there is no such run, it was not evaluated, or it learned from other settings than its preset's.
    """
    from pytrain import config, evaluate
    from pytrain.runs import Run

    run = Run(folder)
    made, name = run.config(), run.config()["preset_name"]
    if run.preset() != config.preset(name):
        raise UserError(f"{folder} was trained with --set. Expected a run of {name} as it is; train it anew.")
    found = evaluate.read(folder).splits
    kept = {
        "dataset": made["dataset"],
        "commit": made["commit"],
        "parameters": run.load_best().count_params(),
        "PrivateTest": dataclasses.asdict(found["PrivateTest"]),
        "PrivateTest-deduplicated": dataclasses.asdict(found["PrivateTest-deduplicated"]),
    }
    history = run.read_history()[_COLUMNS]
    KEPT.mkdir(parents=True, exist_ok=True)
    write_text(KEPT / f"{name}.csv", history.to_csv(index=False, float_format="%.6f", lineterminator="\n"))
    write_text(KEPT / f"{name}.json", json.dumps(kept, separators=(",", ":")) + "\n")


def history(name: str) -> pd.DataFrame:
    """A row for each epoch of the kept run of that preset."""
    return pd.read_csv(KEPT / f"{name}.csv")


def figures(name: str) -> dict[str, Any]:
    """What the text may say of a kept run, as it is printed: shares in percent, the gap in points, time in minutes."""
    epochs, kept = history(name), json.loads((KEPT / f"{name}.json").read_text("utf-8"))
    private = kept["PrivateTest"]
    last, best = epochs.iloc[-1], epochs.iloc[int(epochs["val_accuracy"].argmax())]
    low, high = private["accuracy_interval_95"]
    return {
        "epochs": len(epochs),
        "first": _percent(epochs["val_accuracy"].iloc[0]),
        "learned": _percent(last["accuracy"]),
        "last": _percent(last["val_accuracy"]),
        "best": _percent(best["val_accuracy"]),
        "best_epoch": int(best["epoch"]),
        "gap": f"{100 * (last['accuracy'] - last['val_accuracy']):.0f}",
        "private": _percent(private["accuracy"]),
        "low": _percent(low),
        "high": _percent(high),
        "deduplicated": _percent(kept["PrivateTest-deduplicated"]["accuracy"]),
        "macro_f1": f"{private['macro_f1']:.2f}",
        "minutes": max(1, round(epochs["seconds"].sum() / 60)),
        "parameters": f"{kept['parameters']:,}",
        "recall": {label: f"{100 * of['recall']:.0f} %" for label, of in private["per_class"].items()},
        "commit": kept["commit"],
    }


def with_figures(markdown: str) -> str:
    """The Markdown of a page with its figures put in; a run's name has `_` there for `-`.

    Raises:
        UserError: a run or a figure that there is not.
    """
    from pytrain import contract

    known: dict[str, Any] = {name.replace("-", "_"): figures(name) for name in ROAD}
    known["plot"] = _plot
    known["released"] = _percent(contract.read(ROOT / "model").metrics["PrivateTest"].accuracy)
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701  our own Markdown
    try:
        return environment.from_string(markdown).render(known)
    except jinja2.UndefinedError as error:
        raise UserError(f"The tutorial names a figure that pytrain/docs/tutorial.py does not know: {error}") from None


def plots() -> dict[str, str]:
    """SVG by file name, for light pages and for dark ones: accuracies, a loss, what first and last mix up, all gaps beside each other."""
    from pytrain import figures as drawing
    from pytrain.metrics import ClassMetrics, SplitMetrics

    pictures = {}
    for name in ROAD:
        loss, accuracy = drawing.curves(history(name))
        pictures[f"{name}-accuracy"] = accuracy
        if name == "cnn":
            pictures[f"{name}-loss"] = loss
        if name in (ROAD[0], ROAD[-1]):
            private = json.loads((KEPT / f"{name}.json").read_text("utf-8"))["PrivateTest"]
            private["per_class"] = {label: ClassMetrics(**of) for label, of in private["per_class"].items()}
            pictures[f"{name}-confusion"] = drawing.confusion(SplitMetrics(**private), "PrivateTest")
    pictures["gaps"] = drawing.gaps({name: history(name) for name in ROAD[1:]})
    return {
        f"{name}-{theme}.svg": svg
        for name, picture in pictures.items()
        for theme, svg in (("light", picture.light_svg), ("dark", picture.dark_svg))
    }


def augmented(path: Path) -> None:
    """Write a picture of one drawn face and of seven that augmentation makes of it."""
    import numpy as np
    import tensorflow as tf
    from PIL import Image

    from pytrain import augment
    from pytrain.drawn import draw, random_face

    face = draw(random_face("happy", np.random.default_rng(7)), 48)
    faces = tf.repeat(tf.cast(face[None, :, :, None], tf.float32), 7, axis=0)
    seed = tf.constant([0, 3])
    varied = augment.corrupt(augment.view(faces, seed, 0.6), seed, 0.6).numpy()[..., 0].round().clip(0, 255)
    row = np.full((48, 8 * 52 - 4), 255, np.uint8)
    alpha = np.zeros_like(row)
    for place, one in enumerate([face, *varied.astype(np.uint8)]):
        row[:, place * 52 : place * 52 + 48] = one
        alpha[:, place * 52 : place * 52 + 48] = 255
    size = (2 * row.shape[1], 2 * row.shape[0])
    picture = Image.merge("LA", (Image.fromarray(row), Image.fromarray(alpha))).resize(size, Image.Resampling.NEAREST)
    picture.convert("RGBA").save(path, lossless=True)


def _plot(name: str, alt: str) -> str:
    """HTML of a plot, as seen from a page of the tutorial, which MkDocs puts into a folder of its own."""
    return (
        f'<picture><source media="(prefers-color-scheme: dark)" srcset="../plots/{name}-dark.svg">'
        f'<img src="../plots/{name}-light.svg" alt="{alt}" width="374" loading="lazy"></picture>'
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def main(arguments: list[str]) -> None:
    """Keep the runs named, then draw."""
    for argument in arguments:
        keep(Path(argument))
        print(f"Kept: {argument}", flush=True)
    PLOTS.mkdir(parents=True, exist_ok=True)
    drawn = plots()
    for name, svg in drawn.items():
        write_text(PLOTS / name, svg)
    write_file(PLOTS.with_name("augmented.webp"), augmented)
    print(f"Drawn: {len(drawn)} plots in {PLOTS.relative_to(ROOT)}/, and augmented faces beside it")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except UserError as error:
        sys.exit(str(error))
