"""What pages say, in English and French: one file for each page, each text once as (English, French), names in braces filled in."""

from ...charts.words import typeset
from . import common, lab, lessons, office, what_if

PAGES = (common, what_if, office, lessons, lab)
"""Files of texts, each with a table `TEXTS` whose keys begin with the name of its page."""


def texts() -> dict[str, dict[str, str]]:
    """All texts by language and key; hard spaces are put in where French asks for them."""
    pairs = {key: pair for page in PAGES for key, pair in page.TEXTS.items()}
    return {lang: {key: typeset(pair[place], lang) for key, pair in pairs.items()} for place, lang in enumerate(("en", "fr"))}
