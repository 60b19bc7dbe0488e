"""The page of a docking: each relation in a sentence, with its figure, its tests, its restriction, and what is missing where it is not reproduced."""

import re
from datetime import datetime
from html import escape
from math import isfinite

from ..experiments.docking import ERRORS, NOT, PARTLY, REPRODUCED
from ..scenario.schema import plain
from . import curves, look
from .docking_words import WORDS
from .page import folded, page, table, tag, terms
from .words import AND, date, decimals_for, listed, number, typeset

LEAST = 20.0
"""How many times smaller than the mean the end of a bar is, at least, on a logarithmic scale, which knows no zero."""

MARKS = {REPRODUCED: "better", PARTLY: "partly", NOT: "worse"}


def report(found, lang="en", facts=(), made: datetime | None = None) -> str:
    """The whole page as HTML. facts: pairs of texts on where it comes from; made: when, today if not given."""
    words = WORDS[lang]
    told = "".join(f"<p>{escape(line)}</p>" for line in answer(found, lang))
    parts = [f"<h1>{escape(words['title'])}</h1>", f'<p class="quiet">{escape(_subtitle(found, made, lang))}</p>',
             f'<div class="answer">{told}<p class="caution">{escape(words["caution"])}</p></div>', *(_relation(found, relation,
                                                                                                               lang) for relation in found.relations),
             f"<h2>{words['origin']}</h2>\n<dl>{terms(facts)}</dl>" if facts else ""]
    return page(words["title"], "\n".join(parts), lang)


def answer(found, lang="en") -> list[str]:
    """A sentence for each relation: whether it is reproduced, and what its tests tell."""
    return [_sentence(found, relation, lang) for relation in found.relations]


def _sentence(found, relation, lang):
    words = WORDS[lang]
    told = AND[lang].join(said for said, _ in _tests(found, relation, lang))
    verdict = words["verdicts"][found.verdict(relation)]
    return typeset(words["line"].format(title=relation.title(lang), verdict=verdict, told=told[:1].upper() + told[1:]), lang)


def _tests(found, relation, lang):
    """What is said of each test, with its row."""
    held = found.contrasts[found.contrasts.relation == relation.key].set_index("contrast")
    for contrast in relation.contrasts:
        row = held.loc[contrast.key]
        decimals = decimals_for([row.error], [row.value])
        value = WORDS[lang]["pm"].format(value=number(row.value, lang, decimals, signed=True), error=number(row.error, lang, decimals),
                                         unit=contrast.unit(lang))
        yield (contrast.holds if row.holds else contrast.fails)(lang).format(value=value), row


def _model(relation):
    """Whose model it is: how its first source begins."""
    return relation.source.partition(",")[0]


def _subtitle(found, made, lang):
    words = WORDS[lang]
    more = [words["many"].format(worlds=found.replicates * relation.worlds, name=_model(relation)) for relation in found.relations if relation.worlds > 1]
    return typeset(words["subtitle"].format(relations=listed([_model(relation) for relation in found.relations], lang), worlds=found.replicates,
                                            many=f" ({listed(more, lang)})" if more else "", seed=found.seed, date=date(made or datetime.now(),
                                                                                                                        lang)), lang)


def _relation(found, relation, lang):
    """The part of the page on a relation."""
    words, verdict = WORDS[lang], found.verdict(relation)
    drawn = look.as_html(curves.figure(numbers(found, relation, lang), lang), relation.key)
    caption = words["caption"].format(worlds=found.replicates * relation.worlds)
    missing = [typeset(contrast.missing(lang), lang) for contrast, (_, row) in zip(relation.contrasts, _tests(found, relation,
                                                                                                              lang)) if contrast.missing and not row.holds]
    said = [(words["claim"], typeset(relation.claim(lang), lang)), (words["why"], typeset(relation.why(lang), lang)), *((words["missing"],
                                                                                                                         one) for one in missing)]
    return "\n".join((
        f'<h2 id="{relation.key}">{escape(typeset(relation.title(lang), lang))} {tag(MARKS[verdict], words["verdicts"][verdict])}</h2>',
        f'<p class="quiet">{escape(relation.source)}</p>',
        f'<figure role="group" aria-labelledby="{relation.key}">{drawn}<figcaption>{escape(caption)}</figcaption></figure>',
        _table(found, relation, lang), f"<dl>{terms(said)}</dl>", folded(words["restricted"], _restrictions(relation, lang))))


def numbers(found, relation, lang="en") -> tuple[curves.Panel, ...]:
    """The numbers of the figure of a relation."""
    held = found.cells[found.cells.relation == relation.key]
    return tuple(_panel(panel, held[held.panel == panel.key], lang) for panel in relation.panels)


def _panel(panel, held, lang):
    lines, decimals = [], decimals_for(held.error, held.value)
    for key, title in panel.lines.items():
        rows = held[(held.line == key) & held.value.notna()].sort_values("x")
        if rows.empty:
            continue
        ends = (rows.error * ERRORS).fillna(0.0)
        low = (rows.value - ends).clip(lower=rows.value / LEAST) if "y" in panel.log else rows.value - ends
        name = typeset(title(lang), lang)
        said = tuple(f"{name}, {look.told(row.x, lang)}: {number(row.value, lang, decimals)} ± {number(row.error, lang, decimals)}"
                     for row in rows.itertuples())
        lines.append(curves.Line(name, *map(tuple, (rows.x, rows.value, low, rows.value + ends)), said))
    return curves.Panel(typeset(panel.title(lang), lang), typeset(panel.x(lang), lang), typeset(panel.y(lang), lang), tuple(lines), panel.log,
                        tuple((place, look.told(place, lang)) for place in panel.ticks), any(cell.twin for cell in panel.cells))


def _table(found, relation, lang):
    words, rows = WORDS[lang], []
    for (said, row), contrast in zip(_tests(found, relation, lang), relation.contrasts):
        decimals = decimals_for([row.error], [row.value])
        bare = (contrast.holds if row.holds else contrast.fails)(lang)
        bare = re.sub(r" \([^()]*\{value\}\)", "", bare)
        unit = f"<small>{escape(contrast.unit(lang))}</small>"
        rows.append([escape(typeset(bare[:1].upper() + bare[1:], lang)), number(row.value, lang, decimals, signed=True) + unit,
                     number(row.error, lang, decimals) if isfinite(row.error) else "–", tag("better" if row.holds else "worse",
                                                                                            words["yes" if row.holds else "no"])])
    return table([words["test"], words["value"], words["error"], words["holds"]], rows)


def _restrictions(relation, lang):
    """Each restriction: why, and the values that are set."""
    told = [(typeset(one.why(lang), lang), ", ".join(f"{key} = {_written(value)}" for key, value in one.values.items())) for one in relation.restrictions]
    return f"<dl>{terms(told)}</dl>"


def _written(value):
    """A value as a scenario file has it."""
    return str(plain(value)).lower() if isinstance(value, bool) else str(plain(value))
