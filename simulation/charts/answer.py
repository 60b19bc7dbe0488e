"""The answer in plain words: what differs, what cannot be told, what it costs, and how far to believe it. It never names a winner over an
interval that holds zero."""

from collections import Counter
from math import isfinite

from ..experiments.paired import BETTER, CANNOT_TELL, SAME, WORSE
from ..measures.outcomes import MAIN
from ..scenario import PARAMETERS
from .summary import relative, summary
from .words import AND, listed, number, quoted, small, span, twin_worlds, typeset

PRESENT, DISCREET = "present", "discreet"
SHORT_YEARS = 2
"""Under so many years, a run is short for leavers, for absences and for a repertoire to form."""

FEW_WORLDS = 20
"""Under so many twin worlds, intervals are rough."""

_WORDS = {
    "en": {
        "setting": (
            "{office}, simulated for {span} ({days} working days) in {worlds}: under every policy, the same users and the same bad "
            "days."),
        "nothing": (
            "These runs cannot tell a discreet manager from a present one: on none of the {n} main outcomes does the interval of the "
            "difference leave zero out."),
        "one": "{first} did better than {second} on {gains}.",
        "both": "It depends on what counts: {first} did better on {gains}; {second} did better on {losses}.",
        "rest": " On {unknown}, these runs cannot tell them apart.",
        "equal": " On {equal}, they came out the same in every twin world.",
        "against": "Against {baseline}, {policy} {verdicts}.",
        "better": "did better on {list}",
        "worse": "did worse on {list}",
        "cannot tell": "cannot be told apart on {list}",
        "same": "changed nothing in any twin world on {list}",
        "cost": "costs {cost} euros a year {more} in wages and levers",
        "more": "more",
        "less": "less",
        "none": "gave no run that can be compared",
        "short": "{span} is a short time: people rarely leave or fall ill for long within it, and a repertoire takes months to form.",
        "few": "{worlds} give rough intervals; more of them (--replicates) narrow these.",
        "single": "One world gives no interval: nothing can be told from chance. Ask for more of them (--replicates).",
        "chance": (
            "Of the {n} differences from {baseline} on main outcomes, about {false} would leave zero out by chance alone, even if no "
            "policy did anything."),
        "size": (
            "Twin worlds make very small differences visible: look at how large one is before you act on it (of exhaustion, less than "
            "0.2 SD is called small)."),
        "evidence": (
            "This is an illustration to think with, not a forecast for any office. Of the model's {n} parameters, {measured} are "
            "measured in such offices, {analogous} in similar ones, and {assumed} ({share} %) are assumed."),
        "failed": "{n} of {all} runs broke and are left out, with their twins.",
        "value": "{title} ({difference} {unit}{relative})",
    },
    "fr": {
        "setting": (
            "{office}, simulé pendant {span} ({days} jours ouvrés) dans {worlds} : sous chaque politique, les mêmes usagers et les mêmes "
            "mauvais jours."),
        "nothing": (
            "Ces simulations ne départagent pas le manager discret du manager présent : pour aucun des {n} résultats principaux, "
            "l'intervalle de la différence n'exclut zéro."),
        "one": "{first} fait mieux que {second} sur : {gains}.",
        "both": "Tout dépend de ce qui compte. {first} fait mieux sur : {gains} ; {second} fait mieux sur : {losses}.",
        "rest": " Ces simulations ne tranchent pas sur : {unknown}.",
        "equal": " Aucune différence, dans aucun monde, sur : {equal}.",
        "against": "{policy} face à {baseline} – {verdicts}.",
        "better": "mieux : {list}",
        "worse": "moins bien : {list}",
        "cannot tell": "on ne peut trancher : {list}",
        "same": "rien de changé dans aucun monde : {list}",
        "cost": "en salaires et leviers, {cost} euros par an {more}",
        "more": "de plus",
        "less": "de moins",
        "none": "aucune simulation comparable",
        "short": (
            "C'est court ({span}) : en si peu de temps, on part ou tombe longuement malade rarement, et un répertoire met des mois à se "
            "former."),
        "few": "{worlds} donnent des intervalles grossiers ; davantage (--replicates) les resserre.",
        "single": "Un seul monde ne donne aucun intervalle : rien ne se distingue du hasard. Il en faut davantage (--replicates).",
        "chance": (
            "Sur les {n} différences avec {baseline} pour les résultats principaux, environ {false} excluraient zéro par le seul "
            "hasard, même si aucune politique n'avait d'effet."),
        "size": (
            "Les mondes jumeaux rendent visibles de très petites différences : regardez leur taille avant d'agir (pour l'épuisement, "
            "moins de 0,2 écart-type est dit petit)."),
        "evidence": (
            "C'est une illustration pour réfléchir, non une prévision pour un service réel. Des {n} paramètres du modèle, {measured} "
            "sont mesurés dans de tels services, {analogous} dans des services semblables, et {assumed} ({share} %) sont supposés."),
        "failed": "{n} simulations sur {all} ont échoué et sont écartées, avec leurs jumelles.",
        "value": "{title} ({difference} {unit}{relative})",
    },
}

WORDS = {lang: typeset(words, lang) for lang, words in _WORDS.items()}


