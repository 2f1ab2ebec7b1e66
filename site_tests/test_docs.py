"""The documentation in a built page: one press from the mirror, itself as silent as the mirror, and no weight on it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from playwright.sync_api import Page, expect

from pytrain import packed, weight
from pytrain.build import build
from pytrain.serve import Server
from pytrain.weight import Budget
from site_tests.conftest import REPOSITORY, Launch, OpenMirror
from site_tests.mirror import Mirror

SIZES = [(360, 740), (820, 1180), (1440, 900)]
PAGES = ["", "tutorial/augmentation/", "architecture/", "model-card/", "reference/tasks/", "reference/python/page/"]
FOOTER = {"en": "Documentation", "de": "Dokumentation", "es": "Documentación", "zh": "文档"}


@pytest.fixture(scope="module")
def documented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("documented") / "dist", REPOSITORY / "model", with_docs=True)


@pytest.fixture
def served(documented: Path, serve: Callable[[Path], Server]) -> Server:
    return serve(documented)


@pytest.fixture
def page(launch: Launch) -> Iterator[Page]:
    context = launch().new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", FOOTER)
def test_the_footer_leads_to_the_documentation_and_that_back(
    open_mirror: OpenMirror, served: Server, language: str
) -> None:
    """Seen to fail without the link."""
    tab = open_mirror(at=served.url, query=f"?lang={language}").page
    tab.get_by_role("link", name=FOOTER[language], exact=True).click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Mood Mirror")
    tab.get_by_role("link", name="Back to the mirror").click()
    expect(tab).to_have_url(served.url)


def test_a_page_without_documentation_leads_to_none(mirror: Mirror) -> None:
    """Seen to fail with the link written into the page for good."""
    footer = mirror.page.locator("footer")
    expect(footer.get_by_role("link", name="About the model")).to_be_visible()
    expect(footer.get_by_role("link", name=FOOTER["en"], exact=True)).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_page_fits_asks_nobody_else_and_keeps_nothing(
    launch: Launch, served: Server, scheme: str
) -> None:
    """Seen to fail with Material's fonts, which the policy bars, and with a table that is wider than a phone."""
    context = launch().new_context(color_scheme=scheme)
    tab = context.new_page()
    asked: list[str] = []
    failed: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
    tab.on("pageerror", lambda error: failed.append(str(error)))
    for width, height in SIZES:
        tab.set_viewport_size({"width": width, "height": height})
        for name in PAGES:
            tab.goto(f"{served.url}docs/{name}")
            expect(tab.locator("body")).to_have_attribute(
                "data-md-color-scheme", {"light": "default", "dark": "slate"}[scheme]
            )
            assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
    assert [address for address in asked if not address.startswith((served.url, "data:"))] == []
    assert failed == []
    assert tab.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0
    context.close()


def test_the_search_finds_a_task_on_this_device_alone(page: Page, served: Server) -> None:
    """Seen to fail with workers barred by the policy."""
    page.goto(f"{served.url}docs/")
    # It hears nothing before, and then keys.
    expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    page.get_by_role("textbox", name="Search").press_sequentially("quantize")
    expect(page.locator(".md-search-result__item").first).to_contain_text("quantize")


def test_the_mirrors_own_copy_leaves_the_documentation_out(documented: Path) -> None:
    """Seen to fail without docs/ in offline.OTHERS."""
    assert (documented / "docs" / "index.html").exists()
    assert '"docs/' not in (documented / "service-worker.js").read_text(encoding="utf-8")


def test_a_mirror_that_is_kept_for_use_without_a_network_still_shows_the_documentation_itself(
    page: Page, served: Server
) -> None:
    page.goto(served.url)
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    page.goto(f"{served.url}docs/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mood Mirror")
    expect(page.get_by_role("heading", name="Two commands")).to_be_visible()


def test_the_documentation_weighs_nothing_on_a_visitor_of_the_mirror(documented: Path) -> None:
    """Seen to fail with docs/ among what is budgeted."""
    assert weight.excesses(documented, Budget.read()) == []
    assert not any("docs" in file.parts[len(documented.parts) :] for file in weight.first_prediction(documented))
    assert packed.sent_bytes(documented / "docs" / "index.html") < 9000


def test_whose_work_shows_the_documentation_is_said(page: Page, documented: Path, served: Server) -> None:
    text = (documented / "sbom.cdx.json").read_text(encoding="utf-8")
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    assert problem is None, problem
    assert "mkdocs-material" in {one["name"] for one in json.loads(text)["components"]}

    page.goto(f"{served.url}licenses.html")
    page.get_by_role("link", name="Whose work the documentation is").click()
    expect(page.get_by_text("Martin Donath").first).to_be_visible()
