"""What the files of a visit weigh, as they are and in brotli."""

import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pytrain import toolchain
from pytrain.errors import UserError
from site_tests.bench.server import Request

PACK = Path(__file__).parent / "pack.mjs"
OURS_TO_SERVE = ("/bench/", "/frames/")
"""The bench's own page and pictures, which weigh on nobody."""


SHADERS = (b"#version 300 es", b"@compute")
"""What the source of a WebGL and of a WebGPU backend cannot do without, and no other's has."""

WASM_IN_BASE64 = b"AGFzbQEAAA"
"""How WebAssembly begins inside a script."""


@dataclass(frozen=True)
class Weight:
    """One file that was fetched.

    Attributes:
        path: of its address.
        raw_bytes, brotli_bytes: its size as it is, and in brotli.
        holds: "shaders" in a script of a WebGL or WebGPU backend, "wasm" in a WebAssembly module, else "".
    """

    path: str
    raw_bytes: int
    brotli_bytes: int
    holds: str = ""


class Packer:
    """Brotli at its strongest, once for each file: slow to do, so what is done is kept in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.packed: dict[Path, Path] = {}
        """The compressed file of each file given to pack()."""

    def pack(self, files: Iterable[Path]) -> None:
        """Compresses those that are not yet.

        Raises:
            UserError: Node.js could not do it.
        """
        new = sorted(set(files) - self.packed.keys())
        if not new:
            return
        targets = {file: self._folder / f"{len(self.packed) + i}.br" for i, file in enumerate(new)}
        pairs = json.dumps([[str(file), str(target)] for file, target in targets.items()])
        node = toolchain.node()
        if subprocess.run([str(node.node), str(PACK)], input=pairs, text=True, check=False).returncode:
            raise UserError(f"{len(new)} files could not be compressed; what Node.js said stands above.")
        self.packed.update(targets)

    def weights(self, requests: Iterable[Request]) -> list[Weight]:
        """What a visit fetched, heaviest first, the bench's own files left out; a file asked for twice counts twice."""
        fetched = [(request.path, file) for request in requests if (file := _counted(request))]
        self.pack(file for _, file in fetched)
        found = [
            Weight(path, file.stat().st_size, self.packed[file].stat().st_size, _holds(file)) for path, file in fetched
        ]
        return sorted(found, key=lambda weight: -weight.brotli_bytes)


def _holds(file: Path) -> str:
    source = file.read_bytes() if file.suffix in (".js", ".mjs") else b""
    if file.suffix == ".wasm" or WASM_IN_BASE64 in source:
        return "wasm"
    return "shaders" if any(shader in source for shader in SHADERS) else ""


def _counted(request: Request) -> Path | None:
    return None if request.path.startswith(OURS_TO_SERVE) else request.file
