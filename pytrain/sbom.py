"""The bill of materials of a built page: the site's build writes it, the model that is put beside the page is added here."""

import json
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
