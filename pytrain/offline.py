"""Tells the service worker which files belong to this build, each with its sha256: the same page offline, or none."""

import base64
import hashlib
import json
import re
from pathlib import Path

from pytrain.errors import UserError

WORKER = "service-worker.js"
PLACEHOLDER = "self.__BUILD_FILES"
NAMED_BY_CONTENT = "assets/"
"""The folder whose files have a hash in their name, so that the browser's own cache may hand them over."""

ON_DEMAND = re.compile(r"assets/(in-page|worker-(webgl|webgpu|cpu))[\w.-]*")
"""Ways of computing that few devices go: no one downloads them just in case."""

OTHERS = re.compile(r"docs/|embed/(?!mood-mirror\.js)|\.d\.ts$|sbom\.cdx\.json")
"""What only readers, other people's pages and programs want."""


def list_files(dist: Path) -> None:
    """Write the list into the service worker of a page that is otherwise whole.

    Raises:
        UserError: there is no service worker, or it has its list already.
    """
    worker = dist / WORKER
    script = worker.read_text(encoding="utf-8") if worker.exists() else ""
    if script.count(PLACEHOLDER) != 1:
        raise UserError(f"{worker}: expected {PLACEHOLDER} once, got {script.count(PLACEHOLDER)}. Run: invoke build")
    lists: dict[str, list[dict[str, str | None]]] = {"needed": [], "onDemand": []}
    for path in sorted(file for file in dist.rglob("*") if file.is_file() and file != worker):
        url = path.relative_to(dist).as_posix()
        if not OTHERS.search(url):
            lists["onDemand" if ON_DEMAND.fullmatch(url) else "needed"].append(_entry(url, path))
    worker.write_text(script.replace(PLACEHOLDER, json.dumps(lists)), encoding="utf-8")


def _entry(url: str, path: Path) -> dict[str, str | None]:
    digest = hashlib.sha256(path.read_bytes()).digest()
    return {
        "url": url,
        "revision": None if url.startswith(NAMED_BY_CONTENT) else digest.hex()[:16],
        "integrity": f"sha256-{base64.b64encode(digest).decode()}",
    }
