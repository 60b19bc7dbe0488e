"""Cost against effect: what each policy costs a year more than the baseline in wages and levers, and what is had for it."""

from math import isfinite
from typing import NamedTuple

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ..experiments.paired import CANNOT_TELL, SAME
from ..measures.outcomes import BY_KEY
from . import look
from .words import number

OUTCOMES = ("exhaustion", "absence_rate", "leavers", "bad_endings", "live_wait", "coverage")
"""Effects that are drawn: the main outcomes that are not a cost, and the repertoire."""

COLUMNS = 3
TEXT = {"en": {"cost": "wages and levers, thousand euros a year more", "better": "better"},
        "fr": {"cost": "salaires et leviers, milliers d'euros par an de plus", "better": "mieux"}}


class Spot(NamedTuple):
    """A policy: what it costs more in wages and levers (thousand euros a year), and the effect on an outcome with its interval."""

    policy: str
    title: str
    cost: float
    effect: float
    low: float
    high: float
    told: bool


class Panel(NamedTuple):
    """An outcome and all policies on it."""

    key: str
    title: str
    unit: str
    better: str | None
    spots: tuple[Spot, ...]


def numbers(comparison, lang="en") -> tuple[Panel, ...]:
    """The numbers of the figure."""
    return tuple(_panel(comparison, BY_KEY[key], lang) for key in OUTCOMES)


def _panel(comparison, outcome, lang):
    spots = []
    for arm in comparison.arms[1:]:
        row = comparison.row(outcome.key, arm.name, comparison.baseline)
        cost = comparison.row("cost_running", arm.name, comparison.baseline).difference / 1000.0
        spots.append(Spot(arm.name, arm.title(lang), cost, row.difference, row.low, row.high,
                          row.verdict not in (CANNOT_TELL, SAME)))
    return Panel(outcome.key, outcome.title(lang), outcome.unit_in(lang), outcome.better, tuple(spots))


def figure(panels, baseline, lang="en") -> go.Figure:
    """The picture: the baseline at the origin (grey), the better side shaded, intervals of the effect upright."""
    rows = -(-len(panels) // COLUMNS)
    policies = [spot.policy for spot in panels[0].spots]
    colours, symbols = look.colours_of(["", *policies]), look.symbols_of(["", *policies])
    made = make_subplots(rows, COLUMNS, horizontal_spacing=0.08, vertical_spacing=0.22,
                         subplot_titles=[f"<b>{look.plain(panel.title)}</b><br>{look.plain(panel.unit)}" for panel in panels])
    for position, panel in enumerate(panels):
        where = {"row": position // COLUMNS + 1, "col": position % COLUMNS + 1}
        _ground(made, panel, where, lang)
        made.add_trace(go.Scatter(x=[0], y=[0], mode="markers", name=look.plain(baseline), legendgroup="baseline", showlegend=position == 0,
                                  marker={"symbol": "x", "size": 10, "color": look.BASELINE_COLOUR}), **where)
        for spot in panel.spots:
            _draw(made, spot, colours[spot.policy], symbols[spot.policy], where, position == 0, lang)
    made.update_xaxes(title_text=TEXT[lang]["cost"], row=rows)
    return look.dress(made, height=90 + 290 * rows, top=110, lang=lang)


def _ground(made, panel, where, lang):
    """The line of no effect, and the better side shaded and named."""
    reach = look.reach(end for spot in panel.spots for end in (spot.low, spot.high, spot.effect))
    made.update_yaxes(range=[-reach, reach], **where)
    if panel.better:
        low, high, arrow, anchor, at = {"lower": (-reach, 0, "↓", "bottom", 0.0), "higher": (0, reach, "↑", "top", 1.0)}[panel.better]
        made.add_hrect(y0=low, y1=high, fillcolor=look.BETTER_SIDE, line_width=0, layer="below", exclude_empty_subplots=False, **where)
        made.add_annotation(x=0.01, y=at, xref="x domain", yref="y domain", text=f"{arrow} {TEXT[lang]['better']}", showarrow=False,
                            xanchor="left", yanchor=anchor, font=look.BETTER_FONT, **where)
    made.add_hline(y=0, line={"color": look.INK, "width": 1}, exclude_empty_subplots=False, **where)


def _draw(made, spot, colour, symbol, where, legend, lang):
    """A policy with the interval of its effect; hollow if it cannot be told from zero."""
    known = isfinite(spot.low)
    words = f"{look.plain(spot.title)}<br>{number(spot.cost, lang, 1, signed=True)} k€; {spot.effect:.3g} [{spot.low:.3g}; {spot.high:.3g}]"
    made.add_trace(go.Scatter(
        x=[spot.cost], y=[spot.effect], mode="markers", name=look.plain(spot.title), legendgroup=spot.policy, showlegend=legend,
        hovertext=words, hoverinfo="text",
        error_y={"type": "data", "symmetric": False, "color": colour, "thickness": 2, "width": 4,
                 "array": [spot.high - spot.effect if known else 0], "arrayminus": [spot.effect - spot.low if known else 0]},
        marker={"symbol": symbol, "size": 11, "color": colour if spot.told else "white", "line": {"color": colour, "width": 2}}), **where)
