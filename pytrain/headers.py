"""The response headers that a built page is safest with, for servers that can send any; GitHub Pages cannot.

The policy is the one in index.html's own <meta>, read back from the build, so that the two never differ.
"""

from html.parser import HTMLParser
from pathlib import Path

POLICY = "Content-Security-Policy"

ONLY_IN_HEADERS = {"frame-ancestors": "'none'"}
"""Directives that a <meta> may not hold. A page of another site that framed this one could lead a visitor's clicks."""

ALLOWED = ("camera", "clipboard-write", "fullscreen")
REFUSED = ("display-capture", "geolocation", "hid", "microphone", "midi", "payment", "serial", "usb")
"""Permissions that the page asks for, and some of those that it never will, whatever script should get into it."""

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join([f"{name}=(self)" for name in ALLOWED] + [f"{name}=()" for name in REFUSED]),
    # Both: no other site's page shares this one's process, where its memory, with a face in it, might be read.
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}


HASHED = "assets/"
"""The folder whose files are named after their content."""

DOCS = "docs/"
"""The folder of the documentation: other pages, with a policy of their own."""


def cache_of(name: str) -> str:
    """Cache-Control of a file, by its path within a built page.

    What is named after its content never changes. All else is asked for each time and answered with 304 where nothing changed: else the
    page might run with the last build's model.
    """
    return "public, max-age=31536000, immutable" if name.startswith(HASHED) else "no-cache"


def of(dist: Path, name: str = "") -> dict[str, str]:
    """Headers by name for a file of a built page, by its path in there; for workers too, which a page's <meta> says nothing about.

    A folder whose index.html has no policy gets no Content-Security-Policy. What lies in DOCS gets that of DOCS.
    """
    policy = policy_of(dist / (DOCS if name.startswith(DOCS) else "") / "index.html")
    if policy is None:
        return ALWAYS
    directives = [policy, *(f"{name} {value}" for name, value in ONLY_IN_HEADERS.items())]
    return {**ALWAYS, POLICY: "; ".join(directives)}


def policy_of(page: Path) -> str | None:
    """The policy in a page's <meta http-equiv="Content-Security-Policy">; None where there is no page or no policy."""
    finder = _PolicyFinder()
    try:
        finder.feed(page.read_text(encoding="utf-8"))
    except FileNotFoundError:  # as while a new build takes the old one's place
        return None
    return finder.policy


class _PolicyFinder(HTMLParser):
    policy: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta" and (given.get("http-equiv") or "").lower() == "content-security-policy":
            self.policy = given.get("content")
