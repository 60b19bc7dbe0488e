"""The page of an ablation: what each mechanism contributes, in words, as a waterfall, as a table; how pairs act together; where it comes
from."""

from datetime import datetime
from html import escape
from math import isfinite

from ..experiments.ablation import ALL, TOGETHER
from ..experiments.paired import CANNOT_TELL, LEVEL, SAME
from ..measures.outcomes import BY_KEY, MAIN
from ..rules.order import MECHANISMS
from ..scenario import PARAMETERS
from . import interactions, look, waterfall
from .ablation_words import WORDS, title
from .page import folded, page, table, tag, terms
from .words import AND, VERDICTS, date, decimals_for, listed, number, significant, small, span, twin_worlds

MOST_NAMED, MOST_PAIRS = 3, 8
"""Mechanisms named in a sentence, and pairs in a table."""


def report(found, lang="en", facts=(), made: datetime | None = None) -> str:
    """The whole page as HTML. facts: pairs of texts on where it comes from; made: when, today if not given."""
    words = WORDS[lang]
    office = found.office.title(lang)
    parts = [
        f'<p class="quiet">{escape(office)}</p>', f"<h1>{escape(words['title'])}</h1>", f'<p class="quiet">{escape(_subtitle(found, made, lang))}</p>',
        '<div class="answer">' + "".join(f"<p>{escape(line)}</p>" for line in answer(found, lang)) + f'<p class="caution">{escape(words["caution"])}</p></div>',
        _figure("waterfall", waterfall.figure(waterfall.numbers(found, lang), lang), found, lang), _contributions(found, lang), _pairs(found, lang),
        _reading(found, lang), f"<h2>{words['origin']}</h2>\n<dl>{terms(facts)}</dl>" if facts else "",
    ]
    return page(f"{words['title']} – {office}", "\n".join(parts), lang)


def _subtitle(found, made, lang):
    words = WORDS[lang]
    return words["subtitle"].format(
        policy=found.office.policy or words["no_policy"], span=span(found.years, lang), days=found.days, worlds=twin_worlds(found.replicates, lang),
        first=found.seed, last=found.seed + found.replicates - 1, runs=number(len(found.outcomes), lang), date=date(made or datetime.now(), lang))


def answer(found, lang="en") -> list[str]:
    """A sentence for each main outcome: what it is, and what moves it most."""
    return [_sentence(panel, lang) for panel in waterfall.numbers(found, lang)]


def _sentence(panel, lang):
    """What is said of an outcome."""
    words = WORDS[lang]
    moved = [step for step in panel.steps if step.mechanism != TOGETHER and step.verdict not in (CANNOT_TELL, SAME)]

    def most(sign):
        """The mechanisms that move it most this way, with how much."""
        chosen = sorted((step for step in moved if sign * step.contribution > 0), key=lambda step: -abs(step.contribution))[:MOST_NAMED]
        return listed([f"{small(title(step.mechanism, lang))} ({_contribution(step.contribution, panel.decimals, lang)})" for step in chosen], lang)

    up, down = most(1), most(-1)
    told = [words[name].format(names=names) for name, names in (("raised", up), ("lowered", down)) if names]
    told = AND[lang].join(told)
    return words["line"].format(outcome=panel.title, unit=panel.unit, stands=number(panel.stands, lang, panel.decimals),
                                plain=number(panel.plain, lang, panel.decimals), told=told[:1].upper() + told[1:] + words["end"] if told else words["nothing"])


def _contribution(value, decimals, lang):
    """A contribution with its sign; with two digits that count where it would be rounded to nothing."""
    told = number(value, lang, decimals, signed=True)
    return told if any(digit in told for digit in "123456789") else f"{'+' if value > 0 else ''}{significant(value, lang, 2)}"


def _figure(name, figure, found, lang):
    words = WORDS[lang]
    caption = words[f"{name}_caption"].format(worlds=twin_worlds(found.replicates, lang))
    return (f'<h2 id="{name}">{escape(words[name])}</h2>\n<figure role="group" aria-labelledby="{name}">{look.as_html(figure, name)}'
            f"<figcaption>{escape(caption)}</figcaption></figure>")


