"""A page that stands alone: style, scripts and figures in one file, which asks nothing of any host."""

from html import escape

from plotly.offline import get_plotlyjs

STYLE = """
:root { --ink: #1f2933; --quiet: #5b6470; --line: #d9dee3; --ground: #f6f7f9; --good: #1b6e53; --bad: #a63d00; --told: #0b4f80; }
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main { max-width: 1200px; margin: 0 auto; padding: 24px 28px 60px; }
h1 { font-size: 30px; line-height: 1.2; margin: 8px 0 4px; }
h2 { font-size: 21px; margin: 40px 0 8px; }
p { margin: 8px 0; max-width: 100ch; }
.quiet { color: var(--quiet); }
.answer {
  background: white; border: 1px solid var(--line); border-left: 6px solid #0072b2; border-radius: 6px; padding: 10px 22px; margin: 18px 0;
}
.answer .lead { font-size: 18px; font-weight: 600; }
.answer .caution { color: var(--quiet); font-size: 14.5px; border-top: 1px solid var(--line); padding-top: 10px; max-width: 115ch; }
figure { margin: 12px 0; background: white; border: 1px solid var(--line); border-radius: 6px; padding: 8px 10px; }
figcaption { color: var(--quiet); font-size: 14.5px; padding: 2px 8px 6px; max-width: 125ch; }
.wide { overflow-x: auto; background: white; border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: collapse; width: 100%; font-size: 14.5px; }
th, td { padding: 7px 10px; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { background: #eef1f4; border-bottom: 2px solid var(--line); }
tbody tr:last-child > * { border-bottom: 0; }
tbody th { font-weight: 600; min-width: 200px; position: sticky; left: 0; background: white; }
td { font-variant-numeric: tabular-nums; white-space: nowrap; }
td.text { white-space: normal; }
small { color: var(--quiet); font-weight: 400; display: block; font-size: 12.5px; }
.tag { display: inline-block; white-space: nowrap; border-radius: 4px; padding: 0 7px; font-size: 12.5px; font-weight: 600; border: 1px solid transparent; }
.better { background: #e3f3ec; color: var(--good); border-color: var(--good); }
.worse { background: #fdeee4; color: var(--bad); border-color: var(--bad); }
.higher, .lower { background: #eaf1f8; color: var(--told); border-color: var(--told); }
.unknown { background: white; color: var(--quiet); border: 1px dashed var(--quiet); }
details { margin: 10px 0; }
summary { cursor: pointer; font-weight: 600; padding: 6px 0; }
dt { font-weight: 600; margin-top: 8px; }
dd { margin: 0 0 0 1.2em; max-width: 100ch; overflow-wrap: anywhere; }
.whole { display: inline-block; max-width: 100%; }
.drawn { overflow-x: auto; }
.drawn > div { min-width: 760px; }
:focus-visible { outline: 3px solid #d55e00; outline-offset: 1px; }
@media (max-width: 700px) { main { padding: 14px 12px 40px; } .answer { padding: 8px 14px; } tbody th { min-width: 0; max-width: 44vw; } }
@media print { body { background: white; } .wide, figure { break-inside: avoid; } }
"""

POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
"""What the browser lets the page do: nothing that leaves it."""


def page(title, body, lang) -> str:
    """A whole page around a body."""
    return (f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, '
            f'initial-scale=1">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n<title>{escape(title)}</title>\n<link rel="icon" '
            f'href="data:,">\n'
            f"<style>{STYLE}</style>\n<script>{get_plotlyjs()}</script>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n")


def table(head, rows, kind="number") -> str:
    """A table of cells that are HTML already; the first of a row is its head. kind: "number", or "text" for cells that may be broken."""
    said = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = "".join(f'<tr><th scope="row">{row[0]}</th>' + "".join(f'<td class="{kind}">{cell}</td>' for cell in row[1:]) + "</tr>\n"
                   for row in rows)
    return f'<div class="wide" tabindex="0"><table>\n<thead><tr>{said}</tr></thead>\n<tbody>\n{body}</tbody></table></div>'


def tag(verdict, words) -> str:
    """A verdict as a mark: told by word and sign as well as by colour."""
    sign = {"better": "✓", "worse": "✗", "higher": "↑", "lower": "↓", "same": "=", "partly": "≈"}.get(verdict, "?")
    kind = verdict if verdict in ("better", "worse", "higher", "lower") else "unknown"
    return f'<span class="tag {kind}">{sign} {escape(words)}</span>'


def terms(pairs) -> str:
    """Terms and what each is, as the inside of a list; the words of a command stay whole where its line ends."""
    return "".join(f"<dt>{escape(term)}</dt><dd>{_whole(text)}</dd>" for term, text in pairs)


def _whole(text):
    return " ".join(f'<span class="whole">{escape(word)}</span>' for word in text.split(" ")) if text.startswith("guichet ") else escape(text)


def folded(title, inside) -> str:
    """A part that opens on a click."""
    return f"<details><summary>{escape(title)}</summary>\n{inside}\n</details>"
