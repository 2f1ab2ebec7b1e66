"""The documentation says what there is: every task and option, no link into nowhere, and commands that run as they are written."""

import ast
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from invoke.exceptions import ParseError
from invoke.parser import Parser

from pytrain import docs
from pytrain.docs import copies, python, tutorial
from pytrain.docs import tasks as documented
from pytrain.errors import UserError

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
TUTORIAL = [f"{name}.md" for name in re.findall(r"tutorial/(\w+)\.md", (ROOT / "mkdocs.yml").read_text("utf-8"))]
BLOCK = re.compile(r"(?:<!-- not run: (?P<why>[^>]+) -->\n)?```sh\n(?P<commands>.*?)```", re.DOTALL)
COLLECTION = documented.collection()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return docs.build(tmp_path_factory.mktemp("built") / "docs")


class Addresses(HTMLParser):
    """What a page links and loads, and what can be linked in it."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.used: list[str] = []
        self.anchors: set[str] = set()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value for name, value in attrs if value}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        self.used += [given[name] for name in ("href", "src", "srcset") if name in given]


def test_every_link_of_the_documentation_leads_somewhere(built: Path) -> None:
    """Seen to fail with the pictures of the model card one folder off, and with a heading renamed."""
    pages = {page: Addresses(page) for page in built.rglob("*.html")}
    assert len(pages) > 30
    outside = {built.parent, built.parent / "licenses.html"}  # the mirror and its list, beside the documentation
    lost = []
    for page, addresses in pages.items():
        for address in addresses.used:
            if re.match(r"(https?|mailto|data):", address):
                continue
            path, anchor = urldefrag(address)
            target = (page.parent / unquote(path)).resolve() if path else page
            if target in outside:
                continue
            target = target / "index.html" if target.is_dir() else target
            found = pages.get(target)
            if not target.exists() or (anchor and found and unquote(anchor) not in found.anchors):
                lost.append(f"{page.relative_to(built)}: {address}")
    assert lost == []


def test_nothing_is_loaded_from_elsewhere_and_no_script_stands_in_a_page(built: Path) -> None:
    """Seen to fail with Material's own fonts, and without the scripts moved into files."""
    for page in built.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert docs.POLICY in html.replace("&#39;", "'")
        assert not re.search(r"<script(?![^>]*\b(src|type=\"application/json\"))", html), page
        assert not re.search(
            r"<(?:script|link|img|source|iframe)\b[^>]*\b(?:src|href|srcset)=\"(?:https?:)?//", html
        ), page


def test_every_task_and_option_stands_on_the_page_about_tasks(built: Path) -> None:
    """Seen to fail with an option without help."""
    page = (built / "reference" / "tasks" / "index.html").read_text(encoding="utf-8")
    for name, task in COLLECTION.tasks.items():
        sentence, example = documented.sentence_and_example(task)
        assert f'id="{name}"' in page
        assert sentence, f"invoke {name} says nothing: write a docstring for it in tasks.py."
        assert example, f"invoke {name} shows no example: end its docstring in tasks.py with Example: invoke {name} …"
        for option in documented.options(task):
            assert f"<code>{option.flags[0]}</code>" in page
            where = f"write it into help={{…}} of @task above def {name} in tasks.py."
            assert option.help, f"invoke {name} {option.flags[0]} is not explained: {where}"


def test_every_task_is_named_in_a_page_that_somebody_wrote() -> None:
    """Seen to fail without the sentence about audit."""
    written = (ROOT / "README.md").read_text("utf-8") + "".join(page.read_text("utf-8") for page in DOCS.rglob("*.md"))
    missing = [name for name in COLLECTION.tasks if not re.search(rf"\binvoke [^`\n]*\b{name}\b", written)]
    assert missing == [], f"Say in docs/how-to/*.md what these tasks are for: {', '.join(missing)}"


def test_every_module_is_on_a_page_of_the_reference(built: Path) -> None:
    """Seen to fail with a module taken out of its group and the last page away."""
    reference = "".join(page.read_text("utf-8") for page in (built / "reference" / "python").rglob("*.html"))
    assert len(python.modules()) > 40
    assert [name for name in python.modules() if f'id="pytrain.{name}"' not in reference] == []


def test_the_module_for_other_pages_is_described_with_all_that_it_exports(built: Path) -> None:
    page = (built / "reference" / "embed" / "index.html").read_text(encoding="utf-8")
    exported = re.findall(
        r"\b([A-Z]\w+)\b",
        "".join(re.findall(r"^export .*?from", (ROOT / "site/src/embed.ts").read_text("utf-8"), re.M)),
    )
    assert len(exported) > 10
    assert [name for name in [*exported, "createMoodMirror"] if f'id="{name}"' not in page] == []


def test_every_preset_is_described(built: Path) -> None:
    from pytrain.config import PRESETS

    page = (built / "reference" / "presets" / "index.html").read_text(encoding="utf-8")
    for name in PRESETS:
        section = page.partition(f'<h2 id="{name}">')[2].partition("<h2")[0]
        assert f"invoke train --preset {name}" in section


