"""The page of a house's daily figures: the patterns made of them, the days, and what they cannot tell."""

from html import escape
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ..charts import look
from ..charts.page import page, table
from ..charts.words import date, number, significant, typeset
from ..measures.outcomes import measure
from .staff import MEASURED, Staff
from .staff_patterns import Made
from .staff_words import WORDS

YEAR_DIFFERS = 0.05


def report(staff: Staff, made: tuple[Made, ...], days_per_year: float, out, lang="en") -> str:
    """The whole page as HTML. out: the file of the patterns, as it is named in a study."""
    words = typeset(WORDS[lang], lang)
    title = words["title"].format(name=", ".join(staff.names))
    parts = [
        f"<h1>{escape(title)}</h1>",
        f'<div class="answer"><p>{escape(lead(staff, made, lang))}</p></div>',
        f"<h2>{escape(words['cannot'])}</h2>",
        "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in remarks(staff, made, days_per_year, lang)) + "</ul>",
        f"<h2>{escape(words['patterns'])}</h2>",
        _patterns(made, words, lang),
        f'<h2 id="series">{escape(words["series"])}</h2>\n<figure role="group" aria-labelledby="series">{look.as_html(_series(staff, words, lang), "series")}</figure>',
        f"<h2>{escape(words['next'])}</h2><p>{escape(words['next_text'].format(file=Path(out).name))}</p>",
    ]
    return page(title, "\n".join(parts), lang)


def lead(staff: Staff, made, lang="en") -> str:
    """What was read, in a paragraph."""
    words, days = typeset(WORDS[lang], lang), staff.days
    teams = words["teams"].format(n=len(staff.teams)) if len(staff.teams) > 1 else ""
    return words["lead"].format(
        days=len(days),
        first=date(days.date.iloc[0], lang),
        last=date(days.date.iloc[-1], lang),
        heads=number(days.head_count.mean(), lang, 1),
        teams=teams,
        n=len(made),
    )


def remarks(staff: Staff, made, days_per_year: float, lang="en") -> list[str]:
    """What such figures cannot tell, and what is odd about these."""
    words, days = typeset(WORDS[lang], lang), staff.days
    said, found = words["remarks"], {one.measure: one for one in made}
    told = [said["head_count"]]
    for name in staff.measured:
        one = found.get({"leavers": "leavers"}.get(name, ""))
        told.append(said[name].format(count=number(one.count, lang), error=number(one.error, lang, 1)) if one else said[name])
    told += [said["zero"].format(name=words["names"][name], days=len(days)) for name in staff.measured if not days[name].sum() > 0]
    span = (days.date.iloc[-1] - days.date.iloc[0]).days + 1
    yearly = round(len(days) * 365.25 / span)
    if span < 350:
        told.append(said["short"].format(days=len(days)))
    if span >= 60 and abs(yearly / days_per_year - 1) > YEAR_DIFFERS:
        told.append(said["year"].format(found=yearly, asked=f"{days_per_year:g}"))
    if staff.gaps:
        told.append(said["gaps"].format(gaps="; ".join(f"{date(first, lang)} – {date(last, lang)}" for first, last in staff.gaps[:5])))
    told += [
        said["missing"].format(name=words["names"][name], n=int(days[name].isna().sum()), days=len(days))
        for name in staff.measured
        if days[name].isna().any()
    ]
    if "leavers" in days:
        falls = int(((days.head_count.diff() < -0.5) & (days.leavers.shift() + days.leavers == 0)).sum())
        told += [said["moves"].format(n=falls)] if falls else []
    return told


def _patterns(made, words, lang):
    rows = [
        [
            f"{escape(measure(one.measure).title(lang))}<small>{escape(one.measure)}</small>",
            f"{significant(one.value, lang, 4)} {escape(measure(one.measure).unit_in(lang))}",
            significant(one.error, lang, 3),
            escape(words["counted"].format(count=number(one.count, lang), days=number(one.days, lang))),
            escape(words["methods"][one.method]),
        ]
        for one in made
    ]
    return table(words["columns"], rows, kind="text")


def _series(staff, words, lang):
    """Each figure by day."""
    names = ["head_count", *(name for name in MEASURED if name in staff.days)]
    made = make_subplots(len(names), 1, shared_xaxes=True, vertical_spacing=0.05, subplot_titles=[look.plain(words["names"][name]) for name in names])
    dates = staff.days.date.dt.strftime("%Y-%m-%d").tolist()
    for row, name in enumerate(names, 1):
        values = staff.days[name].to_numpy(float)
        shown = [None if np.isnan(value) else float(value) for value in values]
        kind = (
            go.Scatter(x=dates, y=shown, mode="lines", line={"color": look.COLOURS[0], "shape": "hv"})
            if name in ("head_count", "absences", "contacts")
            else go.Bar(x=dates, y=shown, marker={"color": look.COLOURS[1], "line": {"color": look.COLOURS[1], "width": 1}})
        )
        made.add_trace(kind.update(showlegend=False), row=row, col=1)
        made.update_yaxes(rangemode="tozero", row=row, col=1)
    return look.dress(made, height=130 * len(names) + 80, lang=lang)
