"""The page about the presets: what each is for, what it differs in, and what every setting means."""

import ast
import dataclasses
from itertools import pairwise
from pathlib import Path

import griffe

from pytrain import config

_HEAD = """\
# Presets

`invoke train --preset NAME` trains one of these; without `--preset` it is `{default}`. `--set key=value` changes one
setting for one run, as often as you like: `invoke train --preset cnn --set epochs=3 --set dropout=0.2`. A setting that is not named under a
preset has the value in the last table.
"""


def page() -> str:
    """The Markdown page, from pytrain/config.py."""
    said = _docstrings()
    parts = [_HEAD.format(default=config.DEFAULT_PRESET)]
    for name, preset in config.PRESETS.items():
        parts.append(f"## {name} {{ #{name} }}\n\n{said.get(id(preset), '')}\n\n{_settings(preset)}\n")
    fields = {field.name: field for field in dataclasses.fields(config.Preset)}
    parts.append("## Every setting { #settings }\n\n| setting | without it | means |\n| --- | --- | --- |")
    for name, meaning in _meanings():
        default = fields[name].default
        shown = "" if default is dataclasses.MISSING else f"`{default}`" if default != "" else "none"
        parts.append(f"| `{name}` | {shown} | {meaning} |")
    return "\n".join(parts) + "\n"


def _settings(preset: config.Preset) -> str:
    """What differs from the defaults."""
    differing = {
        field.name: getattr(preset, field.name)
        for field in dataclasses.fields(preset)
        if field.default is dataclasses.MISSING or getattr(preset, field.name) != field.default
    }
    return "Settings: " + ", ".join(f"`{name}={value}`" for name, value in differing.items()) + "."


def _docstrings() -> dict[int, str]:
    """The string below each preset, by the preset's identity."""
    body = ast.parse(Path(config.__file__).read_text(encoding="utf-8")).body
    found = {}
    for before, behind in pairwise(body):
        if isinstance(before, ast.Assign) and isinstance(behind, ast.Expr) and isinstance(behind.value, ast.Constant):
            (target,) = before.targets
            value = getattr(config, target.id, None) if isinstance(target, ast.Name) else None
            if isinstance(value, config.Preset):
                found[id(value)] = "\n".join(line.strip() for line in str(behind.value.value).strip().splitlines())
    return found


def _meanings() -> list[tuple[str, str]]:
    text = griffe.Docstring(config.Preset.__doc__ or "")
    (section,) = (part for part in text.parse("google") if part.kind is griffe.DocstringSectionKind.attributes)
    return [(one.name, " ".join(one.description.split()).replace("|", "\\|")) for one in section.value]
