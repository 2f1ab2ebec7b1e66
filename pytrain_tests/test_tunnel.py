"""Tunnels through a real sshd on loopback, with keys and configuration of the test's own."""

import getpass
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from pytrain import tunnel
from pytrain.errors import UserError
from pytrain.serve import Server
from pytrain.tunnel import Host, open_tunnel
from pytrain_tests.talking import told_by

SSHD = shutil.which("sshd", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"]))
SERVEO = "serveo.net"
ADDRESS = "https://mood-1234.serveousercontent.com"
SERVEO_SAYS = f"echo 'Forwarding HTTP traffic from {ADDRESS}'; echo 'Tip: https://console.serveo.net/settings'; cat"
SECONDS = 60

needs_sshd = pytest.mark.skipif(
    SSHD is None or os.name == "nt", reason="no sshd here; install it: sudo apt-get install openssh-server"
)


@dataclass
class Sshd:
    """A server on loopback that ssh reaches by the name serveo.net, through a configuration of its own."""

    port: int
    process: subprocess.Popen[str]
    ssh_options: tuple[str, ...]

    def kill(self) -> None:
        """Kills it with the processes of its connections, as a power cut would."""
        for pid in [*descendants(self.process.pid), self.process.pid]:
            with suppress(ProcessLookupError):  # a connection may end by itself meanwhile
                os.kill(pid, signal.SIGKILL)


StartSshd = Callable[..., Sshd]


def descendants(pid: int) -> list[int]:
    """All processes below `pid`, the youngest first."""
    parents: dict[int, int] = {}
    if Path("/proc/self/stat").exists():  # small Linux images come without ps
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # it ended meanwhile
                parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    else:
        listing = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        parents = {int(child): int(parent) for child, parent in (line.split() for line in listing.splitlines())}
    below = [pid]
    for known in below:
        below += [child for child, parent in parents.items() if parent == known]
    return below[:0:-1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def keygen(path: Path) -> str:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True)
    return path.with_suffix(".pub").read_text()


@pytest.fixture
def start_sshd(tmp_path: Path) -> Iterator[StartSshd]:
    """start_sshd(says="shell command of every session", AllowTcpForwarding="no"): for keywords see sshd_config(5)."""
    with ExitStack() as stack:
        if hasattr(os, "geteuid") and os.geteuid() == 0 and not Path("/run/sshd").exists():
            Path("/run/sshd").mkdir()  # where sshd started by root wants its empty folder
            stack.callback(Path("/run/sshd").rmdir)

        def start(says: str = SERVEO_SAYS, **settings: str) -> Sshd:
            port = free_port()
            keygen(tmp_path / "host_key")
            (tmp_path / "authorized_keys").write_text(keygen(tmp_path / "key"))
            lines = {
                "ListenAddress": f"127.0.0.1:{port}",
                "HostKey": tmp_path / "host_key",
                "AuthorizedKeysFile": tmp_path / "authorized_keys",
                "PidFile": "none",
                "StrictModes": "no",  # /tmp is writable by all
                "PasswordAuthentication": "no",
                "KbdInteractiveAuthentication": "no",
                "ForceCommand": says,
                **settings,
            }
            (tmp_path / "sshd_config").write_text("".join(f"{key} {value}\n" for key, value in lines.items()))
            (tmp_path / "ssh_config").write_text(
                f"Host serveo.net localhost.run a.pinggy.io my.host\n  HostName 127.0.0.1\n  Port {port}\nHost *\n"
                f"  IdentityFile {tmp_path / 'key'}\n  IdentitiesOnly yes\n"
                f"  UserKnownHostsFile {tmp_path / 'known_hosts'}\n"
            )
            process = subprocess.Popen(
                [str(SSHD), "-D", "-e", "-f", str(tmp_path / "sshd_config")], stderr=subprocess.PIPE, text=True
            )
            sshd = Sshd(port, process, ("-F", str(tmp_path / "ssh_config")))

            def stop() -> None:
                if process.poll() is None:
                    sshd.kill()
                process.communicate(timeout=SECONDS)

            stack.callback(stop)
            assert process.stderr is not None
            heard = ""
            while "Server listening" not in heard:
                line = process.stderr.readline()
                assert line, f"sshd did not start: {heard}"
                heard += line
            return sshd

        yield start


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Server]:
    dist = tmp_path / "dist"
    dist.mkdir()
    (dist / "index.html").write_text("<h1>Mood Mirror</h1>")
    (dist / "large.bin").write_bytes(bytes(64 * 1024 * 1024))
    with Server(dist, port=0) as server:
        yield server


