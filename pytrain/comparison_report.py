"""A comparison as one self-contained page, and beside it a table of every face that changed."""

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from pytrain import figures, templates
from pytrain.atomic import assembled, write_text
from pytrain.compare import Comparison, Entry, Measured, p_shown
from pytrain.evaluate import TESTS
from pytrain.faces import LABELS, Faces, is_drawn
from pytrain.report import as_data_uri

PAGE, CHANGES = "report.html", "changes.csv"

SHOWN = 42
"""Faces of each kind on the page: the ones on which the two are furthest apart. The table beside it has all."""


@dataclass(frozen=True)
class Face:
    """A face that two entries see differently, and how sure either is of what it says."""

    image: str
    actual: str
    first: str
    first_share: float
    second: str
    second_share: float


@dataclass(frozen=True)
class Change:
    """One way in which faces changed: its title, how many, and the `SHOWN` clearest."""

    title: str
    count: int
    faces: list[Face]


def folder_for(root: Path, names: Sequence[str]) -> Path:
    """Where a comparison of these goes by itself, among the runs: no run's name begins with an underscore."""
    words = [re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-.") or "model" for name in names]
    return root / "_compared" / "_".join(words)[:120]


def write(folder: Path, comparison: Comparison, quantization: str) -> Path:
    """Write report.html and changes.csv into `folder`, which appears whole or not at all; returns the page.

    The page shows faces of PublicTest only: who looks at the errors on PrivateTest begins to choose by it.

    Args:
        quantization: what runs were converted to.
    """
    first, *others = comparison.measured
    public = comparison.faces.splits["PublicTest"]
    page = templates.load("compare.html.j2").render(
        names=[one.entry.name for one in comparison.measured],
        written=datetime.now(UTC).strftime("%d %B %Y, %H:%M UTC"),
        publishable=is_drawn(comparison.faces.name),
        dataset=comparison.faces.name,
        tests=TESTS,
        measured=comparison.measured,
        differences=list(zip(others, comparison.against_first, strict=True)),
        p_shown=p_shown,
        quantization=quantization,
        labels=LABELS,
        charts=[_gains_chart(comparison), _recall_chart(comparison)],
        changes=[(other, changes(public, first, other)) for other in others],
        settings=_settings([one.entry for one in comparison.measured]),
        all_changes=CHANGES,
    )
    with assembled(folder) as partial:
        write_text(partial / CHANGES, changed_rows(comparison).to_csv(index=False))
        write_text(partial / PAGE, page)
    return folder / PAGE


def changed_rows(comparison: Comparison) -> pd.DataFrame:
    """A row for each test face on which not all say the same: split, its row there, its label, what each says."""
    tables = []
    for split in TESTS:
        said = {one.entry.name: one.says(split) for one in comparison.measured}
        columns = np.stack(list(said.values()))
        changed = np.flatnonzero((columns != columns[0]).any(axis=0))
        words = np.array(LABELS)
        table = pd.DataFrame(
            {"split": split, "row": changed, "label": words[comparison.faces.splits[split].labels[changed]]}
        )
        tables.append(table.assign(**{name: words[numbers[changed]] for name, numbers in said.items()}))
    return pd.concat(tables)


def changes(faces: Faces, first: Measured, second: Measured, split: str = "PublicTest") -> list[Change]:
    """The faces of a split on which the two differ, by who is right."""
    before, after = first.says(split), second.says(split)
    differing = before != after
    kinds = {
        f"{second.entry.name} gets right": differing & (after == faces.labels),
        f"{second.entry.name} gets wrong": differing & (before == faces.labels),
        "Wrong either way": differing & (before != faces.labels) & (after != faces.labels),
    }
    apart = np.abs(first.probabilities[split] - second.probabilities[split]).sum(axis=1)
    found = []
    for title, which in kinds.items():
        rows = np.flatnonzero(which)
        clearest = rows[np.argsort(-apart[rows], kind="stable")][:SHOWN]
        found.append(Change(title, len(rows), [_face(faces, row, first, second, split) for row in clearest]))
    return found


def _face(faces: Faces, row: int, first: Measured, second: Measured, split: str) -> Face:
    before, after = first.probabilities[split][row], second.probabilities[split][row]
    return Face(
        image=as_data_uri(faces.images[row]),
        actual=LABELS[faces.labels[row]],
        first=LABELS[int(before.argmax())],
        first_share=float(before.max()),
        second=LABELS[int(after.argmax())],
        second_share=float(after.max()),
    )


def _settings(compared: Sequence[Entry]) -> dict[str, list[Any]]:
    """What the entries were made with, setting by setting, where it is not the same for all."""
    columns: list[dict[str, Any]] = []
    for entry in compared:
        training = entry.manifest.training
        own: dict[str, Any] = {
            "preset": training.preset,
            "data": training.dataset,
            "epochs trained": training.epochs,
            "seed": training.seed,
            "commit": training.commit,
            "weights": entry.manifest.quantization,
        }
        if entry.run is not None:
            own |= dataclasses.asdict(entry.run.preset())
        columns.append(own)
    keys = list(dict.fromkeys(key for own in columns for key in own))
    # A released model's manifest names its preset only, so its settings are blank.
    rows = {key: [own.get(key, "") for own in columns] for key in keys}
    return {key: row for key, row in rows.items() if any(value != row[0] for value in row)}


def _gains_chart(comparison: Comparison) -> figures.Picture:
    first, *others = comparison.measured
    names = [one.entry.name for one in others]

    def draw(ax: Axes, theme: figures.Theme) -> None:
        for shift, split, colour in ((-0.13, "PublicTest", theme.chosen), (0.13, "PrivateTest", theme.learned)):
            gains = [found[split].accuracy for found in comparison.against_first]
            middle = np.array([100 * gain.value for gain in gains])
            ends = np.array([[100 * gain.low for gain in gains], [100 * gain.high for gain in gains]])
            ax.errorbar(
                middle,
                np.arange(len(gains)) + shift,
                xerr=np.abs(ends - middle),
                fmt="o",
                capsize=3,
                color=colour,
                label=split,
            )
        ax.axvline(0, color=theme.text, linewidth=1, linestyle="--")
        ax.set_yticks(range(len(names)), [_short(name) for name in names])
        ax.set_ylim(len(names) - 0.5, -0.5)
        ax.xaxis.set_major_locator(MaxNLocator(6))
        ax.set_xlabel("points of accuracy, 95 % interval")
        ax.set_title(f"Against {_short(first.entry.name)}")
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.28), ncols=2)

    alt = "; ".join(
        f"{name}: " + ", ".join(f"{split} {100 * found[split].accuracy.value:+.1f} points" for split in TESTS)
        for name, found in zip(names, comparison.against_first, strict=True)
    )
    return figures.picture(draw, f"Accuracy against {first.entry.name}. {alt}", 2.1 + 0.4 * len(names))


