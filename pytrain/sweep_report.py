"""A sweep as one self-contained page: its trials, which settings matter, and how they went together."""

import warnings
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import optuna
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.ticker import MaxNLocator
from optuna.trial import FrozenTrial, TrialState

from pytrain import figures, templates
from pytrain.atomic import write_text
from pytrain.search_space import MIN_COMPLETE, Choice, Range, Space
from pytrain.sweep import Sweep

PAGE = "report.html"


def write(sweep: Sweep) -> Path:
    """Write report.html into the sweep's folder, in one step; returns its path."""
    complete = sweep.complete
    pruned = [trial for trial in sweep.ended if trial.state == TrialState.PRUNED]
    weights = importances(sweep.study) if len(complete) >= MIN_COMPLETE else {}
    page = templates.load("sweep.html.j2").render(
        name=sweep.name,
        written=datetime.now(UTC).strftime("%d %B %Y, %H:%M UTC"),
        space=sweep.space,
        fixed={"preset": sweep.space.preset, "method": sweep.space.method, **sweep.space.fixed},
        complete=complete,
        pruned=pruned,
        run_of=lambda trial: sweep.run_of(trial).name,
        shown=_shown,
        last_epoch=lambda trial: max(trial.intermediate_values, default=0),
        best_on_the_way=lambda trial: max(trial.intermediate_values.values(), default=0.0),
        progress=_progress_chart(sweep.ended) if complete else None,
        parallel=_parallel_chart(complete, sweep.space) if complete else None,
        importance=_importance_chart(weights) if weights else None,
        weights=weights,
        enough=MIN_COMPLETE,
    )
    path = sweep.folder / PAGE
    write_text(path, page)
    return path


def importances(study: optuna.Study) -> dict[str, float]:
    """How much of the accuracy's variance among complete trials each setting explains by itself; sums to 1; the largest first.

    By functional ANOVA over a random forest (Hutter et al. 2014, proceedings of ICML 32). Empty where all trials came out alike.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
        evaluator = optuna.importance.FanovaImportanceEvaluator(seed=0)
    try:
        found = optuna.importance.get_param_importances(study, evaluator=evaluator)
    except RuntimeError:  # fANOVA: zero total variance
        return {}
    return {name: float(weight) for name, weight in found.items()} if any(found.values()) else {}


def _accuracy(trial: FrozenTrial) -> float:
    assert trial.value is not None
    return trial.value


def _shown(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def _progress_chart(ended: Sequence[FrozenTrial]) -> figures.Picture:
    complete = [trial for trial in ended if trial.state == TrialState.COMPLETE]
    numbers = [trial.number for trial in complete]
    values = 100 * np.array([_accuracy(trial) for trial in complete])

    def draw(ax: Axes, theme: figures.Theme) -> None:
        ax.plot(numbers, values, "o", markersize=5, color=theme.chosen, label="to the end")
        if pruned := [trial for trial in ended if trial.state == TrialState.PRUNED and trial.intermediate_values]:
            best = [100 * max(trial.intermediate_values.values()) for trial in pruned]
            ax.plot([trial.number for trial in pruned], best, "x", markersize=5, color=theme.learned, label="pruned")
        ax.step(
            numbers, np.maximum.accumulate(values), where="post", color=theme.text, linewidth=1, label="best so far"
        )
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
        ax.set(xlabel="trial", ylabel="PublicTest accuracy, %", title=f"Best: {values.max():.2f} %")
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.25), ncols=3)

    return figures.picture(draw, f"PublicTest accuracy by trial; the best has {values.max():.2f} %", 3.1)


def _importance_chart(weights: dict[str, float]) -> figures.Picture:
    def draw(ax: Axes, theme: figures.Theme) -> None:
        rows = range(len(weights))
        ax.barh(rows, list(weights.values()), color=theme.chosen)
        for row, weight in zip(rows, weights.values(), strict=True):
            ax.text(weight + 0.01, row, f"{weight:.2f}", va="center", fontsize=8)
        ax.set_yticks(rows, list(weights))
        ax.set_xlim(0, 1.15 * max(weights.values()))
        ax.invert_yaxis()
        ax.grid(axis="y", visible=False)
        ax.set(xlabel="share of the variance", title="Which settings matter")

    alt = "Importance: " + ", ".join(f"{name} {weight:.2f}" for name, weight in weights.items())
    return figures.picture(draw, alt, 1.2 + 0.24 * len(weights))


def _parallel_chart(complete: Sequence[FrozenTrial], space: Space) -> figures.Picture:
    """A line for each complete trial through its settings to its accuracy, the better the stronger; the best one on top."""
    names = list(space.searched)
    places = np.array(
        [[_place(space.searched[name], trial.params[name]) for name in names] for trial in complete]
    ).reshape(len(complete), len(names))
    accuracies = np.array([_accuracy(trial) for trial in complete])
    low, high = accuracies.min(), accuracies.max()
    heights = (accuracies - low) / (high - low) if high > low else np.full(len(accuracies), 0.5)
    points = np.column_stack([places, heights])

    def draw(ax: Axes, theme: figures.Theme) -> None:
        colours = LinearSegmentedColormap.from_list("", [theme.grid, theme.chosen])
        order = np.argsort(heights, kind="stable")
        axes = np.arange(len(names) + 1)
        lines = [np.column_stack([axes, points[row]]) for row in order]
        shades = [theme.learned if row == order[-1] else colours(heights[row]) for row in order]
        ax.add_collection(LineCollection(lines, colors=shades, linewidths=[*[1.2] * (len(order) - 1), 2.4]))
        for number, (least, most) in enumerate(
            [*map(_ends, space.searched.values()), (f"{100 * low:.1f} %", f"{100 * high:.1f} %")]
        ):
            ax.axvline(number, color=theme.text, linewidth=0.8)
            ax.text(number, -0.04, least, ha="center", va="top", fontsize=8)
            ax.text(number, 1.03, most, ha="center", va="bottom", fontsize=8)
        ax.set_xticks(axes, [*names, "PublicTest"], rotation=25, ha="right", rotation_mode="anchor")
        ax.tick_params(length=0, pad=16)
        ax.set_yticks([])
        ax.set(xlim=(-0.3, len(names) + 0.3), ylim=(-0.02, 1.02))
        ax.grid(visible=False)
        ax.spines[:].set_visible(False)

    alt = f"Parallel coordinates of {len(complete)} trials: {', '.join(names)}, PublicTest accuracy; the table says the same"
    return figures.picture(draw, alt, 3.6, max(3.9, 1.15 * (len(names) + 1)))


def _place(one: Choice | Range, value: float) -> float:
    """Where on its axis a value stands, 0 to 1."""
    if isinstance(one, Choice):
        return one.values.index(value) / max(1, len(one.values) - 1)
    scale = np.log if one.log else float
    return float((scale(value) - scale(one.low)) / (scale(one.high) - scale(one.low)))


def _ends(one: Choice | Range) -> tuple[str, str]:
    return (
        (_shown(one.values[0]), _shown(one.values[-1]))
        if isinstance(one, Choice)
        else (_shown(one.low), _shown(one.high))
    )
