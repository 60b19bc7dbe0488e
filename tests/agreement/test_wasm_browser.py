"""engine.js in a Web Worker of Chromium, from one file opened without a server, gives what the native engine gives, to the last bit."""

import json
import threading
import time
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from agree import compare
from browser import CHROMIUM, opened, story, unpacked
from little import at_random, little
from test_agreement import QUICK

from simulation.engine import wasm
from simulation.engine.run import Engine
from simulation.rules.order import MECHANISMS
from simulation.scenario import Change, Values, load

pytest.importorskip("playwright")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here; apt-get install chromium")


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    with opened(tmp_path_factory.mktemp("page")) as found:
        yield found


def in_browser(page, scenario, seeds, days, **options):
    """Give the results of runs in the browser."""
    made = page.evaluate("([scenario, seeds, days, options]) => simulate(scenario, seeds, days, options)",
                         [scenario.to_json(), [str(seed) for seed in seeds], days, options])
    assert made["done"] is True
    return [unpacked(result) for result in made["found"]]


def check(page, scenario, seeds, days):
    """Compare all that runs in the browser give with the native engine."""
    engine = Engine(scenario, days, events=True, trail=(1, 2))
    for seed, theirs in zip(seeds, in_browser(page, scenario, seeds, days, daily=True, events=True, trail=[1, 2])):
        ours = engine.one(seed)
        assert compare((ours.daily.tolist(), ours.events.tolist()), story(theirs)) == ""
        assert theirs["seed"] == str(seed)
        for name in ("sums", "tail", "teams", "ties"):
            assert getattr(ours, name).reshape(-1).tolist() == theirs[name].tolist(), name
        for name, array in (("steps", ours.steps), ("trail", ours.trail.reshape(-1))):
            for field in array.dtype.names:
                assert array[field].reshape(-1).tolist() == theirs[name][field].tolist(), f"{name}.{field}"


@pytest.mark.parametrize("office,policy,days", QUICK)
def test_offices_agree(page, office, policy, days):
    check(page, load(office, policy), [3], days)


def test_dated_changes_and_large_seeds_agree(page):
    changes = (Change(2, Values({"staff.extra_posts": 2, "demand.population": 90})), Change(8, action="train", amount=0.5, situation="outburst"),
               Change(9, action="rule_changes", amount=3.0), Change(10, action="crisis", amount=8.0))
    check(page, replace(little(), changes=changes), [0, 2**53 + 1, 2**63 - 1], 30)


def test_without_a_daily_table_the_last_days_remain(page):
    ours, (theirs,) = Engine(little(), 70, daily=False).one(5), in_browser(page, little(), [5], 70)
    assert theirs["daily"] is None and theirs["events"] is None and theirs["trail"] is None
    assert ours.sums.tolist() == theirs["sums"].tolist() and ours.tail.reshape(-1).tolist() == theirs["tail"].tolist()


def test_minute_by_minute(page):
    """Stepping shows what the trail of a run shows, and nothing after its last day."""
    ours = Engine(little(), 1, trail=(0, 0)).one(4)
    posts, *minutes = page.evaluate("([scenario, steps]) => minutes(scenario, '4', 1, steps)", [little().to_json(), len(ours.steps) + 3])
    assert minutes[len(ours.steps):] == [None] * 3
    assert len(unpacked(posts)["x"]) == ours.trail.shape[1]
    for now, seats, seen in zip(ours.steps, ours.trail, minutes):
        seen = unpacked(seen)
        assert seen["office"]["minute"][0] == now["minute"] and seen["office"]["waiting"].tolist() == now["waiting"].tolist()
        assert all(seats[name].tolist() == seen["staff"][name].tolist() for name in seats.dtype.names)


def test_runs_are_cancelled_between_two(page):
    start = time.time()
    said = page.evaluate("([scenario]) => raced(scenario, 40)", [little().to_json()])
    assert said["done"] is False and 2 <= said["count"] <= 4 and time.time() - start < 20


def test_what_was_loaded_before_leaves_no_trace(page):
    """A worker keeps what it loaded for the runs that follow: after a run stopped in its midst, another scenario, and one that was refused, figures are the same."""
    ours = Engine(little(), 250, daily=False).one(5).sums.tolist()
    sums = lambda: in_browser(page, little(), [5], 250)[0]["sums"].tolist()  # noqa: E731
    page.evaluate("([scenario]) => raced(scenario, 250)", [little().to_json()])
    assert sums() == ours
    changed = in_browser(page, little(demand__population=150), [5], 250)[0]["sums"].tolist()
    assert changed != ours and changed == Engine(little(demand__population=150), 250, daily=False).one(5).sums.tolist()
    assert sums() == ours
    page.evaluate("([scenario, seed, days]) => refused(scenario, seed, days)", [little().to_json().replace("breaks.overlap", "breaks.overlapp"), 1, 250])
    assert sums() == ours
    page.evaluate("([scenario]) => minutes(scenario, '5', 250, 700)", [little().to_json()])
    assert sums() == ours


def test_bad_requests_are_told_in_words(page):
    ask = "([scenario, seed, days]) => refused(scenario, seed, days)"
    assert page.evaluate(ask, [little().to_json(), -1, 5]) == "a seed must be a whole number from 0 to 2^63 - 1 (given -1)"
    assert page.evaluate(ask, [little().to_json(), 1, 0]) == "days must be a whole number from 1 (given 0)"
    never = json.loads(little().to_json())
    never["segments"][0]["values"]["calendar.close_hour"] = [3.0]
    assert page.evaluate(ask, [json.dumps(never), 1, 5]).startswith("no office can follow this scenario: it must open before it closes")
    assert "does not say breaks.overlap" in page.evaluate(ask, [little().to_json().replace("breaks.overlap", "breaks.overlapp"), 1, 5])


SERVED = """
async ([scenario]) => {
  const [{Office}, wasm, layout] = await Promise.all(
    [import("/engine.js"), fetch("/engine.wasm").then((r) => r.arrayBuffer()), fetch("/engine.json").then((r) => r.json())]);
  const office = new Office(new Worker("/engine.js", {type: "module"}), wasm, layout), sums = [];
  await office.run(JSON.parse(scenario), [5], 10, {}, (result) => sums.push(Array.from(result.sums)));
  office.close();
  return sums[0];
}
"""


def test_the_files_may_be_served_as_well(page):
    """With a server, the worker is the file itself, as a module."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=wasm.WEB)) as server:
        threading.Thread(target=server.serve_forever).start()
        served = page.context.browser.new_page()
        served.goto(f"http://127.0.0.1:{server.server_port}/")
        sums = served.evaluate(SERVED, [little().to_json()])
        served.close()
        server.shutdown()
    assert sums == Engine(little(), 10).one(5).sums.tolist()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *told):
        """Say nothing."""


@pytest.mark.slow
@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_each_mechanism_off_alone(page, mechanism):
    check(page, little(**{f"mechanisms__{mechanism}": False}), [13], 40)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(20))
def test_random_scenarios(page, number):
    check(page, at_random(number), [number], 40)