def answer(comparison, lang="en") -> list[str]:
    """The answer as paragraphs: the setting, the answer to the question if it was asked, the differences behind it, the caution."""
    pairs, head = [(arm.name, comparison.baseline) for arm in comparison.arms[1:]], [_setting(comparison, lang)]
    if {PRESENT, DISCREET} <= set(comparison.policies):
        head.append(_head_to_head(comparison, lang))
        if comparison.baseline not in (PRESENT, DISCREET):
            pairs.insert(0, tuple(sorted((PRESENT, DISCREET), key=comparison.policies.index, reverse=True)))
    return head + [_difference(comparison, *pair, lang) for pair in pairs] + [caution(comparison, lang)]


def _setting(comparison, lang):
    office = comparison.office.title(lang)
    return WORDS[lang]["setting"].format(office=office, span=span(comparison.years, lang), days=comparison.days,
                                         worlds=twin_worlds(comparison.replicates, lang))


def _name(comparison, policy, lang):
    return quoted(next(arm.title(lang) for arm in comparison.arms if arm.name == policy), lang)


def _head_to_head(comparison, lang):
    """The two policies of the question, each with what it does better than the other."""
    words, earlier, later = WORDS[lang], *sorted((PRESENT, DISCREET), key=comparison.policies.index)
    pairs = _pairs(comparison, later, earlier, lang)
    gains = {policy: [small(block.outcome.title(lang)) for block, row in pairs if row.verdict == verdict] for policy,
             verdict in ((later, BETTER), (earlier, WORSE))}
    others = {name: [small(block.outcome.title(lang)) for block, row in pairs if row.verdict == verdict] for name, verdict in (("unknown", CANNOT_TELL), ("equal", SAME))}
    rest = "".join(words[said].format(**{name: listed(others[name], lang)}) for said, name in (("rest", "unknown"), ("equal", "equal")) if others[name])
    if not any(gains.values()):
        return words["nothing"].format(n=len(MAIN))
    first, second = sorted(gains, key=lambda policy: -len(gains[policy]))
    said = {"first": _name(comparison, first, lang), "gains": listed(gains[first], lang),
            "second": _name(comparison, second, lang), "losses": listed(gains[second], lang)}
    return words["both" if gains[second] else "one"].format(**said) + rest


def _pairs(comparison, policy, against, lang):
    """The main outcomes with the row of a policy against another."""
    return [(block, line.row) for block in summary(comparison, lang, against=against) for line in block.lines
            if line.row.policy == policy and line.row.twin_worlds]


def _difference(comparison, policy, against, lang):
    """One policy against another: better, worse, cannot tell, same, and what it costs."""
    words, parts, pairs = WORDS[lang], [], _pairs(comparison, policy, against, lang)
    for verdict in (BETTER, WORSE, CANNOT_TELL, SAME):
        told = [_value(block, row, lang) if verdict in (BETTER, WORSE) else small(block.outcome.title(lang)) for block,
                row in pairs if row.verdict == verdict]
        parts += [words[verdict].format(list=listed(told, lang))] if told else []
    cost = comparison.row("cost_running", policy, against).difference
    if isfinite(cost) and round(cost):
        parts.append(words["cost"].format(cost=number(abs(cost), lang), more=words["more" if cost > 0 else "less"]))
    return words["against"].format(baseline=_name(comparison, against, lang), policy=_name(comparison, policy, lang),
                                   verdicts=AND[lang].join(parts) or words["none"])


def _value(block, row, lang):
    """An outcome with its difference: "exhaustion (−0.03 SD)"."""
    share = relative(block, row, lang)
    return WORDS[lang]["value"].format(title=small(block.outcome.title(lang)),
                                       difference=number(row.difference, lang, block.decimals, signed=True),
                                       unit=block.outcome.unit_in(lang), relative=f", {share}" if share else "")


def caution(comparison, lang="en") -> str:
    """How far to believe the answer: length, number of worlds, chance, evidence, failures."""
    words, said = WORDS[lang], []
    if comparison.years < SHORT_YEARS:
        text = span(comparison.years, lang)
        said.append(words["short"].format(span=text if lang == "fr" else text[:1].upper() + text[1:]))
    if comparison.replicates < FEW_WORLDS:
        worlds = twin_worlds(comparison.replicates, lang)
        said.append(words["few" if comparison.replicates > 1 else "single"].format(worlds=worlds))
    n = len(MAIN) * (len(comparison.arms) - 1)
    if comparison.replicates > 1:  # one world has no intervals
        said.append(words["chance"].format(n=n, false=round(n / 5), baseline=_name(comparison, comparison.baseline, lang)))
    said.append(words["size"])
    grades = Counter(parameter.grade for parameter in PARAMETERS.values())
    said.append(words["evidence"].format(n=len(PARAMETERS), measured=grades["measured"], analogous=grades["analogous"],
                                         assumed=grades["assumed"],
                                         share=round(100 * grades["assumed"] / len(PARAMETERS))))
    if len(comparison.failures):
        said.append(words["failed"].format(n=len(comparison.failures), all=len(comparison.failures) + len(comparison.outcomes)))
    return " ".join(said)
