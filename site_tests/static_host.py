"""A static host as GitHub Pages is one: a folder below a path, files kept for ten minutes, no header that a page may wish for."""

import threading
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from pytrain.serve import MIME_TYPES


class StaticHost:
    """Serves `folder`, which may be exchanged for another while it runs.

    Attributes:
        folder: what is served now.
        url: the address of the page.
        asked: the paths that were asked for, relative to the page, in order.
        answers: what is said of some paths instead of the file's content; None is a 404.
    """

    def __init__(self, folder: Path, path: str = "") -> None:
        self.folder = folder
        self.asked: list[str] = []
        self.answers: dict[str, bytes | None] = {}
        self._prefix = f"/{path}"
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self))
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}{self._prefix}"
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    def answer(self, address: str) -> tuple[str, bytes | None]:
        """Path and content for an address; None where there is no such file."""
        path = address.split("?")[0].removeprefix(self._prefix)
        if path == "" or path.endswith("/"):
            path += "index.html"
        self.asked.append(path)
        file = self.folder / path
        return path, self.answers.get(path, file.read_bytes() if file.is_file() else None)


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, host: StaticHost, *args: Any) -> None:
        self._host = host
        super().__init__(*args)

    def do_GET(self) -> None:
        path, content = self._host.answer(self.path)
        self.send_response(HTTPStatus.OK if content is not None else HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", MIME_TYPES.get(Path(path).suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(content or b"")))
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""