def _recall_chart(comparison: Comparison) -> figures.Picture:
    # The legend below must not grow wider than the chart, which would be squeezed for it.
    columns = max(1, min(3, 36 // (4 + max(len(_short(one.entry.name)) for one in comparison.measured))))
    rows = -(-len(comparison.measured) // columns)

    def draw(ax: Axes, theme: figures.Theme) -> None:
        colours = (theme.text, theme.chosen, theme.learned)
        markers = "oDs^vP"
        for number, one in enumerate(comparison.measured):
            per_class = one.evaluation.splits["PublicTest"].per_class
            ax.plot(
                [100 * per_class[label].recall for label in LABELS],
                range(len(LABELS)),
                linestyle="",
                marker=markers[number % len(markers)],
                markersize=9 if number == 0 else 5,
                color=colours[number % len(colours)],
                fillstyle="none" if number == 0 else "full",
                label=_short(one.entry.name),
            )
        ax.set_yticks(range(len(LABELS)), LABELS)
        ax.invert_yaxis()
        ax.margins(x=0.08)
        ax.set_xlabel("recall on PublicTest, %")
        ax.set_title("Found among the faces of each label")
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=columns)

    return figures.picture(draw, "Recall of each label on PublicTest; the table says the same", 3.1 + 0.2 * rows)


def _short(name: str) -> str:
    return name if len(name) <= 22 else f"{name[:10]}…{name[-10:]}"
