"""How figures, dates and lists are said in English and French."""

import re
from datetime import datetime
from math import floor, isfinite, log10

from ..measures.story_words import WEEKDAYS

_MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
}
SPANS = {
    "en": {0.25: "a quarter of a year", 0.5: "half a year", 0.75: "three quarters of a year", 1: "one year", 1.5: "a year and a half"},
    "fr": {0.25: "un trimestre", 0.5: "six mois", 0.75: "neuf mois", 1: "un an", 1.5: "un an et demi"},
}
"""Stretches of time that have a name of their own, by years."""

VERDICTS = {
    "en": {"better": "better", "worse": "worse", "higher": "higher", "lower": "lower", "cannot tell": "cannot tell",
           "same": "no difference"},
    "fr": {"better": "mieux", "worse": "moins bien", "higher": "plus", "lower": "moins", "cannot tell": "indécidable",
           "same": "aucune différence"},
}
"""What is said of a verdict."""

DESIGNS = {
    "en": {"grid": "grid", "one_at_a_time": "one at a time", "latin_hypercube": "Latin hypercube", "sobol": "Sobol sequence", "saltelli": "Saltelli",
           "morris": "Morris", "table": "given table"},
    "fr": {"grid": "grille", "one_at_a_time": "un axe à la fois", "latin_hypercube": "hypercube latin", "sobol": "suite de Sobol", "saltelli": "Saltelli",
           "morris": "Morris", "table": "table donnée"},
}
"""What each kind of design is called."""

ENGINES = {"en": {"compiled": "compiled", "mesa": "Mesa"}, "fr": {"compiled": "compilé", "mesa": "Mesa"}}
"""What each driver is called."""

AND = {"en": "; ", "fr": "\u00a0; "}
"""What stands between the parts of a list of lists."""

MISSING = "–"
MOST_DECIMALS = 3


def number(value, lang, decimals=0, signed=False) -> str:
    """A number as a reader of the language writes it; a dash for what is not there."""
    if not isfinite(value):
        return MISSING
    text = f"{abs(value):,.{decimals}f}"
    if lang == "fr":
        text = text.replace(",", "\u202f").replace(".", ",")
    zero = not any(digit in text for digit in "123456789")
    sign = "" if zero else "\u2212" if value < 0 else "+" if signed else ""
    return sign + text


def percent(share, lang, decimals=0) -> str:
    """A share in per cent."""
    return f"{number(100 * share, lang, decimals)}{chr(160) if lang == 'fr' else ' '}%"


def significant(value, lang, digits) -> str:
    """A number with so many digits that count, as a reader of the language writes it."""
    text = f"{value:.{digits}g}"
    if "e+" in text and abs(value) < 1e9:
        return number(float(text), lang)
    return text.replace(".", "," if lang == "fr" else ".").replace("-", "\u2212")


def numbers(values, lang, digits) -> str:
    """Numbers side by side; where decimals have a comma, a semicolon stands between them."""
    return (AND["fr"] if lang == "fr" else ", ").join(significant(value, lang, digits) for value in values)


def decimals_for(widths, values=()) -> int:
    """Decimals that show intervals of such half-widths with two digits; if nothing varies, values of such a size with three."""
    widths = sorted(width for width in widths if isfinite(width) and width > 0)
    if widths:
        return _decimals(widths[len(widths) // 2], 2)
    sizes = [abs(value) for value in values if isfinite(value) and value]
    return _decimals(max(sizes), 3) if sizes else 0


def _decimals(size, digits):
    return max(0, min(MOST_DECIMALS, digits - 1 - floor(log10(size))))


def listed(items, lang) -> str:
    """Items in a sentence: "a, b and c"."""
    items = list(items)
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + (" et " if lang == "fr" else " and ") + items[-1]


def typeset(said, lang):
    """A text, or texts in lists and tables, with the hard spaces that French asks for before high signs and within quotation marks."""
    if isinstance(said, dict):
        return {key: typeset(inside, lang) for key, inside in said.items()}
    if isinstance(said, (list, tuple)):
        return type(said)(typeset(inside, lang) for inside in said)
    return re.sub(r" ([:;?!»%])|(?<=«) ", "\u00a0\\1", said) if lang == "fr" else said


def quoted(text, lang) -> str:
    """A name in quotation marks."""
    return f"«\u00a0{text}\u00a0»" if lang == "fr" else f"“{text}”"


def small(title) -> str:
    """A title within a sentence."""
    return title[:1].lower() + title[1:]


def twin_worlds(count, lang) -> str:
    """So many twin worlds, in words."""
    if count == 1:
        return "un seul monde" if lang == "fr" else "one world"
    return f"{number(count, lang)} {'mondes jumeaux' if lang == 'fr' else 'twin worlds'}"


def date(moment: datetime, lang) -> str:
    """A day in words: 3 November 2026."""
    return f"{day(moment, lang)} {moment.year}"


def day(moment: datetime, lang) -> str:
    """A day of a year that is known: 3 November."""
    number = "1er" if lang == "fr" and moment.day == 1 else str(moment.day)
    return f"{number} {_MONTHS[lang][moment.month - 1]}"


def weekday(moment: datetime, lang) -> str:
    """The day of the week."""
    return WEEKDAYS[lang][moment.weekday()]


def hour(value, lang) -> str:
    """An hour of the day, given with its fraction: 7:30."""
    whole, minutes = divmod(round(60 * value), 60)
    if lang == "fr":
        return f"{whole}\u00a0h" + (f"\u00a0{minutes:02d}" if minutes else "")
    return f"{whole}:{minutes:02d}"


def span(years, lang) -> str:
    """A stretch of time in words: half a year, 3 years."""
    if years in SPANS[lang]:
        return SPANS[lang][years]
    said = number(years, lang, len(f"{years:g}".partition(".")[2]))
    return f"{said} ans" if lang == "fr" and years >= 2 else f"{said} an" if lang == "fr" else f"{said} years"


def duration(seconds, lang) -> str:
    """A time to wait, rounded: about 40 s, about 2 min, about 3 h."""
    about = "environ" if lang == "fr" else "about"
    if seconds < 90:
        return f"{about} {max(5, 5 * round(seconds / 5))} s"
    return f"{about} {round(seconds / 60)} min" if seconds < 5400 else f"{about} {number(seconds / 3600, lang, 1)} h"
