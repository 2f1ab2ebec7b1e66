"""Deploys from a clone to a bare repository on this disk."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from pytrain import packed
from pytrain.deploy import NO_JEKYLL, Repository, address_of
from pytrain.errors import UserError

BRANCH = "gh-pages"


def git(where: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=where, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    return tmp_path / "remote.git"


@pytest.fixture(autouse=True)
def of_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """git as it is installed: no settings of whoever runs the tests."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def clone(tmp_path: Path, remote: Path) -> Path:
    """A repository with a commit and attributes that would alter the page's files."""
    here = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", str(remote), "clone")
    git(here, "config", "user.name", "Ada")
    git(here, "config", "user.email", "ada@example.org")
    (here / ".gitignore").write_text("dist/\n*.bin\n")
    (here / ".git" / "info" / "attributes").write_text("* text eol=crlf\n")
    (here / "source.txt").write_text("source\n")
    git(here, "add", "--all")
    git(here, "commit", "--quiet", "--message", "feat: a source")
    return here


@pytest.fixture
def dist(clone: Path) -> Path:
    folder = clone / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "model").mkdir()
    (folder / "index.html").write_text("<h1>Mood Mirror</h1>\n" * 100)
    (folder / "assets" / "app-1a2b.js").write_bytes(b"export {}\r\n")
    (folder / "model" / "shard.bin").write_bytes(bytes(range(256)) * 8)
    (folder / "_headers").write_text("/*\n")
    packed.add(folder)
    return folder


def published(remote: Path, branch: str = BRANCH) -> dict[str, bytes]:
    names = git(remote, "ls-tree", "-r", "--name-only", branch).splitlines()
    shown = [
        subprocess.run(["git", "show", f"{branch}:{name}"], cwd=remote, check=True, capture_output=True)
        for name in names
    ]
    return {name: one.stdout for name, one in zip(names, shown, strict=True)}


def deploy(clone: Path, **options: bool) -> list[str]:
    repository = Repository(clone)
    return repository.deploy(clone / "dist", repository.source(allow_dirty=False), "origin", BRANCH, **options).changes


def test_the_branch_holds_the_page_byte_for_byte_and_what_github_has_no_use_for_stays_here(
    clone: Path, dist: Path, remote: Path
) -> None:
    """Seen to fail where the repository's attributes reach the page's files."""
    deploy(clone)
    names = ["index.html", "assets/app-1a2b.js", "model/shard.bin"]
    assert (dist / "index.html.br").exists()
    assert published(remote) == {NO_JEKYLL: b"", **{name: (dist / name).read_bytes() for name in names}}
    assert git(remote, "log", "-1", "--format=%an", BRANCH) == "Ada"
    assert git(clone, "rev-parse", "HEAD") in git(remote, "log", "-1", "--format=%B", BRANCH)


def test_a_second_deploy_goes_on_top_and_takes_away_what_vanished(clone: Path, dist: Path, remote: Path) -> None:
    deploy(clone)
    first = git(remote, "rev-parse", BRANCH)
    (dist / "assets" / "app-1a2b.js").rename(dist / "assets" / "app-3c4d.js")
    assert deploy(clone) == ["D\tassets/app-1a2b.js", "A\tassets/app-3c4d.js"]
    assert git(remote, "rev-parse", f"{BRANCH}^") == first
    assert sorted(published(remote)) == sorted([NO_JEKYLL, "index.html", "assets/app-3c4d.js", "model/shard.bin"])


def test_a_page_that_is_there_already_is_not_put_there_again(clone: Path, dist: Path, remote: Path) -> None:
    deploy(clone)
    first = git(remote, "rev-parse", BRANCH)
    assert deploy(clone) == []
    assert git(remote, "rev-parse", BRANCH) == first


def test_what_is_checked_out_staged_and_fetched_here_is_left_as_it_was(clone: Path, dist: Path) -> None:
    deploy(clone)
    (dist / "index.html").write_text("another")

    def everything() -> list[str]:
        kept = [
            git(clone, *words)
            for words in (["status", "--porcelain=v2", "--branch"], ["for-each-ref"], ["worktree", "list"])
        ]
        return [*kept, (clone / ".git" / "index").read_bytes().hex(), str((clone / ".git" / "FETCH_HEAD").exists())]

    before = everything()
    deploy(clone)
    after = everything()
    # What the remote is known to be at moves with a push, as with any.
    assert [line for line in after if "refs/remotes" not in line] == [
        line for line in before if "refs/remotes" not in line
    ]


