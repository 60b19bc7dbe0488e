"""Screenshots of pages, to be looked at: python tests/app/shots.py OUT_DIR [page …]; each at three sizes and in both languages."""

import sys
from pathlib import Path

from serve_pages import CHROMIUM, FLAGS, serving, until
from playwright.sync_api import sync_playwright

from simulation.app.server import application

SIZES = {"laptop": (1366, 768), "screen": (1920, 1080), "phone": (390, 844)}
QUIET = {"what-if": "app.shown.results?.getAttribute('aria-busy') === 'false' && !!app.shown.results.dataset.worlds"}
"""What says that nothing more is coming, for each page."""


def main(out, *pages):
    """Take them."""
    Path(out).mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, serving(application()) as address:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for page in pages or QUIET:
            for size, (width, height) in SIZES.items():
                for lang in ("en", "fr"):
                    tab = browser.new_page(viewport={"width": width, "height": height})
                    tab.on("pageerror", lambda error: print("error:", error))
                    name, _, query = page.partition("?")
                    tab.goto(f"{address}#{name}?lang={lang}&{query}")
                    until(tab, "!!globalThis.app?.shown", 60)
                    until(tab, QUIET.get(name, "true"), 90)
                    tab.wait_for_timeout(700)
                    tab.screenshot(path=str(Path(out, f"{name}-{size}-{lang}.png")), full_page=True)
                    tab.close()
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
