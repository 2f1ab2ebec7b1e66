"""The engine and a model as an npm package: modules, types, an engine for each backend, detector, model, licences."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from pytrain import contract, toolchain
from pytrain.atomic import assembled, write_text
from pytrain.build import SITE
from pytrain.errors import UserError
from pytrain.version import project

CONFIG = "vite.package.config.ts"
README = SITE / "src" / "package" / "README.md"
LICENCE = SITE.parent / "LICENSE"


def assemble(out: Path, model: Path) -> Path:
    """Build the package's folder with `model` in it; it appears whole or not at all.

    Args:
        out: replaced if it is an earlier build.
        model: a folder that `invoke convert` wrote; every file is checked against its manifest.

    Raises:
        UserError: no model or an altered one, a folder that is not an earlier build, or npm failed.
    """
    manifest = contract.read(model)
    contract.check_files(manifest, model)
    if out.exists() and any(out.iterdir()) and not (out / "files.js").exists():
        raise UserError(
            f"{out} holds something else than an earlier package: no files.js. Give an empty or a new folder."
        )
    toolchain.npm_ci(SITE)
    with assembled(out.absolute()) as partial:
        (partial / "model").mkdir()
        for name in (contract.MANIFEST, *(file.path for file in manifest.files)):
            shutil.copyfile(model / name, partial / "model" / name)
        options = ["--config", CONFIG, "--outDir", str(partial), "--logLevel", "warn"]
        if _npm(["exec", "--", "vite", "build", *options], SITE).returncode:
            raise UserError("The package could not be built; what npm said stands above. `invoke package` tries again.")
        shutil.copyfile(README, partial / "README.md")
        if LICENCE.is_file():
            shutil.copyfile(LICENCE, partial / "LICENSE")
        write_text(partial / "package.json", json.dumps(_description(), indent=2) + "\n")
    return out


def pack(folder: Path, into: Path) -> Path:
    """The tarball that `npm publish` would send, `into`/mood-mirror-VERSION.tgz.

    Raises:
        UserError: npm failed.
    """
    into.mkdir(parents=True, exist_ok=True)
    result = _npm(["pack", "--json", "--pack-destination", str(into.absolute())], folder, capture=True)
    if result.returncode:
        raise UserError(f"`npm pack` failed in {folder}: {result.stderr.strip()}")
    return into / str(json.loads(result.stdout)[0]["filename"])


def contents(manifest: contract.Manifest) -> set[str]:
    """The names of all that belongs into the tarball, but for the declarations in types/."""
    backends = ("cpu", "wasm", "webgl", "webgpu")
    return {
        *("package.json", "README.md", "THIRD-PARTY-LICENSES.txt", *(["LICENSE"] if LICENCE.is_file() else [])),
        *("index.js", "element.js", "common.js", "failure.js", "files.js"),
        *(f"engines/{backend}.js" for backend in backends),
        *("detector/detector.json", "detector/detector.bin"),
        *(f"model/{name}" for name in (contract.MANIFEST, *(file.path for file in manifest.files))),
    }


def _description() -> dict[str, Any]:
    """package.json; what it has in common with the wheel comes from pyproject.toml."""
    about = project()

    def module(name: str) -> dict[str, str]:
        return {"types": f"./types/package/{name}.d.ts", "default": f"./{name}.js"}

    return {
        "name": about["name"],
        "version": about["version"],
        "description": "Says which expressions faces seem to show, in the browser, with nothing leaving the device.",
        "keywords": ["facial-expression", "emotion", "face-detection", "custom-element", "tensorflow"],
        "license": about.get("license", "UNLICENSED"),
        "type": "module",
        "sideEffects": ["./element.js"],
        "exports": {".": module("index"), "./element": module("element"), "./package.json": "./package.json"},
    }


def _npm(words: list[str], folder: Path, *, capture: bool = False) -> subprocess.CompletedProcess[str]:
    node = toolchain.node()
    command = [str(node.npm), *words]
    return subprocess.run(command, cwd=folder, env=node.environment, capture_output=capture, text=True, check=False)
