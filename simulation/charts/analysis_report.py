"""The page of an analysis: what each axis does, where which policy does better, whether there are replicates enough."""

from datetime import datetime
from html import escape
from math import isfinite
from numbers import Integral

import numpy as np
import pandas as pd

from ..experiments.analysis.replicates import FEWEST, enough
from ..experiments.analysis.results import MINUS, NEVER
from ..measures.outcomes import BY_KEY
from . import look, marks, regimes, study_names
from .analysis_words import WORDS
from .page import folded, page, table, terms
from .words import AND, DESIGNS, date, listed, number

MEASURES = {"sobol": ("s1", "st"), "morris": ("mu_star", "sigma", "floor"), "swings": ("below", "above", "other"), "shares": ("share",)}
"""What is drawn of each table."""

SIZE = {"sobol": "st", "morris": "mu_star", "swings": "swing", "shares": "share"}
"""The measure by which rows of each table are put in order."""

IN_SHARES = ("sobol", "shares")
MOST_AXES_TOLD, MOST_LINES_TOLD = 3, 12
"""In the terminal: axes of an outcome, and lines in all."""

MOST_TOLD = 200
"""Rows of a table on the page; the CSV has all."""


def report(found, lang="en", facts=(), made: datetime | None = None) -> str:
    """The whole page as HTML. facts: pairs of texts on where it comes from."""
    words, results = WORDS[lang], found.results
    name = results.manifest.get(f"title_{lang}") or results.name
    said = words["subtitle"].format(name=results.name, kind=DESIGNS[lang].get(results.kind, results.kind), points=number(len(results.design), lang),
                                    runs=number(len(results.rows), lang), date=date(made or datetime.now(), lang))
    parts = [f'<p class="quiet">{escape(name)}</p>', f"<h1>{escape(words['title'])}</h1>", f'<p class="quiet">{escape(said)}</p>']
    if results.failed:
        parts.append(f"<p>{escape(words['failed'].format(n=number(results.failed, lang)))}</p>")
    parts.append(_axes(results, lang))
    still = found.notes[found.notes.kind == NEVER].outcome
    if len(still):
        parts.append(f"<p>{escape(words['never'].format(names=listed([_title(outcome, lang) for outcome in still], lang)))}</p>")
    for kind in MEASURES:
        if kind in found.tables:
            parts += [_drawn(kind, side, held, results, lang) for side, held in found.tables[kind].groupby("policy", sort=False)]
    if "regimes" in found.tables:
        parts.append(_maps(found.tables["regimes"], results, lang))
    parts += [_enough(found, lang), _tables(found, lang), _notes(found, lang)]
    if facts:
        parts.append(f"<dl>{terms(facts)}</dl>")
    return page(f"{words['title']} – {name}", "\n".join(parts), lang)


def _side(side, results, lang):
    """The title of a policy, or of a difference of two."""
    return study_names.side_title(side, results, lang, WORDS[lang]["plain"])


def _axes(results, lang):
    """The axes in words."""
    head = [escape(name) for name in WORDS[lang]["axes"]]
    return folded(WORDS[lang]["axes_title"], table(head, study_names.axes_rows(results, lang), kind="text"))


def _title(outcome, lang):
    return BY_KEY[outcome].title(lang) if outcome in BY_KEY else outcome


def _drawn(kind, side, held, results, lang):
    """The figure of one method and one policy."""
    words = WORDS[lang]
    row = "term" if kind == "shares" else "axis"
    measures = [words["measures"][measure] for measure in MEASURES[kind]]
    panels = [marks.Panel(_title(outcome, lang), words["share_unit"] if kind in IN_SHARES else regimes.unit_of(outcome, lang), tuple(_marks(kind, part, row, lang)))
              for outcome, part in held.groupby("outcome", sort=False)]
    used = {mark.measure for panel in panels for mark in panel.marks}
    figure = marks.figure(panels, _order(kind, held, row), [measure for measure in measures if measure in used], lang, bars=kind == "swings",
                          shares=kind in IN_SHARES, label=lambda name: study_names.row_label(name, study_names.keys_of(results), lang))
    title, caption = words["headings"][kind]
    name = f"{kind}-{[*results.policies, ''].index(side) if side in results.policies else 'x' + str(results.policies.index(side.split(MINUS)[0]))}"
    return _framed(name, title.format(side=_side(side, results, lang)), figure, caption)


