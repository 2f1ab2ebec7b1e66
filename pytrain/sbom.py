"""The bill of materials of a built page: the site's build writes it, the model and the documentation beside it are added here."""

import json
from importlib.metadata import version
from pathlib import Path

from pytrain.atomic import write_text
from pytrain.contract import Manifest

FILE = "sbom.cdx.json"


def add_model(dist: Path, manifest: Manifest) -> None:
    """Add the model in `dist`/model to `dist`/sbom.cdx.json: what it is called, what made it, and the digest of each file."""
    path = dist / FILE
    bill = json.loads(path.read_text(encoding="utf-8"))
    made_with = manifest.training
    bill["components"].append(
        {
            "type": "machine-learning-model",
            "bom-ref": "model",
            "name": manifest.name,
            "version": manifest.weights_sha256[:12],
            "description": f"Preset {made_with.preset}, seed {made_with.seed}, trained on {made_with.dataset}; Mood Mirror's own.",
            "components": [
                {
                    "type": "file",
                    "bom-ref": f"file:model/{file.path}",
                    "name": f"model/{file.path}",
                    "hashes": [{"alg": "SHA-256", "content": file.sha256}],
                }
                for file in manifest.files
            ],
        }
    )
    bill["dependencies"][0]["dependsOn"].append("model")
    write_text(path, json.dumps(bill, indent=1, ensure_ascii=False) + "\n")


def add_docs(dist: Path) -> None:
    """Add what shows the documentation in `dist`/docs to `dist`/sbom.cdx.json, and the way to its licences to licenses.html."""
    path, licences = dist / FILE, dist / "licenses.html"
    bill = json.loads(path.read_text(encoding="utf-8"))
    name, found = "mkdocs-material", version("mkdocs-material")
    bill["components"].append(
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name}@{found}",
            "name": name,
            "version": found,
            "purl": f"pkg:pypi/{name}@{found}",
            "description": "The scripts, styles and icons of the pages in docs/.",
            "licenses": [{"license": {"id": "MIT"}}],
            "evidence": {"occurrences": [{"location": "docs/assets"}]},
        }
    )
    bill["dependencies"][0]["dependsOn"].append(f"pkg:pypi/{name}@{found}")
    write_text(path, json.dumps(bill, indent=1, ensure_ascii=False) + "\n")
    page = licences.read_text(encoding="utf-8")
    link = '<p><a href="./docs/licences/">Whose work the documentation is</a></p>'
    write_text(licences, page.replace("</main>", f"  {link}\n    </main>"))
