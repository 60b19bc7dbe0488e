"""How each two mechanisms act together: a triangle of squares for each main outcome."""

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ..measures.outcomes import MAIN
from . import look
from .ablation_words import title
from .words import AND, decimals_for, number

COLUMNS = 3
SQUARE, GAP = 22, 165
"""Pixels of a square, and between rows of panels, for their names."""

PALE = "#eceff2"


class Panel(NamedTuple):
    """An outcome: title, unit, and mechanism x mechanism (second, first) arrays: interactions, which are told, and what is said; better: -1
    where lower is better, 1 where higher is, 0 where neither is."""

    key: str
    title: str
    unit: str
    better: int
    values: np.ndarray
    told: np.ndarray
    words: np.ndarray


def numbers(found, lang="en") -> tuple[Panel, ...]:
    """The numbers of the figure."""
    return tuple(_panel(found, outcome, lang) for outcome in MAIN)


def _panel(found, outcome, lang):
    table = found.interactions[found.interactions.outcome == outcome.key]
    many = len(found.mechanisms)
    values, told, words = np.full((many, many), np.nan), np.zeros((many, many), bool), np.full((many, many), "", object)
    decimals = decimals_for((table.high - table.low) / 2, table.interaction)
    for row in table.itertuples():
        at = found.mechanisms.index(row.second), found.mechanisms.index(row.first)
        values[at], told[at] = row.interaction, row.told
        words[at] = look.plain(f"{title(row.first, lang)} × {title(row.second, lang)}: {number(row.interaction, lang, decimals, signed=True)} "
                               f"[{number(row.low, lang, decimals, signed=True)}{AND[lang]}{number(row.high, lang, decimals, signed=True)}]")
    better = {"lower": -1, "higher": 1, None: 0}[outcome.better]
    return Panel(outcome.key, outcome.title(lang), outcome.unit_in(lang), better, values, told, words)


def figure(panels, mechanisms, lang="en") -> go.Figure:
    """The picture: a coloured square is an interaction that can be told, a pale one is not."""
    rows, many = -(-len(panels) // COLUMNS), len(mechanisms)
    inside = rows * SQUARE * (many - 1) + (rows - 1) * GAP
    made = make_subplots(rows, COLUMNS, shared_yaxes=True, horizontal_spacing=0.03, vertical_spacing=GAP / inside,
                         subplot_titles=[f"<b>{look.plain(panel.title)}</b><br>{look.plain(panel.unit)}" for panel in panels])
    names = [look.plain(title(mechanism, lang)) for mechanism in mechanisms]
    for position, panel in enumerate(panels):
        where = {"row": position // COLUMNS + 1, "col": position % COLUMNS + 1}
        side = -1 if panel.better < 0 else 1
        known = np.isfinite(panel.values)
        most = np.abs(panel.values[known & panel.told]).max(initial=0.0) or 1.0
        made.add_trace(go.Heatmap(z=np.where(known, 0.0, np.nan)[1:, :-1], colorscale=[[0, PALE], [1, PALE]], showscale=False, xgap=2, ygap=2,
                                  hovertext=panel.words[1:, :-1], hoverinfo="text"), **where)
        made.add_trace(go.Heatmap(z=np.where(panel.told, side * panel.values, np.nan)[1:, :-1], zmin=-most, zmax=most, showscale=False, xgap=2, ygap=2,
                                  colorscale=look.DIVERGING, hovertext=panel.words[1:, :-1], hoverinfo="text"), **where)
    made.update_xaxes(tickvals=list(range(many - 1)), ticktext=names[:-1], tickangle=-55, showgrid=False, tickfont_size=11)
    made.update_yaxes(tickvals=list(range(many - 1)), ticktext=names[1:], showgrid=False, range=[many - 1.5, -0.5], tickfont_size=11)
    return look.dress(made, height=inside + 240, left=200, top=60, bottom=150, lang=lang)
