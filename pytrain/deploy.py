"""A built page -> a branch of a git remote, as GitHub Pages serves it, one commit a time.

Done with git's plumbing on an index of its own: neither what is checked out nor what is staged here is touched.
"""

import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pytrain import hosts, packed
from pytrain.errors import UserError

MARK = "Built-from: "
"""Begins the line in which a deploy's commit names its source, and by which the next deploy knows the branch for one of its own."""

NO_JEKYLL = ".nojekyll"
"""Tells GitHub Pages to hand files out as they are; else it leaves out those that begin with an underscore."""

UNUSED = {hosts.NETLIFY, hosts.NGINX}
"""What GitHub Pages has no use for, besides packed files: it packs for itself."""


@dataclass(frozen=True)
class Deployed:
    """What a deploy did, or would do.

    Attributes:
        commit: the new commit, or the branch's own where nothing changed.
        before: the commit that the branch was at, or None.
        changes: "A name", "M name" or "D name" for each file that differs.
        address: where GitHub serves it; None for remotes elsewhere.
    """

    commit: str
    before: str | None
    changes: list[str]
    address: str | None


class Repository:
    """A git repository from which pages are deployed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def source(self, *, allow_dirty: bool) -> str:
        """The commit that a build is made from, "-dirty" behind it where files differ from it.

        Raises:
            UserError: files differ though that was not allowed, or this is no repository with a commit.
        """
        commit = self._git("rev-parse", "HEAD")
        dirty = self._git("status", "--porcelain").splitlines()
        if dirty and not allow_dirty:
            raise UserError(
                f"{len(dirty)} files differ from the last commit, {dirty[0].strip()} among them, so nobody could tell later what was"
                " deployed. Commit them, or say --dirty."
            )
        return commit + ("-dirty" if dirty else "")

    def deploy(
        self, dist: Path, source: str, remote: str, branch: str, *, over_foreign: bool = False, dry_run: bool = False
    ) -> Deployed:
        """Puts `dist` on top of the remote's branch, or begins it. Never forced: the branch's history stays.

        Raises:
            UserError: no such remote, it cannot be reached or refuses, or the branch holds something else than deploys.
        """
        url = self._url(remote)
        before = self._tip(remote, branch)
        if before and not over_foreign:
            self._check_ours(before, remote, branch)
        tree = self._tree(dist)
        changes = self._changes(before, tree)
        address = address_of(url)
        if before and not changes:
            return Deployed(before, before, [], address)
        parent = ["-p", before] if before else []
        message = f"deploy: the page of {source[:12]}\n\n{MARK}{source}\n"
        commit = self._git("commit-tree", tree, *parent, "-F", "-", text=message)
        options = ["--dry-run"] if dry_run else []
        self._git("push", *options, "--quiet", "--no-verify", remote, f"{commit}:refs/heads/{branch}")
        return Deployed(commit, before, changes, address)

    def _url(self, remote: str) -> str:
        try:
            return self._git("remote", "get-url", "--", remote)
        except UserError:
            known = ", ".join(self._git("remote").split()) or "none yet"
            raise UserError(
                f"There is no remote {remote!r} here (known: {known}). Add it: git remote add {remote} ADDRESS, or name another: --remote"
            ) from None

    def _tip(self, remote: str, branch: str) -> str | None:
        """The commit that the remote's branch is at, fetched without leaving a reference here; None where there is no such branch."""
        self._git("check-ref-format", f"refs/heads/{branch}", otherwise=f"{branch!r} is no name for a branch: --branch")
        listed = self._git("ls-remote", remote, f"refs/heads/{branch}").split()
        if not listed:
            return None
        self._git("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=", remote, f"refs/heads/{branch}")
        return listed[0]

    def _check_ours(self, commit: str, remote: str, branch: str) -> None:
        if f"\n{MARK}" not in self._git("log", "-1", "--format=%B", commit):
            what = self._git("log", "-1", "--format=%h “%s” by %an", commit)
            raise UserError(
                f"{branch} on {remote} holds something else than an earlier deploy: {what}. Name another --branch, or put the page on"
                " top of it with --over-foreign; its history stays in any case."
            )

    def _tree(self, dist: Path) -> str:
        """Writes the files of a page as a tree object."""
        files = [file for file in dist.rglob("*") if file.is_file() and not packed.original_of(file)]
        names = [name for file in files if (name := file.relative_to(dist).as_posix()) not in UNUSED]
        paths = "".join(f"{(dist / name).resolve().as_posix()}\n" for name in names)
        # No filters: line endings and attributes of this repository are not those of the page, whose scripts have digests.
        blobs = self._git("hash-object", "-w", "--no-filters", "--stdin-paths", text=paths).split()
        empty = self._git("hash-object", "-w", "--stdin")
        entries = [*zip(names, blobs, strict=True), (NO_JEKYLL, empty)]
        listing = "".join(f"100644 {blob}\t{name}\n" for name, blob in entries)
        with tempfile.TemporaryDirectory(prefix="mood-mirror-deploy-") as folder:
            own = {"GIT_INDEX_FILE": str(Path(folder, "index"))}
            self._git("update-index", "--index-info", text=listing, environment=own)
            return self._git("write-tree", environment=own)

    def _changes(self, before: str | None, tree: str) -> list[str]:
        if before is None:
            return [f"A\t{name}" for name in self._git("ls-tree", "-r", "--name-only", tree).splitlines()]
        return self._git("diff-tree", "-r", "--name-status", "--no-renames", before, tree).splitlines()

    def _git(
        self, *words: str, text: str = "", environment: dict[str, str] | None = None, otherwise: str | None = None
    ) -> str:
        """What git prints.

        Raises:
            UserError: it failed; with `otherwise`, or with its own words and what they mean.
        """
        try:
            result = subprocess.run(
                ["git", *words],
                cwd=self.root,
                env=os.environ | {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"} | (environment or {}),
                input=text,
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=False,
            )
        except FileNotFoundError:
            raise UserError("A deploy needs git, and there is none on PATH. Install it: https://git-scm.com") from None
        if result.returncode:
            raise UserError(otherwise or _explain(result.stderr))
        return result.stdout.strip()


def address_of(url: str) -> str | None:
    """Where GitHub Pages serves the repository at this address; None for other hosts.

    >>> address_of("git@github.com:ada/mood-mirror.git")
    'https://ada.github.io/mood-mirror/'
    """
    match = re.search(r"github\.com[:/]([\w.-]+)/([\w.-]+?)(?:\.git)?/?$", url)
    if not match:
        return None
    owner, name = match[1].lower(), match[2]
    return f"https://{owner}.github.io/" + ("" if name.lower() == f"{owner}.github.io" else f"{name}/")


_TROUBLES = [
    (
        r"\(fetch first\)|\(non-fast-forward\)|cannot lock ref",
        "Somebody else deployed meanwhile. Run it again, on top of theirs.",
    ),
    (
        r"Please tell me who you are|empty ident|auto-detect email",
        "git doesn't know who you are. Tell it: git config user.name NAME, and user.email ADDRESS.",
    ),
    (
        r"not a git repository|unknown revision|ambiguous argument 'HEAD'",
        "There is no git repository with a commit here. Deploy from a clone.",
    ),
    (
        r"Could not read from remote|does not appear to be a git repository|unable to access|could not read Username",
        "The remote cannot be reached, or does not let you in. Check its address (git remote -v) and your access, then run it again.",
    ),
    (
        r"protected branch|\[remote rejected\]",
        "The remote refused the branch. Allow pushes to it, or name another: --branch",
    ),
]
"""What git says, and what that means to the person who deploys."""


def _explain(said: str) -> str:
    last = " ".join(said.split())[-300:]
    for pattern, sentence in _TROUBLES:
        if re.search(pattern, said):
            return f"{sentence} git said: {last}"
    return f"git failed: {last}"
