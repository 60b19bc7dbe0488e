// Addresses of all sorts, by numbers: read as the page reads them, checked, written and read again. Gives what went wrong: [number, address, what].
async ([from, to]) => {
  const {read, write, documents} = await import("./core/state.js"), {scenario, conflicts, toml, workingDays} = await import("./core/scenario.js");
  const {declared} = globalThis.app, wrong = [], keys = Object.keys(declared.parameters);
  let drawn = 0;
  const next = () => {  // mulberry32
    drawn = (drawn + 0x6D2B79F5) | 0;
    let t = Math.imul(drawn ^ (drawn >>> 15), 1 | drawn);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const pick = (list) => list[Math.floor(next() * list.length)];
  const texts = ["", " ", "0", "-1", "1", "1e309", "-Infinity", "NaN", "0x10", "1_000", "\u0661", "true", "false", "null", "undefined", "[]", "{}", "1,2,3", ",", ",,,,", "1,".repeat(400), "9".repeat(400),
    "<img src=x onerror=alert(1)>", "javascript:alert(1)", "__proto__", "constructor", "toString", "\u0000", "\ud800", "\u202e", "%", "%zz", "../../x", "a".repeat(5000), "0.1", "1e-400", "36600", "36601", "1e3",
    "social_agency", "discreet", "none"];
  const own = () => pick(["null", "1", "[]", '"x"', "{}", '{"values":null}', '{"values":0}', '{"values":""}', '{"values":[]}', '{"values":true}', '{"values":{}}', '{"title":{},"values":{"demand.load":1}}',
    '{"values":{"__proto__":1}}', '{"values":{"demand.load":"1"}}', '{"values":{"demand.load":1e999}}', '{"values":{"calendar.open_hour":{"length":1}}}', '{"values":{"calendar.open_hour":[8]}}',
    '{"title":"\\ud800","values":{"phone.posts":3}}', "[".repeat(9000), pick(texts)]);
  const name = () => pick([() => "lang", () => "office", () => "a", () => "b", () => "own", () => "years", () => "worlds", () => "seed", () => `${pick(["a", "b", "c"])}.${pick([...keys, ...keys, ...texts])}`,
    () => `${pick(["a", "b"])}@${pick(["0", "5", "-1", "36600", "99999999999999999999", "1.5", "", "\u0663"])}.${pick(keys)}`, () => pick(texts),
    () => pick(["step", "bet", "day", "t", "lesson", "study", "outcome", "view", "map", "keep", "from", "asked"])])();
  const given = (key) => (key === "own" ? own() : /^[ab](@\d+)?\.[a-z_]+\.[a-z_]+$/.test(key) && next() < 0.5 ? pick(["0", "1", "0.5", "true", "false", "2", "8.5", "8,9"]) : pick(texts));
  const bad = (what) => { throw new Error(what); };
  const check = (address) => {
    const {state, problems} = read(declared, address), {start, offices} = declared;
    if (!(state.years >= 0.25 && state.years <= start.most_years)) bad(`years ${state.years}`);
    if (!(Number.isInteger(state.worlds) && state.worlds >= 2 && state.worlds <= start.most_worlds)) bad(`worlds ${state.worlds}`);
    if (!((Number.isInteger(state.seed) && state.seed >= 0) || /^\d+$/.test(state.seed))) bad(`seed ${state.seed}`);
    if (!offices.some((office) => office.name === state.office) || !["en", "fr"].includes(state.lang)) bad(`office ${state.office}`);
    if (!problems.every((line) => typeof line === "string" && line.length < 1000) || problems.length > 30) bad(`${problems.length} problems, or a long one`);
    if (write(declared, read(declared, write(declared, state)).state) !== write(declared, state)) bad(`written again it differs: ${write(declared, state).slice(0, 200)}`);
    for (const which of ["a", "b"]) {
      const made = scenario(declared, documents(declared, state, which));
      for (const {values} of made.segments) for (const key of Object.keys(values)) if (!Object.hasOwn(declared.parameters, key)) bad(`a value of ${key}`);
      conflicts(declared, made);
      workingDays(made.segments[0].values, state.years);
    }
    if (state.own) toml(declared, "office", {name: "x", title: [state.own.title, state.own.title]}, state.own.values);
    if (Object.keys(Object.prototype).length) bad("the prototype of all objects was written to");
  };
  for (let number = from; number < to && wrong.length < 10; number++) {
    drawn = number * 7919 + 13;
    const pairs = Array.from({length: 1 + Math.floor(next() * 6)}, name).map((key) => [key, given(key)]);
    const query = next() < 0.8 ? new URLSearchParams(pairs).toString() : pairs.map(([key, text]) => `${key}=${text}`).join("&");
    const address = `#${pick(["what-if", "office", "lessons", "lab", "", "nowhere", "__proto__", "toString", pick(texts)])}?${query}`;
    try {
      check(address);
    } catch (error) {
      wrong.push([number, address.slice(0, 300), String(error).slice(0, 300)]);
    }
  }
  return wrong;
}
