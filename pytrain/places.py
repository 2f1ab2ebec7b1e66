"""Where things lie: beside pytrain/ in a checkout; for a pytrain that was installed from a wheel, in it and where one works."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_BESIDE = _PACKAGE.parent

IS_CHECKOUT = (_BESIDE / "tasks.py").is_file() and (_BESIDE / "pyproject.toml").is_file()

ROOT = _BESIDE if IS_CHECKOUT else Path.cwd()
RUNS = ROOT / "runs"
DIST = ROOT / "dist"
SITE = ROOT / "site"

MODEL = ROOT / "model" if IS_CHECKOUT else _PACKAGE / "released"
"""The released model."""

PAGE = _PACKAGE / "page"
"""In a wheel: the page, built, without a model. In a checkout `invoke build` builds it."""
