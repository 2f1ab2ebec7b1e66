"""The command `mood-mirror` of an installed pytrain: the tasks that need no checkout, on the folder one stands in."""

from importlib import import_module
from types import ModuleType

from invoke import Collection, Program, Task

from pytrain import places
from pytrain.version import version

COMMAND = "mood-mirror"
TASKS = ("data", "train", "evaluate", "convert", "build", "serve")


def tasks() -> ModuleType:
    """tasks.py, which lies beside pytrain/ in a checkout and in pytrain/command/ in a wheel (pyproject.toml)."""
    return import_module("tasks" if places.IS_CHECKOUT else "pytrain.command.tasks")


def collection() -> Collection:
    """The tasks, whose help names the command as it is typed here."""
    found = Collection()
    for name in TASKS:
        task: Task = getattr(tasks(), name)
        task.__doc__ = (task.__doc__ or "").replace("invoke ", f"{COMMAND} ")
        found.add_task(task)
    return found


def main() -> None:
    """Runs what is on the command line; ends the process with status 1 where a task could not be done."""
    Program(name=COMMAND, binary=COMMAND, version=version(), namespace=collection()).run()
