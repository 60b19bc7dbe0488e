"""Headless Chromium for tests: one Playwright a process, whoever asks first, since two of them in one thread refuse each other."""

import atexit
import shutil
from functools import cache

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync")


@cache
def browser():
    """The browser; it is closed when the process ends."""
    from playwright.sync_api import sync_playwright
    playwright = sync_playwright().start()
    opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
    atexit.register(playwright.stop)
    atexit.register(opened.close)
    return opened
