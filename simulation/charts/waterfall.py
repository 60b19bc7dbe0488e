"""The waterfall of an ablation: from a plain queue to the office as it stands, mechanism by mechanism, for each main outcome."""

from math import isfinite
from typing import NamedTuple

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ..experiments.ablation import ALL
from ..experiments.paired import CANNOT_TELL, SAME
from ..measures.outcomes import MAIN
from . import look
from .ablation_words import WORDS, title
from .words import AND, VERDICTS, decimals_for, number

COLUMNS = 3
ROW, GAP = 25, 100
"""Pixels of a row, and between panels."""

COLOURS = {"better": look.COLOURS[0], "worse": look.COLOURS[1], "higher": look.COLOURS[4], "lower": look.COLOURS[4]}


class Step(NamedTuple):
    """A mechanism: where its bar begins and how far it goes, the interval of that, what is said of it."""

    mechanism: str
    begins: float
    contribution: float
    low: float
    high: float
    verdict: str
    words: str


class Panel(NamedTuple):
    """An outcome: title, unit, its value with a plain queue and as it stands, and the steps between them."""

    key: str
    title: str
    unit: str
    plain: float
    stands: float
    decimals: int
    steps: tuple[Step, ...]


def numbers(found, lang="en") -> tuple[Panel, ...]:
    """The numbers of the figure. A contribution that is not defined takes no step."""
    return tuple(_panel(found, outcome, lang) for outcome in MAIN)


def _panel(found, outcome, lang):
    table = found.contributions[found.contributions.outcome == outcome.key].set_index("mechanism")
    decimals = decimals_for((table.high - table.low) / 2, table.contribution)
    at = plain = table.without[ALL]
    steps = []
    for row in table.drop(ALL).itertuples():
        words = (f"{number(row.contribution, lang, decimals, signed=True)} [{number(row.low, lang, decimals, signed=True)}{AND[lang]}"
                 f"{number(row.high, lang, decimals, signed=True)}] {outcome.unit_in(lang)}: {VERDICTS[lang][row.verdict]}")
        steps.append(Step(row.Index, at, row.contribution, row.low, row.high, row.verdict, words))
        at += row.contribution if isfinite(row.contribution) else 0.0
    return Panel(outcome.key, outcome.title(lang), outcome.unit_in(lang), plain, table.as_it_stands[ALL], decimals, tuple(steps))


def figure(panels, lang="en") -> go.Figure:
    """The picture: a panel an outcome, a row a mechanism; a filled bar can be told from nothing, a hollow one cannot."""
    rows, lines = -(-len(panels) // COLUMNS), len(panels[0].steps) + 2
    inside = rows * ROW * lines + (rows - 1) * GAP
    made = make_subplots(rows, COLUMNS, shared_yaxes=True, horizontal_spacing=0.03, vertical_spacing=GAP / inside,
                         subplot_titles=[f"<b>{look.plain(panel.title)}</b><br>{look.plain(panel.unit)}" for panel in panels])
    for position, panel in enumerate(panels):
        _draw(made, panel, {"row": position // COLUMNS + 1, "col": position % COLUMNS + 1}, lang)
    names = [WORDS[lang]["plain"], *(title(step.mechanism, lang) for step in panels[0].steps), WORDS[lang]["stands"]]
    made.update_yaxes(range=[lines - 0.4, -0.8], showgrid=False, tickvals=list(range(lines)), ticktext=[look.plain(name) for name in names])
    made.update_xaxes(nticks=6)
    made.update_layout(showlegend=False)
    return look.dress(made, height=inside + 100, left=215, top=60, bottom=40, lang=lang)


def _draw(made, panel, where, lang):
    """A panel: the two values, the bars between them, what joins them, and the intervals."""
    last = len(panel.steps) + 1
    steps = [(row, step) for row, step in enumerate(panel.steps, 1) if isfinite(step.begins + step.contribution)]
    ends = [(0, panel.plain), *((row, step.begins + step.contribution) for row, step in steps), (last, panel.stands)]
    ends = [(row, end) for row, end in ends if isfinite(end)]
    joins = [(at, place) for (row, at), (below, _) in zip(ends, ends[1:]) for place in (row, below, None)]
    made.add_trace(go.Scatter(x=[at for at, _ in joins], y=[place for _, place in joins], mode="lines", line={"color": look.INK, "width": 0.7, "dash": "dot"},
                              hoverinfo="skip"), **where)
    hollow = [step.verdict in (CANNOT_TELL, SAME) for _, step in steps]
    colours = [COLOURS.get(step.verdict, look.BASELINE_COLOUR) for _, step in steps]
    made.add_trace(go.Bar(
        orientation="h", y=[row for row, _ in steps], base=[step.begins for _, step in steps], x=[step.contribution for _, step in steps], width=0.62,
        marker={"color": ["white" if no else colour for no, colour in zip(hollow, colours)], "line": {"color": colours, "width": 1.5}},
        hovertext=[f"{look.plain(title(step.mechanism, lang))}<br>{look.plain(step.words)}" for _, step in steps], hoverinfo="text"), **where)
    for row, step in steps:
        if isfinite(step.low):
            made.add_trace(go.Scatter(x=[step.begins + step.low, step.begins + step.high], y=[row, row], mode="lines",
                                      line={"color": look.INK, "width": 1.5}, hoverinfo="skip"), **where)
    for row, name, value in ((0, "plain", panel.plain), (last, "stands", panel.stands)):
        made.add_trace(go.Scatter(x=[value], y=[row], mode="markers+text", marker={"symbol": "diamond", "size": 11, "color": look.INK},
                                  text=f" {number(value, lang, panel.decimals)}", textposition="middle right", textfont={"size": 11}, cliponaxis=False,
                                  hovertext=f"{look.plain(WORDS[lang][name])}: {number(value, lang, panel.decimals)}", hoverinfo="text"), **where)
    for row in (0.5, last - 1.5, last - 0.5):
        made.add_hline(y=row, line={"color": look.GRID, "width": 1}, exclude_empty_subplots=False, **where)


