"""The main table of a comparison as numbers and as text: every main outcome, what it is under the baseline, and how each policy differs."""

from typing import NamedTuple

import pandas as pd

from ..experiments.paired import LEVEL, SAME
from ..measures.outcomes import BY_KEY, MAIN, Outcome
from .words import VERDICTS, decimals_for, number, quoted, typeset

WORDS = {
    "en": {
        "lower": "lower is better",
        "higher": "higher is better",
        None: "neither is better",
        "count": "{verb} in {better} of {n} twin worlds",
        "better": "better",
        "more": "higher",
        "tie": ", {ties} tie",
        "ties": ", {ties} ties",
        "equal": "equal in all {n} twin worlds",
        "nowhere": "defined in no twin world",
        "known": "{low} to {high}",
        "columns": ("Outcome", "Policy", "{baseline}", "Difference", "{level} % interval", "Twin worlds", "Verdict"),
    },
    "fr": {
        "lower": "moins, c'est mieux",
        "higher": "plus, c'est mieux",
        None: "ni mieux ni moins bien",
        "count": "{verb} dans {better} des {n} mondes jumeaux",
        "better": "mieux",
        "more": "plus élevé",
        "tie": ", {ties} à égalité",
        "ties": ", {ties} à égalité",
        "equal": "égal dans les {n} mondes jumeaux",
        "nowhere": "défini dans aucun monde jumeau",
        "known": "de {low} à {high}",
        "columns": ("Résultat", "Politique", "{baseline}", "Différence", "Intervalle à {level} %", "Mondes jumeaux", "Verdict"),
    },
}


class Line(NamedTuple):
    """How a policy differs from another on an outcome: the columns of `paired.COLUMNS`, and the policy's title."""

    title: str
    row: object


class Block(NamedTuple):
    """An outcome: its value under the policy compared with, and a line for each other policy; decimals: how many are worth showing."""

    outcome: Outcome
    base: float
    decimals: int
    lines: tuple[Line, ...]


def summary(comparison, lang, against=None, keys=None) -> list[Block]:
    """The numbers of the table. keys: of the outcomes, the main ones if not given."""
    against = against or comparison.baseline
    titles = {arm.name: arm.title(lang) for arm in comparison.arms}
    table = comparison.against(against)
    blocks = []
    for key in keys or [outcome.key for outcome in MAIN]:
        rows = list(table[table.outcome == key].itertuples())
        means = comparison.outcomes.loc[comparison.outcomes.policy == against, key]
        decimals = decimals_for([(row.high - row.low) / 2 for row in rows], [row.difference for row in rows] + list(means))
        blocks.append(Block(BY_KEY[key], float(means.mean()), decimals, tuple(Line(titles[row.policy], row) for row in rows)))
    return blocks


def counted(row, lang, better) -> str:
    """In how many twin worlds the policy did better: "better in 43 of 50 twin worlds"."""
    words = WORDS[lang]
    if not row.twin_worlds:
        return words["nowhere"]
    if row.verdict == SAME:
        return words["equal"].format(n=row.twin_worlds)
    verb = words["better"] if better else words["more"]
    return words["count"].format(verb=verb, better=row.better,
                                 n=row.twin_worlds) + (words["tie" if row.ties == 1 else "ties"].format(ties=row.ties) if row.ties else "")


def interval(row, lang, decimals, ends=("low", "high")) -> str:
    """An interval in words: "−0.3 to +0.1"."""
    low, high = (number(getattr(row, end), lang, decimals, signed=True) for end in ends)
    return WORDS[lang]["known"].format(low=low, high=high)


def relative(block: Block, row, lang) -> str:
    """The difference in percent of the value compared with, where the unit has a true zero and is not itself a percentage; else nothing."""
    unit = block.outcome.unit
    if unit.startswith(("SD", "%", "index", "points")) or row.verdict == SAME or not row.mean_against > 0:
        return ""
    share = 100.0 * row.difference / row.mean_against
    return f"{number(share, lang, 0 if abs(share) >= 10 else 1, signed=True)}\u00a0%"


def as_table(comparison, lang, keys=None) -> pd.DataFrame:
    """The table as a reader of the language reads it: a row for each outcome and policy (its index), all cells texts. keys: as for `summary`."""
    outcome, policy, *columns = typeset(WORDS[lang]["columns"], lang)
    columns = [column.format(baseline=comparison.arms[0].title(lang), level=f"{100 * LEVEL:.0f}") for column in columns]
    index, rows = [], []
    for block in summary(comparison, lang, keys=keys):
        for title, row in block.lines:
            index.append((f"{block.outcome.title(lang)} ({block.outcome.unit_in(lang)})", title))
            rows.append([number(block.base, lang, block.decimals), number(row.difference, lang, block.decimals, signed=True),
                         interval(row, lang, block.decimals), counted(row, lang, block.outcome.better), VERDICTS[lang][row.verdict]])
    return pd.DataFrame(rows, pd.MultiIndex.from_tuples(index, names=[outcome, policy]), columns)


def as_text(comparison, lang) -> str:
    """The table for a terminal, 100 columns wide."""
    titles = {arm.name: arm.title(lang) for arm in comparison.arms}
    width = max(20, *(len(title) for title in titles.values())) + 2
    lines = []
    for block in summary(comparison, lang):
        outcome = block.outcome
        head = f"{outcome.title(lang)}, {outcome.unit_in(lang)} ({WORDS[lang][outcome.better]})"
        lines += ["", head, f"  {quoted(titles[comparison.baseline], lang):{width}}{number(block.base, lang, block.decimals):>9}"]
        lines += [_text_line(block, line, width, lang) for line in block.lines]
    return "\n".join(lines[1:])


def _text_line(block, line, width, lang):
    row = line.row
    apart = number(row.difference, lang, block.decimals, signed=True)
    told = f"[{interval(row, lang, block.decimals)}]"
    verdict = VERDICTS[lang][row.verdict]
    return f"  {line.title:{width}}{apart:>9}  {told:24} {verdict:18} {counted(row, lang, block.outcome.better)}"
