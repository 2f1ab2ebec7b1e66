"""The site and a model -> dist/, ready for any static host."""

import shutil
import subprocess
from pathlib import Path

from pytrain import contract, docs, headers, hosts, offline, packed, sbom, toolchain
from pytrain.atomic import assembled, write_text
from pytrain.errors import UserError
from pytrain.places import IS_CHECKOUT, PAGE, SITE

RELATIVE_BASE = "./"


def build(out: Path, model: Path, base: str = RELATIVE_BASE, *, with_docs: bool = False) -> Path:
    """Build the page with `model` into `out`, which appears whole or not at all.

    Args:
        out: replaced if it is an earlier build.
        model: a folder that `invoke convert` wrote; every file is checked against its manifest.
        base: where the page will live: "./" works under any path, "/mood-mirror/" pins one.
        with_docs: whether the documentation that its footer leads to is built, too, into docs/.

    Raises:
        UserError: no model or an altered one, a base that is none, a folder that is not an earlier build, npm failed, or a fault in docs/.
    """
    manifest = contract.read(model)
    contract.check_files(manifest, model)
    if base != RELATIVE_BASE and not (base.startswith("/") and base.endswith("/")):
        raise UserError(
            f"--base {base!r}: expected ./ or a path that starts and ends with a slash, like /mood-mirror/."
        )
    if out.exists() and any(out.iterdir()) and not (out / "index.html").exists():
        raise UserError(
            f"{out} holds something else than an earlier build: no index.html. Give an empty or a new folder."
        )
    if IS_CHECKOUT:
        toolchain.npm_ci(SITE)
    with assembled(out.absolute()) as partial:
        if IS_CHECKOUT:
            run_vite(partial, base)
        else:
            _take_page(partial)
        (partial / "model").mkdir()
        measured = [contract.FIGURES] if (model / contract.FIGURES).exists() else []
        for name in (contract.MANIFEST, *(file.path for file in manifest.files), *measured):
            shutil.copyfile(model / name, partial / "model" / name)
        sbom.add_model(partial, manifest)
        if with_docs:
            docs.build(partial / headers.DOCS)
            _name_docs(partial / "index.html")
            sbom.add_docs(partial)
        offline.list_files(partial)  # of what belongs to the page; what follows is for hosts
        if IS_CHECKOUT:  # else there may be no Node.js, and hosts do without packed files
            packed.add(partial)
        hosts.write(partial, base)
    return out


def _name_docs(page: Path) -> None:
    """Tells the page that there is documentation: its footer leads only to what is there."""
    head, end, rest = page.read_text(encoding="utf-8").partition("</head>")
    write_text(page, f'{head}  <link rel="help" href="{headers.DOCS}" />\n  {end}{rest}')


def _take_page(out: Path) -> None:
    """The page that the wheel brought; its addresses are relative, so it works under any path."""
    if not PAGE.is_dir():
        raise UserError("This pytrain was installed without a page. Install the wheel that `invoke package` writes.")
    shutil.copytree(PAGE, out, dirs_exist_ok=True)


def run_vite(out: Path, base: str = RELATIVE_BASE) -> None:
    """Build the page without a model into `out`; toolchain.npm_ci goes before.

    Raises:
        UserError: npm failed.
    """
    node = toolchain.node()
    command = [
        str(node.npm),
        "run",
        "--silent",
        "build",
        "--",
        "--outDir",
        str(out),
        "--emptyOutDir",
        "--base",
        base,
        "--logLevel",
        "warn",
    ]
    if subprocess.run(command, cwd=SITE, env=node.environment, check=False).returncode:
        raise UserError("The page could not be built; npm's message stands above. `invoke build` tries again.")