@pytest.fixture
def only_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    directory = tmp_path / "bin"
    directory.mkdir()
    monkeypatch.setenv("PATH", str(directory))
    return directory


@needs_sshd
def test_a_visitor_of_the_public_address_gets_the_page_through_serveo(page: Server, start_sshd: StartSshd) -> None:
    sshd, remote_port = start_sshd(), free_port()
    with open_tunnel(page.port, remote_port=remote_port, ssh_options=sshd.ssh_options) as opened:
        assert opened.url == ADDRESS
        with urllib.request.urlopen(f"http://127.0.0.1:{remote_port}/", timeout=SECONDS) as answer:
            assert answer.read() == b"<h1>Mood Mirror</h1>"


@needs_sshd
def test_localhost_runs_address_is_told_from_its_banner(page: Server, start_sshd: StartSshd) -> None:
    says = (
        "echo 'Welcome to localhost.run! Follow https://twitter.com/localhost_run'; echo 'https://admin.localhost.run/';"
        "echo 'abc123.lhr.life tunneled with tls termination, https://abc123.lhr.life'; cat"
    )
    sshd = start_sshd(says)
    me = f"{getpass.getuser()}@localhost.run"
    with open_tunnel(page.port, me, remote_port=free_port(), ssh_options=sshd.ssh_options) as opened:
        assert opened.url == "https://abc123.lhr.life"


@needs_sshd
def test_a_host_of_ones_own_without_shell_shows_the_page_at_the_address_it_was_given(
    page: Server, start_sshd: StartSshd
) -> None:
    sshd, remote_port = start_sshd(says="/bin/false"), free_port()
    host = f"{getpass.getuser()}@127.0.0.1:{sshd.port}"
    url = "https://mood.example.org"
    with open_tunnel(page.port, host, url, remote_port=remote_port, ssh_options=sshd.ssh_options) as opened:
        assert opened.url == url
        with urllib.request.urlopen(f"http://127.0.0.1:{remote_port}/index.html", timeout=SECONDS) as answer:
            assert answer.read() == b"<h1>Mood Mirror</h1>"


@needs_sshd
def test_no_visitor_gets_in_after_the_tunnel_is_closed(page: Server, start_sshd: StartSshd) -> None:
    sshd = start_sshd()
    with open_tunnel(page.port, remote_port=free_port(), ssh_options=sshd.ssh_options) as opened:
        ssh = opened._program._process
        assert ssh.poll() is None
    assert ssh.poll() is not None


@needs_sshd
def test_a_tunnel_that_drops_in_mid_download_says_so(page: Server, start_sshd: StartSshd) -> None:
    sshd, remote_port = start_sshd(), free_port()
    with open_tunnel(page.port, remote_port=remote_port, ssh_options=sshd.ssh_options) as opened:
        with urllib.request.urlopen(f"http://127.0.0.1:{remote_port}/large.bin", timeout=SECONDS) as answer:
            assert len(answer.read(1000)) == 1000
            sshd.kill()
        with pytest.raises(
            UserError, match=r"The tunnel to serveo\.net dropped after 0 min \(.*(closed|reset|Broken pipe).*\)"
        ):
            opened.wait()


@needs_sshd
def test_a_host_that_forbids_forwarding_is_explained(page: Server, start_sshd: StartSshd) -> None:
    sshd = start_sshd(AllowTcpForwarding="no")
    with (
        pytest.raises(UserError, match=r"serveo\.net lets you in but refuses to forward its port \d+.*--tunnel-port"),
        open_tunnel(page.port, SERVEO, remote_port=free_port(), ssh_options=sshd.ssh_options),
    ):
        pytest.fail("the tunnel opened")


@needs_sshd
def test_a_refused_key_is_explained_and_no_password_is_asked_for(
    page: Server, start_sshd: StartSshd, tmp_path: Path
) -> None:
    sshd = start_sshd(KbdInteractiveAuthentication="yes", PasswordAuthentication="yes")
    (tmp_path / "authorized_keys").write_text("")
    with (
        pytest.raises(UserError, match=r"serveo\.net refuses your key.*ssh-copy-id"),
        open_tunnel(page.port, SERVEO, remote_port=free_port(), ssh_options=sshd.ssh_options),
    ):
        pytest.fail("the tunnel opened")


@needs_sshd
def test_a_host_that_changed_its_key_is_not_trusted(page: Server, start_sshd: StartSshd, tmp_path: Path) -> None:
    sshd = start_sshd()
    other = keygen(tmp_path / "other_key").split()[:2]
    (tmp_path / "known_hosts").write_text(f"[127.0.0.1]:{sshd.port} {' '.join(other)}\n")
    with (
        pytest.raises(UserError, match=r"serveo\.net shows another host key than last time"),
        open_tunnel(page.port, SERVEO, remote_port=free_port(), ssh_options=sshd.ssh_options),
    ):
        pytest.fail("the tunnel opened")


