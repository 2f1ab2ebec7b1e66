"""The files that tell other servers what to send, held against what `invoke serve` sends."""

import http.client
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from pytrain import hosts, packed
from pytrain.headers import ALWAYS
from pytrain.serve import MIME_TYPES, Server

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/local/bin:/opt/homebrew/bin:/usr/bin")
BROTLI_MODULE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
FILES = [
    "index.html",
    "about.html",
    "assets/app-1a2b3c4d.js",
    "assets/app-1a2b3c4d.css",
    "assets/tf-5e6f.wasm",
    "model/shard.bin",
    "docs/index.html",
    "docs/assets/own.css",
]
COMPARED = [*ALWAYS, "Content-Security-Policy", "Cache-Control"]


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{name} " * 300)
    for name, policy in (("", "default-src 'none'; connect-src 'self'"), ("docs/", "default-src 'self'")):
        page = f"""<meta http-equiv="Content-Security-Policy" content="{policy}" />"""
        (folder / name / "index.html").write_text(page * 100)
    return folder


def sent(port: int, path: str, **headers: str) -> Mapping[str, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path, headers=headers)
        return connection.getresponse().headers


def rules_for(address: str, text: str) -> dict[str, str]:
    """The headers of every rule that matches, joined by a comma where two set the same, as both hosts document it."""
    found: dict[str, str] = {}
    matches = False
    for line in text.splitlines():
        if not line.startswith(" "):
            matches = fnmatchcase(address, line)
        elif matches:
            name, _, value = line.strip().partition(": ")
            found[name] = f"{found[name]}, {value}" if name in found else value
    return found


@pytest.mark.parametrize("base", ["./", "/mood-mirror/"])
def test_netlify_and_cloudflare_are_told_what_serve_sends(dist: Path, base: str) -> None:
    """Seen to fail with a Cache-Control in the rule for all addresses, and with the policy there, since the documentation has its own."""
    hosts.write(dist, base)
    text = (dist / hosts.NETLIFY).read_text()
    root = base.removeprefix(".")
    with Server(dist, port=0) as server:
        for name in ["", *FILES]:
            ours = sent(server.port, f"/{name}")
            assert rules_for(root + name, text) == {header: ours[header] for header in COMPARED}, name


def test_the_rules_stay_within_what_cloudflare_takes(dist: Path) -> None:
    """Seen to fail with a rule for each file of a folder, and with twenty times as many permissions refused."""
    for number in range(100):
        (dist / "assets" / f"chunk-{number}.js").touch()
    hosts.write(dist, "./")
    lines = (dist / hosts.NETLIFY).read_text().splitlines()

    assert sum(not line.startswith(" ") for line in lines) <= 100
    assert max(map(len, lines)) <= 2000


@pytest.fixture
def start_nginx(tmp_path: Path) -> Iterator[object]:
    """start_nginx(root, snippet): the port of an nginx of the test's own that includes the snippet."""
    running: list[subprocess.Popen[bytes]] = []

    def start(root: Path, snippet: str) -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        (tmp_path / "page.conf").write_text(snippet)
        module = f"load_module {BROTLI_MODULE};" if BROTLI_MODULE.exists() else ""
        temporary = " ".join(
            f"{kind}_temp_path {tmp_path / kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (tmp_path / "nginx.conf").write_text(
            f"{module} daemon off; master_process off; pid {tmp_path / 'pid'}; error_log stderr;"
            f"events {{}} http {{ {temporary} access_log off;"
            f"server {{ listen 127.0.0.1:{port}; root {root}; include {tmp_path / 'page.conf'}; }} }}"
        )
        process = subprocess.Popen([str(NGINX), "-c", str(tmp_path / "nginx.conf")], stderr=subprocess.PIPE)
        running.append(process)
        while process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return port
        assert process.stderr is not None
        pytest.fail(process.stderr.read().decode())

    yield start
    for process in running:
        process.terminate()
        process.communicate(timeout=30)


@pytest.mark.skipif(NGINX is None, reason="no nginx here; install it: sudo apt-get install nginx-light")
@pytest.mark.parametrize("base", ["./", "/mood-mirror/"])
def test_nginx_sends_what_serve_sends(dist: Path, tmp_path: Path, start_nginx: object, base: str) -> None:
    """Seen to fail without the headers in the inner location."""
    packed.add(dist)
    hosts.write(dist, base)
    snippet = (dist / hosts.NGINX).read_text()
    codings = ["gzip"]
    if BROTLI_MODULE.exists():
        snippet, codings = snippet.replace("#brotli_static", "brotli_static"), ["gzip", "br"]
    root = base.removeprefix(".")
    above = tmp_path / "www"
    shutil.copytree(dist, above / root.strip("/"), dirs_exist_ok=True)
    with Server(dist, port=0) as server:
        port = start_nginx(above, snippet)  # type: ignore[operator]
        for name in ["", *FILES]:
            for coding in codings:
                accept = {"Accept-Encoding": coding}
                ours, theirs = sent(server.port, f"/{name}", **accept), sent(port, root + name, **accept)
                compared = [*COMPARED, "Content-Type", "Content-Encoding", "Content-Length", "Vary"]
                assert {key: theirs[key] for key in compared} == {key: ours[key] for key in compared}, name
        missing = sent(port, f"{root}assets/missing.js")
        assert missing["Content-Security-Policy"] == sent(server.port, "/assets/missing.js")["Content-Security-Policy"]
        assert "immutable" not in (missing["Cache-Control"] or "")


def test_every_kind_of_file_is_known_to_nginx_as_it_is_to_serve(dist: Path) -> None:
    """Seen to fail with one suffix for each kind: .js had none."""
    types = re.search(r"types \{([^}]*)\}", hosts.nginx(dist, "/"))
    assert types
    lines = (line.split() for line in types[1].split(";"))
    known = {f".{suffix}": kind for kind, *suffixes in filter(None, lines) for suffix in suffixes}

    assert known == {suffix: kind.partition(";")[0] for suffix, kind in MIME_TYPES.items() if suffix}
