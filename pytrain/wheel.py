"""pytrain as a wheel, with the released model and the built page in it, so that neither a checkout nor Node.js is needed to use it."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from pytrain import contract, toolchain
from pytrain.build import SITE, run_vite
from pytrain.errors import UserError
from pytrain.places import PAGE, ROOT

SOURCES = ("pyproject.toml", "README.md", "tasks.py", "pytrain", "model")
"""What a wheel is made of; `pip install .` takes the same, without a page."""

UNWANTED = shutil.ignore_patterns("__pycache__", "*.pyc")


def contents(manifest: contract.Manifest) -> set[str]:
    """The names of all that belongs into the wheel, but for the page and for what pip writes about it."""
    package = PAGE.parent
    kept = [path for path in package.rglob("*") if path.is_file() and path.suffix not in (".pyc", ".md")]
    return {
        *(path.relative_to(ROOT).as_posix() for path in kept),
        "pytrain/command/tasks.py",
        *(f"pytrain/released/{name}" for name in (contract.MANIFEST, contract.FIGURES)),
        *(f"pytrain/released/{file.path}" for file in manifest.files),
    }


def build(into: Path) -> Path:
    """The wheel, `into`/mood_mirror-VERSION-py3-none-any.whl.

    Raises:
        UserError: npm or pip failed.
    """
    into.mkdir(parents=True, exist_ok=True)
    toolchain.npm_ci(SITE)
    # From a copy: setuptools leaves folders beside what it builds.
    with tempfile.TemporaryDirectory(prefix="mood-mirror-wheel-") as folder:
        copy = Path(folder, "sources")
        copy.mkdir()
        for name in SOURCES:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, copy / name, ignore=UNWANTED)
            else:
                shutil.copyfile(ROOT / name, copy / name)
        run_vite(copy / PAGE.relative_to(ROOT))
        made = Path(folder, "made")
        options = ["--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", str(made)]
        command = [sys.executable, "-m", "pip", "wheel", *options, str(copy)]
        if subprocess.run(command, check=False).returncode:
            raise UserError(
                f"The wheel could not be built; what pip said stands above. It needs pip and setuptools in {sys.prefix}:"
                " pip install --no-deps -r requirements.lock"
            )
        (wheel,) = made.iterdir()
        return Path(shutil.copy(wheel, into))
