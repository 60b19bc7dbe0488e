"""Curves with intervals: means along an axis, a line for each setting, side by side."""

from math import ceil, floor, log10
from typing import NamedTuple

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from . import look

COLUMNS = 3
HEIGHT, GAP, LETTERS = 260, 130, 78
"""Pixels of a panel, and between rows of panels, and letters of a title that fit across all columns."""


class Line(NamedTuple):
    """A line: its name, and at each place the mean, the ends of its interval, and what is said of it."""

    name: str
    x: tuple[float, ...]
    values: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    words: tuple[str, ...]


class Panel(NamedTuple):
    """Title, titles of the axes, lines; log: which axes have a logarithmic scale; ticks: the numbers along x, with what is written for them; zero: whether a
    line is drawn at zero."""

    title: str
    x: str
    y: str
    lines: tuple[Line, ...]
    log: str = ""
    ticks: tuple[tuple[float, str], ...] = ()
    zero: bool = False


def figure(panels, lang="en") -> go.Figure:
    """The picture. A line that several panels share has one colour, one mark and one entry in the legend."""
    columns = 2 if len(panels) == 4 else min(COLUMNS, len(panels))
    rows = -(-len(panels) // columns)
    inside = rows * HEIGHT + (rows - 1) * GAP
    names = list(dict.fromkeys(line.name for panel in panels for line in panel.lines))
    made = make_subplots(rows, columns, horizontal_spacing=0.24 / columns, vertical_spacing=GAP / inside if rows > 1 else 0.0,
                         subplot_titles=[f"<b>{look.wrapped(panel.title, LETTERS // columns)}</b>" for panel in panels])
    told = set()
    for position, panel in enumerate(panels):
        where = {"row": position // columns + 1, "col": position % columns + 1}
        for line in panel.lines:
            _draw(made, line, names.index(line.name), line.name not in told, where)
            told.add(line.name)
        _axes(made, panel, where, LETTERS // columns, lang)
    made.update_layout(showlegend=len(names) > 1)
    return look.dress(made, height=inside + 30 * (len(names) > 1) + 140, left=75, top=70 + 30 * (len(names) > 1), bottom=70, lang=lang)


def _draw(made, line, order, first, where):
    """A line with its marks and intervals."""
    colour = look.COLOURS[order % len(look.COLOURS)]
    ends = {"type": "data", "symmetric": False, "array": [high - value for high, value in zip(line.high, line.values)],
            "arrayminus": [value - low for low, value in zip(line.low, line.values)], "thickness": 1.5, "width": 3, "color": colour}
    made.add_trace(go.Scatter(
        x=line.x, y=line.values, error_y=ends, mode="lines+markers", name=look.plain(line.name), legendgroup=line.name, showlegend=first,
        line={"color": colour, "width": 2}, marker={"symbol": look.SYMBOLS[order % len(look.SYMBOLS)], "size": 8},
        hovertext=[look.plain(said) for said in line.words], hoverinfo="text"), **where)


def _axes(made, panel, where, letters, lang):
    """Titles, scales and numbers of the axes of a panel."""
    across = {"title_text": look.wrapped(panel.x, letters)}
    if panel.ticks:
        across |= {"tickvals": [place for place, _ in panel.ticks], "ticktext": [text for _, text in panel.ticks]}
    made.update_xaxes(**across, type="log" if "x" in panel.log else "linear", **where)
    made.update_yaxes(title_text=look.plain(panel.y), type="log" if "y" in panel.log else "linear", **where)
    if "y" in panel.log:
        places = _round_numbers([end for line in panel.lines for end in (*line.low, *line.high, *line.values) if end > 0.0])
        made.update_yaxes(tickvals=places, ticktext=[look.told(place, lang) for place in places], **where)
    if panel.zero:
        made.add_hline(y=0, line={"color": look.INK, "width": 1}, **where)


def _round_numbers(values):
    """1, 2, 5, 10, 20 … from below the smallest of positive values to above the largest."""
    if not values:
        return []
    powers = range(floor(log10(min(values))), ceil(log10(max(values))) + 1)
    return [factor * 10.0 ** power for power in powers for factor in (1, 2, 5)]
