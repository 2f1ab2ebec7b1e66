"""Watches what the page's policy has to bar: nothing at all, in the page and in its workers, whatever is done there."""

import re

from playwright.sync_api import Browser, BrowserContext, Page

VIOLATION = re.compile(
    r"Content Security Policy|requires 'Trusted|Permissions-Policy|permissions policy", re.IGNORECASE
)
"""What Chromium's log says of a violation, and of a header it cannot read."""


def watch(browser: Browser, violations: list[str]) -> Browser:
    """Every violation in any tab of the browser is added to the list, with what is to blame."""

    def look_at(page: Page) -> None:
        # The log of the browser itself: the page hears of no violation of its workers, and nobody of one before it listens.
        log = page.context.new_cdp_session(page)
        log.on("Log.entryAdded", lambda event: take(event["entry"]))
        log.send("Log.enable")

    def take(entry: dict[str, str]) -> None:
        if VIOLATION.search(entry["text"]):
            violations.append(f"{entry['text']} ({entry['source']}, {entry.get('url', 'no address')})")

    def look_into(context: BrowserContext) -> None:
        context.on("page", look_at)

    browser.on("context", look_into)
    return browser
