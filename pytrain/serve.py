"""A static web server for dist/, for looking at the page here and as the near end of a tunnel."""

import os
import socketserver
import ssl
import threading
from collections.abc import Mapping
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

from pytrain import headers, https, packed, qr
from pytrain.errors import UserError

MIME_TYPES = {
    "": "application/octet-stream",
    ".bin": "application/octet-stream",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""By suffix. Python's own table reads the Windows registry, where .js is often text/plain and no module loads."""


class _Pages(SimpleHTTPRequestHandler):
    """Files below one directory, packed where they lie packed: no listings, nothing outside it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    """Else a small file waits behind its header until the browser has acknowledged that, 40 ms later."""
    server_version = "MoodMirror"
    sys_version = ""
    extensions_map = MIME_TYPES

    _of_file: Mapping[str, str] = MappingProxyType({"Cache-Control": "no-cache"})
    """Headers of the file that is being sent; these where there is none."""
    _name = ""
    """Its path in the directory."""

    def send_head(self) -> Any:
        self._of_file, self._name = _Pages._of_file, _Pages._name  # one handler answers all requests of a connection
        path = Path(self.translate_path(self.path))
        # translate_path drops "..", but follows links: one that leads out of the directory is not ours to show.
        if not path.resolve().is_relative_to(Path(self.directory).resolve()):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        if self.path.split("?")[0].endswith("/"):
            path = path / "index.html"
        return self._send_file_head(path) if path.is_file() else super().send_head()

    def _send_file_head(self, path: Path) -> Any:
        sent, coding = packed.best(path, self.headers.get("Accept-Encoding", ""))
        # By date and size, not by "newer than": a file put back from a backup is older, and yet another.
        stat = sent.stat()
        version = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
        name = path.relative_to(self.directory).as_posix()
        self._name = name
        self._of_file = {"Cache-Control": headers.cache_of(name), "ETag": version, "Vary": "Accept-Encoding"}
        if self.headers.get("If-None-Match") == version:
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self.end_headers()
            return None
        if coding is None:
            return super().send_head()
        file = sent.open("rb")
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", coding)
        self.send_header("Content-Length", str(stat.st_size))
        self.end_headers()
        return file

    def send_error(self, *arguments: Any, **options: Any) -> None:
        self._of_file, self._name = _Pages._of_file, _Pages._name
        super().send_error(*arguments, **options)

    def list_directory(self, path: Any) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        for name, value in headers.of(Path(self.directory), self._name).items():
            self.send_header(name, value)
        for name, value in self._of_file.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: a line for each of a page's dozens of requests hides the address."""


class _HTTPServer(ThreadingHTTPServer):
    daemon_threads = True
    # On Windows this flag lets two servers share a port, and the busy one would not be noticed.
    allow_reuse_address = os.name != "nt"
    tls: ssl.SSLContext | None = None

    def get_request(self) -> Any:
        connection, address = super().get_request()
        if self.tls:
            # The handshake comes with the first read, in the visitor's own thread: one who never ends it holds up nobody.
            connection = self.tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return connection, address

    def server_bind(self) -> None:
        # HTTPServer looks its own name up in DNS here, which can take seconds; the name is used nowhere.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Silent: a browser that closes a tab in mid-download is no error of ours."""


class Server:
    """A directory on http or https, from construction until close().

    ::

        with Server(Path("dist"), port=0) as server:
            print(server.url)        # http://127.0.0.1:41233/

    Attributes:
        port: the port in use, also when 0 asked for any free one.
        url: the address to open on this machine, with a slash at the end.
    """

    def __init__(
        self,
        directory: Path,
        port: int = 8000,
        host: str = "127.0.0.1",
        tls: ssl.SSLContext | None = None,
        *,
        task: str = "serve",
    ) -> None:
        """Starts to serve in a thread of its own; on https where `tls` has a certificate. `task` is the one to start it again.

        Raises:
            UserError: the directory holds no index.html, or the port cannot be had.
        """
        if not (directory / "index.html").is_file():
            raise UserError(f"{directory} holds no index.html, so there is no page to serve. Run: invoke build")

        def pages(*args: Any) -> _Pages:
            return _Pages(*args, directory=str(directory))

        try:
            self._http = _HTTPServer((host, port), pages)
        except (OSError, OverflowError) as error:
            raise UserError(
                f"Port {port} on {host} cannot be used ({_reason(error)}). "
                f"Close what uses it, or choose another: invoke {task} --port {_next_port(port)}"
            ) from error
        self._http.tls = tls
        self.port = self._http.server_port
        everywhere = host in ("", "0.0.0.0")  # noqa: S104  compared, not bound: who asks for it gets it
        self.url = f"http{'s' if tls else ''}://{'127.0.0.1' if everywhere else host}:{self.port}/"
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Blocks until Ctrl-C."""
        while self._thread.is_alive():
            self._thread.join(1)  # in slices: on Windows, Ctrl-C does not interrupt an endless wait

    def close(self) -> None:
        """Stops to serve and frees the port."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def serve(directory: Path, port: int = 8000, host: str = "127.0.0.1") -> None:
    """Serves `directory`, prints where, and returns on Ctrl-C.

    Raises:
        UserError: as Server does.
    """
    try:
        with Server(directory, port, host) as server:
            print(f"Mood Mirror is at {server.url} (Ctrl-C ends it)", flush=True)
            server.wait()
    except KeyboardInterrupt:
        print("\nStopped.")


def serve_https(directory: Path, port: int = 8000, host: str | None = None) -> None:
    """Serves `directory` on https to the local network, prints where and how to get past the warning, and returns on Ctrl-C.

    Args:
        host: address to serve at; this machine's on its network when left out.

    Raises:
        UserError: as Server does, or there is no network.
    """
    address = host or https.lan_address()
    secured = https.secured(address)
    try:
        with Server(directory, port, address, secured.context) as server:
            qr.show(f"Mood Mirror is at {server.url} for phones on this network (Ctrl-C ends it)", server.url)
            print(https.TRUST.format(fingerprint=secured.fingerprint), flush=True)
            server.wait()
    except KeyboardInterrupt:
        print("\nStopped.")


def _reason(error: Exception) -> str:
    return (error.strerror or str(error)).lower() if isinstance(error, OSError) else "ports go from 0 to 65535"


def _next_port(port: int) -> int:
    return port + 1 if 1024 <= port < 65535 else 8000
