// A map: a cell for each pair of values, coloured by how much, hatched where nothing can be told.

import {h} from "../core/dom.js";
import {between, label, lines, reachable, size, stage} from "./draw.js";

let maps = 0;  // patterns are found by a name that is one's own in the page

// Draw a map. x, y: texts of the values, y from the bottom; titles: of the axes; found: {column, row, share (-1 to 1, or 0 to 1), text, hatched, words, go}; stops: colours over 0 to 1;
// signed: whether shares go both ways; told: an element in which is said what is pointed at; least: width below which it scrolls, that of its texts if not given.
function cells(name, {x, y, titles, found, stops, signed = true, told, hint, left = null, least = 0, tall = 46, below = true}) {
  const id = `lab-hatch-${maps += 1}`;
  const margin = left ?? 40 + size() * Math.min(10, Math.max(...y.map((text) => String(text).length)) * 0.6), widest = Math.max(...found.map(({text}) => text.length));
  return stage(name, least || margin + 14 + x.length * (size() * 0.62 * widest + 6), (width) => {
    const letter = size(), heads = titles?.[1] ? lines(`↑ ${titles[1]}`, Math.floor(width / (letter * 0.56))).length : 1, top = below ? letter * (1.05 + 1.15 * heads) : letter * 4.2, each = (width - margin - 12) / x.length;
    const height = top + tall * y.length + (below ? letter * 4.4 : 8), bottom = top + tall * y.length, marks = [];
    const svg = h("svg", {width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": name},
      h("defs", {}, h("pattern", {id, width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)"}, h("rect", {width: 8, height: 8, fill: "white", "fill-opacity": 0.55}),
        h("line", {x1: 0, x2: 0, y1: 0, y2: 8, stroke: "#1f2933", "stroke-width": 1.6, "stroke-opacity": 0.5}))),
      found.map((cell) => {
        const left_ = margin + cell.column * each, up = bottom - (cell.row + 1) * tall, {colour, ink} = between(stops, signed ? (cell.share + 1) / 2 : cell.share);
        const element = h("g", {}, h("rect", {x: left_ + 1, y: up + 1, width: Math.max(1, each - 2), height: tall - 2, fill: cell.empty ? "#ffffff" : colour, stroke: "#d9dee3"}),
          cell.hatched ? h("rect", {x: left_ + 1, y: up + 1, width: Math.max(1, each - 2), height: tall - 2, fill: `url(#${id})`}) : null,
          each > letter * 0.62 * cell.text.length + 4 ? [cell.hatched ? h("rect", {x: left_ + each / 2 - letter * 0.31 * cell.text.length - 3, y: up + tall / 2 - letter * 0.7, width: letter * 0.62 * cell.text.length + 6, height: letter * 1.4, fill: "white", "fill-opacity": 0.85}) : null,
            h("text", {x: left_ + each / 2, y: up + tall / 2 + 1, "text-anchor": "middle", "dominant-baseline": "middle", class: "lab-cell", fill: cell.hatched ? "#1f2933" : ink}, cell.text)] : null);
        marks.push({element, x: left_ + each / 2, y: up + tall / 2, words: cell.words, go: cell.go});
        return element;
      }),
      h("g", {"aria-hidden": "true"},
        x.map((text, i) => label(text, margin + (i + 0.5) * each, below ? bottom + letter * 1.2 : top - letter * 1.9, Math.max(4, Math.floor(each / (letter * 0.56))), {"text-anchor": "middle"})),
        y.map((text, i) => label(text, margin - 6, bottom - (i + 0.5) * tall, Math.max(6, Math.floor((margin - 12) / (letter * 0.56))), {"text-anchor": "end"})),
        titles?.[0] ? label(`${titles[0]} →`, margin + (width - margin - 12) / 2, bottom + letter * 3, Math.floor((width - margin) / (letter * 0.56)), {"text-anchor": "middle", class: "lab-title"}) : null,
        titles?.[1] ? label(`↑ ${titles[1]}`, 4, letter * (heads * 0.58), Math.floor(width / (letter * 0.56)), {class: "lab-title"}) : null));
    return marks.length ? reachable(svg, marks, told, hint) : svg;
  }).element;
}

export {cells};
