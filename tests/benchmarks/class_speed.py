"""Thirty browsers in a lesson at once, all on this machine: how soon the server answers. `python tests/benchmarks/class_speed.py [browsers]`.

The server is a process of its own, as it is for a class: beside the script that drives the browsers it would wait for its turn. Three times are told of each request: in the server; as
somebody sees it whose device is not busy (a process that goes first on this machine, if it may, and asks for the page of the room anew every 50 ms while the thirty are there); and as the
thirty see it, who here press each other on the cores of one machine.
"""

import asyncio
import http.client
import json
import os
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "app"))

from playwright.async_api import async_playwright  # noqa: E402
from serve_pages import CHROMIUM, FLAGS, serving  # noqa: E402

from simulation.app.classroom import Classroom, open_to_all, routes  # noqa: E402
from simulation.app.doors import Doors  # noqa: E402
from simulation.app.server import application  # noqa: E402

TOOK = "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation')).filter((one) => one.requestStart > 0).map((one) => one.responseEnd - one.requestStart)"


async def student(browser, address, picks):
    """Join, pick, click twice, change, send again; give what each request took, in milliseconds."""
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(address)
    await page.wait_for_selector("#send", timeout=120_000)
    for pick in picks:
        await page.check(f"input[value={pick}]")
        await page.dblclick("#send")
        await page.get_by_text("Your bet counts").wait_for(timeout=60_000)
    took = await page.evaluate(TOOK)
    await context.close()
    return took


def timed(app, took):
    """The application, and the milliseconds of each of its requests."""
    async def whole(scope, receive, send):
        start = time.perf_counter()
        await app(scope, receive, send)
        took.append(1000 * (time.perf_counter() - start))
    return whole


def serve():
    """Serve one room until a line comes, then print the times of all requests and the bets."""
    room = Classroom()
    code, inside = room.open({"lesson": "helpful_manager"}), []
    with serving(timed(Doors(application(routes([], room)), (), open_to_all), inside)) as address:
        print(f"{address}join#{code}", flush=True)
        sys.stdin.readline()
    print(json.dumps([inside, room.tally(code)["bets"]]), flush=True)


def probe(address):
    """Ask for the page of the room until a line comes, then print the milliseconds of each answer."""
    try:
        os.nice(-10)
    except PermissionError:
        print("the process that asks goes not before others here: its times are too long", file=sys.stderr)
    took, there = [], urllib.parse.urlsplit(address)
    threading.Thread(target=lambda: (sys.stdin.readline(), print(json.dumps(took), flush=True), os._exit(0)), daemon=True).start()
    while True:
        start = time.perf_counter()
        connection = http.client.HTTPConnection(there.hostname, there.port)
        connection.request("GET", there.path)
        answer = connection.getresponse()
        assert answer.status == 200 and answer.read(), answer.status
        connection.close()
        took.append(1000 * (time.perf_counter() - start))
        time.sleep(0.05)


async def main(count):
    """All at once."""
    server = subprocess.Popen([sys.executable, __file__, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    address = server.stdout.readline().strip()
    asking = subprocess.Popen([sys.executable, __file__, "--probe", address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        last = [("a", "b", "c", "same")[i % 4] for i in range(count)]
        took = await asyncio.gather(*(student(browser, address, ("a", pick)) for pick in last))
        seen = json.loads(asking.communicate("\n")[0])
        await browser.close()
    inside, bets = json.loads(server.communicate("\n")[0])
    every = sorted(time for one in took for time in one)
    assert bets == sorted(last), "not every bet is counted once"
    print(f"in the server: {len(inside)} requests, median {statistics.median(inside):.1f} ms")
    print(f"a device that is not busy: {len(seen)} requests, median {statistics.median(seen):.0f} ms, 95 % under {sorted(seen)[int(0.95 * len(seen))]:.0f} ms")
    print(f"{count} browsers, {len(every)} requests: median {statistics.median(every):.0f} ms, 95 % under {every[int(0.95 * len(every))]:.0f} ms; {count} bets counted once each")


if __name__ == "__main__":
    if "--serve" in sys.argv:
        serve()
    elif "--probe" in sys.argv:
        probe(sys.argv[-1])
    else:
        asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 30))
