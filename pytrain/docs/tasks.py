"""The page about the tasks: each with every option, from what `invoke --help` reads."""

import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from invoke import Argument, Collection, Task

from pytrain.docs import ROOT

GROUPS = {
    "From faces to a model": ("data", "train", "evaluate", "convert"),
    "From a model to a page": ("build", "serve", "deploy"),
    "Checks and measurements": ("test", "lint", "bench", "audit"),
}
"""Headings of the page. A task that stands in none comes under MORE, without anybody doing anything."""
MORE = "Further tasks"

_HEAD = """\
# Tasks

Everything there is to do, as `invoke --list` names it. Tasks chain: `invoke train convert build serve` hands the run and its model on.
`invoke --help TASK` says in a terminal what stands here.
"""


@dataclass(frozen=True)
class Option:
    """One option of a task.

    Attributes:
        flags: as they are typed, the long one first; `--no-…` where it is on unless switched off.
        takes: "TEXT", "NUMBER" or "" for a switch.
        default: what counts without it; "" where that is nothing.
        help: what it does; "" where nobody has written it.
    """

    flags: tuple[str, ...]
    takes: str
    default: str
    help: str


def collection() -> Collection:
    """The tasks of tasks.py."""
    path = ROOT / "tasks.py"
    spec = importlib.util.spec_from_file_location("tasks_as_documented", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where functools.wraps and dataclasses look modules up
    spec.loader.exec_module(module)
    return Collection.from_module(module, name="tasks")


def options(task: Task) -> list[Option]:
    """All options of a task, in the order of its signature."""
    return [_option(argument) for argument in task.get_arguments()]


def sentence_and_example(task: Task) -> tuple[str, str]:
    """What a task does, and the command that its docstring shows; "" where it shows none."""
    sentence, _, example = " ".join((task.__doc__ or "").split()).partition(" Example: ")
    return sentence, example


def page(found: Collection | None = None) -> str:
    """The Markdown page about all tasks of `found`, by default those of tasks.py."""
    tasks = dict((found or collection()).tasks)
    grouped = {name for names in GROUPS.values() for name in names}
    groups = {**GROUPS, MORE: tuple(sorted(set(tasks) - grouped))}
    parts = [_HEAD]
    for heading, names in groups.items():
        there = [name for name in names if name in tasks]
        if there:
            parts.append(f"## {heading}\n")
            parts += [part for name in there for part in _section(name, tasks[name])]
    return "\n".join(parts)


def _section(name: str, task: Task) -> Iterator[str]:
    sentence, example = sentence_and_example(task)
    yield f"### invoke {name} {{ #{name} }}\n\n{sentence}\n"
    if example:
        yield f"```sh\n{example}\n```\n"
    rows = [_row(option) for option in options(task)]
    if rows:
        yield "\n".join(["| option | does |", "| --- | --- |", *rows]) + "\n"


def _row(option: Option) -> str:
    flags = ", ".join(f"`{flag}`" for flag in option.flags)
    # Most helps say it themselves.
    default = f"; `{option.default}` by default" if option.default and "default" not in option.help else ""
    return f"| {flags} {option.takes} | {option.help.replace('|', chr(92) + '|')}{default} |"


def _option(argument: Argument) -> Option:
    names = [name.strip("_").replace("_", "-") for name in argument.names]
    if argument.kind is bool and argument.default is True:
        return Option((f"--no-{names[0]}",), "", "", argument.help or "")
    flags = tuple(f"--{name}" if len(name) > 1 else f"-{name}" for name in names)
    takes = {bool: "", int: "NUMBER", float: "NUMBER"}.get(argument.kind, "TEXT")
    default = "" if argument.default in (None, False, []) else str(argument.default)
    return Option(flags, takes, default.removeprefix(f"{ROOT}/"), argument.help or "")
