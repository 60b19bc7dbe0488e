"""A regime map: over two axes, how much better one policy does than another; hatched where that cannot be told."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from ..experiments.paired import CANNOT_TELL, SAME
from ..measures.outcomes import BY_KEY
from ..measures.units import unit_in
from ..scenario import PARAMETERS
from . import look
from .page import table as page_table
from .page import tag
from .study_names import axis_title
from .words import AND, VERDICTS, decimals_for, number, typeset

LINES = 5
"""Hatching lines that cross a cell's diagonal."""

_WORDS = {
    "en": {"cannot": "hatched: cannot be told from zero", "worlds": "twin worlds", "difference": "difference",
           "interval": "80 % interval", "verdict": "verdict",
           "caption": "{outcome} ({unit}): “{policy}” less “{against}” in the same worlds. Blue: “{policy}” does better; orange: worse. Hatched: the 80 % "
                      "interval of the mean holds zero."},
    "fr": {"cannot": "hachuré : indiscernable de zéro", "worlds": "mondes jumeaux", "difference": "différence",
           "interval": "intervalle à 80 %", "verdict": "verdict",
           "caption": "{outcome} ({unit}) : « {policy} » moins « {against} » dans les mêmes mondes. Bleu : « {policy} » fait mieux ; orange : moins bien. "
                      "Hachuré : l'intervalle à 80 % de la moyenne contient zéro."},
}
WORDS = {lang: typeset(words, lang) for lang, words in _WORDS.items()}


class Map(NamedTuple):
    """The numbers of a map. x, y: values of the axes, in order; values, told: y x x arrays of differences (NaN where nothing ran) and of
    whether they can be told from zero; words: what is said of each cell; better: -1 where lower is better, 1 where higher is, 0 where
    neither is."""

    outcome: str
    policies: tuple[str, str]
    axes: tuple[str, str]
    x: tuple
    y: tuple
    values: np.ndarray
    told: np.ndarray
    words: np.ndarray
    better: int


def numbers(found: pd.DataFrame, outcome: str, policy: str, against: str, lang="en") -> Map:
    """The numbers of the figure, from the table of `analysis.regimes.regimes`, whose first two columns are the axes. policy, against: their
    titles."""
    across, up = found.columns[:2]
    x, y = (tuple(found[axis].drop_duplicates().sort_values()) for axis in (across, up))
    shape = len(y), len(x)
    values, told, words = np.full(shape, np.nan), np.zeros(shape, bool), np.full(shape, "", object)
    decimals = _decimals(found)
    for row in found.to_dict("records"):
        at = y.index(row[up]), x.index(row[across])
        values[at], told[at] = row["difference"], row["verdict"] not in (CANNOT_TELL, SAME)
        words[at] = look.plain(f"{across} {look.told(row[across], lang)}, {up} {look.told(row[up], lang)}: {number(row['difference'], lang, decimals, signed=True)} "
                               f"[{_interval(row, lang, decimals)}], {VERDICTS[lang][row['verdict']]}")
    better = {"lower": -1, "higher": 1, None: 0}[BY_KEY[outcome].better] if outcome in BY_KEY else 0
    return Map(outcome, (policy, against), (across, up), x, y, values, told, words, better)


def figure(drawn: Map, lang="en") -> go.Figure:
    """The picture: a cell for each pair of values, equally large whatever the values; hatched where the interval holds zero."""
    words = WORDS[lang]
    side = -1 if drawn.better < 0 else 1
    known = np.isfinite(drawn.values)
    most = np.abs(drawn.values[known]).max(initial=0.0) or 1.0
    made = go.Figure(go.Heatmap(
        z=drawn.values, zmin=-most, zmax=most, colorscale=[(at, colour) for at, colour in look.DIVERGING] if side > 0 else
        [(1 - at, colour) for at, colour in reversed(look.DIVERGING)], xgap=2, ygap=2, hovertext=drawn.words, hoverinfo="text", hoverongaps=False,
        colorbar={"title": {"text": unit_of(drawn.outcome, lang), "font": {"size": 12}}, "thickness": 14, "outlinewidth": 0}))
    x, y = hatching(np.argwhere(known & ~drawn.told))
    made.add_trace(go.Scatter(x=x, y=y, mode="lines", line={"color": look.INK, "width": 1}, hoverinfo="skip", name=look.plain(words["cannot"]),
                              showlegend=bool(len(x))))
    for update, axis, values in ((made.update_xaxes, drawn.axes[0], drawn.x), (made.update_yaxes, drawn.axes[1], drawn.y)):
        update(tickvals=list(range(len(values))), ticktext=[look.plain(look.told(value, lang)) for value in values], showgrid=False,
               range=[-0.5, len(values) - 0.5], title=look.wrapped(_axis(axis, lang), 44))
    return look.dress(made, height=160 + max(180, 46 * len(drawn.y)), left=70, top=50, lang=lang)


def hatching(cells):
    """Diagonal lines in cells (y, x), as one broken line in units of cells."""
    x, y = [], []
    for row, column in cells:
        for step in range(1, 2 * LINES):
            low, high = max(0.0, step / LINES - 1.0), min(1.0, step / LINES)
            x += [column - 0.5 + low, column - 0.5 + high, None]
            y += [row - 0.5 + step / LINES - low, row - 0.5 + step / LINES - high, None]
    return x, y


def caption(drawn: Map, lang="en") -> str:
    """What the figure shows, in words."""
    outcome = BY_KEY.get(drawn.outcome)
    return WORDS[lang]["caption"].format(outcome=outcome.title(lang) if outcome else drawn.outcome, unit=unit_of(drawn.outcome, lang),
                                         policy=drawn.policies[0], against=drawn.policies[1])


def table(found: pd.DataFrame, lang="en") -> str:
    """The same numbers as a table, for those who cannot see the map."""
    words, (across, up), decimals = WORDS[lang], found.columns[:2], _decimals(found)
    head = [look.plain(name) for name in (across, up, words["difference"], words["interval"], words["verdict"], words["worlds"])]
    rows = [[look.plain(look.told(row[across], lang)), look.plain(look.told(row[up], lang)), number(row["difference"], lang, decimals, signed=True),
             _interval(row, lang, decimals), tag(row["verdict"], VERDICTS[lang][row["verdict"]]), number(row["twin_worlds"], lang)]
            for row in found.to_dict("records")]
    return page_table(head, rows)


def _decimals(found):
    return decimals_for((found.high - found.low) / 2, found.difference)


def _interval(row, lang, decimals):
    return f"{number(row['low'], lang, decimals, signed=True)}{AND[lang]}{number(row['high'], lang, decimals, signed=True)}"


def _axis(name, lang):
    """An axis in words, with its key and unit."""
    unit = f", {unit_in(PARAMETERS[name].unit, lang)}" if name in PARAMETERS and PARAMETERS[name].unit else ""
    return f"{axis_title(name, [name], lang)} ({name}{unit})"


def unit_of(outcome, lang):
    """The unit of an outcome by its key; none of what this version does not know."""
    return BY_KEY[outcome].unit_in(lang) if outcome in BY_KEY else ""