def _framed(name, title, figure, caption):
    return (f'<h2 id="{name}">{escape(title)}</h2>\n<figure role="group" aria-labelledby="{name}">{look.as_html(figure, name)}'
            f"<figcaption>{escape(caption)}</figcaption></figure>")


def _order(kind, held, row):
    """The rows of a figure, those that matter most over all outcomes first."""
    size = SIZE[kind]
    whole = held.groupby("outcome")[size].transform("max").replace(0.0, np.nan)
    return list((held[size] / whole).groupby(held[row]).mean().sort_values(ascending=False, kind="stable").index)


def _marks(kind, part, row, lang):
    """The marks of one outcome."""
    words = WORDS[lang]["measures"]
    for line in part.to_dict("records"):
        if kind == "swings":
            measure = _compared(line["value"], line["base_value"])
            change = f"{look.told(line['base_value'], lang)} → {look.told(line['value'], lang)}"
            yield _mark(line[row], words[measure], line["difference"], line["low"], line["high"], lang, change)
        else:
            for measure in MEASURES[kind]:
                low, high = ("low", "high") if kind == "shares" else (f"{measure}_low", f"{measure}_high")
                yield _mark(line[row], words[measure], line[measure], line.get(low, line[measure]), line.get(high, line[measure]), lang)


def _compared(value, base):
    try:
        return "below" if float(value) < float(base) else "above"
    except (TypeError, ValueError):
        return "other"


def _mark(row, measure, value, low, high, lang, more=""):
    told = f"{measure}: {_figure(value, lang)}" + (f" [{_figure(low, lang)}{AND[lang]}{_figure(high, lang)}]" if low != high else "")
    return marks.Mark(str(row), measure, value, low, high, f"{more} {told}".strip())


def _figure(value, lang):
    """A number with three digits that tell."""
    if not isfinite(value) or not value:
        return number(value, lang)
    return number(value, lang, max(0, min(6, 2 - int(np.floor(np.log10(abs(value)))))))


def _maps(held, results, lang):
    """The regime maps, each with its table folded beside it."""
    parts = [f"<h2>{escape(WORDS[lang]['headings']['regimes'][0])}</h2>"]
    for position, ((outcome, policy, against), part) in enumerate(held.groupby(["outcome", "policy", "against"], sort=False)):
        part = part.drop(columns=["outcome", "policy", "against"])
        drawn = regimes.numbers(part, outcome, _side(policy, results, lang), _side(against, results, lang), lang)
        parts.append(f'<figure role="group" aria-label="{escape(_title(outcome, lang))}">{look.as_html(regimes.figure(drawn, lang), f"map-{position}")}'
                     f"<figcaption>{escape(regimes.caption(drawn, lang))}</figcaption></figure>" + folded(_title(outcome, lang), regimes.table(part, lang)))
    return "\n".join(parts)


def _enough(found, lang):
    """Power and stability."""
    words, names = WORDS[lang], WORDS[lang]["columns"]
    power = [[escape(_title(row.outcome, lang)) + f"<small>{escape(regimes.unit_of(row.outcome, lang))}</small>",
              escape(_side(row.policy, found.results, lang) if row.twins else words["unlike"]), number(row.worlds, lang), _figure(row.sd, lang), _figure(row.smallest_effect, lang)]
             for row in found.tables["power"].itertuples()]
    parts = [f"<h2>{escape(words['enough'])}</h2>", f"<p>{escape(words['enough_text'])}</p>",
             table([names[name] for name in ("outcome", "between", "worlds", "sd", "smallest")], power)]
    if "replicates" in found.tables:
        rows = [[escape(_title(one.outcome, lang)), "–" if one.still is None else f"{number(one.still, lang)} / {number(one.points, lang)}",
                 escape(words["few"].format(n=FEWEST)) if one.still is None else "–" if one.more is None else number(one.more, lang)] for one in enough(found.tables["replicates"])]
        plain = f"{found.eps:g}"  # a command takes a point, whatever the language
        parts += [f"<p>{escape(words['still_text'].format(eps=number(found.eps, lang, 2), plain=plain))}</p>", table([names[name] for name in ("outcome", "still", "more")], rows)]
    return "\n".join(parts)


