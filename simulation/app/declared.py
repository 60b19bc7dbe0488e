"""All that pages need and Python declares, as one JSON: parameters, outcomes and their formulas, offices, policies, levers, words in both languages."""

import json
from functools import cache

from scipy.special import stdtrit

from .. import __version__
from ..charts import ablation_words, look, words
from ..charts import summary as summary_words
from ..charts.report import SEEN
from ..experiments import DEFAULT_OFFICE, DEFAULT_REPLICATES, DEFAULT_SEED, DEFAULT_YEARS, paired
from ..measures import story_names, story_words
from ..measures.daily import NAMES
from ..measures.events import EVENT_NAMES
from ..measures.formulas import formulas
from ..measures.outcomes import GROUPS as OUTCOME_GROUPS
from ..measures.outcomes import LAST_DAYS
from ..measures.units import unit_in
from ..rules.order import CHANNELS, KINDS, MEANS, MECHANISMS, MINUTE, NIGHT, VALENCES
from ..scenario.declare import ACTIONS
from ..scenario.load import read, shipped_files
from ..scenario.parameters import GROUPS, PARAMETERS
from ..scenario.schema import plain, plain_change
from .lessons import declared_lessons
from .levers import GROUPS as LEVER_GROUPS
from .levers import SERIES
from .texts import texts

MOST_WORLDS = 200
"""So many twin worlds can be asked of a page."""

MOST_YEARS = 10


@cache
def declared() -> dict:
    """Everything, as plain data."""
    return {
        "version": __version__,
        "texts": texts(),
        "words": {lang: _words(lang) for lang in story_words.LANGUAGES},
        "parameters": {key: _parameter(parameter) for key, parameter in PARAMETERS.items()},
        "actions": {action: {"kind": "int" if whole else "float", "whole": whole, "low": low, "high": high} for action, (low, high, whole) in ACTIONS.items()},
        "groups": {name: list(titles) for name, titles in GROUPS.items()},
        "levers": [{"name": name, "title": [en, fr], "levers": [{"key": one.key, "title": [one.en, one.fr], "low": one.low, "high": one.high} for one in held]}
                   for name, en, fr, held in LEVER_GROUPS],
        "outcomes": [_outcome(outcome, group) for group, _, _, held in OUTCOME_GROUPS for outcome in held],
        "outcome_groups": {name: [en, fr] for name, en, fr, _ in OUTCOME_GROUPS},
        "columns": list(NAMES),
        "series": [{"column": column, "factor": factor, "outcome": outcome} for column, factor, outcome in SERIES],
        "seen": list(SEEN),
        "last_days": LAST_DAYS,
        "events": list(EVENT_NAMES),
        "nightly": list(story_words.NIGHTLY),
        "order": {"channels": CHANNELS, "kinds": KINDS, "means": MEANS, "mechanisms": MECHANISMS, "valences": VALENCES, "minute": MINUTE, "night": NIGHT},
        "names": {"people": story_names.PEOPLE, "practices": story_names.WORDS, "of_elided": story_words.ELIDED},
        "offices": _shipped("office"),
        "policies": _shipped("policy"),
        "lessons": declared_lessons(),
        "level": paired.LEVEL,
        "t": [None, None] + [float(stdtrit(n - 1, 0.5 + paired.LEVEL / 2)) for n in range(2, MOST_WORLDS + 1)],
        "start": {"office": DEFAULT_OFFICE, "years": DEFAULT_YEARS, "worlds": DEFAULT_REPLICATES, "seed": DEFAULT_SEED, "most_worlds": MOST_WORLDS, "most_years": MOST_YEARS},
        "colours": {"baseline": look.BASELINE_COLOUR, "policies": look.COLOURS, "diverging": look.DIVERGING, "ink": look.INK, "grid": look.GRID, "font": look.FONT},
        "plotly": look.CONFIG,
    }


def texts_of(keys) -> dict[str, dict[str, str]]:
    """Texts in both languages: those of these keys, and those whose key begins with one that ends in a dot."""
    return {lang: {key: text for key, text in held.items() if any(key == one or (one.endswith(".") and key.startswith(one)) for one in keys)} for lang, held in texts().items()}


def declared_json() -> str:
    """The same as text; nothing in it can end a script element of a page that holds it."""
    return json.dumps(declared(), ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/").replace("<!--", "<\\u0021--")


def _parameter(parameter):
    """A parameter as pages need it."""
    return {"kind": "list" if parameter.kind is tuple else parameter.kind.__name__, "whole": parameter.number is int, "default": plain(parameter.default),
            "low": parameter.low, "high": parameter.high, "unit": [unit_in(parameter.unit, lang) for lang in story_words.LANGUAGES],
            "text": [parameter.en, parameter.fr], "source": parameter.source, "grade": parameter.grade, "lever": parameter.lever, "choices": plain(parameter.choices),
            "lengths": plain(parameter.lengths)}


def _outcome(outcome, group):
    """An outcome, with its formula as a tree."""
    return {"key": outcome.key, "group": group, "main": outcome.main, "better": outcome.better, "title": [outcome.title_en, outcome.title_fr],
            "unit": [outcome.unit_in(lang) for lang in story_words.LANGUAGES], "meaning": [outcome.meaning_en, outcome.meaning_fr], "formula": formulas()[outcome.key]}


def _shipped(kind):
    """The shipped offices or policies: what each says, and sets."""
    documents = [read(path, kind) for path in shipped_files(kind).values()]
    return [{"name": document.head.name, "title": [document.head.title_en, document.head.title_fr], "text": [document.head.text_en, document.head.text_fr],
             "needs": list(getattr(document.head, "needs_channel", ())), "values": {key: plain(value) for key, value in document.values.items()},
             "changes": [plain_change(change) for change, _ in document.changes]} for document in documents]


def _words(lang):
    """Words that reports and stories have already."""
    place = story_words.LANGUAGES.index(lang)
    return {"verdicts": words.VERDICTS[lang], "spans": {f"{years:g}": said for years, said in words.SPANS[lang].items()}, "summary": {str(key or "neither"): said for key, said in summary_words.WORDS[lang].items()},
            "mechanisms": {key: pair[place] for key, pair in ablation_words.MECHANISMS.items()},
            "channels": story_words.CHANNELS[lang], "kinds": {kind: list(noun) for kind, noun in story_words.KINDS[lang].items()},
            "short_kinds": story_words.SHORT_FR if lang == "fr" else {kind: kind for kind in KINDS}, "weekdays": story_words.WEEKDAYS[lang],
            "story": {key: _sentence(pair[place], lang) for key, pair in story_words.SENTENCES.items()},
            "valences": story_words.VALENCES[lang], "how": story_words.HOW[lang]}


def _sentence(text, lang):
    """A sentence of a story as `story_words.say` gives it, with its slots still open."""
    return story_words.kept_together(text) if lang == "fr" else text
