"""Figures with intervals by axis: a panel for each outcome, a row for each axis, a mark for each measure."""

from math import isfinite
from typing import NamedTuple

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from . import look

COLUMNS = 3
ROW, GAP = 54, 95
"""Pixels of a row, and between rows of panels."""

LINE, LETTERS = 18, 84
"""Pixels of a further line of a title, and letters that fit across all columns."""

MOST_ROWS = 20
"""Rows of a figure; the table has all."""


class Mark(NamedTuple):
    """A measure of an axis: its value, the ends of its interval, what is said of it."""

    row: str
    measure: str
    value: float
    low: float
    high: float
    words: str


class Panel(NamedTuple):
    """An outcome: title, unit of what is drawn, and its marks."""

    title: str
    unit: str
    marks: tuple[Mark, ...]


def figure(panels, rows, measures, lang="en", bars=False, shares=False, label=None) -> go.Figure:
    """The picture. rows: names, the first on top; label: gives the text of a row, of three lines at most; measures: names, each with a colour and a
    sign of its own; bars: draw from zero, as a tornado does; shares: of a whole, so that nothing far beyond 0 and 1 need be seen."""
    rows = list(rows)[:MOST_ROWS]
    columns = 2 if len(panels) == 4 else min(COLUMNS, len(panels))
    label = label or (lambda name: look.wrapped(name, 26))
    lines = -(-len(panels) // columns)
    titles = [look.wrapped(panel.title, LETTERS // columns) for panel in panels]
    more = LINE * max(title.count("<br>") for title in titles)
    gap = GAP + more
    inside = lines * ROW * max(2, len(rows)) + (lines - 1) * gap
    made = make_subplots(lines, columns, shared_yaxes=True, horizontal_spacing=0.03, vertical_spacing=gap / inside if lines > 1 else 0.0,
                         subplot_titles=[f"<b>{title}</b><br>{look.plain(panel.unit)}" for title, panel in zip(titles, panels)])
    for position, panel in enumerate(panels):
        where = {"row": position // columns + 1, "col": position % columns + 1}
        for order, measure in enumerate(measures):
            marks = [mark for mark in panel.marks if mark.measure == measure and mark.row in rows and isfinite(mark.value)]
            shift = 0.0 if bars else 0.24 * (order - (len(measures) - 1) / 2)
            _draw(made, marks, [rows.index(mark.row) + shift for mark in marks], order, measure, bars, position == 0, where)
        made.add_vline(x=0, line={"color": look.INK, "width": 1}, exclude_empty_subplots=False, **where)
    made.update_yaxes(range=[len(rows) - 0.4, -0.6], showgrid=False, tickvals=list(range(len(rows))), ticktext=list(map(label, rows)))
    made.update_xaxes(nticks=6, range=[-0.3, 1.3] if shares else None)
    made.update_layout(barmode="overlay", showlegend=len(measures) > 1)
    top = (90 if len(measures) > 1 else 60) + more
    return look.dress(made, height=inside + top + 40, left=350, top=top, bottom=40, lang=lang)


def _draw(made, marks, heights, order, measure, bars, first, where):
    """The marks of a measure, with their intervals."""
    colour = look.COLOURS[order % len(look.COLOURS)]
    ends = {"type": "data", "symmetric": False, "array": [mark.high - mark.value for mark in marks], "arrayminus": [mark.value - mark.low for mark in marks],
            "thickness": 1.5, "width": 0, "color": look.INK if bars else colour}
    shared = {"x": [mark.value for mark in marks], "y": heights, "error_x": ends, "name": look.plain(measure), "legendgroup": measure, "showlegend": first,
              "hovertext": [f"{look.plain(mark.row)}<br>{look.plain(mark.words)}" for mark in marks], "hoverinfo": "text"}
    if bars:
        made.add_trace(go.Bar(orientation="h", width=0.6, marker={"color": look.faded(colour, 0.75), "line": {"color": colour, "width": 1}}, **shared), **where)
    else:
        made.add_trace(go.Scatter(mode="markers", marker={"symbol": look.SYMBOLS[order % len(look.SYMBOLS)], "size": 9, "color": colour}, **shared), **where)
