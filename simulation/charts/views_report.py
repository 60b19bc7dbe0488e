"""The page of views: what the manager sees against what is so, in words, as one figure, as a table; what was seen of each practice; what is assumed."""

from datetime import datetime
from html import escape
from itertools import pairwise
from math import isfinite

import numpy as np

from ..experiments import paired
from ..experiments.views.facts import FACTS
from ..experiments.views.office import ASSUMPTIONS, DOCUMENTS, INSTRUMENTS, OBSERVATION, TIERS, TRUTH, VIEWS
from ..measures.story_words import SHORT_FR
from ..measures.units import unit_in
from . import four_views, look
from .page import folded, page, table, terms
from .views_words import WORDS
from .words import AND, date, listed, number, span, typeset


def report(found, lang="en", facts=(), made: datetime | None = None) -> str:
    """The whole page as HTML. facts: pairs of texts on where it comes from; made: when, today if not given."""
    words = WORDS[lang]
    office, panels = found.office.title(lang), four_views.numbers(found, lang)
    told = answer(found, lang)
    parts = [
        f'<p class="quiet">{escape(office)}</p>', f"<h1>{escape(words['title'])}</h1>", f'<p class="quiet">{escape(_subtitle(found, made, lang))}</p>',
        f'<div class="answer"><p class="lead">{escape(told[0])}</p>' + "".join(f"<p>{escape(line)}</p>" for line in told[1:])
        + f'<p class="caution">{escape(words["caution"])}</p></div>',
        _figure(found, panels, lang),
        f"<h2>{escape(words['table'])}</h2>\n<p>{escape(words['table_text'])}</p>\n" + _table(found, panels, lang), _practices(found, lang),
        folded(words["assumptions"], _assumptions(found, lang)),
        folded(words["reading"], f"<dl>{terms((fact.title(lang), typeset(fact.meaning(lang), lang)) for fact in FACTS)}</dl>"),
        f"<h2>{words['origin']}</h2>\n<dl>{terms(facts)}</dl>" if facts else "",
    ]
    return page(f"{words['title']} – {office}", "\n".join(parts), lang)


def _figure(found, panels, lang):
    words = WORDS[lang]
    caption = words["caption"].format(worlds=_worlds(found, lang))
    return (f'<h2 id="views">{escape(words["figure"])}</h2>\n<figure role="group" aria-labelledby="views">'
            f'{look.as_html(four_views.figure(panels, lang), "views")}<figcaption>{escape(caption)}</figcaption></figure>')


def _worlds(found, lang):
    return WORDS[lang]["worlds"][found.replicates > 1].format(n=found.replicates)


def _subtitle(found, made, lang):
    words = WORDS[lang]
    asked, watched = (words[key][min(2, many)].format(n=many) for key, many in (("asked", found.interviews), ("watched", found.observed)))
    return words["subtitle"].format(
        policy=found.office.policy or words["no_policy"], span=span(found.years, lang), days=found.days, worlds=_worlds(found, lang), first=found.seed,
        last=found.seed + found.replicates - 1, asked=asked, watched=watched, date=date(made or datetime.now(), lang))


# --- in words -----------------------------------------------------------------------------------------------------------------


def answer(found, lang="en") -> list[str]:
    """What was found, in some sentences: the share of practices that each instrument shows first."""
    words = WORDS[lang]
    if not isfinite(found.row("visible", TRUTH)["mean"]):
        return [words["lead_none"], _episodes(found, lang)]
    lead = words["lead"].format(many=_said(found, "shared", TRUTH, lang, 0), told=_by_instrument(found, "visible", words["leads"], lang))
    return [lead, _order(found, lang), _episodes(found, lang), _key(found, lang), _nearest(found, lang)]


def _said(found, fact, view, lang, decimals):
    return number(found.row(fact, view)["mean"], lang, decimals)


def _by_instrument(found, fact, said, lang):
    """What the instruments say of a fact, of those that say anything."""
    return listed([said[one].format(share=_said(found, fact, one, lang, 0)) for one in INSTRUMENTS if found.row(fact, one).worlds], lang)


def _order(found, lang):
    """Whether documents show least and observation most, as seed 003 tells."""
    words = WORDS[lang]
    names = words["names"]
    missing = [instrument for instrument in INSTRUMENTS if not found.row("visible", instrument).worlds]
    if missing:
        return words["missing"].format(names=listed([names[instrument] for instrument in missing], lang))
    shares = {instrument: found.by_world("visible", instrument) for instrument in INSTRUMENTS}
    order = sorted(INSTRUMENTS, key=lambda instrument: found.row("visible", instrument)["mean"])
    more = [_more(shares[second] - shares[first]) for first, second in pairwise(order)]
    if order == list(INSTRUMENTS) and all(more):
        return words["as_expected"]
    told = names[order[0]] + "".join(f" {'<' if sign else '≈'} {names[instrument]}" for sign, instrument in zip(more, order[1:]))
    against = any(sign and INSTRUMENTS.index(first) > INSTRUMENTS.index(second) for sign, (first, second) in zip(more, pairwise(order)))
    return words["otherwise" if against else "untold"].format(told=told)


