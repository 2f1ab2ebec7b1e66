"""A certificate for this machine's address on the local network, for phones: browsers hand out the camera on https alone.

It is made anew for each run, and its key is never kept. A certificate authority that a phone trusts for good would let whoever got hold of
its key read all that the phone does; a warning to be pressed away costs less.
"""

import hashlib
import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import trustme

from pytrain.errors import UserError

LIFETIME = timedelta(days=7)
"""Longer than any demonstration, and well below what Apple's systems take at most."""

TRUST = (
    "The phone will warn that nobody vouches for this machine: choose Advanced, then Proceed (Safari: Show Details, then visit this"
    " website). On a network that you don't trust, compare the certificate's SHA-256 first: {fingerprint}"
)


@dataclass(frozen=True)
class Secured:
    """What a server needs to speak https, and what a visitor needs to know.

    Attributes:
        context: for the server's sockets.
        fingerprint: SHA-256 of the certificate, as browsers show it.
    """

    context: ssl.SSLContext
    fingerprint: str


def secured(address: str) -> Secured:
    """A certificate for this IP address, good from now on."""
    until = datetime.now(UTC) + LIFETIME
    certificate = trustme.CA(organization_name="Mood Mirror, this run only").issue_cert(address, not_after=until)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    digest = (
        hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate.cert_chain_pems[0].bytes().decode())).hexdigest().upper()
    )
    return Secured(context, ":".join(digest[at : at + 2] for at in range(0, len(digest), 2)))


def lan_address() -> str:
    """This machine's address on the network that it reaches others through.

    Raises:
        UserError: it is on no network.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("198.51.100.1", 9))  # reserved for documentation; UDP's connect sends nothing
        except OSError:
            raise UserError(
                "This machine is on no network that a phone could share. Join one, or leave --https out: localhost needs none."
            ) from None
        address: str = probe.getsockname()[0]
        return address