def commands(page: Path) -> Iterator[tuple[str, str | None]]:
    """Each line of a page's blocks of commands, with why it cannot be run in a test, or None."""
    for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
        for line in block["commands"].strip().splitlines():
            yield line, block["why"]


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")) + [ROOT / "README.md"], ids=lambda page: page.stem)
def test_every_command_is_one_that_there_is(page: Path) -> None:
    """Seen to fail with `invoke serve --tunel`."""
    for line, _ in commands(page):
        for command in line.split("&&"):
            words = shlex.split(command)
            if Path(words[0]).name != "invoke":
                continue
            try:
                Parser(contexts=COLLECTION.to_contexts()).parse_argv(words[1:])
            except ParseError as error:
                pytest.fail(f"{page.relative_to(ROOT)}: `{line}`: {error}")


@pytest.mark.timeout(1800)  # a minute and a half of computing, many on a busy machine
def test_every_command_of_the_tutorial_runs_on_the_drawn_faces(tmp_path: Path) -> None:
    """Seen to fail with a run that no step before had made."""
    there = {name: next(DOCS.glob(f"tutorial/{name}")) for name in TUTORIAL}
    lines = [line for name in TUTORIAL for line, why in commands(there[name]) if why is None]
    assert len(lines) > 12
    for command in (
        ["init", "--quiet", "--bare", "pages.git"],
        ["init", "--quiet", "--initial-branch", "main", "clone"],
        ["-C", "clone", "remote", "add", "origin", "../pages.git"],
    ):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    folder = tmp_path / "clone"
    (folder / ".gitignore").write_text("runs/\ndist/\n")
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    subprocess.run(["git", "add", "."], cwd=folder, check=True)
    subprocess.run(["git", *who, "commit", "--quiet", "--message", "a clone"], cwd=folder, check=True)

    environment = {name: value for name, value in os.environ.items() if name != "FER2013"}
    environment |= {
        f"GIT_{role}_{key}": f"{key}@example.org" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")
    }
    environment |= {"PYTHONPATH": str(ROOT), "TF_CPP_MIN_LOG_LEVEL": "3"}
    result = subprocess.run(
        [sys.executable, "-m", "pytrain_tests.following", str(folder)],
        cwd=ROOT, env=environment, input="\n".join(lines), capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip

    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-2000:]
    assert re.findall(r"^== (.*)$", result.stdout, re.MULTILINE) == lines
    assert result.stdout.count("Visited: True") == sum("serve" in line for line in lines)
    pushed = subprocess.run(
        ["git", "ls-tree", "--name-only", "gh-pages"],
        cwd=tmp_path / "pages.git",
        capture_output=True,
        text=True,
        check=True,
    )
    assert "index.html" in pushed.stdout.split()
    assert "docs" in pushed.stdout.split()


def test_the_figures_and_plots_of_the_tutorial_are_those_of_the_runs_kept() -> None:
    """Seen to fail with an accuracy altered in a csv."""
    for name, svg in tutorial.plots().items():
        assert (tutorial.PLOTS / name).read_text("utf-8") == svg, (
            f"{name} is out of date: python -m pytrain.docs.tutorial"
        )
    readme = (ROOT / "README.md").read_text("utf-8")
    for name in tutorial.ROAD:
        of = tutorial.figures(name)
        assert (
            f"| `{name}` | {of['epochs']} | {of['first']} | {of['learned']} | {of['last']} | {of['best']} | **{of['private']}**"
            in readme
        )


def test_a_figure_that_no_run_has_ends_the_build_with_its_name() -> None:
    with pytest.raises(UserError, match="privat"):
        tutorial.with_figures("{{ cnn.privat }}")


def test_a_copied_page_links_no_file_of_the_repository() -> None:
    """Seen to fail, and the build with it, with the copy left as it is."""
    text = "[tried](pytrain/EXPERIMENTS.md), [below](#here), [far](https://example.org)"
    shown = "tried (`pytrain/EXPERIMENTS.md`), [below](#here), [far](https://example.org)"
    assert copies._as_seen_from_here(text) == shown


def said_by_the_page() -> list[str]:
    found = "\n".join(file.read_text("utf-8") for file in sorted((ROOT / "site/src/messages/en").glob("*.ts")))
    return [text.replace("\\'", "'") for text in re.findall(r"'((?:[^'\\\n]|\\.)*)'", found)]


def said_by_python() -> list[str]:
    """Every text in pytrain/, "…" for what is put in."""
    found = []
    for file in sorted((ROOT / "pytrain").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                found.append(
                    "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
                )
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.append(node.value)
    return found


def test_every_sentence_that_troubleshooting_quotes_is_said() -> None:
    """Seen to fail with a word exchanged in a quotation."""
    page = (DOCS / "troubleshooting.md").read_text("utf-8")
    quotes = re.findall(r"“([^”]+)”", page)
    assert len(quotes) > 40
    said = [re.sub(r"…+", "…", text) for text in (*said_by_the_page(), *said_by_python())]
    unsaid = [quote for quote in quotes if not any(re.sub(r"…+", "…", quote) in text for text in said)]
    assert unsaid == [], "docs/troubleshooting.md quotes what nobody says any more; take the sentences as they are now."


def test_the_list_of_what_material_ships_is_its_own() -> None:
    from importlib.metadata import files

    maps = [file for file in files("mkdocs-material") or [] if str(file).endswith(".js.map")]
    sources = [source for file in maps for source in json.loads(file.read_text())["sources"]]
    packages = {match[1] for source in sources if (match := re.search(r".*node_modules/((?:@[^/]+/)?[^/]+)/", source))}
    named = {name.lower().removesuffix(".js") for name, _, _ in copies.BUNDLED}
    assert packages
    assert packages == named