def _episodes(found, lang):
    def total(view):
        return sum(found.row(f"episodes_{tier}", view)["mean"] for tier in TIERS)

    share = 100.0 * total(DOCUMENTS) / total(TRUTH) if total(TRUTH) else np.nan
    return WORDS[lang]["episodes"].format(all=number(total(TRUTH), lang), seen=number(share, lang, 2), grave=_said(found, "episodes_grave", TRUTH, lang, 2),
                                          grave_seen=_said(found, "episodes_grave", DOCUMENTS, lang, 2))


def _key(found, lang):
    posts = sum(found.office.params.channel_posts) + found.office.params.staff_extra_posts
    told = _by_instrument(found, "key_found", WORDS[lang]["keys"], lang)
    return WORDS[lang]["key"].format(chance=number(100.0 / max(1, posts), lang), told=told)


def _nearest(found, lang):
    """On how many facts each instrument is off by least."""
    words, panels = WORDS[lang], four_views.numbers(found, lang)
    best = [nearest(found, panel.key) for panel in panels]
    told = [words["nearest_sole" if one == OBSERVATION else "nearest_one"].format(instrument=words["names"][one], n=best.count(one))
            for one in INSTRUMENTS]
    return words["nearest"].format(many=len(panels), told=listed(told, lang))


def nearest(found, fact: str) -> str | None:
    """The instrument that is off by least on a fact, if that can be told: its squared error is smaller than that of each other one, over worlds in which both
    say something."""
    squared = {one: (found.by_world(fact, one) - found.by_world(fact, TRUTH))**2 for one in INSTRUMENTS}
    misses = {one: miss for one in INSTRUMENTS if isfinite(miss := found.row(fact, one).miss)}
    if not misses:
        return None
    best = min(misses, key=misses.get)
    return best if all(one == best or _more(squared[one] - squared[best]) for one in misses) else None


def _more(apart):
    """Whether differences can be told to lie above zero."""
    apart = apart[np.isfinite(apart)]
    low, _ = paired.interval(apart)
    return len(apart) > 1 and bool(low > 0)


# --- tables -------------------------------------------------------------------------------------------------------------------


def _table(found, panels, lang):
    words, rows = WORDS[lang], []
    for panel in panels:
        best = nearest(found, panel.key)
        cells = [_cell(found.row(panel.key, view), view, best, panel.decimals, lang) for view in VIEWS]
        rows.append([f"{escape(panel.title)}<small>{escape(panel.unit)}</small>", *cells])
    return table([escape(words["fact"]), *(escape(words["views"][view]) for view in VIEWS)], rows)


def _cell(row, view, best, decimals, lang):
    if not row.worlds:
        return f"<small>{escape(WORDS[lang]['silent'])}</small>"
    told = four_views.said(row["mean"], decimals, lang) + " ✓" * (view == best)
    if view == TRUTH or not isfinite(row.error):
        return told
    ends = (row.error, row.error_low, row.error_high)
    error, low, high = (number(value, lang, max(decimals, 1 if any(0 < abs(end) < 1 for end in ends) else 0), signed=True) for value in ends)
    return f"{told}<small>{error}{f' [{low}{AND[lang]}{high}]' if isfinite(row.error_low) and row.error_low < row.error_high else ''}</small>"


def _practices(found, lang):
    """Which practices each instrument has seen in the first world."""
    words, first = WORDS[lang], found.practices[found.practices.replicate == found.practices.replicate.min()]
    if first.empty:
        return ""
    rows = [[escape(q.name_fr if lang == "fr" else q.name), escape(SHORT_FR[q.kind] if lang == "fr" else q.kind), number(q.tacitness, lang, 2),
             number(q.holders, lang), number(q.uses, lang), *(words["yes" if getattr(q, one) else "no"] for one in INSTRUMENTS)] for q in first.itertuples()]
    head = [*words["practice_head"], *(words["views"][instrument] for instrument in INSTRUMENTS)]
    return folded(words["practices"].format(seed=first.seed.iloc[0]), table(list(map(escape, head)), rows))


def _assumptions(found, lang):
    words, rows = WORDS[lang], []
    for one in ASSUMPTIONS:
        basis = words["bases"][one.basis].format(source=one.source)
        unit = unit_in(one.unit, lang)
        rows.append([f"<code>{one.key}</code>", f"{look.told(getattr(found.assumed, one.key), lang)}<small>{escape(unit)}</small>",
                     escape(typeset(one.fr if lang == "fr" else one.en, lang)), escape(basis)])
    return table(list(map(escape, words["assumption_head"])), rows, "text") + f'<p class="quiet">{escape(words["read"])}</p>'
