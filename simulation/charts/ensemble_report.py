"""What holds over an ensemble: sentences, bars of shares, a table; for policies compared and for mechanisms switched off."""

from datetime import datetime
from html import escape
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ..measures.outcomes import BY_KEY, MAIN
from . import look
from .ensemble_words import WORDS
from .page import page, table, terms
from .words import AND, date, decimals_for, number, percent, small, span, twin_worlds

KEYS = tuple(outcome.key for outcome in MAIN)


class Told(NamedTuple):
    """What a page is made of. kind: "compare" or "ablate"; table: conclusions with who (and against whom), as they are titled; name: of the ensemble."""

    kind: str
    table: pd.DataFrame
    office: object
    name: str
    reached: bool
    members: int
    replicates: int
    years: float
    runs: int


def answer(told: Told, lang="en") -> list[str]:
    """What holds, as sentences: how it was found, then a paragraph for each policy or mechanism, over the main outcomes."""
    words, worlds = WORDS[lang], twin_worlds(told.replicates, lang)
    said = [words["lead"].format(members=number(told.members, lang), worlds=worlds)]
    for (who, whom), held in _groups(told):
        parts = [f"{words['heading'][told.kind].format(who=who, against=whom)} –"]
        for holds in ("yes", "leaning", "open"):
            items = [_item(row, told.kind, holds, lang) for row in held[held.holds == holds].itertuples()]
            parts += [words[holds].format(items=AND[lang].join(items))] if items else []
        said.append(" ".join(parts))
    return said + ([] if told.reached else [words["rough"]]) + [words["caution"].format(worlds=worlds)]


def _groups(told):
    """The main outcomes of each policy against another, or of each mechanism."""
    main = told.table[told.table.outcome.isin(KEYS)]
    return main.groupby(["who", "whom"], sort=False)


def _item(row, kind, holds, lang):
    """An outcome: "exhaustion better in 93 %"."""
    words, outcome = WORDS[lang], BY_KEY[row.outcome]
    if row.direction == "none":
        return f"{small(outcome.title(lang))} ({words['either' if row.share_up else 'nothing']})"
    way = words["ablate_ways"][row.direction] if kind == "ablate" else words["ways"][row.direction, outcome.better]
    share = max(row.share_up, row.share_down)
    return words["open_item" if holds == "open" else "item"].format(outcome=small(outcome.title(lang)), way=way, share=percent(share, lang))


def report(told: Told, lang="en", facts=(), made: datetime | None = None) -> str:
    """The whole page as HTML. facts: pairs of texts on where it comes from."""
    words, office = WORDS[lang], told.office.title(lang)
    title = words["title"][told.kind]
    said = words["subtitle"].format(
        office=office,
        members=number(told.members, lang),
        name=told.name,
        worlds=twin_worlds(told.replicates, lang),
        span=span(told.years, lang),
        runs=number(told.runs, lang),
        date=date(made or datetime.now(), lang),
    )
    parts = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="quiet">{escape(said)}</p>',
        '<div class="answer">' + "".join(f"<p>{escape(line)}</p>" for line in answer(told, lang)) + "</div>",
        f'<h2 id="shares">{escape(words["figure"])}</h2>\n<figure role="group" aria-labelledby="shares">{look.as_html(figure(told, lang), "shares")}'
        f"<figcaption>{escape(words['figure_text'])}</figcaption></figure>",
        f"<h2>{escape(words['table'])}</h2>",
    ]
    for (who, whom), held in _groups(told):
        parts += [f"<h3>{escape(words['heading'][told.kind].format(who=who, against=whom))}</h3>", _table(held, lang)]
    if facts:
        parts.append(
            f"<h2>{escape(words['origin'])}</h2>\n<dl>{terms(facts)}</dl>"
        )
    return page(f"{title} – {told.name}", "\n".join(parts), lang)


def figure(told: Told, lang="en") -> go.Figure:
    """A panel for each main outcome, a bar for each policy or mechanism: shares of the ensemble below and above zero."""
    words, columns = WORDS[lang], 3
    rows = list(dict.fromkeys(_row(row, told.kind) for row in told.table.itertuples()))
    lines = -(-len(KEYS) // columns)
    inside = 42 * max(2, len(rows)) * lines + 90 * (lines - 1)
    made = make_subplots(
        lines,
        columns,
        shared_yaxes=True,
        horizontal_spacing=0.03,
        vertical_spacing=90 / inside if lines > 1 else 0.0,
        subplot_titles=[f"<b>{look.plain(BY_KEY[key].title(lang))}</b>" for key in KEYS],
    )
    for position, key in enumerate(KEYS):
        held = told.table[told.table.outcome == key]
        for name, sign, colour, faint in (("shown_up", 1, 0, False), ("up", 1, 0, True), ("shown_down", -1, 1, False), ("down", -1, 1, True)):
            shares = held[name] if not faint else held[f"share_{name}"] - held[f"shown_{name}"]
            made.add_trace(
                go.Bar(
                    orientation="h",
                    y=[rows.index(_row(row, told.kind)) for row in held.itertuples()],
                    x=[100.0 * sign * share if share > 0 else None for share in shares],
                    name=words[name],
                    legendgroup=name,
                    showlegend=not position,
                    width=0.65,
                    hoverinfo="skip",
                    marker={"color": look.faded(look.COLOURS[colour], 0.3 if faint else 0.9), "line": {"color": look.COLOURS[colour], "width": 1}},
                ),
                row=position // columns + 1,
                col=position % columns + 1,
            )
    made.update_yaxes(tickvals=list(range(len(rows))), ticktext=[look.wrapped(name, 28) for name in rows], range=[len(rows) - 0.4, -0.6], showgrid=False)
    made.update_xaxes(range=[-105, 105], tickvals=[-50, 0, 50], ticktext=["50 %", "0", "50 %"])
    made.update_layout(barmode="relative")
    return look.dress(made, height=inside + 140, left=210, top=100, bottom=40, lang=lang)


def _row(row, kind):
    return f"{row.who} / {row.whom}" if kind == "compare" else row.who


def _table(held, lang):
    words, rows = WORDS[lang], []
    for row in held.itertuples():
        outcome, decimals = BY_KEY[row.outcome], decimals_for([(row.high - row.low) / 2], [row.difference])
        low, high, middle = (number(value, lang, decimals, signed=True) for value in (row.low, row.high, row.difference))
        rows.append(
            [
                f"{escape(outcome.title(lang))}<small>{escape(outcome.unit_in(lang))}</small>",
                middle,
                words["to"].format(low=low, high=high),
                percent(row.share_up, lang),
                percent(row.share_down, lang),
                words["holds"][row.holds],
            ]
        )
    return table(words["columns"], rows)
