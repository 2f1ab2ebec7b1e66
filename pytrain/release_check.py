"""Whether this commit can be released: each thing that must be so, and what to do where it isn't."""

import json
import re
import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pytrain import card, contract, npm, wheel
from pytrain.errors import UserError
from pytrain.version import project, version


@dataclass(frozen=True)
class Check:
    """One thing that must be so before a release.

    Attributes:
        name: what it is about.
        trouble: what is wrong and what to do about it, in a sentence; "" where it is as it must be.
    """

    name: str
    trouble: str

    def __str__(self) -> str:
        return f"failed  {self.name}: {self.trouble}" if self.trouble else f"ok      {self.name}"


def check(root: Path, *, packages: bool = True) -> list[Check]:
    """All checks of the checkout at `root`, the quick ones first; without `packages`, those alone.

    The packages are built from the checkout that this file is in, into a folder that is gone afterwards.
    """
    checks: dict[str, Callable[[Path], str]] = {
        "one version": _versions,
        "changelog": _changelog,
        "licence": _licence,
        "nothing uncommitted": _tree,
        "tag": _tag,
        "model and card": _model,
    }
    if packages:
        checks |= {"npm package": _npm_package, "wheel": _wheel}
    done = []
    for name, trouble_of in checks.items():
        try:
            trouble = trouble_of(root)
        except UserError as error:
            trouble = str(error)
        done.append(Check(name, trouble))
    return done


def _versions(root: Path) -> str:
    stated = project(root / "pyproject.toml")["version"]
    if not re.fullmatch(r"\d+\.\d+\.\d+", stated):
        return f"pyproject.toml says {stated!r}; write three numbers, like 1.0.0."
    for name in ("package.json", "package-lock.json"):
        if "version" in json.loads((root / "site" / name).read_text(encoding="utf-8")):
            return f"site/{name} has a version of its own; take it out, pyproject.toml has the only one."
    return ""


def _changelog(root: Path) -> str:
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    wanted = project(root / "pyproject.toml")["version"]
    if not re.search(rf"^## \[{re.escape(wanted)}\] - \d{{4}}-\d{{2}}-\d{{2}}$", text, re.MULTILINE):
        return (
            f"CHANGELOG.md has no dated section for {wanted}; write `## [{wanted}] - YYYY-MM-DD` above what it brings."
        )
    unreleased = re.search(r"^## \[Unreleased\]\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if unreleased and re.search(r"^- ", unreleased[1], re.MULTILINE):
        return f"CHANGELOG.md still has entries under Unreleased; move them to {wanted}, or release another version."
    return ""


def _licence(root: Path) -> str:
    if not (root / "LICENSE").is_file() or "license" not in project(root / "pyproject.toml"):
        return (
            "nobody may use what has no licence; put its text into LICENSE and its SPDX name into pyproject.toml as"
            " `license`, whence both packages take it."
        )
    return ""


def _tree(root: Path) -> str:
    changed = _git(root, "status", "--porcelain").splitlines()
    return (
        f"{len(changed)} files differ from the last commit, {changed[0].strip()} among them; commit them."
        if changed
        else ""
    )


def _tag(root: Path) -> str:
    tag = f"v{project(root / 'pyproject.toml')['version']}"
    if not _git(root, "tag", "--list", tag):
        return ""
    if _git(root, "rev-parse", f"{tag}^{{commit}}") == _git(root, "rev-parse", "HEAD"):
        return ""
    return f"{tag} is another commit's already; raise `version` in pyproject.toml."


def _model(root: Path) -> str:
    folder = root / "model"
    manifest = contract.read(folder)
    contract.check_files(manifest, folder)
    if manifest.is_demonstration:
        return "model/ learned from drawn faces, and a demonstration is never released; convert a run on real data."
    measured = card.read(folder)
    again = "run: invoke evaluate --model model --data PATH"
    told, shipped = measured.weights_sha256[:12], manifest.weights_sha256[:12]
    if told != shipped:
        return f"model/card.json is about weights {told}, the manifest about {shipped}; {again}"
    if (folder / card.CARD).read_text(encoding="utf-8") != card.render(manifest, measured):
        return f"model/{card.CARD} does not say what card.json and the manifest say; {again}"
    return ""


def _npm_package(root: Path) -> str:
    with tempfile.TemporaryDirectory(prefix="mood-mirror-release-") as folder:
        tarball = npm.pack(npm.assemble(Path(folder, "npm"), root / "model"), Path(folder))
        with tarfile.open(tarball) as packed:
            names = {name.removeprefix("package/") for name in packed.getnames()}
    free = {name for name in names if name.startswith("types/") and name.endswith(".d.ts")}
    return _differs(names - free, npm.contents(contract.read(root / "model")))


def _wheel(root: Path) -> str:
    with tempfile.TemporaryDirectory(prefix="mood-mirror-release-") as folder:
        names = set(zipfile.ZipFile(wheel.build(Path(folder))).namelist())
    if "pytrain/page/index.html" not in names:
        return "it lacks the page; look at what the site's build says above."
    free = {name for name in names if name.startswith(("pytrain/page/", f"mood_mirror-{version()}.dist-info/"))}
    return _differs(names - free, wheel.contents(contract.read(root / "model")))


def _differs(got: set[str], expected: set[str]) -> str:
    surplus, missing = sorted(got - expected), sorted(expected - got)
    parts = [f"has {', '.join(surplus[:5])} too much"] if surplus else []
    parts += [f"lacks {', '.join(missing[:5])}"] if missing else []
    return f"it {' and '.join(parts)}; mend the build, or what pytrain says is in it." if parts else ""


def _git(root: Path, *words: str) -> str:
    try:
        result = subprocess.run(
            ["git", *words], cwd=root, capture_output=True, text=True, encoding="utf-8", check=False
        )
    except FileNotFoundError:
        raise UserError("git is not on PATH; install it: https://git-scm.com") from None
    if result.returncode:
        raise UserError(f"git could not say ({result.stderr.strip()}); release from a clone.")
    return result.stdout.strip()