def _contributions(found, lang):
    """The table of contributions to the main outcomes."""
    words, rows = WORDS[lang], []
    told = {outcome.key: found.contributions[found.contributions.outcome == outcome.key].set_index("mechanism") for outcome in MAIN}
    decimals = {key: decimals_for((held.high - held.low) / 2, held.contribution) for key, held in told.items()}
    for mechanism in (*found.mechanisms, TOGETHER, ALL):
        rows.append([escape(title(mechanism, lang)), *(_cell(told[outcome.key].loc[mechanism], decimals[outcome.key], lang) for outcome in MAIN)])
    head = [words["mechanism"], *(f"{escape(outcome.title(lang))}<small>{escape(outcome.unit_in(lang))}</small>" for outcome in MAIN)]
    many = len(found.mechanisms) * len(MAIN)
    said = words["table_text"].format(many=many, chance=round(many * (1 - LEVEL)))
    return f"<h2>{words['table']}</h2>\n<p>{escape(said)}</p>\n" + table(head, rows)


def _cell(row, decimals, lang):
    if not row.worlds:
        return f"<small>{escape(WORDS[lang]['undefined'])}</small>"
    known = isfinite(row.low) and row.verdict != SAME
    interval = f"<small>[{number(row.low, lang, decimals, signed=True)}{AND[lang]}{number(row.high, lang, decimals, signed=True)}]</small>" if known else "<br>"
    return f"{number(row.contribution, lang, decimals, signed=True)}{interval}{tag(row.verdict, VERDICTS[lang][row.verdict])}"


def _pairs(found, lang):
    """The figure of pairs, and the largest interactions of each main outcome."""
    if found.interactions.empty:
        return ""
    words = WORDS[lang]
    drawn = _figure("pairs", interactions.figure(interactions.numbers(found, lang), found.mechanisms, lang), found, lang)
    tables = "\n".join(folded(outcome.title(lang), _pair_table(found, outcome.key, lang)) for outcome in MAIN)
    return f"{drawn}\n<p>{escape(words['pairs_text'])}</p>\n{tables}"


def _pair_table(found, key, lang):
    words, outcome = WORDS[lang], BY_KEY[key]
    held = found.interactions[(found.interactions.outcome == key) & found.interactions.told]
    if held.empty:
        return f"<p>{escape(words['none_told'])}</p>"
    alone = found.contributions[found.contributions.outcome == key].set_index("mechanism").contribution
    decimals = decimals_for((held.high - held.low) / 2, held.interaction)
    rows = []
    for row in held.reindex(held.interaction.abs().sort_values(ascending=False, kind="stable").index).head(MOST_PAIRS).itertuples():
        names = {one: title(one, lang) for one in (row.first, row.second)}
        cells = [_alone(alone[one], without, names[other], decimals, lang)
                 for one, other, without in ((row.first, row.second, row.first_alone), (row.second, row.first, row.second_alone))]
        rows.append([escape(f"{names[row.first]} × {names[row.second]}"), *cells,
                     f"{number(row.interaction, lang, decimals, signed=True)}<small>[{number(row.low, lang, decimals, signed=True)}; "
                     f"{number(row.high, lang, decimals, signed=True)}]</small>"])
    unit = f"<small>{escape(outcome.unit_in(lang))}</small>"
    first, second = (escape(words["contribution_of"].format(name=place)) for place in ("A", "B"))
    return table([f"{escape(words['pair'])} (A × B)", first + unit, second + unit, escape(words["interaction"]) + unit], rows)


def _alone(contribution, without, other, decimals, lang):
    """What a mechanism contributes with the other and without it."""
    words = WORDS[lang]
    if abs(without) < 1e-12 < abs(contribution):
        told = escape(words["needs"].format(name=small(other)))
    else:
        told = f"{escape(words['without_other'])} {number(without, lang, decimals, signed=True)}"
    return f"{number(contribution, lang, decimals, signed=True)} <span class=\"quiet\">{escape(words['with_other'])}</span><small>{told}</small>"


def _reading(found, lang):
    """How to read it: terms, and what each mechanism is."""
    words = WORDS[lang]
    meanings = [(title(name, lang), PARAMETERS[f"mechanisms.{name}"].fr if lang == "fr" else PARAMETERS[f"mechanisms.{name}"].en) for name in MECHANISMS]
    off = [small(title(name, lang)) for name in MECHANISMS if name not in found.mechanisms]
    left = f"<p>{escape(words['off_already'].format(names=listed(off, lang)))}</p>" if off else ""
    return f"<h2>{words['reading']}</h2>\n<dl>{terms(words['terms'])}</dl>\n{left}" + folded(words["mechanisms"], f"<dl>{terms(meanings)}</dl>")
