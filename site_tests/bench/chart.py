"""The chart of the stages: bars of p50 with whiskers to p95, ours beside the peers', for a light and for a dark page."""

import io
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pytrain.figures import DARK, LIGHT, Theme
from site_tests.bench.summary import Figures

ALT = "Milliseconds of each stage with one face and with four, Mood Mirror beside its peers: median, and 95th percentile as a whisker"
STAGES = {"detect_ms": "detect", "crop_ms": "crop", "classify_ms": "classify", "total_ms": "total"}
TITLES = {"one": "One face", "four": "Four faces"}
BAR = 0.8
"""Height of a stage's bars together; the stages are 1 apart."""


def charts(everybody: Sequence[Figures]) -> dict[str, str]:
    """SVG by background, "light" and "dark". The first contestant is ours, and has the strongest colour."""
    return {name: _svg(everybody, theme) for name, theme in (("light", LIGHT), ("dark", DARK))}


def _svg(everybody: Sequence[Figures], theme: Theme) -> str:
    style: dict[Any, Any] = {
        "font.size": 9,
        "axes.titlesize": 10,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.grid.axis": "x",
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
        # The same figures give the same bytes.
        "svg.hashsalt": "mood-mirror",
    }
    with mpl.rc_context(style):
        figure = Figure(figsize=(7.6, 1.4 + 0.55 * len(everybody)), layout="constrained")
        panels = figure.subplots(1, len(TITLES), sharey=True)
        for panel, name in zip(panels, TITLES, strict=True):
            _stages(panel, theme, everybody, name)
        figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=len(everybody))
        out = io.BytesIO()
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None})
    return out.getvalue().decode()


def _stages(ax: Axes, theme: Theme, everybody: Sequence[Figures], name: str) -> None:
    thickness = BAR / len(everybody)
    for place, (who, colour) in enumerate(zip(everybody, _colours(theme, len(everybody)), strict=True)):
        there = {at: who.single[name][stage] for at, stage in enumerate(STAGES) if stage in who.single[name]}
        ax.barh(
            [at - BAR / 2 + (place + 0.5) * thickness for at in there],
            [times.p50 for times in there.values()],
            thickness * 0.9,
            xerr=[
                [0.0] * len(there),
                [float("nan") if times.p95 is None else max(0.0, times.p95 - times.p50) for times in there.values()],
            ],
            error_kw={"ecolor": theme.text, "elinewidth": 0.9, "capsize": 1.5},
            color=colour,
            label=who.id,
        )
    ax.set_yticks(range(len(STAGES)), list(STAGES.values()))
    ax.set_ylim(len(STAGES) - 0.5, -0.5)
    ax.set_xlim(left=0)
    ax.set_title(TITLES[name])
    ax.set_xlabel("ms, p50; whisker to p95")


def _colours(theme: Theme, count: int) -> list[str]:
    """Ours in the colour of what is chosen; peers from the learned one towards the grid's, told apart without colour too."""
    first, last = mpl.colors.to_rgb(theme.learned), mpl.colors.to_rgb(theme.grid)
    steps = [0.55 * i / max(count - 2, 1) for i in range(count - 1)]
    mixed = [_between(first, last, step) for step in steps]
    return [theme.chosen, *mixed]


def _between(first: tuple[float, ...], last: tuple[float, ...], share: float) -> str:
    red, green, blue = (a + (b - a) * share for a, b in zip(first, last, strict=True))
    return mpl.colors.to_hex((red, green, blue))
