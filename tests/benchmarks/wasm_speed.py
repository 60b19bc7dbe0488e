"""How fast engine.wasm is against the native engine: `python tests/benchmarks/wasm_speed.py [--office NAME] [--days N] [--runs N] [--rounds N]`.

The same runs natively, in Chromium (engine.js in a Web Worker), in Node and by wasmtime, one after the other, in turns; the least and the median wall time of a
run, and the ratio to native. Node is left out where there is none.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "agreement"), str(Path(__file__).parents[1])]

from browser import opened  # noqa: E402

from simulation.engine import wasm  # noqa: E402
from simulation.engine.run import Engine  # noqa: E402
from simulation.scenario import load  # noqa: E402

NODE = """
import {readFileSync} from "node:fs";
const [web, scenario, days, runs] = process.argv.slice(1), {Engine} = await import(`file://${web}/engine.js`);
const engine = await Engine.make(readFileSync(`${web}/engine.wasm`), JSON.parse(readFileSync(`${web}/engine.json`)));
engine.load(JSON.parse(readFileSync(scenario)), Number(days));
const times = [];
for (let seed = 0; seed < Number(runs); seed++) { const start = performance.now(); engine.run(seed); times.push(performance.now() - start); }
console.log(JSON.stringify(times));
"""
WARM = 3
"""Runs of a turn that are not counted."""


def by(engine, runs):
    """Give the milliseconds of runs of an engine in this process."""
    times = []
    for seed in range(runs):
        start = time.perf_counter()
        engine.one(seed)
        times.append(1000 * (time.perf_counter() - start))
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--office", default="social_agency")
    parser.add_argument("--days", type=int, default=220)
    parser.add_argument("--runs", type=int, default=12, help=f"runs of a turn, of which {WARM} are not counted")
    parser.add_argument("--rounds", type=int, default=3, help="turns")
    options = parser.parse_args()
    scenario, days, runs = load(options.office), options.days, options.runs + WARM
    native, wasmtime = (Engine(scenario, days, daily=False, machine=machine) for machine in (None, wasm.Wasmtime()))
    with tempfile.TemporaryDirectory() as folder, opened(folder) as page:
        told = Path(folder, "scenario.json")
        told.write_text(scenario.to_json(), encoding="utf-8")
        ways = {
            "native": lambda: by(native, runs),
            "Chromium": lambda: page.evaluate("([scenario, days, runs]) => timed(scenario, days, runs)", [scenario.to_json(), days, runs]),
            "wasmtime": lambda: by(wasmtime, runs),
        }
        if shutil.which("node"):
            command = ["node", "--input-type=module", "-e", NODE, str(wasm.WEB), str(told), str(days), str(runs)]
            ways["Node"] = lambda: json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        found = {way: [] for way in ways}
        for _ in range(options.rounds):
            for way, work in ways.items():
                found[way] += work()[WARM:]
    print(f"{options.office}, {days} days; {wasm.WASM.name} {wasm.WASM.stat().st_size:,} bytes")
    print(f"{'':10} {'least, ms':>10} {'median, ms':>11} {'to native (least)':>18} {'(median)':>9}")
    least, median = min(found["native"]), statistics.median(found["native"])
    for way, times in found.items():
        print(f"{way:10} {min(times):10.1f} {statistics.median(times):11.1f} {min(times) / least:18.2f} {statistics.median(times) / median:9.2f}")


if __name__ == "__main__":
    main()
