"""Pages in headless Chromium: served on 127.0.0.1, and as one file. Whatever a page asks of another host, or says in anger, fails the test."""

import subprocess
import tarfile
from pathlib import Path

import pytest
from little_results import little_results
from one_browser import CHROMIUM, browser
from serve_pages import serving, until

IN_THE_QUICK_SUITE = ("test_shell.py",)
"""Tests in a browser that the quick suite takes along; the others are slow, and `.ci/run` runs them."""


def pytest_collection_modifyitems(items):
    """Mark tests in a browser as slow."""
    for item in items:
        if item.path.parent == Path(__file__).parent and "chromium" in getattr(item, "fixturenames", ()) and item.path.name not in IN_THE_QUICK_SUITE:
            item.add_marker("slow")


@pytest.fixture(scope="session")
def served():
    """The address of the pages."""
    from simulation.app.server import application
    with serving(application()) as address:
        yield address


@pytest.fixture(scope="session")
def exported(tmp_path_factory):
    """The address of the pages as one file."""
    from simulation.app.bundle import one_file
    file = tmp_path_factory.mktemp("pages") / "guichet.html"
    file.write_text(one_file(), encoding="utf-8")
    return file.as_uri()


@pytest.fixture(params=["served", "exported"])
def address(request):
    """The pages, served and as a file."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def results(tmp_path_factory):
    """A folder of little results."""
    return little_results(tmp_path_factory.getbasetemp() / "little_results")


@pytest.fixture(scope="session")
def chromium():
    """A browser for all tests of a session."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium")
    return browser()


@pytest.fixture
def open_page(chromium):
    """Open pages by address: `open_page(address, hash="#…", **context)`. At the end, none may have asked another host or met an error."""
    contexts, asked, failed = [], [], []

    def opened(address, hash="", ready="!!globalThis.app?.shown", **settings):
        context = chromium.new_context(**{"viewport": {"width": 1366, "height": 768}, "locale": "en-GB", **settings})
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append((address, request.url)))
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.on("console", lambda message: failed.append(message.text) if message.type == "error" else None)
        page.goto(address + hash)
        until(page, ready)
        return page

    opened.failed = failed
    yield opened
    for context in contexts:
        context.close()
    assert not failed, failed
    foreign = [url for address, url in asked if not url.startswith(("blob:", "data:", address.partition("#")[0] if address.startswith("file:") else address))]
    assert not foreign, foreign


AXE = "axe-core@4.14.1"


@pytest.fixture(scope="session")
def axe(request, tmp_path_factory):
    """A function of a page that fails where axe finds a fault. axe comes from npm, once, and is kept with what pytest keeps."""
    kept = request.config.cache.mkdir("axe") / f"{AXE}.js"
    if not kept.exists():
        folder = tmp_path_factory.mktemp("axe")
        subprocess.run(["npm", "pack", "--silent", AXE], cwd=folder, check=True, capture_output=True, timeout=120)
        with tarfile.open(next(folder.glob("*.tgz"))) as packed:
            kept.write_bytes(packed.extractfile("package/axe.min.js").read())
    code = kept.read_text(encoding="utf-8")

    def look(page):
        page.evaluate(code + "; true")
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations.map(({id, help, nodes}) => [id, help, nodes.slice(0, 4).map(({html, failureSummary}) => [html.slice(0, 200), failureSummary])]))")
        assert not found, "\n".join(map(str, found))

    return look
