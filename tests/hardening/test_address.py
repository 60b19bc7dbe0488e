"""The address bar: whatever stands in it, the page works, tells in few words what it could not use, and takes no value that is not declared."""

import re
import time
import urllib.parse
from pathlib import Path

import pytest
from little_results import run
from one_browser import CHROMIUM, browser
from serve_pages import serving, until
from spoil import TIMES

from simulation.app.results.routes import routes
from simulation.app.server import application

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")]
FUZZER = re.sub(r"^//.*\n", "", Path(__file__).with_name("address.js").read_text(encoding="utf-8"))
CHANNELS = ("counter", "phone", "mail", "home", "social")
HUGE = "&".join(f"{side}.{channel}.{what}" for side in "ab" for channel in CHANNELS for what in ("posts=2000", "per_day=100000"))
SHORT = "years=0.25&worlds=2"
ADDRESSES = {
    "thousands of dated changes": f"#office?{SHORT}&" + "&".join(f"b@{day}.demand.load=1" for day in range(2000)),
    "thousands of unknown keys": f"#what-if?{SHORT}&" + "&".join(f"a.x{i}=1" for i in range(4000)),
    "an office without posts": f"#what-if?{SHORT}&own=" + urllib.parse.quote('{"title":"<b>x</b>","values":{"phone.posts":0,"counter.posts":0,"mail.posts":0}}'),
    "an own office that is none": f"#what-if?{SHORT}&own=" + urllib.parse.quote('{"values":true}'),
    "times and people that are not": f"#office?{SHORT}&day=1e9&t=-1&speed=NaN&person=9999&practice=-1&follow=x&minute=inf",
    "a lesson that is none": f"#lessons?lesson=constructor&step=__proto__&bet=1,2,3&room=%00&{SHORT}",
    "a bet without end": f"#lessons?lesson=rest_room&step=bet&bet={'9,' * 500}&{SHORT}",
    "a folder outside": "#lab?study=../../etc&outcome=__proto__&view=constructor&from=-1e99&keep=[]",
    "a view that is none": "#lab?study=grid&outcome=constructor&view=toString&map=x&from=1e300&keep=%7B",
    "an office for which there is no memory": f"#office?years=10&worlds=2&a.demand.population=5000000&a.staff.extra_posts=1000&{HUGE}",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    root = tmp_path_factory.mktemp("results")
    run(root, "grid")
    with serving(application(routes(root))) as found:
        yield found


@pytest.fixture
def page(address):
    context = browser().new_context(viewport={"width": 1366, "height": 768}, locale="en-GB")
    made, failed = context.new_page(), []
    made.on("pageerror", lambda error: failed.append(str(error)))
    yield made
    context.close()
    assert not failed, failed[:3]


def test_thousands_of_addresses_are_read_within_bounds(address, page):
    page.goto(address)
    until(page, "!!globalThis.app?.shown")
    for first in range(0, 6000 * TIMES, 2000):
        assert not (wrong := page.evaluate(FUZZER, [first, first + 2000])), "\n".join(map(str, wrong))


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_with_a_hostile_address_answers(name, address, page):
    page.goto(address + ADDRESSES[name])
    until(page, "!!globalThis.app?.shown", 60)
    time.sleep(1.0)
    assert page.locator(".said b, .problem b, .problem img").count() == 0 and page.evaluate("Object.keys(Object.prototype).length") == 0
    assert len(page.inner_text(".said")) < 5000
    if "memory" in name:
        until(page, "document.body.innerText.includes('could not be run')", 60)
    page.evaluate("location.hash = '#lessons?lesson=hulk'")
    until(page, "app.page === 'lessons' && document.title.length > 5", 60)