def _tables(found, lang):
    """The figures as tables, folded, for those who cannot see them."""
    held = {name: part for name, part in found.tables.items() if name not in ("power", "replicates", "regimes")}
    parts = [folded(f"{name}.csv", table([escape(column) for column in part.columns],
                                         [[_cell(value, lang) for value in row] for row in part.head(MOST_TOLD).itertuples(index=False)])) for name, part in held.items()]
    return f"<h2>{escape(WORDS[lang]['all_tables'])}</h2>\n" + "\n".join(parts) if parts else ""


def _cell(value, lang):
    """A cell of a table: a text as it is, whole numbers whole, others with three digits that tell."""
    if isinstance(value, str):
        return escape(value)
    if pd.isna(value):
        return "–"
    return number(int(value), lang) if isinstance(value, Integral) else _figure(float(value), lang)


def weights_told(found, lang) -> list[str]:
    """What weighs most on each outcome, for the terminal: a line with the measure, then a line for each outcome and policy, the largest first; nothing where no method could be used."""
    words = WORDS[lang]
    kind = next((kind for kind in MEASURES if kind in found.tables), None)
    if kind is None:
        return []
    size, row = SIZE[kind], "term" if kind == "shares" else "axis"
    lines = []
    for (outcome, side), part in found.tables[kind].groupby(["outcome", "policy"], sort=False):
        first = part.sort_values(size, ascending=False, kind="stable").drop_duplicates(row).head(MOST_AXES_TOLD)
        axes = ", ".join(_weight(kind, line, line[row], outcome, lang) for line in first.to_dict("records"))
        lines.append(f"  {_title(outcome, lang)} ({_side(side, found.results, lang)})" + words["colon"] + axes)
    more = len(lines) - MOST_LINES_TOLD
    return [words["weights"].format(measure=words["sizes"][kind]), *lines[:MOST_LINES_TOLD]] + ([words["more"].format(n=more)] if more > 0 else [])


def _weight(kind, line, name, outcome, lang):
    """An axis with its measure and the interval of that, if it has one."""
    if kind == "swings":
        return f"{name} {_figure(line['swing'], lang)} {regimes.unit_of(outcome, lang)}"
    ends = ("low", "high") if kind == "shares" else (f"{SIZE[kind]}_low", f"{SIZE[kind]}_high")
    unit, told = ("", lambda value: number(value, lang, 2)) if kind in IN_SHARES else (f" {regimes.unit_of(outcome, lang)}", lambda value: _figure(value, lang))
    return f"{name} {told(line[SIZE[kind]])} [{AND[lang].join(told(line[end]) for end in ends)}]{unit}"


def notes_told(found, lang) -> list[list[str]]:
    """What could not be said: the outcome, under which policies, and why; what is the same under several stands once."""
    words, told = WORDS[lang]["notes_told"], {}
    for row in found.notes.itertuples():
        told.setdefault((row.outcome, words.get(row.kind, row.note)), []).append(row.policy)
    return [[_title(outcome, lang), listed([_side(policy, found.results, lang) for policy in policies if policy], lang), why]
            for (outcome, why), policies in told.items()]


def _notes(found, lang):
    """What could not be said, and why."""
    if found.notes.empty:
        return ""
    words = WORDS[lang]
    rows = [[escape(cell) for cell in row] for row in notes_told(found, lang)]
    return f"<h2>{escape(words['notes'])}</h2>\n" + table([words["columns"]["outcome"], "", words["columns"]["note"]], rows, kind="text")
