"""The report of a comparison: the answer, the main table, the figures with a sentence beside each, all outcomes, how to read it, where it
comes from."""

from datetime import datetime
from html import escape
from math import isfinite

from ..experiments.paired import LEVEL, SAME
from ..measures.outcomes import GROUPS, MAIN, OUTCOMES
from . import bands, cost_effect, forest, look, repertoire
from .answer import DISCREET, PRESENT, answer
from .page import folded, page, table, tag, terms
from .report_words import WORDS
from .summary import WORDS as SUMMARY_WORDS
from .summary import counted, interval, relative, summary
from .words import AND, VERDICTS, date, number, span, twin_worlds

SEEN = ("felt_episodes", "incidents_reported", "seen_share", "seen_share_grave")
"""Outcomes that show what the manager sees beside what is so."""


def report(comparison, lang="en", facts=(), made: datetime | None = None) -> str:
    """The whole report as HTML. facts: pairs of texts on where it comes from; made: when, today if not given."""
    words = WORDS[lang]
    asked = {PRESENT, DISCREET} <= set(comparison.policies)
    title = words["question"] if asked else words["compared"]
    office = comparison.office.title(lang)
    parts = [
        f'<p class="quiet">{escape(office)}</p>', f"<h1>{escape(title)}</h1>",
        f'<p class="quiet">{escape(_subtitle(comparison, made, lang))}</p>',
        _answer(comparison, asked, lang), _main(comparison, lang), _figures(comparison, lang), _seen(comparison, lang),
        _everything(comparison, lang), _reading(comparison, lang), _origin(facts, lang),
    ]
    return page(f"{title} – {office}", "\n".join(parts), lang)


def _subtitle(comparison, made, lang):
    return WORDS[lang]["subtitle"].format(
        span=span(comparison.years, lang), days=comparison.days, worlds=twin_worlds(comparison.replicates, lang), first=comparison.seed,
        last=comparison.seed + comparison.replicates - 1, date=date(made or datetime.now(), lang))


def _answer(comparison, asked, lang):
    """The answer in a box: the answer to the question first, then the setting, each policy, the caution."""
    setting, *told, caution = answer(comparison, lang)
    lead = f'<p class="lead">{escape(told.pop(0))}</p>' if asked else ""
    middle = "".join(f"<p>{escape(one)}</p>" for one in [setting, *told])
    return f'<div class="answer">{lead}{middle}<p class="caution">{escape(caution)}</p></div>'


def _main(comparison, lang):
    words = WORDS[lang]
    return f"<h2>{words['main']}</h2>\n<p>{words['main_text']}</p>\n" + _table(comparison, [outcome.key for outcome in MAIN], lang)


def _table(comparison, keys, lang):
    """A table of outcomes: the baseline's value, and how every other policy differs."""
    head = [WORDS[lang]["outcome"], *(escape(arm.title(lang)) for arm in comparison.arms)]
    head[1] += f"<small>{WORDS[lang]['baseline']}</small>"
    rows = [[_head(block.outcome, lang, SUMMARY_WORDS[lang][block.outcome.better]), number(block.base, lang, block.decimals),
             *(_cell(block, line.row, lang) for line in block.lines)] for block in summary(comparison, lang, keys=keys)]
    return table(head, rows)


def _head(outcome, lang, said=""):
    """The head of a row: title, unit, and what else there is to say."""
    return f"{escape(outcome.title(lang))}<small>{escape(AND[lang].join(filter(None, (outcome.unit_in(lang), said))))}</small>"


def _cell(block, row, lang):
    """How a policy differs: difference, interval, share, verdict, count."""
    if not row.twin_worlds:
        return f"<small>{WORDS[lang]['undefined']}</small>"
    share = relative(block, row, lang)
    apart = number(row.difference, lang, block.decimals, signed=True) + (f" ({share})" if share else "")
    known = f"<small>{interval(row, lang, block.decimals)}</small>" if isfinite(row.low) and row.verdict != SAME else ""
    count = f"<small>{escape(counted(row, lang, block.outcome.better))}</small>"
    return f"{apart} {tag(row.verdict, VERDICTS[lang][row.verdict])}{known}{count}"


