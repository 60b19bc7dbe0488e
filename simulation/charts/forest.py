"""The main figure: how each policy differs from the baseline on each main outcome, with intervals."""

from typing import NamedTuple

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ..experiments.paired import CANNOT_TELL, SAME
from . import look
from .summary import counted, interval, summary
from .words import VERDICTS, number

COLUMNS = 3
GAP = 90
"""Pixels between rows of panels, for their titles."""

TEXT = {
    "en": {
        "better": "better",
        "mean": "mean difference",
        "known": "80 % interval of the mean",
        "range": "twin worlds, 10th to 90th percentile",
    },
    "fr": {
        "better": "mieux",
        "mean": "différence moyenne",
        "known": "intervalle à 80 % de la moyenne",
        "range": "mondes jumeaux, du 10e au 90e centile",
    },
}


class Point(NamedTuple):
    """A policy on an outcome: mean paired difference, its interval, the range over twin worlds, and what is said of it."""

    policy: str
    title: str
    difference: float
    low: float
    high: float
    p10: float
    p90: float
    told: bool
    words: str


class Panel(NamedTuple):
    """An outcome: title, unit, better direction, and its points."""

    key: str
    title: str
    unit: str
    better: str | None
    points: tuple[Point, ...]


def numbers(comparison, lang="en") -> tuple[Panel, ...]:
    """The numbers of the figure."""
    return tuple(Panel(b.outcome.key, b.outcome.title(lang), b.outcome.unit_in(lang), b.outcome.better,
                       tuple(_point(b, line, lang) for line in b.lines))
                 for b in summary(comparison, lang))


def _point(block, line, lang):
    row, decimals = line.row, block.decimals
    words = (f"{number(row.difference, lang, decimals, signed=True)} [{interval(row, lang, decimals)}] {block.outcome.unit_in(lang)}: "
             f"{VERDICTS[lang][row.verdict]}, {counted(row, lang, block.outcome.better)}")
    return Point(row.policy, line.title, row.difference, row.low, row.high, row.p10, row.p90, row.verdict not in (CANNOT_TELL, SAME), words)


def figure(panels, lang="en") -> go.Figure:
    """The picture: a panel an outcome, a row a policy; a filled mark is a difference told from zero, a hollow one is not."""
    rows = -(-len(panels) // COLUMNS)
    policies = [point.policy for point in panels[0].points]
    colours, symbols = look.colours_of(["", *policies]), look.symbols_of(["", *policies])
    inside = rows * (35 + 40 * len(policies)) + (rows - 1) * GAP
    made = make_subplots(rows, COLUMNS, shared_yaxes=True, horizontal_spacing=0.04, vertical_spacing=GAP / inside,
                         subplot_titles=[f"<b>{look.plain(panel.title)}</b><br>{look.plain(panel.unit)}" for panel in panels])
    for position, panel in enumerate(panels):
        where = {"row": position // COLUMNS + 1, "col": position % COLUMNS + 1}
        _side(made, panel, where, lang)
        for point in panel.points:
            _draw(made, point, policies.index(point.policy), colours[point.policy], symbols[point.policy], where)
    made.update_yaxes(range=[len(policies) - 0.2, -0.6], showgrid=False, tickvals=list(range(len(policies))),
                      ticktext=[look.wrapped(point.title) for point in panels[0].points])
    made.update_xaxes(nticks=6)
    made.update_layout(showlegend=False)
    return look.dress(made, height=inside + 100, left=130, top=60, bottom=40, lang=lang)


def _side(made, panel, where, lang):
    """The zero line, and the better side shaded and named."""
    reach = look.reach(end for point in panel.points for end in (point.low, point.high, point.p10, point.p90))
    made.update_xaxes(range=[-reach, reach], **where)
    if panel.better:
        left, right, arrow, anchor, at = {
            "lower": (-reach, 0, f"← {TEXT[lang]['better']}", "left", 0.01),
            "higher": (0, reach, f"{TEXT[lang]['better']} →", "right", 0.99)}[panel.better]
        made.add_vrect(x0=left, x1=right, fillcolor=look.BETTER_SIDE, line_width=0, layer="below", exclude_empty_subplots=False, **where)
        made.add_annotation(x=at, y=0.0, xref="x domain", yref="y domain", text=arrow, showarrow=False, xanchor=anchor, yanchor="bottom",
                            font=look.BETTER_FONT, **where)
    made.add_vline(x=0, line={"color": look.INK, "width": 1}, exclude_empty_subplots=False, **where)


def _draw(made, point, row, colour, symbol, where):
    """A policy: thin line for the range over worlds, thick for the interval, and a mark."""
    for ends, width in (((point.p10, point.p90), 1.5), ((point.low, point.high), 6)):
        made.add_trace(go.Scatter(x=ends, y=[row, row], mode="lines", line={"color": colour, "width": width}, hoverinfo="skip"), **where)
    made.add_trace(go.Scatter(
        x=[point.difference], y=[row], mode="markers",
        hovertext=f"{look.plain(point.title)}<br>{look.plain(point.words)}", hoverinfo="text",
        marker={"symbol": symbol, "size": 11, "color": colour if point.told else "white", "line": {"color": colour, "width": 2}}), **where)