@needs_sshd
def test_a_host_that_tells_no_address_is_given_up_with_a_way_to_say_it(page: Server, start_sshd: StartSshd) -> None:
    sshd = start_sshd(says="echo welcome; cat")
    with (
        pytest.raises(UserError, match=r"told no https address within 3 s .*--tunnel-url https://"),
        open_tunnel(page.port, SERVEO, remote_port=free_port(), ssh_options=sshd.ssh_options, timeout_s=3),
    ):
        pytest.fail("the tunnel opened")


@needs_sshd
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 0), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_ctrl_c_and_a_closed_terminal_leave_no_ssh_behind(
    page: Server, start_sshd: StartSshd, number: signal.Signals, status: int
) -> None:
    sshd = start_sshd()
    code = (
        "from pytrain.tunnel import share\n"
        f"share({page.port}, remote_port={free_port()}, ssh_options={sshd.ssh_options!r})"
    )
    process = told_by(code)
    assert process.stdout is not None
    assert f"Mood Mirror is at {ADDRESS} for anyone" in process.stdout.readline()
    assert set(process.stdout.readline()) & set("▄▀█"), "a QR code for the phone"
    (ssh,) = descendants(process.pid)
    process.send_signal(number)
    out, errors = process.communicate(timeout=SECONDS)
    assert (process.returncode, errors) == (status, "")
    assert out.endswith("Stopped.\n") == (number == signal.SIGINT)
    with pytest.raises(ProcessLookupError):
        os.kill(ssh, 0)


@needs_sshd
def test_the_next_provider_is_tried_when_one_cannot_be_had_and_its_end_is_told(
    page: Server, start_sshd: StartSshd, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """serveo.net is not there, localhost.run refuses, pinggy opens one for an hour."""
    says = (
        "echo 'You are not authenticated.'; echo 'Your tunnel will expire in 60 minutes.';"
        "echo 'http://abc.a.free.pinggy.link'; echo 'https://abc.a.free.pinggy.link'; cat"
    )
    sshd = start_sshd(says)
    configuration = tmp_path / "ssh_config"
    configuration.write_text(f"Host serveo.net\n  HostName no-such-host.invalid\n{configuration.read_text()}")
    options = (*sshd.ssh_options, "-o", f"Port={sshd.port}")
    with open_tunnel(page.port, remote_port=free_port(), ssh_options=options) as opened:
        opened.announce()
    said = capsys.readouterr().out
    assert opened.url == "https://abc.a.free.pinggy.link"
    assert re.search(r"serveo\.net is not known here.*\nTrying localhost\.run\.\n.*\nTrying a\.pinggy\.io\.", said)
    assert opened.ends_at is not None
    assert 59 * 60 < (opened.ends_at - datetime.now()).total_seconds() <= 60 * 60
    assert f"until {opened.ends_at:%H:%M}, when a.pinggy.io ends it" in said


@needs_sshd
def test_where_no_provider_opens_a_tunnel_all_are_named(
    page: Server, start_sshd: StartSshd, capsys: pytest.CaptureFixture[str]
) -> None:
    sshd = start_sshd(AllowTcpForwarding="no")
    with (
        pytest.raises(
            UserError, match=r"No tunnel through serveo\.net, localhost\.run, a\.pinggy\.io.*invoke serve --https"
        ),
        open_tunnel(page.port, remote_port=free_port(), ssh_options=sshd.ssh_options),
    ):
        pytest.fail("the tunnel opened")
    assert "refuses to forward" in capsys.readouterr().out


@needs_sshd
def test_a_tunnel_that_drops_is_opened_again(page: Server, start_sshd: StartSshd) -> None:
    sshd, remote_port = start_sshd(), free_port()
    code = (
        "from pytrain.tunnel import share\n"
        f"share({page.port}, remote_port={remote_port}, ssh_options={sshd.ssh_options!r})"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONIOENCODING": "utf-8"}
    )
    assert process.stdout is not None
    try:
        assert f"Mood Mirror is at {ADDRESS} for anyone" in process.stdout.readline()
        for pid in descendants(sshd.process.pid):
            os.kill(pid, signal.SIGKILL)
        said: list[str] = []
        while not said or "is back at" not in said[-1]:
            said.append(process.stdout.readline())
            assert said[-1], said
        assert f"Mood Mirror is back at {ADDRESS}" in said[-1]
        with urllib.request.urlopen(f"http://127.0.0.1:{remote_port}/", timeout=SECONDS) as answer:
            assert answer.read() == b"<h1>Mood Mirror</h1>"
    finally:
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=SECONDS)
    assert out.endswith("Stopped.\n")


