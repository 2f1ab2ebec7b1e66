"""Pages that stand elsewhere in the repository and are shown here too: model card, privacy, changelog; and whose work these pages are."""

import re
from importlib.metadata import distribution, version
from pathlib import Path

from pytrain import contract
from pytrain.docs import ROOT

MODEL = ROOT / "model"

BUNDLED = (
    ("clipboard.js", "MIT", "Zeno Rocha"),
    ("escape-html", "MIT", "TJ Holowaychuk, Andreas Lubbe, Tiancheng “Timothy” Gu"),
    ("focus-visible", "W3C Software and Document License", "W3C (MIT, ERCIM, Keio, Beihang)"),
    ("Lunr", "MIT", "Oliver Nightingale"),
    ("RxJS", "Apache-2.0", "Google, Netflix, Microsoft and contributors"),
    ("tslib", "0BSD", "Microsoft"),
)
"""What stands in Material's scripts, by its own source maps; pytrain_tests/test_docs.py compares."""


def pages() -> dict[str, str | Path]:
    """Markdown, or the file to copy, by path."""
    # MkDocs puts the page into a folder of its own, and knows of no paths in HTML.
    card = (MODEL / "CARD.md").read_text(encoding="utf-8").replace('="card/', '="../card/')
    return {
        "model-card.md": _as_seen_from_here(card),
        **{f"card/{picture.name}": picture for picture in sorted((MODEL / "card").glob("*.svg"))},
        "privacy.md": _as_seen_from_here((ROOT / "PRIVACY.md").read_text(encoding="utf-8")),
        "changelog.md": _as_seen_from_here((ROOT / "CHANGELOG.md").read_text(encoding="utf-8")),
        "licences.md": licences(),
    }


def licences() -> str:
    """Whose work the pages of the documentation are, besides ours."""
    rows = "\n".join(f"| {name} | {licence} | {who} |" for name, licence, who in BUNDLED)
    return f"""\
# Whose work these pages are

The text and the pictures are Mood Mirror's own, the figures those of the model `{contract.read(MODEL).name}`.
What shows them is [Material for MkDocs](https://squidfunk.github.io/mkdocs-material/) {version("mkdocs-material")},
whose scripts, styles and icons are files of this site; nothing is fetched from elsewhere. What the mirror
itself is made of stands in <a href="../../licenses.html">its own list</a>.

```text title="Material for MkDocs"
{_licence("licenses/LICENSE")}
```

Its scripts hold these, too:

| what | licence | by |
| --- | --- | --- |
{rows}

The icons are [Material Design Icons](https://pictogrammers.com/library/mdi/):

```text title="Material Design Icons"
{_licence("templates/.icons/material/LICENSE")}
```
"""


def _as_seen_from_here(markdown: str) -> str:
    """The same with links to files of the repository, which is not among these pages, as the files' names.

    >>> _as_seen_from_here("see [what was tried](pytrain/EXPERIMENTS.md)")
    'see what was tried (`pytrain/EXPERIMENTS.md`)'
    """
    return re.sub(r"\[([^\]]+)\]\((?!https?:|#)([^)]+)\)", r"\1 (`\2`)", markdown)


def _licence(ending: str) -> str:
    found = distribution("mkdocs-material")
    (path,) = [file for file in found.files or [] if str(file).endswith(ending)]
    return Path(str(found.locate_file(path))).read_text(encoding="utf-8").strip()
