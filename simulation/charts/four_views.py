"""The figure of views: each fact in a panel, what is so as a line, and what documents, interviews and an observer say of it."""

from math import isfinite
from typing import NamedTuple

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ..experiments.views.facts import FACTS
from ..experiments.views.office import INSTRUMENTS, TRUTH
from . import look
from .views_words import WORDS
from .words import AND, number

COLUMNS = 4
ROW, GAP = 26, 84
"""Pixels of a row, and between panels."""

COLOURS = dict(zip(INSTRUMENTS, look.COLOURS))
MARKS = dict(zip(INSTRUMENTS, look.SYMBOLS))


class Point(NamedTuple):
    """What an instrument says of a fact: mean over worlds, its interval, the range over worlds, in words; a mean that is not finite says nothing."""

    instrument: str
    mean: float
    low: float
    high: float
    p10: float
    p90: float
    words: str


class Panel(NamedTuple):
    """A fact: title, unit, what is so (mean and range over worlds, in words), and what each instrument says."""

    key: str
    title: str
    unit: str
    truth: float
    p10: float
    p90: float
    decimals: int
    points: tuple[Point, ...]


def numbers(found, lang="en") -> tuple[Panel, ...]:
    """The numbers of the figure: a panel for each fact that is there in most worlds, and of which something other than nothing is to be told."""
    return tuple(panel for fact in FACTS if (panel := _panel(found, fact, lang)) is not None)


def _panel(found, fact, lang):
    rows = found.summary[found.summary.fact == fact.key].set_index("view")
    so, decimals = rows.loc[TRUTH], decimals_of(rows)
    if 2 * so.worlds <= len(found.by_world(fact.key, TRUTH)) or not rows["mean"].fillna(0.0).any():
        return None
    points = tuple(Point(instrument, row["mean"], row.low, row.high, row.p10, row.p90, _words(row, decimals, fact, lang))
                   for instrument, row in ((instrument, rows.loc[instrument]) for instrument in INSTRUMENTS))
    return Panel(fact.key, fact.title(lang), fact.unit_in(lang), so["mean"], so.p10, so.p90, decimals, points)


def decimals_of(rows) -> int:
    """The decimals in which what is said of a fact is written: two or three figures of the largest."""
    largest = max((abs(value) for value in rows["mean"] if isfinite(value)), default=0.0)
    return 0 if largest >= 10 else 1 if largest >= 3 else 2


def said(value, decimals, lang, signed=False) -> str:
    """A figure with so many decimals; with two where fewer would make it nothing."""
    return number(value, lang, decimals if abs(value) >= 1 or not value else max(decimals, 2), signed)


def _words(row, decimals, fact, lang):
    if not isfinite(row["mean"]):
        return WORDS[lang]["silent"]
    told = f"{said(row['mean'], decimals, lang)} [{said(row.low, decimals, lang)}{AND[lang]}{said(row.high, decimals, lang)}] {fact.unit_in(lang)}"
    return told if not isfinite(row.error) else told + f", {WORDS[lang]['apart']} {said(row.error, decimals, lang, True)}"


def figure(panels, lang="en") -> go.Figure:
    """The picture: the line is what is so, with the range over worlds; a mark is what an instrument says, with interval (thick) and range over worlds (thin)."""
    columns = min(COLUMNS, len(panels))
    rows = -(-len(panels) // columns)
    inside = rows * ROW * len(INSTRUMENTS) + (rows - 1) * GAP
    made = make_subplots(rows, columns, shared_yaxes=True, horizontal_spacing=0.03, vertical_spacing=GAP / inside if rows > 1 else 0.0,
                         subplot_titles=[_title(panel, lang) for panel in panels])
    made.update_annotations(font_size=13)
    for position, panel in enumerate(panels):
        _draw(made, panel, {"row": position // columns + 1, "col": position % columns + 1}, lang)
    made.update_yaxes(range=[len(INSTRUMENTS) - 0.4, -0.6], showgrid=False, tickvals=list(range(len(INSTRUMENTS))),
                      ticktext=[look.plain(WORDS[lang]["views"][instrument]) for instrument in INSTRUMENTS])
    made.update_xaxes(nticks=5)
    made.update_layout(showlegend=False)
    return look.dress(made, height=inside + 110, left=110, top=60, bottom=40, lang=lang)


def _title(panel, lang):
    so = WORDS[lang]["so"].format(value=said(panel.truth, panel.decimals, lang))
    return f"<b>{look.plain(panel.title)}</b><br><span style='font-size:11px'>{look.plain(panel.unit + AND[lang] + so)}</span>"


def _draw(made, panel, where, lang):
    """A panel: the band and line of what is so, then the instruments."""
    if isfinite(panel.p10) and panel.p10 < panel.p90:
        made.add_vrect(x0=panel.p10, x1=panel.p90, fillcolor=look.GRID, line_width=0, layer="below", exclude_empty_subplots=False, **where)
    made.add_vline(x=panel.truth, line={"color": look.INK, "width": 2}, exclude_empty_subplots=False, **where)
    low, high = _reach(panel)
    side, anchor = (0.95, "right") if panel.truth < (low + high) / 2 else (0.05, "left")
    for row, point in enumerate(panel.points):
        colour = COLOURS[point.instrument]
        if not isfinite(point.mean):
            made.add_annotation(x=side, y=row, xref="x domain", text=f"<i>{look.plain(WORDS[lang]['silent'])}</i>", showarrow=False, xanchor=anchor,
                                font={"size": 11, "color": look.BASELINE_COLOUR}, **where)
            continue
        for ends, width in (((point.p10, point.p90), 1.5), ((point.low, point.high), 6)):
            if all(map(isfinite, ends)):
                made.add_trace(go.Scatter(x=ends, y=[row, row], mode="lines", line={"color": colour, "width": width}, hoverinfo="skip"), **where)
        made.add_trace(go.Scatter(
            x=[point.mean], y=[row], mode="markers",
            marker={"symbol": MARKS[point.instrument], "size": 10, "color": colour, "line": {"color": "white", "width": 1}},
            hovertext=f"{look.plain(WORDS[lang]['views'][point.instrument])}<br>{look.plain(point.words)}", hoverinfo="text"), **where)
    made.update_xaxes(range=[low, high], **where)


def _reach(panel):
    """From zero, or below what is negative, to a little beyond the largest."""
    ends = [end for point in panel.points for end in point[1:6] if isfinite(end)] + [end for end in (panel.truth, panel.p10, panel.p90) if isfinite(end)]
    low, high = min(0.0, *ends), max(0.0, *ends)
    if panel.unit.startswith("%") or panel.key == "groups_as_teams":
        low, high = max(low, 0.0), min(high, 100.0)
    room = 0.06 * (high - low) or 1.0
    return [low - room, high + room]
