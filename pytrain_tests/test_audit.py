"""The real pip-audit and npm, before a server that answers as theirs do."""

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from pytrain import audit
from pytrain.errors import UserError

SITE = Path(__file__).parent.parent / "site"
Answer = Callable[[str, dict], tuple[int, object]]
SOUND: dict = {}
ADVISORY = {
    "id": 1,
    "url": "https://example.org/1",
    "title": "Runs what it is given",
    "severity": "high",
    "vulnerable_versions": "<99",
    "cwe": [],
    "cvss": {"score": 9, "vectorString": None},
}


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Answer]]:
    """Both programs ask here; answers["post"](path, body) is what they are told."""
    told: dict[str, Answer] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            try:
                body = json.loads(content)
            except ValueError:  # npm sends it packed
                import gzip

                body = json.loads(gzip.decompress(content))
            self.answer(*told["post"](self.path, body))

        def do_GET(self) -> None:
            self.answer(404, {})

        def answer(self, status: int, content: object) -> None:
            written = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        def log_message(self, *words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setenv("PIP_AUDIT_VULNERABILITY_SERVICE", "osv")
        monkeypatch.setenv("PIP_AUDIT_OSV_URL", url)
        monkeypatch.setenv("npm_config_registry", f"{url}/")
        monkeypatch.setenv("npm_config_fetch_retries", "0")
        yield told
        server.shutdown()


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "requirements.lock"
    path.write_text(f"invoke==3.0.3 \\\n    --hash=sha256:{'a' * 64}\nsegno==1.6.6 \\\n    --hash=sha256:{'b' * 64}\n")
    return path


def test_locks_without_a_known_vulnerability_are_reported_as_such(answers: dict[str, Answer], lock: Path) -> None:
    """Seen to fail with every package that has a list of vulnerabilities, an empty one too, taken for vulnerable."""
    answers["post"] = lambda path, body: (200, SOUND)

    told = audit.report({"requirements.lock": audit.python(lock), "package-lock.json": audit.npm(SITE)})

    assert "requirements.lock: 2 packages looked up" in told
    assert told.endswith("No known vulnerability.")


def test_a_vulnerable_package_of_either_lock_is_named(answers: dict[str, Answer], lock: Path) -> None:
    """Seen to fail without the look at what was found: both programs' reports were passed over."""

    def known(path: str, body: dict) -> tuple[int, object]:
        if "advisories" in path:
            return 200, {"lit": [ADVISORY]}
        vulnerable = body["package"]["name"] == "invoke"
        return 200, {"vulns": [{"id": "GHSA-1", "summary": "bad", "affected": []}]} if vulnerable else {}

    answers["post"] = known

    with pytest.raises(
        UserError, match=r"Vulnerable packages.*\n(.*\n)*requirements.lock: invoke 3.0.3: GHSA-1"
    ) as told:
        audit.report({"requirements.lock": audit.python(lock), "package-lock.json": audit.npm(SITE)})
    assert "package-lock.json: lit" in str(told.value)
    assert "Runs what it is given" in str(told.value)


def test_what_could_not_be_looked_up_is_never_taken_for_sound(answers: dict[str, Answer], lock: Path) -> None:
    """Seen to fail with the programs' exit statuses taken for the answer."""
    answers["post"] = lambda path, body: (405, {})

    with pytest.raises(UserError, match=r"Nothing is known about these packages\. An audit needs the network") as told:
        audit.report({"requirements.lock": audit.python(lock), "package-lock.json": audit.npm(SITE)})
    assert "package-lock.json: 405" in str(told.value)


def test_a_package_that_the_server_does_not_know_is_not_taken_for_sound_either() -> None:
    """Seen to fail without the look at skip_reason, which pip-audit counts as "No known vulnerabilities found"."""
    reported = [
        {"name": "invoke", "version": "3.0.3", "vulns": []},
        {"name": "segno", "skip_reason": "Dependency not found on PyPI and could not be audited: segno (1.6.6)"},
    ]

    with pytest.raises(UserError, match=r"Not looked up:\nrequirements.lock: 1 of 2: Dependency not found on PyPI"):
        audit.report({"requirements.lock": audit.of_packages(reported)})
