"""A public https address for a port of this machine, so that a phone can open the page and use its camera.

Browsers hand out the camera on https alone, and a laptop has no certificate: a provider with one takes the visitors and
passes them down a reverse tunnel, here ssh's (serveo.net, localhost.run, pinggy, a host of one's own) or cloudflared's.
"""

import contextlib
import re
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pytrain import qr
from pytrain.errors import UserError
from pytrain.program import Program, ended_by_signals

CLOUDFLARED = "cloudflared"
PROVIDERS = ("serveo.net", "localhost.run", "a.pinggy.io", CLOUDFLARED)
"""Who opens a tunnel for anybody, in the order in which they are asked."""

RETRY_S = (1, 2, 4, 8, 16, 30)
"""Pauses before another tunnel is tried for; the last is followed by giving up. One that stood for STOOD_S starts them anew."""
STOOD_S = 60


# The line in which each provider tells the address; banners and tips hold https addresses too.
_ADDRESS = {
    "serveo.net": re.compile(r"Forwarding HTTP traffic from (https://\S+)"),
    "localhost.run": re.compile(r"tunneled with tls termination, (https://\S+)"),
    "a.pinggy.io": re.compile(r"(https://\S+\.pinggy(?:-free)?\.\w+)"),
    CLOUDFLARED: re.compile(r"(https://(?!api\.)[\w-]+\.trycloudflare\.com)"),
}
_ANY_ADDRESS = re.compile(r"(https://[^\s\"'<>|]+)")
_EXPIRY = re.compile(r"expires? in (\d+) (minute|hour)")
_SSH_PORTS = {"a.pinggy.io": 443}
_SSH_FORWARDS = re.compile(r"(remote forward success)")
_SSH_CHATTER = re.compile(
    r"OpenSSH_|Authenticated to|Transferred:|Bytes per second:|debug\d: (?!.*remote forward success)"
)


@dataclass(frozen=True)
class Host:
    """Where the tunnel goes: [user@]host[:port], as --tunnel-host takes it."""

    name: str
    user: str | None = None
    port: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Host":
        """Reads "serveo.net", "me@my.host" or "me@my.host:2222".

        Raises:
            UserError: it is none of these.
        """
        match = re.fullmatch(r"(?:([\w.+-]+)@)?([\w.-]+|\[[0-9a-fA-F:]+\])(?::(\d{1,5}))?", text)
        if not match or text.startswith("-"):
            raise UserError(
                f"--tunnel-host got {text!r}; it takes user@host:port, where user@ and :port may be left out."
            )
        user, name, port = match.groups()
        # localhost.run shows everybody without a registered key in under this name.
        user = user or ("nokey" if name == "localhost.run" else None)
        return cls(name.strip("[]"), user, int(port) if port else _SSH_PORTS.get(name))

    @property
    def destination(self) -> list[str]:
        port = ["-p", str(self.port)] if self.port else []
        return [*port, f"{self.user}@{self.name}" if self.user else self.name]


@dataclass
class Tunnel:
    """An open tunnel, made by open_tunnel.

    Attributes:
        url: the public address, https, without a slash at the end.
        host: the provider's name, for messages.
        ends_at: when the provider said that it will end it; None where it said nothing.
    """

    url: str
    host: str
    _program: Program
    ends_at: datetime | None = None
    _opened_at: float = field(default_factory=time.monotonic)

    @property
    def stood_s(self) -> float:
        return time.monotonic() - self._opened_at

    def announce(self, former: str | None = None) -> None:
        """Prints the address, when it ends if that is known, and its QR code; one line if it is the `former` address still."""
        until = f" until {self.ends_at:%H:%M}, when {self.host} ends it and another is opened" if self.ends_at else ""
        if self.url == former:
            print(f"Mood Mirror is back at {self.url}{until}", flush=True)
        else:
            sentence = f"Mood Mirror is at {self.url} for anyone who knows the address{until} (Ctrl-C ends it)"
            qr.show(sentence, self.url)

    def wait(self) -> None:
        """Blocks as long as the tunnel stands.

        Raises:
            UserError: it dropped.
        """
        self._program.run_out()
        raise UserError(
            f"The tunnel to {self.host} dropped after {self.stood_s / 60:.0f} min ({self._program.last_words})."
        )


