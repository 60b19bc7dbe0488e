"""What patterns were found: as a text for the terminal, and as a page: counts, a figure of findings within their bands, tables; theories side by side."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from math import isfinite

import plotly.graph_objects as go

from ..experiments.patterns import FIT, KEPT, THEORY, Examined, count
from . import look
from .page import page, table, tag, terms
from .words import MISSING, date, number, typeset

_WORDS = {
    "en": {
        "title": "What was observed, and what the model gives", "studies": "studies",
        "counts": {FIT: "Fitted: {holds} of {all} patterns hold.", KEPT: "Kept aside: {holds} of {all} patterns hold."},
        "uses": {FIT: "Fitted patterns", KEPT: "Patterns kept aside"},
        "lead": {FIT: "The defaults were chosen so that these hold.", KEPT: "Nothing was ever fitted to these: they test the model."},
        "pass": "holds", "fail": "fails", "close": "close", "broken": "the study broke: {why}",
        "head": ("Pattern", "Figure", "Model", "Band", "Verdict", "Source"),
        "at_least": "at least {low}", "at_most": "at most {high}", "between": "{low} – {high}",
        "figure": "Where figures lie in their bands", "inside": "share of the way from the lower to the upper end of the band",
        "caption": "Bands are those of the sources, none was widened; whiskers: two standard errors over worlds. Directions are in the tables alone.",
        "theories": "Rival theories on the same patterns", "members": "Over the ensemble: share of members with which a pattern holds",
        "explains": "{title}: {fit} of {fits} fitted, {kept} of {kepts} kept aside", "theory": "Theory", "command": "Command", "origin": "Where this comes from",
        "caution": "A pattern holds if all its figures lie in their bands. That it holds does not prove the mechanism: see the rival theories. “Close”: an end of the band is within two standard errors.",
    },
    "fr": {
        "title": "Ce qui a été observé, et ce que donne le modèle", "studies": "études",
        "counts": {FIT: "Ajustés : {holds} motifs sur {all} sont reproduits.", KEPT: "Mis de côté : {holds} motifs sur {all} sont reproduits."},
        "uses": {FIT: "Motifs ajustés", KEPT: "Motifs mis de côté"},
        "lead": {FIT: "Les valeurs par défaut ont été choisies pour que ceux-ci soient reproduits.", KEPT: "Rien n'a jamais été ajusté à ceux-ci : ils mettent le modèle à l'épreuve."},
        "pass": "reproduit", "fail": "échec", "close": "de peu", "broken": "l'étude a échoué : {why}",
        "head": ("Motif", "Mesure", "Modèle", "Intervalle", "Verdict", "Source"),
        "at_least": "au moins {low}", "at_most": "au plus {high}", "between": "{low} – {high}",
        "figure": "Où les mesures tombent dans leurs intervalles", "inside": "position entre la borne basse (0) et la borne haute (1) de l'intervalle",
        "caption": "Les intervalles sont ceux des sources, aucun n'a été élargi ; moustaches : deux erreurs types entre mondes. Les directions ne figurent que dans les tableaux.",
        "theories": "Théories rivales sur les mêmes motifs", "members": "Sur l'ensemble : part des membres avec lesquels un motif est reproduit",
        "explains": "{title} : {fit} ajustés sur {fits}, {kept} mis de côté sur {kepts}", "theory": "Théorie", "command": "Commande", "origin": "D'où viennent ces résultats",
        "caution": "Un motif est reproduit si toutes ses mesures tombent dans leurs intervalles. Cela ne prouve pas le mécanisme : voir les théories rivales. « De peu » : une borne est à moins de deux erreurs types.",
    },
}
WORDS = {lang: typeset(words, lang) for lang, words in _WORDS.items()}


def text(found: Mapping[str, Sequence[Examined]], lang: str = "en") -> str:
    """What is printed: a line for each figure, pass or fail, the fitted and the kept-aside apart, with their counts; for several arms, a line for each pattern."""
    if len(found) > 1:
        return _several(found, lang)
    (examined,) = found.values()
    words, lines = WORDS[lang], []
    for use in (FIT, KEPT):
        of_use = [one for one in examined if one.pattern.use == use]
        if not of_use:
            continue
        lines += [f"{words['uses'][use]}. {words['lead'][use]}", ""]
        for one in of_use:
            lines.append(f"  {one.pattern.key:5} {words['pass' if one.holds else 'fail']:8} {one.pattern.title(lang)}")
            if one.failure:
                lines.append(f"        {words['broken'].format(why=one.failure)}")
            for finding in one.findings:
                mark = "" if finding.holds else f"  ← {words['fail']}"
                mark += f"  ({words['close']})" if finding.close else ""
                lines.append(f"        {finding.name(lang)}: {_value(finding, lang)} {finding.unit_in(lang)}; {_band(finding, lang)}{mark}")
        lines += ["", words["counts"][use].format(**_counted(examined, use)), ""]
    return "\n".join(lines)


def _several(found, lang):
    """Counts of each theory; or, of an ensemble, how many members give each pattern."""
    words = WORDS[lang]
    if all(name in THEORY for name in found):
        heads = [words["theories"], ""] + [f"  {line}" for line in _explained(found, lang)] + ["", "  " + " " * 8 + " ".join(f"{name:>10}" for name in found)]
        rows = [f"  {one.pattern.key:8}" + " ".join(f"{words['pass' if found[name][i].holds else 'fail']:>10}" for name in found)
                for i, one in enumerate(next(iter(found.values())))]
        return "\n".join(heads + rows + [""])
    rows = [f"  {key:5} {100 * share:4.0f} %  {title}" for key, share, title in _shares(found, lang)]
    return "\n".join([words["members"], "", *rows, ""])


def _shares(found, lang):
    """Of each pattern: its key, the share of arms under which it holds, its title."""
    arms = list(found.values())
    return [(one.pattern.key, sum(arm[i].holds for arm in arms) / len(arms), one.pattern.title(lang)) for i, one in enumerate(arms[0])]


def _explained(found, lang):
    """A line for each theory: how many patterns it explains."""
    for name, examined in found.items():
        (fit, fits), (kept, kepts) = (count(examined, use) for use in (FIT, KEPT))
        yield WORDS[lang]["explains"].format(title=THEORY[name].title(lang), fit=fit, fits=fits, kept=kept, kepts=kepts)


def _counted(examined, use):
    holds, every = count(examined, use)
    return {"holds": holds, "all": every}


def _uncertain(finding):
    """Whether worlds differ in it by more than rounding does."""
    return isfinite(finding.error) and finding.error > 1e-9 * abs(finding.value)


def _decimals(finding):
    size = finding.error if _uncertain(finding) else abs(finding.value) / 20 if isfinite(finding.value) else 1.0
    return 0 if size >= 5 else 1 if size >= 0.5 else 2 if size >= 0.05 else 3


def _value(finding, lang):
    decimals = _decimals(finding)
    value = number(finding.value, lang, decimals)
    return f"{value} ± {number(finding.error, lang, decimals)}" if _uncertain(finding) else value


def _band(finding, lang):
    words = WORDS[lang]
    low, high = ((f"{end:.4g}".replace(".", "," if lang == "fr" else ".").replace("-", "−") if isfinite(end) else "") for end in (finding.low, finding.high))
    return words["between"].format(low=low, high=high) if low and high else words["at_least"].format(low=low) if low else words["at_most"].format(high=high) if high else MISSING


def report(found: Mapping[str, Sequence[Examined]], lang: str = "en", command: str = "", made: datetime | None = None) -> str:
    """The whole page as HTML. command: gives the same again; made: when, today if not given."""
    words, first = WORDS[lang], next(iter(found.values()))
    counts = [words["counts"][use].format(**_counted(first, use)) for use in (FIT, KEPT) if count(first, use)[1]] if len(found) == 1 else []
    body = [f"<h1>{escape(words['title'])}</h1>", f'<p class="quiet">{escape(date(made or datetime.now(), lang))}</p>',
            '<div class="answer">' + "".join(f'<p class="lead">{escape(line)}</p>' for line in counts) + f'<p class="caution">{escape(words["caution"])}</p></div>']
    if len(found) > 1:
        body.append(_side_by_side(found, lang))
    else:
        body.append(f"<h2>{escape(words['figure'])}</h2><figure>{look.as_html(figure(first, lang), 'bands')}<figcaption>{escape(words['caption'])}</figcaption></figure>")
        for use in (FIT, KEPT):
            if count(first, use)[1]:
                body += [f"<h2>{escape(words['uses'][use])}</h2><p>{escape(words['lead'][use])}</p>", table(words["head"], _rows(first, use, lang), "text")]
    body.append(f"<h2>{escape(words['origin'])}</h2><dl>{terms([(words['command'], command)])}</dl>")
    return page(words["title"], "\n".join(body), lang)


def _mark(holds, lang):
    words = WORDS[lang]
    return tag("better" if holds else "worse", words["pass" if holds else "fail"])


def _rows(examined, use, lang):
    """Rows of the table of a use."""
    words = WORDS[lang]
    for one in examined:
        if one.pattern.use != use:
            continue
        head = f"{escape(one.pattern.key)} {escape(one.pattern.title(lang))}"
        if not one.findings:
            yield head, escape(words["broken"].format(why=one.failure)), "", "", _mark(False, lang), escape(one.pattern.source)
        for i, finding in enumerate(one.findings):
            close = f"<small>{escape(words['close'])}</small>" if finding.close else ""
            yield (head if not i else "", f"{escape(finding.name(lang))}<small>{escape(finding.unit_in(lang))}</small>", _value(finding, lang), _band(finding, lang),
                   _mark(finding.holds, lang) + close, escape(one.pattern.source) if not i else "")


def _side_by_side(found, lang):
    words = WORDS[lang]
    first = next(iter(found.values()))
    if not all(name in THEORY for name in found):
        return f"<h2>{escape(words['members'])}</h2>" + table((words["head"][0], "%"), [(f"{escape(key)} {escape(title)}", f"{100 * share:.0f}") for key, share, title in _shares(found, lang)])
    lines = "".join(f"<p>{escape(line)}</p>" for line in _explained(found, lang))
    rows = [(f"{escape(one.pattern.key)} {escape(one.pattern.title(lang))}<small>{escape(words['uses'][one.pattern.use])}</small>", *(_mark(arm[i].holds, lang) for arm in found.values()))
            for i, one in enumerate(first)]
    meanings = terms((THEORY[name].title(lang), THEORY[name].meaning(lang)) for name in found)
    return f"<h2>{escape(words['theories'])}</h2>{lines}" + table((words["head"][0], *(escape(THEORY[name].title(lang)) for name in found)), rows) + f"<dl>{meanings}</dl>"


def figure(examined: Sequence[Examined], lang: str = "en") -> go.Figure:
    """Findings with two ends to their band: where they lie in it, 0 its lower end and 1 its upper."""
    shown = [(one, finding) for one in examined for finding in one.findings if isfinite(finding.low) and isfinite(finding.high)]
    made = go.Figure()
    made.add_vrect(x0=0, x1=1, fillcolor="#e3f3ec", line_width=0, layer="below")
    for holds, colour, symbol in ((True, "#1b6e53", "circle"), (False, "#a63d00", "x")):
        of_sort = [(one, finding) for one, finding in shown if finding.holds == holds]
        if of_sort:
            wide = [finding.high - finding.low for _, finding in of_sort]
            made.add_scatter(
                x=[(finding.value - finding.low) / width for (_, finding), width in zip(of_sort, wide)], y=[_label(one, finding, lang) for one, finding in of_sort], mode="markers",
                error_x={"array": [2.0 * finding.error / width for (_, finding), width in zip(of_sort, wide)], "thickness": 1.5}, marker={"size": 10, "color": colour, "symbol": symbol},
                hovertext=[f"{_value(finding, lang)} {finding.unit_in(lang)}; {_band(finding, lang)}" for _, finding in of_sort], hoverinfo="text",
                name=WORDS[lang]["pass" if holds else "fail"])
    made.update_yaxes(categoryorder="array", categoryarray=[_label(one, finding, lang) for one, finding in reversed(shown)], automargin=True)
    made.update_xaxes(title=WORDS[lang]["inside"], zeroline=False)
    return look.dress(made, 90 + 30 * len(shown), left=320, top=40, lang=lang)


def _label(one, finding, lang):
    name = finding.name(lang)
    return f"{one.pattern.key} {name if len(name) < 44 else name[:42] + '…'} ({finding.unit_in(lang)})" if sum(f.name(lang) == name for f in one.findings) > 1 else f"{one.pattern.key} {name if len(name) < 52 else name[:50] + '…'}"