def _figures(comparison, lang):
    """The figures, each with its caption; none if no twin world is left."""
    if comparison.outcomes.empty or set(comparison.policies) - set(comparison.outcomes.policy):
        return f"<p>{WORDS[lang]['no_figures']}</p>"
    baseline = comparison.arms[0].title(lang)
    drawn = {
        "forest": lambda: forest.figure(forest.numbers(comparison, lang), lang),
        "cost": lambda: cost_effect.figure(cost_effect.numbers(comparison, lang), baseline, lang),
        "coverage": lambda: bands.figure(bands.numbers(comparison, "coverage", lang), lang),
        "exhaustion": lambda: bands.figure(bands.numbers(comparison, "exhaustion", lang), lang),
        "repertoire": lambda: repertoire.figure(repertoire.numbers(comparison, lang), lang),
    }
    return "\n".join(_figure(name, draw(), comparison, lang) for name, draw in drawn.items())


def _figure(name, figure, comparison, lang):
    title, caption = WORDS[lang]["figures"][name]
    caption = caption.format(baseline=comparison.arms[0].title(lang), worlds=twin_worlds(comparison.replicates, lang))
    return (f'<h2 id="{name}">{escape(title)}</h2>\n<figure role="group" aria-labelledby="{name}">{look.as_html(figure, name)}'
            f"<figcaption>{escape(caption)} {escape(_in_words(name, comparison, lang))}</figcaption></figure>")


def _in_words(name, comparison, lang):
    """What a figure shows, in a sentence, for those who cannot see it."""
    key, column = {"coverage": ("coverage_end", "coverage_end"), "exhaustion": ("exhaustion_end", "exhaustion_end"),
                   "repertoire": ("shared_practices", "shared")}.get(name, (None, None))
    if key is None:
        return WORDS[lang]["see_table"]
    block = summary(comparison, lang, keys=[key])[0]
    means = comparison.outcomes.groupby("policy")[key].mean()
    said = AND[lang].join(f"{arm.title(lang)} {number(means[arm.name], lang, min(block.decimals, 2))}" for arm in comparison.arms)
    return WORDS[lang]["ends"][column].format(unit=block.outcome.unit_in(lang), values=said)


def _seen(comparison, lang):
    """What the manager sees beside what is so."""
    words = WORDS[lang]
    means = comparison.outcomes.groupby("policy")[list(SEEN)].mean()
    rows = []
    for outcome in (outcome for outcome in OUTCOMES if outcome.key in SEEN):
        cells = [number(means.loc[arm.name, outcome.key], lang, 2) if arm.name in means.index else "–" for arm in comparison.arms]
        rows.append([_head(outcome, lang), *cells])
    head = [words["outcome"], *(escape(arm.title(lang)) for arm in comparison.arms)]
    return f"<h2>{words['seen']}</h2>\n<p>{words['seen_text']}</p>\n" + table(head, rows)


def _everything(comparison, lang):
    """All outcomes, group by group, folded."""
    words = WORDS[lang]
    parts = [folded(french if lang == "fr" else english, _table(comparison, [outcome.key for outcome in held], lang))
             for name, english, french, held in GROUPS if name != "main"]
    return f"<h2>{words['everything']}</h2>\n<p>{words['everything_text']}</p>\n" + "\n".join(parts)


def _reading(comparison, lang):
    """How to read it: the terms, how well pairing worked, and the outcomes' definitions."""
    words = WORDS[lang]
    ratios = [comparison.row(outcome.key, arm.name, comparison.baseline).variance_ratio for outcome in MAIN for arm in comparison.arms[1:]]
    level = f"{round(100 * LEVEL)} %"
    known = [ratio for ratio in ratios if isfinite(ratio)]
    known_terms = [(term.format(level=level), text) for term, text in words["terms"]] + [(words["pairing"][0], words["pairing"][1].format(half=sum(ratio <= 0.5 for ratio in known), n=len(known)))]
    meanings = table([words["outcome"], words["unit"], words["meaning"]],
                     [[escape(text) for text in (o.title(lang), o.unit_in(lang), o.meaning(lang))] for o in OUTCOMES], kind="text")
    return f"<h2>{words['reading']}</h2>\n<dl>{terms(known_terms)}</dl>\n" + folded(words["definitions"], meanings)


def _origin(facts, lang):
    """Where the report comes from."""
    return f"<h2>{WORDS[lang]['origin']}</h2>\n<dl>{terms(facts)}</dl>" if facts else ""
