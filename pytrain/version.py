"""The one version of page, npm package and wheel: `version` in pyproject.toml."""

import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

PROJECT_FILE = Path(__file__).parent.parent / "pyproject.toml"


def project(file: Path = PROJECT_FILE) -> dict[str, Any]:
    """The table [project] of the checkout's pyproject.toml, or of another."""
    table: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))["project"]
    return table


def version() -> str:
    """The version, also where pytrain was installed from a wheel and there is no checkout."""
    return str(project()["version"]) if PROJECT_FILE.is_file() else metadata.version("mood-mirror")