def test_tunnels_that_keep_dropping_are_given_up(
    page: Server, only_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_cloudflared(only_path, page.port, CLOUDFLARED_WORKS.replace("exec /bin/cat", "exit 0"))
    monkeypatch.setattr(tunnel, "RETRY_S", (0, 0))
    with pytest.raises(UserError, match="The tunnel to cloudflared dropped after 0 min"):
        tunnel.share(page.port)


def test_a_name_that_does_not_exist_is_explained(page: Server) -> None:
    with (
        pytest.raises(
            UserError,
            match=r"The name no-such-host\.invalid is not known here.*--tunnel-host: serveo\.net, localhost\.run",
        ),
        open_tunnel(page.port, "no-such-host.invalid", ssh_options=["-F", os.devnull]),
    ):
        pytest.fail("the tunnel opened")


def test_a_host_that_does_not_answer_is_explained(page: Server) -> None:
    with (
        pytest.raises(UserError, match=r"127\.0\.0\.1 cannot be reached from this network \(.*refused\)"),
        open_tunnel(page.port, f"127.0.0.1:{free_port()}", ssh_options=["-F", os.devnull]),
    ):
        pytest.fail("the tunnel opened")


def test_a_machine_without_ssh_is_told_how_to_get_it(page: Server, only_path: Path) -> None:
    with (
        pytest.raises(UserError, match=r"needs ssh.*apt-get install openssh-client"),
        open_tunnel(page.port),
    ):
        pytest.fail("the tunnel opened")


CLOUDFLARED = """#!/bin/sh
[ "$*" = "tunnel --no-autoupdate --url http://127.0.0.1:{port}" ] || exit 9
echo 'INF Thank you for trying Cloudflare Tunnel. https://developers.cloudflare.com/cloudflare-one/' >&2
{then}
"""
CLOUDFLARED_WORKS = "echo 'INF |  https://kind-of-blue.trycloudflare.com  |' >&2; exec /bin/cat"
CLOUDFLARED_FAILS = (
    """echo 'ERR failed to request quick Tunnel: Post "https://api.trycloudflare.com/tunnel": EOF' >&2; exit 1"""
)


def install_cloudflared(directory: Path, port: int, then: str) -> None:
    (directory / "cloudflared").write_text(CLOUDFLARED.format(port=port, then=then))
    (directory / "cloudflared").chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="cloudflared is stood for by a shell script; run this test in WSL.")
@pytest.mark.parametrize("host", [tunnel.CLOUDFLARED, None])
def test_cloudflared_is_used_when_asked_for_and_when_there_is_no_ssh(
    page: Server, only_path: Path, host: str | None
) -> None:
    install_cloudflared(only_path, page.port, CLOUDFLARED_WORKS)
    with open_tunnel(page.port, host) as opened:
        assert opened.url == "https://kind-of-blue.trycloudflare.com"


@pytest.mark.skipif(os.name == "nt", reason="cloudflared is stood for by a shell script; run this test in WSL.")
def test_cloudflares_own_service_is_never_taken_for_the_address(page: Server, only_path: Path) -> None:
    install_cloudflared(only_path, page.port, CLOUDFLARED_FAILS)
    with (
        pytest.raises(UserError, match=r"cloudflared told no https address.*failed to request quick Tunnel"),
        open_tunnel(page.port, tunnel.CLOUDFLARED),
    ):
        pytest.fail("the tunnel opened")


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("serveo.net", Host("serveo.net")),
        ("localhost.run", Host("localhost.run", "nokey")),
        ("plan@localhost.run", Host("localhost.run", "plan")),
        ("me@my.host:2222", Host("my.host", "me", 2222)),
        ("a.pinggy.io", Host("a.pinggy.io", None, 443)),
        ("[::1]:2222", Host("::1", None, 2222)),
    ],
)
def test_a_tunnel_host_is_read_as_ssh_people_write_it(text: str, host: Host) -> None:
    assert Host.parse(text) == host


@pytest.mark.parametrize("text", ["", "-oProxyCommand=sh", "https://serveo.net", "me@", "my.host:ssh", "a b"])
def test_a_tunnel_host_that_is_none_is_quoted_back(text: str) -> None:
    with pytest.raises(UserError, match=r"--tunnel-host got .*user@host:port"):
        Host.parse(text)
