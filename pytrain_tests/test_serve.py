"""What a browser gets from the server, asked over real sockets."""

import gzip
import http.client
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pytrain import packed
from pytrain.errors import UserError
from pytrain.serve import Server


@pytest.fixture
def site(tmp_path: Path) -> Path:
    directory = tmp_path / "dist"
    (directory / "model").mkdir(parents=True)
    (directory / "index.html").write_text("<h1>Mood Mirror</h1>")
    (directory / "app.js").write_text("export {}")
    (directory / "worker.mjs").write_text("export {}")
    (directory / "tfjs.wasm").write_bytes(b"\0asm")
    (directory / "app.webmanifest").write_text("{}")
    (directory / "model" / "manifest.json").write_text("{}")
    (directory / "model" / "shard.bin").write_bytes(bytes(range(256)))
    (tmp_path / "secret.txt").write_text("not for the web")
    return directory


def get(server: Server, path: str, headers: dict[str, str] | None = None) -> tuple[http.client.HTTPResponse, bytes]:
    """One request with the path exactly as given; clients with manners would tidy '..' away."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", path, headers=headers or {})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


@pytest.mark.parametrize(
    ("path", "mime"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/app.js", "text/javascript; charset=utf-8"),
        ("/worker.mjs", "text/javascript; charset=utf-8"),
        ("/tfjs.wasm", "application/wasm"),
        ("/app.webmanifest", "application/manifest+json"),
        ("/model/manifest.json", "application/json"),
        ("/model/shard.bin", "application/octet-stream"),
    ],
)
def test_every_file_comes_with_the_type_a_browser_needs(site: Path, path: str, mime: str) -> None:
    with Server(site, port=0) as server:
        response, body = get(server, path)
    assert response.status == 200
    assert response.headers["Content-Type"] == mime
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert body == (site / (path.removeprefix("/") or "index.html")).read_bytes()


def test_a_changed_file_is_seen_on_the_next_load_even_when_it_is_older(site: Path) -> None:
    with Server(site, port=0) as server:
        first, _ = get(server, "/")
        unchanged, nothing = get(server, "/", {"If-None-Match": first.headers["ETag"]})
        (site / "index.html").write_text("<h1>old</h1>")
        os.utime(site / "index.html", (1_000_000_000, 1_000_000_000))
        changed, body = get(server, "/", {"If-None-Match": first.headers["ETag"]})
    assert first.headers["Cache-Control"] == "no-cache"
    assert (unchanged.status, nothing) == (304, b"")
    assert (changed.status, body) == (200, b"<h1>old</h1>")


def test_folders_are_not_listed(site: Path) -> None:
    with Server(site, port=0) as server:
        response, body = get(server, "/model/")
    assert response.status == 404
    assert b"shard.bin" not in body


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/model/..%2f..%2fsecret.txt", "//../secret.txt"]
)
def test_nothing_outside_the_folder_is_served(site: Path, path: str) -> None:
    with Server(site, port=0) as server:
        response, body = get(server, path)
    assert response.status == 404
    assert b"not for the web" not in body


def test_a_link_that_leads_out_of_the_folder_is_not_followed(site: Path) -> None:
    try:
        (site / "link.txt").symlink_to(site.parent / "secret.txt")
    except OSError:
        pytest.skip("This account may not make symbolic links; on Windows, turn developer mode on.")
    with Server(site, port=0) as server:
        response, body = get(server, "/link.txt")
    assert response.status == 404
    assert b"not for the web" not in body


def test_a_folder_without_a_page_says_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"no index\.html.*Run: invoke build"):
        Server(tmp_path, port=0)


def test_a_busy_port_is_named_with_another_to_try(site: Path) -> None:
    with Server(site, port=0) as server, pytest.raises(UserError, match=f"Port {server.port} .*--port"):
        Server(site, port=server.port)


def test_an_impossible_port_is_explained(site: Path) -> None:
    with pytest.raises(UserError, match=r"Port 70000 .*0 to 65535.*--port 8000"):
        Server(site, port=70000)


def test_a_closed_server_frees_its_port(site: Path) -> None:
    with Server(site, port=0) as server:
        port = server.port
    with Server(site, port=port) as again:
        assert get(again, "/")[0].status == 200


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send to one process; press Ctrl-C by hand.")
def test_ctrl_c_ends_the_server_without_a_traceback(site: Path) -> None:
    code = f"from pathlib import Path; from pytrain.serve import serve; serve(Path({str(site)!r}), port=0)"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert "Mood Mirror is at http://127.0.0.1:" in process.stdout.readline()
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=60)
    assert (process.returncode, out.strip(), errors) == (0, "Stopped.", "")


def test_a_packed_file_goes_to_browsers_that_take_it_and_the_file_itself_to_others(site: Path) -> None:
    (site / "app.js").write_text("export const many = 'words';\n" * 200)
    packed.add(site)
    with Server(site, port=0) as server:
        plain, body = get(server, "/app.js")
        brotli, small = get(server, "/app.js", {"Accept-Encoding": "gzip, deflate, br"})
        zipped, middle = get(server, "/app.js", {"Accept-Encoding": "gzip, br;q=0"})
        again, nothing = get(server, "/app.js", {"Accept-Encoding": "br", "If-None-Match": str(brotli.headers["ETag"])})
    assert body == gzip.decompress(middle) == (site / "app.js").read_bytes()
    assert small == (site / "app.js.br").read_bytes()
    assert [answer.headers["Content-Encoding"] for answer in (plain, brotli, zipped)] == [None, "br", "gzip"]
    assert len({answer.headers["ETag"] for answer in (plain, brotli, zipped)}) == 3
    assert {answer.headers["Content-Type"] for answer in (plain, brotli, zipped)} == {"text/javascript; charset=utf-8"}
    assert {answer.headers["Vary"] for answer in (plain, brotli, zipped)} == {"Accept-Encoding"}
    assert (again.status, nothing) == (304, b"")


def test_a_packed_form_of_what_the_file_was_before_is_passed_over(site: Path) -> None:
    """Seen to fail with the packed form taken whenever it is there."""
    (site / "app.js").write_text("export const many = 'words';\n" * 200)
    packed.add(site)
    (site / "app.js").write_text("export const other = 'words';\n" * 200)
    with Server(site, port=0) as server:
        response, body = get(server, "/app.js", {"Accept-Encoding": "br"})
    assert response.headers["Content-Encoding"] is None
    assert body == (site / "app.js").read_bytes()


def test_what_is_named_after_its_content_is_kept_and_all_else_asked_for_again(site: Path) -> None:
    (site / "assets").mkdir()
    (site / "assets" / "app-1a2b.js").write_text("export {}")
    with Server(site, port=0) as server:
        kept = [get(server, "/assets/app-1a2b.js")[0].headers["Cache-Control"]]
        asked = [
            get(server, path)[0].headers["Cache-Control"]
            for path in ("/", "/model/manifest.json", "/assets/x.js", "/model")
        ]
    assert kept == ["public, max-age=31536000, immutable"]
    assert asked == ["no-cache"] * 4