@contextlib.contextmanager
def open_tunnel(
    port: int,
    host: str | None = None,
    url: str | None = None,
    *,
    remote_port: int = 80,
    ssh_options: Sequence[str] = (),
    timeout_s: float = 30,
) -> Iterator[Tunnel]:
    """Opens a tunnel from a public address to 127.0.0.1:port and closes it, and its process, on leaving.

    ::

        with Server(DIST, port) as server, open_tunnel(server.port, tunnel_host, tunnel_url) as tunnel:
            tunnel.announce()
            tunnel.wait()

    Args:
        port: the local port to show.
        host: one of PROVIDERS, or [user@]host[:port] of a host of one's own; None is the first provider that answers.
        url: for a host of one's own that prints no address: the https address whose web server passes visitors on to
            remote_port there. Without it, the first https address the host prints is taken.
        remote_port: the port to listen on there; providers know 80 as "http", one's own host wants one from 1024 up.
        ssh_options: further options for ssh, as `-F config` in tests; ~/.ssh/config holds as always.
        timeout_s: how long the provider may take to tell the address.

    Raises:
        UserError: the program is missing, or the host is not reached, refuses key or forwarding, or tells no address.
    """
    with ended_by_signals():
        if host:
            tunnel = _open(port, host, url, remote_port, ssh_options, timeout_s)
        else:
            tunnel = _open_first(port, url, remote_port, ssh_options, timeout_s)
        try:
            yield tunnel
        finally:
            tunnel._program.end()


def share(
    port: int,
    host: str | None = None,
    url: str | None = None,
    *,
    remote_port: int = 80,
    ssh_options: Sequence[str] = (),
) -> None:
    """Keeps a tunnel to 127.0.0.1:port open, prints each new address with its QR code, and returns on Ctrl-C.

    Raises:
        UserError: as open_tunnel does at first; later, when tunnels dropped or failed more often in a row than RETRY_S has pauses.
    """
    former: str | None = None
    pauses = iter(RETRY_S)
    try:
        while True:
            try:
                with open_tunnel(port, host, url, remote_port=remote_port, ssh_options=ssh_options) as tunnel:
                    tunnel.announce(former)
                    former = tunnel.url
                    try:
                        tunnel.wait()
                    finally:
                        pauses = iter(RETRY_S) if tunnel.stood_s > STOOD_S else pauses
            except UserError as error:
                pause = next(pauses, None)
                if former is None or pause is None:
                    raise
                print(f"{error}\nOpening another in {pause} s.", flush=True)
                time.sleep(pause)
    except KeyboardInterrupt:
        print("\nStopped.")


def _open_first(port: int, url: str | None, remote_port: int, ssh_options: Sequence[str], timeout_s: float) -> Tunnel:
    """A tunnel through the first provider that opens one, of those whose program is installed."""
    providers = [host for host in PROVIDERS if shutil.which(_program_of(host))]
    if not providers:
        raise UserError(_HOW_TO_GET["ssh"])
    for host, following in zip(providers, [*providers[1:], None], strict=True):
        try:
            return _open(port, host, url, remote_port, ssh_options, timeout_s)
        except UserError as error:
            print(f"{error}" + (f"\nTrying {following}." if following else ""), flush=True)
    raise UserError(
        f"No tunnel through {', '.join(providers)}; why stands above. Look at this machine's network, or name a host of your"
        " own: --tunnel-host user@host:port. For a phone on this network: invoke serve --https"
    )


def _program_of(host: str) -> str:
    return CLOUDFLARED if host == CLOUDFLARED else "ssh"


def _open(
    port: int, host: str, url: str | None, remote_port: int, ssh_options: Sequence[str], timeout_s: float
) -> Tunnel:
    if host == CLOUDFLARED:
        name, pattern = host, _ADDRESS[host]
        command = [CLOUDFLARED, "tunnel", "--no-autoupdate", "--url", f"http://127.0.0.1:{port}"]
    else:
        parsed = Host.parse(host)
        name, pattern = parsed.name, _SSH_FORWARDS if url else _ADDRESS.get(parsed.name, _ANY_ADDRESS)
        command = _ssh(port, parsed, remote_port, has_url=url is not None, options=ssh_options)
    if not shutil.which(_program_of(host)):
        raise UserError(_HOW_TO_GET[_program_of(host)])
    program = Program(command, ignore=_SSH_CHATTER)
    try:
        told = program.first_match(pattern, timeout_s)
    except BaseException:
        program.end()
        raise
    if told is None:
        program.end()
        raise UserError(_explain(name, remote_port, program, timeout_s))
    return Tunnel((url or told).rstrip("/.,"), name, program, _end_told_in(program.said))


