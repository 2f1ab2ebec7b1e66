"""What MkDocs calls while it builds the documentation (`hooks` in mkdocs.yml): adds what is generated, and makes pages keep to a policy."""

import hashlib
import re
import shutil
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from pytrain.docs import POLICY, copies, presets, python, tasks, tutorial, types

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_SCRIPTS = "assets/inline"
_UNUSED = (
    "404.html",
    "sitemap.xml",
    "sitemap.xml.gz",
    "assets/images/favicon.png",
    "assets/javascripts/lunr",
    "**/*.map",
)
"""What MkDocs and Material write besides pages: for addresses unknown here, for other languages, and for their own developers."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Puts the pages of the Python reference into the navigation, and the policy where the theme finds it."""
    config.extra["policy"] = POLICY
    reference = next(part["Reference"] for part in config.nav or [] if "Reference" in part)
    reference.append({"Python": [name for name, _ in python.pages()]})
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Adds the generated pages and the pictures of the model card."""
    generated: dict[str, str | Path] = {
        "reference/tasks.md": tasks.page(),
        "reference/presets.md": presets.page(),
        "reference/embed.md": types.page(),
        **dict(python.pages()),
        **copies.pages(),
    }
    for name, made in generated.items():
        given: dict[str, Any] = {"abs_src_path": str(made)} if isinstance(made, Path) else {"content": made}
        files.append(File.generated(config, name, **given))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Puts the runs' figures into the tutorial."""
    return tutorial.with_figures(markdown) if page.file.src_uri.startswith("tutorial/") else markdown


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Moves scripts that stand in a page into files, since the policy bars them there."""
    root = "../" * page.url.count("/")

    def moved(match: re.Match[str]) -> str:
        script = match[1]
        name = f"{_SCRIPTS}-{hashlib.sha256(script.encode()).hexdigest()[:8]}.js"
        file = Path(config.site_dir, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(script, encoding="utf-8")
        return f'<script src="{root}{name}"></script>'

    return _INLINE.sub(moved, output)


def on_post_build(*, config: MkDocsConfig) -> None:
    """Takes away what nobody asks for."""
    for pattern in _UNUSED:
        for found in list(Path(config.site_dir).glob(pattern)):
            shutil.rmtree(found) if found.is_dir() else found.unlink()
