// What pages are made of: declarations, engine, its layout. A file has them inside; a served page asks its own server.

// Found once: the pages are drawn over them.
const scripts = new Map([...document.querySelectorAll("script[id^=asset-]")].map((script) => [script.id, script]));
const held = (name) => scripts.get(`asset-${name}`)?.textContent;

// {declared, engine (text), wasm (bytes), layout, alone (true in a file)}
async function assets() {
  const declared = held("declared");
  if (declared !== undefined) {
    return {alone: true, declared: JSON.parse(declared), engine: held("engine"), layout: JSON.parse(held("layout")), wasm: Uint8Array.from(atob(held("wasm")), (c) => c.charCodeAt(0))};
  }
  const [said, engine, layout, wasm] = await Promise.all([asked("declared.json", "json"), asked("engine/engine.js", "text"), asked("engine/engine.json", "json"), asked("engine/engine.wasm", "arrayBuffer")]);
  return {alone: false, declared: said, engine, layout, wasm: new Uint8Array(wasm)};
}

async function asked(address, how) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer[how]();
}

// What was put into a file beside the pages (a study, a lesson), or null.
const inside = (name) => { const said = held(name); return said === undefined ? null : JSON.parse(said); };

export {assets, asked, inside};
