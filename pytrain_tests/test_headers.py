"""The headers of a built page, and that they say what its own policy says."""

import http.client
from pathlib import Path

import pytest

from pytrain import headers
from pytrain.serve import Server

POLICY = "default-src 'none'; connect-src 'self'"


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text(
        f"""<!doctype html>
        <meta name="description" content="content">
        <META HTTP-EQUIV="content-security-policy" CONTENT="{POLICY}" />"""
    )
    (tmp_path / "worker.js").write_text("export {}")
    return tmp_path


def test_the_policy_is_the_pages_own_and_nobody_may_frame_it(dist: Path) -> None:
    assert headers.policy_of(dist / "index.html") == POLICY
    assert headers.of(dist)["Content-Security-Policy"] == f"{POLICY}; frame-ancestors 'none'"


def test_a_page_without_a_policy_gets_the_other_headers(tmp_path: Path) -> None:
    assert headers.of(tmp_path) == headers.ALWAYS
    (tmp_path / "index.html").write_text("<h1>Mood Mirror</h1>")
    assert headers.of(tmp_path) == headers.ALWAYS


@pytest.mark.parametrize("path", ["/", "/worker.js", "/missing.js"])
def test_every_answer_of_the_server_carries_them(dist: Path, path: str) -> None:
    """Seen to fail without the loop in serve.py."""
    with Server(dist, port=0) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        connection.request("GET", path)
        sent = connection.getresponse().headers
        connection.close()
    assert {name: sent[name] for name in headers.of(dist)} == headers.of(dist)
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert sent["Referrer-Policy"] == "no-referrer"
    assert sent["Cross-Origin-Opener-Policy"] == "same-origin"
    assert sent["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert "camera=(self)" in sent["Permissions-Policy"]
    assert "microphone=()" in sent["Permissions-Policy"]
