"""PRIVACY.md names the test behind each claim; here it is seen that there are such tests."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_every_claim_names_a_test_that_exists() -> None:
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", (ROOT / "PRIVACY.md").read_text(encoding="utf-8"))
    assert len(named) >= 15
    missing = [
        f"{path}::{name}"
        for path, name in named
        if not re.search(rf"^def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert missing == []
