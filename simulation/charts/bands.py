"""A state of the office day by day: median and 80 % band over twin worlds, each policy beside the baseline, and twin by twin."""

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from . import look

MOST_COLUMNS = 4
MOST_DAYS = 300
"""So many days are drawn at most; of longer runs, evenly spread ones."""

MEASURES = {
    "coverage": (100.0, "% of staff × kinds", "% des agents × types"),
    "exhaustion": (1.0, "SD", "écarts-types"),
    "practices": (1.0, "practices", "pratiques"),
    "practices_shared": (1.0, "practices", "pratiques"),
    "practices_named": (1.0, "practices", "pratiques"),
}
"""Columns that can be drawn: factor, unit in English and French."""

TEXT = {"en": {"day": "working day", "apart": "difference"}, "fr": {"day": "jour ouvré", "apart": "différence"}}


class Band(NamedTuple):
    """A state over time: days, median and the 10th and 90th percentile over twin worlds."""

    days: np.ndarray
    median: np.ndarray
    low: np.ndarray
    high: np.ndarray


class Strand(NamedTuple):
    """A policy: its band, and the band of its paired differences from the baseline (None for the baseline)."""

    policy: str
    title: str
    level: Band
    apart: Band | None


class Bands(NamedTuple):
    """All policies on one measure, the baseline first."""

    measure: str
    unit: str
    strands: tuple[Strand, ...]


def numbers(comparison, measure, lang="en") -> Bands:
    """The numbers of the figure."""
    factor, *units = MEASURES[measure]
    tables = {arm.name: by_day(comparison, arm.name, measure) * factor for arm in comparison.arms}
    base = tables[comparison.baseline]
    strands = tuple(Strand(arm.name, arm.title(lang), band(tables[arm.name]),
                           band((tables[arm.name] - base).dropna(axis=1)) if arm.name != comparison.baseline else None)
                    for arm in comparison.arms)
    return Bands(measure, units[lang == "fr"], strands)


def by_day(comparison, policy, measure):
    """A measure under a policy: a row a day, a column a twin world."""
    series = comparison.series[comparison.series.policy == policy]
    return series.pivot(index="day", columns="twin_world", values=measure)


def band(table) -> Band:
    """Median and 80 % band of each row of a table."""
    table = table.iloc[::-(-len(table) // MOST_DAYS) or 1]
    low, median, high = (table.quantile(q, axis=1).to_numpy() for q in (0.1, 0.5, 0.9))
    return Band(table.index.to_numpy(), median, low, high)


def figure(bands, lang="en") -> go.Figure:
    """The picture: a column for each policy but the baseline; above, it beside the baseline (grey); below, the paired difference."""
    base, *others = bands.strands
    colours = look.colours_of([strand.policy for strand in bands.strands])
    columns = min(MOST_COLUMNS, len(others))
    blocks = -(-len(others) // columns)
    titles = [f"<b>{look.plain(strand.title)}</b>" for strand in others]
    made = make_subplots(2 * blocks, columns, shared_yaxes=True, vertical_spacing=0.16 / blocks, horizontal_spacing=0.03,
                         subplot_titles=_titles(titles, columns, blocks))
    for position, strand in enumerate(others):
        where = {"row": 2 * (position // columns) + 1, "col": position % columns + 1}
        draw(made, base.level, base.title, look.BASELINE_COLOUR, where, legend=position == 0, dash="dash")
        draw(made, strand.level, strand.title, colours[strand.policy], where, legend=True)
        below = where | {"row": where["row"] + 1}
        draw(made, strand.apart, strand.title, colours[strand.policy], below)
        made.add_hline(y=0, line={"color": look.INK, "width": 1}, **below)
        made.update_xaxes(title_text=TEXT[lang]["day"], **below)
    for block in range(blocks):
        made.update_yaxes(title_text=look.plain(bands.unit), row=2 * block + 1, col=1)
        made.update_yaxes(title_text=TEXT[lang]["apart"], row=2 * block + 2, col=1)
    _same_scale(made, columns, blocks)
    return look.dress(made, height=90 + 430 * blocks, top=90, lang=lang)


def _titles(titles, columns, blocks):
    """Titles over the upper row of each block."""
    return [title for block in range(blocks) for row in (titles[block * columns:(block + 1) * columns], [])
            for title in row + [""] * (columns - len(row))]


def _same_scale(made, columns, blocks):
    """One scale for all levels, one for all differences, over all blocks."""
    for block in range(1, blocks):
        for row in (1, 2):
            made.update_yaxes(matches="y" if row == 1 else f"y{columns + 1}", row=2 * block + row)


def draw(made, band, title, colour, where, legend=False, dash="solid"):
    """A band and its median."""
    days = np.concatenate([band.days, band.days[::-1]])
    made.add_trace(go.Scatter(x=days, y=np.concatenate([band.high, band.low[::-1]]), fill="toself", mode="lines", line={"width": 0},
                              fillcolor=look.faded(colour, 0.2), hoverinfo="skip", showlegend=False, legendgroup=title), **where)
    hover = "%{x}: %{y:.3g} [%{customdata[0]:.3g}; %{customdata[1]:.3g}]<extra></extra>"
    made.add_trace(go.Scatter(x=band.days, y=band.median, mode="lines", name=look.plain(title), legendgroup=title, showlegend=legend,
                              line={"color": colour, "width": 2, "dash": dash}, hovertemplate=hover,
                              customdata=np.stack([band.low, band.high], axis=1)), **where)