def _end_told_in(said: Iterable[str]) -> datetime | None:
    for line in said:
        if match := _EXPIRY.search(line):
            return datetime.now() + timedelta(**{f"{match[2]}s": int(match[1])})
    return None


def _ssh(port: int, host: Host, remote_port: int, *, has_url: bool, options: Sequence[str]) -> list[str]:
    settings = {
        "ExitOnForwardFailure": "yes",
        "ServerAliveInterval": "15",
        "ServerAliveCountMax": "3",
        "ConnectTimeout": "15",
        "StrictHostKeyChecking": "accept-new",
        # Not BatchMode: it also turns off the keyboard-interactive login without a question that serveo.net gives to
        # people without a key. Having no terminal, ssh fails where it would ask.
        "PasswordAuthentication": "no",
        "NumberOfPasswordPrompts": "1",
    }
    # Providers tell the address in a session; a host of one's own may give the account none (-N), and then only ssh's
    # debug output (-v) says when the forwarding stands.
    return [
        *["ssh", *options, *(["-N", "-v"] if has_url else ["-T"])],
        *(part for key, value in settings.items() for part in ("-o", f"{key}={value}")),
        *["-R", f"{remote_port}:127.0.0.1:{port}", *host.destination],
    ]


_HOW_TO_GET = {
    "ssh": (
        "The tunnel needs ssh, and there is none on PATH. Install it: apt-get install openssh-client (Debian, Ubuntu), "
        "or Settings > Optional features > OpenSSH Client (Windows)."
    ),
    CLOUDFLARED: (
        "There is no cloudflared on PATH. Install it (brew install cloudflared, "
        "winget install Cloudflare.cloudflared), or leave --tunnel-host out to go through ssh."
    ),
}

_OTHER_HOSTS = f"or take another with --tunnel-host: {', '.join(PROVIDERS)}, or a host of your own"


_TROUBLES = [
    (
        r"Could not resolve hostname|Name or service not known|no such host",
        "The name {host} is not known here. Check the spelling and the network, {others}.",
    ),
    (
        r"Connection (?:timed out|refused)|Operation timed out|No route to host|Network is unreachable",
        "{host} cannot be reached from this network ({last_words}). Try later, {others}.",
    ),
    (
        r"HOST IDENTIFICATION HAS CHANGED|Host key verification failed",
        "{host} shows another host key than last time: someone listens in, or it was set up anew. "
        + "If you know that it was, run ssh-keygen -R {host} and try again.",
    ),
    (
        r"remote port forwarding failed|forwarding request failed|administratively prohibited",
        "{host} lets you in but refuses to forward its port {remote_port}. On a host of your own, allow it "
        + "(AllowTcpForwarding yes) and choose a free port from 1024 up with --tunnel-port, {others}.",
    ),
    (
        r"Permission denied|Too many authentication failures",
        "{host} refuses your key, or you have none. Make one (ssh-keygen) and, on a host of your own, copy it over "
        + "(ssh-copy-id), {others}.",
    ),
]
"""What ssh and cloudflared say, and what that means to the person who wanted a tunnel."""


def _explain(host: str, remote_port: int, program: Program, timeout_s: float) -> str:
    """Why no tunnel came to stand, from what the program said, and what to do."""
    said = "\n".join(program.said)
    facts = {"host": host, "remote_port": remote_port, "last_words": program.last_words, "others": _OTHER_HOSTS}
    for pattern, sentence in _TROUBLES:
        if re.search(pattern, said):
            return sentence.format(**facts)
    heard = f"its last words: {program.last_words}" if program.said else "it said nothing"
    return (
        f"{host} told no https address within {timeout_s:.0f} s ({heard}). Try again, {_OTHER_HOSTS}. "
        "If it is your own host and prints none, say which it is: --tunnel-url https://..."
    )
