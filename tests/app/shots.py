"""Screenshots of pages and their states, to be looked at: python tests/app/shots.py OUT_DIR [WHAT …] [--size laptop] [--lang fr] [--more worlds=50].

WHAT is the beginning of the name of states (`states.py`: what-if, office/outburst, lessons/hulk, lab, join …), or an HTML file, such as a report. Each is taken at three sizes and in both languages.
"""

import argparse
import re
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from serve_pages import CHROMIUM, FLAGS
from states import LANGS, STATES, sites

SIZES = {"laptop": (1366, 768), "screen": (1920, 1080), "phone": (390, 844)}
SETTLE_MS = 700
SHORT = "years=0.5&worlds=6"
"""So short are the runs, if nothing else is asked for: --more worlds=50 brings those of a visitor."""


def main():
    """Take them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("what", nargs="*")
    parser.add_argument("--size", choices=SIZES, action="append")
    parser.add_argument("--lang", choices=LANGS, action="append")
    parser.add_argument("--more", default=SHORT)
    given = parser.parse_args()
    files = [Path(one) for one in given.what if one.endswith(".html")]
    states = [state for state in STATES if not given.what or any(state.name.startswith(one) for one in given.what if not one.endswith(".html"))]
    given.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        take = Camera(browser, given.out, given.size or SIZES)
        for file in files:
            take(file.stem, "en", lambda tab, file=file: tab.goto(file.resolve().as_uri()))
        if states:
            with sites(Path(folder, "results"), Path(folder)) as addresses:
                for lang in given.lang or LANGS:
                    for state in states:
                        take(state.name, lang, lambda tab, state=state: state.arrive(tab, addresses, given.more))
        browser.close()


class Camera:
    """Takes a picture of the whole page at each size, and tells what went wrong on it."""

    def __init__(self, browser, out, sizes):
        self.browser, self.out, self.sizes = browser, out, sizes

    def __call__(self, name, lang, arrive):
        """Go there in a new browser, once for each size."""
        for size in self.sizes:
            width, height = SIZES[size]
            context = self.browser.new_context(viewport={"width": width, "height": height}, locale=LANGS[lang], has_touch=size == "phone")
            tab = context.new_page()
            tab.on("pageerror", lambda error: print(name, size, lang, "error:", error))
            try:
                arrive(tab)
                tab.wait_for_timeout(SETTLE_MS)
                if tab.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
                    print(name, size, lang, "hangs over by", tab.evaluate("document.documentElement.scrollWidth - innerWidth"), "pixels")
            except Exception as error:  # one that fails does not keep us from the others
                print(name, size, lang, "failed:", error)
            tab.screenshot(path=str(self.out / f"{re.sub('/', '_', name)}-{size}-{lang}.png"), full_page=True)
            context.close()


if __name__ == "__main__":
    main()
