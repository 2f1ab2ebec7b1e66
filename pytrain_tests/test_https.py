"""The page on https for phones nearby, on loopback."""

import hashlib
import http.client
import os
import re
import signal
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pytrain import https
from pytrain.errors import UserError
from pytrain.serve import Server
from pytrain_tests.talking import told_by

PAGE = b"<h1>Mood Mirror</h1>"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_bytes(PAGE)
    return tmp_path


@pytest.fixture
def secured() -> https.Secured:
    return https.secured("127.0.0.1")


@pytest.fixture
def server(site: Path, secured: https.Secured) -> Iterator[Server]:
    with Server(site, port=0, tls=secured.context) as running:
        yield running


def shown_by(server: Server) -> bytes:
    return ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(("127.0.0.1", server.port), timeout=30))


def get(server: Server) -> bytes:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # as a phone whose warning was pressed away
    with closing(http.client.HTTPSConnection("127.0.0.1", server.port, timeout=30, context=context)) as connection:
        connection.request("GET", "/")
        return connection.getresponse().read()


def test_the_page_comes_over_https_with_the_certificate_that_was_announced(
    server: Server, secured: https.Secured
) -> None:
    assert server.url == f"https://127.0.0.1:{server.port}/"
    assert get(server) == PAGE
    assert secured.fingerprint.replace(":", "").lower() == hashlib.sha256(shown_by(server)).hexdigest()


def test_the_certificate_is_for_this_address_and_for_a_few_days(server: Server) -> None:
    from cryptography import x509

    certificate = x509.load_der_x509_certificate(shown_by(server))
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(address) for address in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1"]
    assert timedelta(0) < certificate.not_valid_after_utc - datetime.now(UTC) <= https.LIFETIME


def test_each_run_has_a_certificate_of_its_own(secured: https.Secured) -> None:
    assert https.secured("127.0.0.1").fingerprint != secured.fingerprint


def test_a_visitor_who_never_ends_the_handshake_holds_up_nobody(server: Server) -> None:
    """Seen to fail with the handshake made where connections are accepted."""
    with socket.create_connection(("127.0.0.1", server.port)) as silent:
        silent.sendall(b"\x16")
        assert get(server) == PAGE


def test_who_speaks_plain_http_gets_no_page(server: Server) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
        connection.request("GET", "/")
        with pytest.raises((http.client.HTTPException, ConnectionError)):
            connection.getresponse()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send to one process; press Ctrl-C by hand.")
def test_the_terminal_shows_the_address_its_code_and_how_to_get_past_the_warning(site: Path) -> None:
    code = (
        f"from pathlib import Path; from pytrain.serve import serve_https as s; s(Path({str(site)!r}), 0, '127.0.0.1')"
    )
    process = told_by(code)
    assert process.stdout is not None
    said = ""
    while "compare the certificate" not in said:
        line = process.stdout.readline()
        assert line, said
        said += line
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=60)
    assert re.search(r"Mood Mirror is at https://127\.0\.0\.1:\d+/ for phones on this network", said)
    assert set(said) & set("▄▀█"), "a QR code for the phone"
    assert re.search(r"choose Advanced, then Proceed.*SHA-256 first: ([0-9A-F]{2}:){31}[0-9A-F]{2}$", said.strip())
    assert (process.returncode, out.strip(), errors) == (0, "Stopped.", "")


def test_the_address_is_one_that_this_machine_has() -> None:
    try:
        address = https.lan_address()
    except UserError as error:
        pytest.skip(str(error))
    with socket.socket() as probe:
        probe.bind((address, 0))
