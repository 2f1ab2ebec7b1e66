"""A page that went through `invoke deploy`'s branch, where GitHub Pages would serve it."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from pytrain.deploy import Repository
from pytrain.serve import Server
from site_tests.conftest import OpenMirror


def git(where: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=where, check=True, capture_output=True)


def test_the_deployed_page_works_under_the_repositorys_name(
    open_mirror: OpenMirror, serve: Callable[[Path], Server], dist: Path, tmp_path: Path
) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    git(tmp_path, "clone", "--quiet", "remote.git", "here")
    git(tmp_path / "here", "config", "user.name", "Ada")
    git(tmp_path / "here", "config", "user.email", "ada@example.org")
    git(tmp_path / "here", "commit", "--quiet", "--allow-empty", "--message", "feat: a source")
    repository = Repository(tmp_path / "here")
    repository.deploy(dist, repository.source(allow_dirty=False), "origin", "gh-pages")
    git(tmp_path, "clone", "--quiet", "--branch", "gh-pages", "remote.git", "www/mood-mirror")
    (tmp_path / "www" / "index.html").write_text("another page")
    mirror = open_mirror(at=f"{serve(tmp_path / 'www').url}mood-mirror/")
    mirror.predict_once()
    assert mirror.label == "happy"
