"""The pages about Python: every module with what its docstrings say, by the part of the road that it belongs to."""

from collections.abc import Iterator
from pathlib import Path

from pytrain.docs import ROOT

GROUPS = {
    "faces": (
        "Faces",
        "reads every form of FER2013, draws faces, and varies them while learning",
        ("faces", "data", "npz", "images", "download", "corrections", "drawn", "drawing", "augment"),
    ),
    "training": (
        "Training",
        "turns a preset and faces into a run",
        (
            "config",
            "model",
            "pretrained",
            "lessons",
            "opinions",
            "train",
            "callbacks",
            "tracking",
            "runs",
            "experiment",
        ),
    ),
    "measuring": (
        "Measuring",
        "says how good a run or a model is, and draws it",
        ("evaluate", "metrics", "robustness", "samples", "figures", "report", "card", "experiments"),
    ),
    "model": (
        "Model files",
        "converts a run, and holds what is written of it to what is true",
        ("convert", "contract", "shipped", "tfjs", "tfjs_runtime"),
    ),
    "page": (
        "Page and hosts",
        "assembles the page, packs it, serves it, puts it online",
        (
            "build",
            "offline",
            "packed",
            "weight",
            "headers",
            "hosts",
            "sbom",
            "serve",
            "https",
            "qr",
            "tunnel",
            "deploy",
        ),
    ),
}
"""By the page's name: its title, what its modules do, and the modules."""
REST = ("rest", "Everything else", "is what the others stand on")


def modules() -> list[str]:
    """Every public module and package right below pytrain/, without "pytrain."."""
    found = [file.stem for file in (ROOT / "pytrain").glob("*.py")]
    found += [file.parent.name for file in (ROOT / "pytrain").glob("*/__init__.py")]
    return sorted(name for name in found if not name.startswith("_"))


def pages() -> Iterator[tuple[str, str]]:
    """Path and Markdown of each page. A module that is in no group stands on the last page."""
    there = modules()
    grouped = {name for _, _, names in GROUPS.values() for name in names}
    name, title, does = REST
    rest = tuple(name for name in there if name not in grouped)
    for file, (heading, what, names) in {**GROUPS, name: (title, does, rest)}.items():
        blocks = "\n".join(f"::: pytrain.{module}\n" for one in names if one in there for module in _with_parts(one))
        yield f"reference/python/{file}.md", f"# {heading}\n\nWhat {what}; from the docstrings.\n\n{blocks}"


def _with_parts(name: str) -> list[str]:
    """A package's public modules behind itself; a module alone."""
    folder = Path(ROOT, "pytrain", name)
    parts = sorted(file.stem for file in folder.glob("[!_]*.py")) if folder.is_dir() else []
    return [name, *(f"{name}.{part}" for part in parts)]
