"""Node.js and Chromium: the machine's own where they will do, else fetched, else the command to type."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pytrain.errors import UserError

NODE_LOCK = Path(__file__).parent.parent / "requirements-node.lock"
NODE_NEEDED = "20.19 or newer in the 20 line, or 22.12 and newer"
"""What Vite 8 asks for."""

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


@dataclass(frozen=True)
class Node:
    """A Node.js that can build the site.

    Attributes:
        node: path of the executable.
        npm: path of the npm that goes with it.
        version: (major, minor, patch).
    """

    node: Path
    npm: Path
    version: tuple[int, ...]

    @property
    def environment(self) -> dict[str, str]:
        """os.environ for npm, with this Node first on PATH: npm's scripts look `node` up there."""
        return os.environ | {"PATH": os.pathsep.join([str(self.node.parent), os.environ.get("PATH", "")])}


def node() -> Node:
    """The machine's Node.js, or one installed into this Python environment when that is missing or too old.

    Raises:
        UserError: neither is there, and the second could not be installed.
    """
    scripts = sysconfig.get_path("scripts")
    found = _node_on(None) or _node_on(scripts)
    if found:
        return found
    print(
        f"No Node.js that will do on this machine (needed: {NODE_NEEDED}); installing one into {sys.prefix}", flush=True
    )
    _install(NODE_LOCK)
    installed = _node_on(scripts)
    if not installed:
        raise UserError(
            f"Node.js was installed into {scripts}, but does not start there. Install Node.js ({NODE_NEEDED}) yourself."
        )
    return installed


def npm_ci(site_dir: Path) -> None:
    """Installs the site's locked npm packages, unless package-lock.json is the one already installed.

    Raises:
        UserError: no package-lock.json, no Node.js, or npm failed.
    """
    lock = site_dir / "package-lock.json"
    if not lock.is_file():
        raise UserError(
            f"{lock} is missing, so there is nothing that says which npm packages to install. Run: git checkout {lock}"
        )
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    # npm ci empties node_modules first, and the stamp with it: an install that broke off never passes for a whole one.
    stamp = site_dir / "node_modules" / ".installed-from-lock"
    if stamp.is_file() and stamp.read_text() == digest:
        return
    found = node()
    result = subprocess.run(
        [found.npm, "ci", "--no-audit", "--no-fund"], cwd=site_dir, env=found.environment, check=False
    )
    if result.returncode:
        raise UserError(
            f"`npm ci` in {site_dir} failed with status {result.returncode}; what it said stands above. "
            "It needs the network once. Then run the same command again."
        )
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(digest)


def chromium() -> Path:
    """A Chromium, Chrome or Edge that starts, for the browser tests.

    In this order: $CHROMIUM, the machine's, Playwright's; then what `playwright install chromium` brings; then, as root
    on Debian or Ubuntu, what `apt-get install chromium` brings.

    Raises:
        UserError: none of these came to anything.
    """
    if chosen := os.environ.get("CHROMIUM"):
        if _is_chromium(Path(chosen)):
            return Path(chosen)
        raise UserError(
            f"$CHROMIUM is {chosen}, which does not answer --version as Chromium does. Correct it or unset it."
        )
    found = _machines_chromium() or _playwrights_chromium()
    if found:
        return found
    print("No Chromium on this machine; asking Playwright for one", flush=True)
    _succeeds([sys.executable, "-m", "playwright", "install", "chromium"])
    # A downloaded Chromium can lack the system's libraries; then it does not start, and the distribution's is next.
    found = _playwrights_chromium()
    if not found and shutil.which("apt-get") and _is_root():
        print("Playwright's does not start here; asking apt-get for one", flush=True)
        _succeeds(["apt-get", "update"])
        _succeeds(["apt-get", "install", "--yes", "--no-install-recommends", "chromium"])
        found = _machines_chromium()
    if not found:
        raise UserError(
            "The browser tests need Chromium, and it could not be installed. Type: sudo apt-get install chromium, "
            "or: playwright install --with-deps chromium, or install Chrome and set CHROMIUM=/path/to/chrome"
        )
    return found


def _node_on(path: str | None) -> Node | None:
    """The node and npm on `path` (None: $PATH), if both start and node is new enough."""
    executable, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if not executable or not npm:
        return None
    try:
        version = tuple(int(part) for part in _output([executable, "--version"]).removeprefix("v").split("."))
    except ValueError:
        return None
    new_enough = (20, 19) <= version < (21,) or version >= (22, 12)
    return Node(Path(executable), Path(npm), version) if new_enough else None


def _install(lock: Path) -> None:
    """Installs a hashed lock into this environment with pip, or with uv where uv made an environment without pip."""
    options = ["install", "--quiet", "--no-deps", "--require-hashes", "-r", str(lock)]
    if importlib.util.find_spec("pip"):
        command = [sys.executable, "-m", "pip", *options]
    elif uv := shutil.which("uv"):
        command = [uv, "pip", *options, "--python", sys.executable]
    else:
        raise UserError(
            f"This environment has neither pip nor uv to install Node.js with. Type: {sys.executable} -m ensurepip"
        )
    if not _succeeds(command):
        raise UserError(
            f"Node.js could not be installed; what went wrong stands above. Install Node.js ({NODE_NEEDED}) yourself, "
            f"or try again: {' '.join(command)}"
        )


def _machines_chromium() -> Path | None:
    on_path = (Path(path) for name in CHROMIUM_NAMES if (path := shutil.which(name)))
    return next((path for path in (*on_path, *_usual_places()) if _is_chromium(path)), None)


def _usual_places() -> Iterator[Path]:
    """Where macOS and Windows keep browsers, never on PATH. Edge last: it is Chromium too, and always there."""
    for applications in (Path("/Applications"), Path.home() / "Applications"):
        for name in ("Chromium", "Google Chrome", "Microsoft Edge"):
            yield applications / f"{name}.app" / "Contents" / "MacOS" / name
    programs = [
        Path(os.environ[key]) for key in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA") if os.environ.get(key)
    ]
    for browser in (
        "Chromium/Application/chrome.exe",
        "Google/Chrome/Application/chrome.exe",
        "Microsoft/Edge/Application/msedge.exe",
    ):
        yield from (folder / browser for folder in programs)


def _playwrights_chromium() -> Path | None:
    # In a process of its own: Playwright's sync API does not start inside a running event loop, which callers may have.
    code = "from playwright.sync_api import sync_playwright as p\nwith p() as q: print(q.chromium.executable_path)"
    path = _output([sys.executable, "-c", code])
    return Path(path) if path and _is_chromium(Path(path)) else None


def _is_chromium(path: Path) -> bool:
    """Whether it starts; Ubuntu's chromium-browser, for one, is often a script that only says to install a snap."""
    if not path.is_file():
        return False
    if os.name == "nt":
        return True  # chrome.exe --version opens a window there
    version = _output([str(path), "--version"])
    return "Chrom" in version or "Edge" in version


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _output(command: list[str]) -> str:
    """What the command prints, stripped; "" when it fails, hangs or does not start."""
    try:
        result = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return result.stdout.strip() if result.returncode == 0 else ""


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, check=False).returncode == 0
    except OSError as error:
        print(f"{command[0]}: {error}", file=sys.stderr)
        return False
