"""What `invoke release-check` says of a checkout, ready for a release but for one thing each time."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pytrain import release_check
from pytrain.places import MODEL, ROOT
from pytrain.version import version

NUMBER = version()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with all that the quick checks look at, as it must be."""
    licensed = (ROOT / "pyproject.toml").read_text().replace("[project]\n", '[project]\nlicense = "MIT"\n', 1)
    (tmp_path / "pyproject.toml").write_text(licensed)
    (tmp_path / "LICENSE").write_text("Do as you like.")
    (tmp_path / "CHANGELOG.md").write_text(
        f"# Changelog\n\n## [Unreleased]\n\n## [{NUMBER}] - 2026-11-28\n\n- All of it.\n"
    )
    (tmp_path / "site").mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / "site" / name, tmp_path / "site")
    shutil.copytree(MODEL, tmp_path / "model")
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    return tmp_path


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True)


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "all of it")


def troubles(folder: Path) -> dict[str, str]:
    return {one.name: one.trouble for one in release_check.check(folder, packages=False) if one.trouble}


def edited(name: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1))

    return edit


def a_version_of_its_own(folder: Path) -> None:
    package = json.loads((folder / "site" / "package.json").read_text())
    (folder / "site" / "package.json").write_text(json.dumps(package | {"version": NUMBER}))


def an_earlier_release(folder: Path) -> None:
    git(folder, "tag", f"v{NUMBER}")


WRONG: list[tuple[str, Callable[[Path], None], str]] = [
    ("one version", edited("pyproject.toml", f'"{NUMBER}"', '"soon"'), "write three numbers"),
    ("one version", a_version_of_its_own, "site/package.json has a version of its own"),
    ("changelog", edited("CHANGELOG.md", " - 2026-11-28", ""), f"write `## [{NUMBER}] - YYYY-MM-DD`"),
    ("changelog", edited("CHANGELOG.md", "[Unreleased]\n", "[Unreleased]\n\n- More.\n"), "still has entries"),
    ("licence", lambda folder: (folder / "LICENSE").unlink(), "put its text into LICENSE"),
    ("licence", edited("pyproject.toml", 'license = "MIT"\n', ""), "into pyproject.toml as `license`"),
    ("tag", an_earlier_release, f"v{NUMBER} is another commit's already"),
    (
        "model and card",
        edited("model/card.json", '"weights_sha256": "', '"weights_sha256": "0'),
        "card.json is about weights 0",
    ),
    ("model and card", edited("model/CARD.md", "%", "percent"), "CARD.md does not say"),
    ("model and card", edited("model/golden.json", "0", "1"), "golden.json"),
]


def test_a_checkout_as_it_must_be_has_no_trouble(checkout: Path) -> None:
    assert troubles(checkout) == {}


def test_its_own_release_is_no_trouble(checkout: Path) -> None:
    an_earlier_release(checkout)

    assert troubles(checkout) == {}


@pytest.mark.parametrize(("name", "spoil", "said"), WRONG, ids=[f"{name}: {said[:20]}" for name, _, said in WRONG])
def test_what_is_wrong_is_named_with_what_to_do(
    checkout: Path, name: str, spoil: Callable[[Path], None], said: str
) -> None:
    spoil(checkout)
    commit(checkout)

    found = troubles(checkout)

    assert said in found[name]
    assert set(found) <= {name, "changelog"}, "nothing else is blamed; the changelog may lack another version"


def test_what_is_not_committed_is_named(checkout: Path) -> None:
    (checkout / "forgotten.txt").write_text("oh")

    assert "1 files differ from the last commit, ?? forgotten.txt" in troubles(checkout)["nothing uncommitted"]


def test_a_package_with_more_or_less_than_is_meant_is_no_package_to_publish() -> None:
    assert release_check._differs({"a", "b"}, {"b", "a"}) == ""
    assert "has c too much and lacks b" in release_check._differs({"a", "c"}, {"a", "b"})


def test_a_check_is_one_line_with_its_outcome_first() -> None:
    assert str(release_check.Check("tag", "")) == "ok      tag"
    assert str(release_check.Check("tag", "taken.")) == "failed  tag: taken."
