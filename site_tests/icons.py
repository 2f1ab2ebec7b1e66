"""Draws the icons of the installed page from favicon.svg: `python -m site_tests.icons`. The browser draws, so that SVG is drawn right."""

from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from pytrain import toolchain
from pytrain.build import SITE

FAVICON = SITE / "public" / "favicon.svg"
ICONS = SITE / "public" / "icons"
WALL = "#f1eee8"
"""The light page's background; a launcher shows a piece of it around the mirror, in whatever shape it cuts its icons."""

SIZES = {"192.png": 192, "512.png": 512, "maskable.png": 512}
MASKABLE_SHARE = 0.75
"""How much of a maskable icon the drawing may fill: its oval, 28 of 32 units high, then stands within the safe circle of 80 %."""


def draw(browser: Browser, name: str) -> bytes:
    """A PNG of this name, as a launcher wants it."""
    size = SIZES[name]
    share, background = (MASKABLE_SHARE, WALL) if name == "maskable.png" else (1, "transparent")
    drawing = FAVICON.read_text(encoding="utf-8")
    page = browser.new_page(viewport={"width": size, "height": size})
    page.set_content(
        f"<style>body {{ margin: 0; height: 100vh; display: grid; place-content: center; background: {background} }}"
        f"svg {{ width: {share * size}px }}</style>{drawing}"
    )
    png = page.screenshot(omit_background=True)
    page.close()
    return png


def main(folder: Path = ICONS) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=toolchain.chromium(), args=["--no-sandbox"])
        for name in SIZES:
            (folder / name).write_bytes(draw(browser, name))
        browser.close()


if __name__ == "__main__":
    main()
