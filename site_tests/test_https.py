"""The page as a phone on the same network gets it: over https, with a warning pressed away."""

from pathlib import Path

import pytest

from pytrain import https
from pytrain.errors import UserError
from pytrain.serve import Server
from site_tests.conftest import OpenMirror


@pytest.mark.parametrize("trusted", [True, False])
def test_the_camera_works_at_this_machines_address_over_https_and_not_over_http(
    open_mirror: OpenMirror, dist: Path, trusted: bool
) -> None:
    try:
        address = https.lan_address()
    except UserError as error:
        pytest.skip(str(error))
    tls = https.secured(address).context if trusted else None
    with Server(dist, port=0, host=address, tls=tls) as server:
        mirror = open_mirror(at=server.url, ignore_https_errors=True)
        assert mirror.evaluate("() => isSecureContext") is trusted
        if trusted:
            mirror.predict_once()
            assert mirror.label == "happy"