def test_files_that_differ_from_the_last_commit_are_refused_and_named(clone: Path, dist: Path) -> None:
    (clone / "source.txt").write_text("changed\n")
    with pytest.raises(UserError, match=r"1 files differ from the last commit, M source\.txt among them.*--dirty"):
        Repository(clone).source(allow_dirty=False)
    assert Repository(clone).source(allow_dirty=True).endswith("-dirty")


def test_a_branch_of_somebody_elses_is_left_alone_until_told_and_keeps_its_history(
    clone: Path, dist: Path, remote: Path
) -> None:
    """Seen to fail without the check."""
    git(clone, "push", "--quiet", "origin", f"HEAD:refs/heads/{BRANCH}")
    foreign = git(remote, "rev-parse", BRANCH)
    with pytest.raises(
        UserError, match=r"gh-pages on origin holds something else .*“feat: a source” by Ada.*--over-foreign"
    ):
        deploy(clone)
    assert git(remote, "rev-parse", BRANCH) == foreign
    deploy(clone, over_foreign=True)
    assert git(remote, "rev-parse", f"{BRANCH}^") == foreign
    assert "source.txt" not in published(remote)
    assert deploy(clone) == []


def test_a_dry_run_says_what_would_change_and_changes_nothing(clone: Path, dist: Path, remote: Path) -> None:
    assert deploy(clone, dry_run=True) == [
        f"A\t{name}" for name in (NO_JEKYLL, "assets/app-1a2b.js", "index.html", "model/shard.bin")
    ]
    assert git(remote, "for-each-ref") == ""


def test_somebody_who_deployed_in_between_is_not_overwritten(
    clone: Path, dist: Path, remote: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(clone)
    (dist / "index.html").write_text("mine")
    looked_up = Repository._tip

    def and_then_somebody_pushes(self: Repository, name: str, branch: str) -> str | None:
        tip = looked_up(self, name, branch)
        tree = git(clone, "rev-parse", "HEAD^{tree}")
        theirs = git(clone, "commit-tree", tree, "-p", str(tip), "-m", "theirs")
        git(clone, "push", "--quiet", "origin", f"{theirs}:refs/heads/{branch}")
        return tip

    monkeypatch.setattr(Repository, "_tip", and_then_somebody_pushes)
    with pytest.raises(UserError, match="Somebody else deployed meanwhile"):
        deploy(clone)
    assert git(remote, "log", "-1", "--format=%s", BRANCH) == "theirs"


def test_a_remote_that_is_none_is_named_with_those_there_are(clone: Path, dist: Path) -> None:
    with pytest.raises(UserError, match=r"no remote 'upstream' here \(known: origin\)"):
        Repository(clone).deploy(dist, "abc", "upstream", BRANCH)


def test_a_remote_that_cannot_be_reached_is_explained(clone: Path, dist: Path, remote: Path) -> None:
    shutil.rmtree(remote)
    with pytest.raises(UserError, match="The remote cannot be reached"):
        deploy(clone)


def test_a_branch_name_that_is_none_is_quoted(clone: Path, dist: Path) -> None:
    with pytest.raises(UserError, match=r"'a\.\.b' is no name for a branch"):
        Repository(clone).deploy(dist, "abc", "origin", "a..b")


def test_a_folder_without_a_repository_is_explained(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no git repository with a commit here"):
        Repository(tmp_path).source(allow_dirty=False)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("git@github.com:Ada/mood-mirror.git", "https://ada.github.io/mood-mirror/"),
        ("https://github.com/ada/mood-mirror", "https://ada.github.io/mood-mirror/"),
        ("https://github.com/ada/ada.github.io.git", "https://ada.github.io/"),
        ("git@example.org:ada/mood-mirror.git", None),
    ],
)
def test_the_address_is_told_where_it_can_be_known(url: str, address: str | None) -> None:
    assert address_of(url) == address
