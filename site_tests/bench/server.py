"""A static host that writes down what it was asked for and, if wished, answers over a slow line."""

import hashlib
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from typing import Self
from urllib.parse import unquote, urlsplit

from pytrain.serve import MIME_TYPES

CACHED_SECONDS = 600
"""How long browsers may keep a file unasked; what GitHub Pages says."""


@dataclass(frozen=True)
class Request:
    """What was asked for and how it was answered; `file` is None where there was none."""

    path: str
    status: int
    file: Path | None


class Line:
    """A line of so many megabits per second that all connections share, and a round trip before each answer.

    Done here and not with the browser's network emulation, which leaves out what workers fetch.
    """

    def __init__(self, megabits_per_s: float, round_trip_ms: float) -> None:
        self._bytes_per_s = megabits_per_s * 125_000
        self._round_trip_s = round_trip_ms / 1000
        self._free_at = 0.0
        self._lock = threading.Lock()

    def answer(self) -> None:
        """Waits one round trip."""
        time.sleep(self._round_trip_s)

    def send(self, size_bytes: int) -> None:
        """Waits until the line has carried so many bytes more."""
        with self._lock:
            self._free_at = max(self._free_at, time.monotonic()) + size_bytes / self._bytes_per_s
            until = self._free_at
        time.sleep(max(0.0, until - time.monotonic()))


class Host:
    """Serves folders on 127.0.0.1, from construction until close().

    Attributes:
        url: of the root, without a slash at the end.
        log: every request answered, in order.
        line: what files go over; None for loopback. Files under /frames/ are ours and go past it.
        packed: files to be sent in brotli instead, as a static host would; Chromium takes it from 127.0.0.1 without https.
    """

    def __init__(self, mounts: Mapping[str, Path]) -> None:
        """mounts: folder by the prefix it is served under, such as {"/peers/": Path(...)}."""
        self.mounts = {prefix: folder.resolve() for prefix, folder in mounts.items()}
        self.log: list[Request] = []
        self.line: Line | None = None
        self.packed: Mapping[Path, Path] = {}
        host = self

        class Answer(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # As real hosts do: a small file would wait behind its header for 40 ms.
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                host._answer(self)

            def log_message(self, *arguments: object) -> None:
                """Silent."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def file(self, path: str) -> Path | None:
        """The file that a path of the address stands for, or None."""
        for prefix, folder in self.mounts.items():
            if path.startswith(prefix):
                file = (folder / path.removeprefix(prefix)).resolve()
                if file.is_dir():
                    file /= "index.html"
                if file.is_file() and file.is_relative_to(folder):
                    return file
        return None

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _answer(self, asked: BaseHTTPRequestHandler) -> None:
        path = unquote(urlsplit(asked.path).path)
        line = None if path.startswith("/frames/") else self.line
        file = self.file(path)
        sent = self.packed.get(file, file) if file else None
        body = sent.read_bytes() if sent else b"no such file"
        version = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        status = HTTPStatus.OK if file else HTTPStatus.NOT_FOUND
        if file and asked.headers.get("If-None-Match") == version:
            status, body = HTTPStatus.NOT_MODIFIED, b""
        self.log.append(Request(path, status, file))
        if line:
            line.answer()
        try:
            asked.send_response(status)
            asked.send_header("Content-Length", str(len(body)))
            if file:
                asked.send_header("Content-Type", MIME_TYPES.get(PurePosixPath(path).suffix, MIME_TYPES[""]))
                asked.send_header("Cache-Control", f"public, max-age={CACHED_SECONDS}")
                asked.send_header("ETag", version)
            if sent is not file:
                asked.send_header("Content-Encoding", "br")
            asked.end_headers()
            for start in range(0, len(body), 8192):
                part = body[start : start + 8192]
                if line:
                    line.send(len(part))
                asked.wfile.write(part)
        except (BrokenPipeError, ConnectionResetError):
            asked.close_connection = True  # the browser is gone, and wants no more of it
