// Charts by plotly.js-basic: one look, no button that sends anything anywhere, a table or a sentence beside each.

import {h} from "./dom.js";
import {spoken} from "./text.js";

let declared = null, waiting = new Map();

const dress = (what) => { declared = what; };
const big = () => document.documentElement.classList.contains("presenter");

function layout(more = {}) {
  const {ink, grid, font} = declared.colours, axis = {gridcolor: grid, zeroline: false, automargin: true, linecolor: grid};
  const {xaxis, yaxis, ...rest} = more;
  return {margin: {l: 50, r: 16, t: 12, b: 40}, paper_bgcolor: "white", plot_bgcolor: "white", font: {family: font, size: big() ? 18 : 13, color: ink}, hovermode: "closest",
          separators: spoken() === "fr" ? ", " : ".,", showlegend: false, height: 300, ...rest, xaxis: {...axis, ...xaxis}, yaxis: {...axis, ...yaxis}};
}

// Draw (or draw again) a chart in an element; several calls before the next picture draw once.
function draw(element, traces, more) {
  if (!waiting.size) requestAnimationFrame(flush);
  waiting.set(element, [traces, layout(more)]);
}

function flush() {
  const all = [...waiting];
  waiting = new Map();
  for (const [element, [traces, how]] of all) if (element.isConnected) globalThis.Plotly.react(element, traces, how, declared.plotly);
}

// A figure: chart, caption, and what it shows in words or as a table.
function figure(label, chart, ...beside) {
  return h("figure", {"aria-label": label}, chart, h("figcaption", {}, beside));
}

// Lines of a band around a median: from low to high, in a colour.
function band(x, low, middle, high, colour, name, dash = "solid") {
  const edge = {x, mode: "lines", line: {width: 0}, hoverinfo: "skip", showlegend: false};
  return [{...edge, y: low}, {...edge, y: high, fill: "tonexty", fillcolor: faded(colour, 0.2)},
          {x, y: middle, mode: "lines", name, line: {color: colour, width: big() ? 4 : 2.5, dash}, hovertemplate: `${name}: %{y}<extra></extra>`}];
}

function faded(colour, share) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return `rgba(${r},${g},${b},${share})`;
}

export {dress, draw, figure, band, faded, big};
