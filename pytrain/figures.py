"""The charts of report and card: matplotlib figures as SVG, each drawn for a light page and for a dark one."""

import base64
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from pytrain.evaluate import Calibration
from pytrain.faces import LABELS
from pytrain.metrics import Reliability, SplitMetrics


@dataclass(frozen=True)
class Theme:
    """The colours of one page background.

    `learned` (Training) and `chosen` (PublicTest) stay apart for every kind of colour vision. From the share `flip` on,
    `surface` reads better on a cell of the confusion matrix than `text`.
    """

    text: str
    grid: str
    surface: str
    learned: str
    chosen: str
    flip: float


LIGHT = Theme(text="#2b2f36", grid="#d9dde3", surface="#ffffff", learned="#c2610c", chosen="#2563c9", flip=0.75)
DARK = Theme(text="#d7dbe2", grid="#3a404b", surface="#1d2128", learned="#f0a35e", chosen="#7db0ff", flip=0.58)


@dataclass(frozen=True)
class Picture:
    """One chart as SVG for either background, and the words for who cannot see it."""

    light_svg: str
    dark_svg: str
    alt: str

    @property
    def light(self) -> str:
        """A data URI."""
        return _data_uri(self.light_svg)

    @property
    def dark(self) -> str:
        """A data URI."""
        return _data_uri(self.dark_svg)


def best_epoch(history: pd.DataFrame) -> tuple[int, float] | None:
    """The epoch with the best PublicTest accuracy, whose weights a run keeps, and that accuracy; or None."""
    if "val_accuracy" not in history or not history["val_accuracy"].notna().any():
        return None
    row = int(np.nanargmax(history["val_accuracy"].to_numpy(dtype=float)))
    return int(history["epoch"].iloc[row]), float(history["val_accuracy"].iloc[row])


def curves(history: pd.DataFrame) -> list[Picture]:
    """Loss, accuracy and learning rate by epoch; a chart whose column is not in the history is left out."""
    pictures = []
    if {"loss", "val_loss"} <= set(history):
        pictures.append(picture(lambda ax, theme: _loss(ax, theme, history), "Loss by epoch, Training and PublicTest"))
    if {"accuracy", "val_accuracy"} <= set(history):
        pictures.append(
            picture(lambda ax, theme: _accuracy(ax, theme, history), "Accuracy by epoch, Training and PublicTest")
        )
    if "learning_rate" in history:
        pictures.append(picture(lambda ax, theme: _learning_rate(ax, theme, history), "Learning rate by epoch"))
    return pictures


def gaps(histories: Mapping[str, pd.DataFrame]) -> Picture:
    """By how much Training is ahead of PublicTest, epoch for epoch, for each run by its name: what overfitting looks like."""
    return picture(lambda ax, theme: _gaps(ax, theme, histories), "Training ahead of PublicTest, by epoch", 2.8)


def confusion(metrics: SplitMetrics, name: str) -> Picture:
    """Which label was taken for which: each row of the confusion matrix as shares of its actual label."""
    return picture(
        lambda ax, theme: _confusion(ax, theme, np.array(metrics.confusion)), f"Confusion matrix, {name}", 3.9
    )


def calibration(pair: Calibration, name: str) -> list[Picture]:
    """The reliability diagrams before and after the temperature."""
    return [
        picture(
            lambda ax, theme, found=found, when=when: _reliability(ax, theme, found, when),  # type: ignore[misc]
            f"Reliability diagram, {name}, {when} temperature",
            3.6,
        )
        for found, when in ((pair.before, "before"), (pair.after, "after"))
    ]


def picture(
    draw: Callable[[Axes, Theme], None], alt: str, height_inches: float = 2.8, width_inches: float = 3.9
) -> Picture:
    """What `draw` puts on the axes, in the colours of either theme; by itself as wide as a phone, so that the text keeps its size there."""
    size = (width_inches, height_inches)
    return Picture(_svg(draw, LIGHT, size), _svg(draw, DARK, size), alt)


def _svg(draw: Callable[[Axes, Theme], None], theme: Theme, size_inches: tuple[float, float]) -> str:
    style: dict[Any, Any] = {
        "font.size": 9,
        "axes.titlesize": 10,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "axes.edgecolor": theme.grid,
        "grid.color": theme.grid,
        "grid.linewidth": 0.6,
        "text.color": theme.text,
        "axes.labelcolor": theme.text,
        "axes.titlecolor": theme.text,
        "xtick.color": theme.text,
        "ytick.color": theme.text,
        "legend.frameon": False,
        # The same run gives the same bytes.
        "svg.hashsalt": "mood-mirror",
    }
    with mpl.rc_context(style):
        # Not pyplot, which wants a display.
        figure = Figure(figsize=size_inches, layout="constrained")
        draw(figure.add_subplot(), theme)
        out = io.BytesIO()
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None})
    return out.getvalue().decode()


