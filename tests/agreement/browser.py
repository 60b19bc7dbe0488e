"""Runs engine.js in a Web Worker of headless Chromium, from one HTML file that holds everything; nothing is served and nothing is asked of a network."""

import base64
import contextlib
import json
from pathlib import Path

import numpy as np
from one_browser import CHROMIUM, browser  # noqa: F401

from simulation.engine import wasm
from simulation.measures.daily import NAMES
from simulation.measures.events import FIELDS

PAGE = """<!doctype html>
<meta charset="utf-8">
<script type="text/plain" id="engine">%s</script>
<script type="module">
const text = document.getElementById("engine").textContent;
const {Office} = await import(URL.createObjectURL(new Blob([text], {type: "text/javascript"})));
const bytes = Uint8Array.from(atob("%s"), (c) => c.charCodeAt(0));
const layout = %s;
const packed = (array) => {
  let found = "";
  for (const byte of new Uint8Array(array.buffer, array.byteOffset, array.byteLength)) found += String.fromCharCode(byte);
  return btoa(found);
};
const told = (value) => ArrayBuffer.isView(value) ? {type: value.constructor.name, bytes: packed(value)}
  : value && typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([key, of]) => [key, told(of)]))
  : typeof value === "bigint" ? String(value) : value;
window.office = new Office(Office.worker(text), bytes, layout);
window.simulate = async (scenario, seeds, days, options) => {
  const found = [];
  const done = await office.run(JSON.parse(scenario), seeds.map(BigInt), days, options, (result) => found.push(told(result)));
  return {done, found};
};
window.minutes = async (scenario, seed, days, steps) => {
  const found = [await office.begin(JSON.parse(scenario), BigInt(seed), days)];
  for (let i = 0; i < steps; i++) found.push(await office.step());
  return found.map(told);
};
window.raced = async (scenario, days) => {
  let count = 0;
  const first = office.run(JSON.parse(scenario), Array.from({length: 500}, (_, i) => i), days, {}, () => { if (++count === 2) office.cancel(); });
  return {done: await first, count};
};
window.timed = async (scenario, days, runs) => {
  const seeds = Array.from({length: runs}, (_, i) => i), times = [];
  let start = performance.now();
  await office.run(JSON.parse(scenario), seeds, days, {}, () => { times.push(performance.now() - start); start = performance.now(); });
  return times;
};
window.refused = async (scenario, seed, days) => {
  try { await office.run(JSON.parse(scenario), [seed], days, {}, () => {}); } catch (error) { return error.message; }
};
document.title = "ready";
</script>
"""


def page():
    """Give the HTML file."""
    code = (wasm.WEB / "engine.js").read_text(encoding="utf-8")
    return PAGE % (code, base64.b64encode(wasm.WASM.read_bytes()).decode(), json.dumps(json.loads(wasm.JSON.read_text(encoding="utf-8"))))


@contextlib.contextmanager
def opened(folder):
    """Open the file in Chromium and give the page; whatever it asks of a network fails the test."""
    file = Path(folder, "engine.html")
    file.write_text(page(), encoding="utf-8")
    context = browser().new_context()
    found, asked, failed = context.new_page(), [], []
    found.on("request", lambda request: asked.append(request.url))
    found.on("pageerror", lambda error: failed.append(str(error)))
    found.goto(file.as_uri())
    found.wait_for_function("document.title === 'ready'")
    yield found
    context.close()
    assert not failed and all(url.startswith(("file:", "blob:")) for url in asked), (failed, asked)


def unpacked(value):
    """Give NumPy arrays for the typed arrays of a result."""
    if isinstance(value, dict) and "bytes" in value:
        return np.frombuffer(base64.b64decode(value["bytes"]), value["type"].removesuffix("Array").lower())
    return {key: unpacked(of) for key, of in value.items()} if isinstance(value, dict) else value


def story(result):
    """Give the daily rows and event rows of a result, to be compared as those of the other drivers are."""
    daily = result["daily"].reshape(-1, len(NAMES)).tolist()
    return daily, list(zip(*(result["events"][name].tolist() for name, _ in FIELDS)))
