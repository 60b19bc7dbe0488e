"""The life of the repertoire: how many practices live, are shared, and have a name, day by day under each policy."""

from typing import NamedTuple

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from . import look
from .bands import MOST_COLUMNS, TEXT, Band, band, by_day, draw

STAGES = (
    ("practices", "living", "vivantes", look.COLOURS[4], "dot"),
    ("practices_shared", "shared", "partagées", look.COLOURS[0], "solid"),
    ("practices_named", "with a name", "nommées", look.COLOURS[1], "dash"),
)
"""Stages of a practice's life: column, names, colour, line."""


class Life(NamedTuple):
    """A policy: the band of each stage, in the order of `STAGES`."""

    policy: str
    title: str
    stages: tuple[Band, ...]


def numbers(comparison, lang="en") -> tuple[Life, ...]:
    """The numbers of the figure."""
    return tuple(Life(arm.name, arm.title(lang), tuple(band(by_day(comparison, arm.name, column)) for column, *_ in STAGES))
                 for arm in comparison.arms)


def figure(lives, lang="en") -> go.Figure:
    """The picture: a panel a policy, a band a stage."""
    columns = min(MOST_COLUMNS, len(lives))
    rows = -(-len(lives) // columns)
    made = make_subplots(rows, columns, shared_yaxes="all", horizontal_spacing=0.03, vertical_spacing=0.25 / rows,
                         subplot_titles=[f"<b>{look.plain(life.title)}</b>" for life in lives])
    for position, life in enumerate(lives):
        where = {"row": position // columns + 1, "col": position % columns + 1}
        for stage, (_, english, french, colour, dash) in zip(life.stages, STAGES):
            draw(made, stage, french if lang == "fr" else english, colour, where, legend=position == 0, dash=dash)
        made.update_xaxes(title_text=TEXT[lang]["day"], **where)
    made.update_yaxes(title_text="pratiques" if lang == "fr" else "practices", rangemode="tozero", col=1)
    return look.dress(made, height=90 + 270 * rows, top=90, lang=lang)
