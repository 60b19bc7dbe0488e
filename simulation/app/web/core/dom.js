// Elements, without markup: whatever a name, an address or a file says is set as text and can never become HTML.

const SVG = "http://www.w3.org/2000/svg";
const NARROW = 3, FEW = 120;  // columns that a phone has room for, cells that are few enough to stand one below the other
const DRAWN = new Set(["svg", "g", "path", "circle", "rect", "line", "text", "title", "polyline", "polygon", "defs", "pattern"]);

// Make an element. properties: attributes; `on…` are listeners, `data` a table of data attributes, `value`, `checked` and the like are set as properties;
// true gives an empty attribute, false, null and undefined give none. children: elements, texts, or lists of them.
function h(tag, properties = {}, ...children) {
  const [name, ...classes] = tag.split("."), made = DRAWN.has(name) && name !== "title" ? document.createElementNS(SVG, name) : document.createElement(name);
  if (classes.length) made.setAttribute("class", classes.join(" "));
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "data") for (const [one, said] of Object.entries(value)) made.dataset[one] = said;
    else if (["value", "checked", "disabled", "hidden", "open", "selected", "indeterminate"].includes(key)) made[key] = value;
    else if (key === "class") made.setAttribute("class", [...classes, value].filter(Boolean).join(" "));
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

// Put other children in the place of those that an element has.
function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// A table: head and rows of texts or elements, the first of each row its head. caption: for those who cannot see where it stands. On a phone, each row of a wide one is a card
// (a long one scrolls, under its first column), which is why roles are told: browsers forget them when rows are laid out otherwise.
function table(head, rows, caption) {
  const heads = head.map((cell) => h("th", {scope: "col", role: "columnheader"}, cell));
  return h("div.wide", {class: head.length > NARROW && head.length * rows.length <= FEW ? "cards" : null, tabindex: "0", role: "region", "aria-label": caption},
    h("table", {role: "table"}, h("caption.away", {}, caption), h("thead", {role: "rowgroup"}, h("tr", {role: "row"}, heads)),
      h("tbody", {role: "rowgroup"}, rows.map(([first, ...cells]) => h("tr", {role: "row"}, h("th", {scope: "row", role: "rowheader"}, first), cells.map((cell, i) => h("td", {role: "cell", data: {head: heads[i + 1]?.textContent ?? ""}}, cell)))))));
}

// A command whose words stay whole where its line ends: browsers break after a hyphen.
const command = (text) => text.split(" ").flatMap((one, i) => [i ? " " : null, h("span.whole", {}, one)]);

// Give a file to whoever looks at the page; nothing leaves the machine.
function save(name, text, type = "text/plain") {
  const address = URL.createObjectURL(new Blob([text], {type: `${type};charset=utf-8`}));
  h("a", {href: address, download: name}).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export {h, fill, table, command, save};