def _data_uri(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _by_epoch(ax: Axes, theme: Theme, history: pd.DataFrame, column: str) -> None:
    marker = "o" if len(history) < 2 else None  # one epoch alone is no line
    ax.plot(
        history["epoch"],
        history[column],
        color=theme.learned,
        marker=marker,
        markersize=4,
        linestyle="--",
        label="Training",
    )
    ax.plot(
        history["epoch"], history[f"val_{column}"], color=theme.chosen, marker=marker, markersize=4, label="PublicTest"
    )
    _epochs(ax, history)
    ax.legend()


def _epochs(ax: Axes, history: pd.DataFrame) -> None:
    if len(history):
        ax.set_xlim(history["epoch"].min() - 0.5, history["epoch"].max() + 0.5)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    ax.set_xlabel("epoch")


def _loss(ax: Axes, theme: Theme, history: pd.DataFrame) -> None:
    _by_epoch(ax, theme, history, "loss")
    ax.set_title("Loss")


def _accuracy(ax: Axes, theme: Theme, history: pd.DataFrame) -> None:
    _by_epoch(ax, theme, history, "accuracy")
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, symbol=" %"))
    ax.set_ylim(0, 1)
    if best := best_epoch(history):
        ax.plot(*best, "o", color=theme.chosen)
        ax.set_title(f"Accuracy: best {100 * best[1]:.1f} % in epoch {best[0]}")


def _learning_rate(ax: Axes, theme: Theme, history: pd.DataFrame) -> None:
    ax.plot(history["epoch"], history["learning_rate"], "o-", markersize=3, color=theme.chosen)
    ax.set_ylim(bottom=0)
    _epochs(ax, history)
    ax.set_title("Learning rate")


def _gaps(ax: Axes, theme: Theme, histories: Mapping[str, pd.DataFrame]) -> None:
    styles = zip(("-", "--", ":"), (theme.learned, theme.chosen, theme.text), strict=True)
    for (name, history), (line, color) in zip(histories.items(), styles, strict=False):
        gap = history["accuracy"] - history["val_accuracy"]
        ax.plot(history["epoch"], gap, color=color, linestyle=line, label=name)
    ax.axhline(0, color=theme.grid, linewidth=1)
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=""))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    ax.set_xlabel("epoch")
    ax.set_ylabel("points")
    ax.set_title("Training ahead of PublicTest")
    ax.legend()


def _confusion(ax: Axes, theme: Theme, counts: np.ndarray) -> None:
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    ax.imshow(shares, cmap=LinearSegmentedColormap.from_list("", [theme.surface, theme.chosen]), vmin=0, vmax=1)
    for actual, predicted in np.ndindex(shares.shape):
        share = shares[actual, predicted]
        color = theme.surface if share >= theme.flip else theme.text
        ax.text(predicted, actual, f"{share:.0%}", ha="center", va="center", color=color, fontsize=8)
    ax.set_xticks(range(len(LABELS)), LABELS, rotation=40, ha="right", rotation_mode="anchor")
    ax.set_yticks(range(len(LABELS)), LABELS)
    ax.tick_params(length=0)
    ax.grid(False)
    ax.spines[:].set_visible(False)
    ax.set_xlabel("predicted")
    ax.set_ylabel("actual")


def _reliability(ax: Axes, theme: Theme, found: Reliability, when: str) -> None:
    count = np.array(found.count)
    edges = np.linspace(0, 1, len(count) + 1)
    ax.plot([0, 1], [0, 1], linestyle="--", color=theme.text, linewidth=1, label="as sure as right")
    ax.bar(
        edges[:-1],
        found.accuracy,
        np.diff(edges),
        align="edge",
        color=theme.chosen,
        edgecolor=theme.surface,
        label="right",
    )
    ax.bar(
        edges[:-1], -0.12 * count / count.max(), np.diff(edges), align="edge", color=theme.grid, label="share of faces"
    )
    ax.set(
        xlim=(0, 1),
        ylim=(-0.14, 1),
        xlabel="confidence",
        ylabel="accuracy",
        title=f"{when} temperature: ECE {found.ece:.3f}",
    )
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1])
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, symbol=" %"))
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, symbol=" %"))
    ax.legend(loc="upper left", fontsize=8)
