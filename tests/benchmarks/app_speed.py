"""How quick the pages are: python tests/benchmarks/app_speed.py [--moves 30]. Times of this machine, in headless Chromium; run it alone.

Start of the server, first page usable, from a lever to first bands and to all fifty twin worlds, a drag of fifteen steps, size of the exported file.
"""

import argparse
import re
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "app"))

from playwright.sync_api import sync_playwright  # noqa: E402
from serve_pages import CHROMIUM, FLAGS, until  # noqa: E402

from simulation.app.bundle import one_file  # noqa: E402

MOVE = """async (value) => {
  const field = document.getElementById('b-breaks.overlap'), start = performance.now();
  field.value = value;
  field.dispatchEvent(new Event('input', {bubbles: true}));
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  while (app.shown.live.classList.contains('stale')) await frame();
  await frame();
  return performance.now() - start;
}"""

DRAG = """async () => {
  const field = document.getElementById('b-breaks.overlap'), before = app.shown.twins.known.size;
  for (let i = 1; i <= 15; i++) {
    field.value = 0.5 + i * 0.01;
    field.dispatchEvent(new Event('input', {bubbles: true}));
    await new Promise((done) => setTimeout(done, 16));
  }
  const start = performance.now(), frame = () => new Promise((done) => requestAnimationFrame(done));
  while (app.shown.live.classList.contains('stale')) await frame();
  await frame();
  return [performance.now() - start, app.shown.twins.known.size - before];
}"""

QUIET = "app.shown.results?.getAttribute('aria-busy') === 'false' && app.shown.results.dataset.worlds === '50'"


def main(moves):
    """Measure, and print a table."""
    start = time.perf_counter()
    server = subprocess.Popen([sys.executable, "-c", "from simulation.cli import main; main()", "app", "--port", "0", "--no-browser"], stdout=subprocess.PIPE, text=True)
    rows = []
    try:
        address = re.search(r"http://\S+", server.stdout.readline())[0]
        urllib.request.urlopen(address).read()
        rows.append(("server start", time.perf_counter() - start, "2 s"))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            start = time.perf_counter()
            page.goto(address)
            until(page, "!!globalThis.app?.shown")
            rows.append(("first page usable", time.perf_counter() - start, "1.5 s"))
            until(page, QUIET, 120)
            rows.append(("first page, 2 x 50 twin worlds of two years", time.perf_counter() - start, ""))
            times, fifty = [], []
            for i in range(moves):
                start = time.perf_counter()
                times.append(page.evaluate(MOVE, round(0.01 + 0.03 * i, 2)) / 1000)
                if i % 5 == 4:
                    until(page, QUIET, 120)
                    fifty.append(time.perf_counter() - start)
                else:
                    time.sleep(0.7)
            times.sort()
            rows += [(f"lever to first bands, median of {moves}", statistics.median(times), "0.4 s"), ("the same, 95th percentile", times[int(0.95 * (len(times) - 1))], "0.8 s"),
                     ("lever to 50 twin worlds of the side moved, median", statistics.median(fifty), "5 s")]
            start = time.perf_counter()
            page.evaluate("app.go({...app.state, seed: 1001})")
            until(page, QUIET, 120)
            rows.append(("50 twin worlds on both sides", time.perf_counter() - start, "5 s a side"))
            waited, runs = page.evaluate(DRAG)
            rows.append((f"drag of fifteen steps: last step to picture ({runs} runs by then)", waited / 1000, ""))
            browser.close()
    finally:
        server.terminate()
    print("| | measured | at most |\n|---|---|---|")
    for name, seconds, most in rows:
        print(f"| {name} | {seconds:.2f} s | {most} |")
    print(f"| exported file | {len(one_file().encode()) / 1e6:.2f} MB | 3 MB |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moves", type=int, default=30)
    main(parser.parse_args().moves)
