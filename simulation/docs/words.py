"""Words of the glossary that stand for a name in the code: most are declared where they are used, the others here. Each in English and in French."""

from ..charts.ablation_words import MECHANISMS
from ..measures.outcomes import BY_KEY, OUTCOMES
from ..measures.story_words import CHANNELS, KINDS
from ..rules import order
from .tables import markdown

EVENT_NAMES_SAID = {
    "start": ("start", "début"),
    "episode": ("episode", "épisode"),
    "trick": ("trick", "astuce"),
    "story": ("story", "histoire ouverte"),
    "invention": ("invention", "invention"),
    "telling": ("telling", "transmission"),
    "learned": ("learned", "appris"),
    "refinement": ("refinement", "affinement"),
    "naming": ("naming", "baptême"),
    "call": ("call for a crew", "appel de renfort"),
    "join": ("joining a crew", "venue en renfort"),
    "step_in": ("step-in", "intervention"),
    "overheard": ("overheard", "entendu"),
    "listening": ("listening", "écoute"),
    "break_cut": ("break cut", "pause supprimée"),
    "absence": ("absence", "absence"),
    "exit": ("leaving", "départ"),
    "hire": ("hire", "embauche"),
    "forgotten": ("forgotten", "oublié"),
    "death": ("death of a practice", "disparition d'une pratique"),
    "training": ("training", "formation"),
    "guide": ("written into the guide", "inscription au guide"),
    "rule_change": ("rule change", "changement de règles"),
    "obsolete": ("made obsolete", "caducité"),
    "callout": ("call-out", "interpellation publique"),
    "user_exit": ("user gone", "usager perdu"),
    "change": ("dated change", "changement daté"),
    "life_event": ("accident of life", "accident de la vie"),
}
"""What each kind of event is called."""

VALENCES = {"resolving": ("resolving", "résolutive"), "protective": ("protective of the employee", "protectrice"), "subversive": ("subversive of the organisation", "subversive")}

TALKS = {"solution": ("talk of a solution", "échange de solution"), "vent": ("talk that relieves", "parole qui soulage"), "co_rumination": ("co-rumination", "co-rumination")}


def _words(name, said):
    """A table of names in the code with their words."""
    return markdown((name, "name", "nom"), [(f"`{key}`", *pair) for key, pair in said.items()])


def _means():
    """Means of answering, as the outcomes that count them say."""
    said = {means: BY_KEY[f"share_{means}"] for means in order.MEANS}
    return {means: (outcome.title_en.removeprefix("Answered by "), outcome.title_fr.removeprefix("Réponse par ")) for means, outcome in said.items()}


TABLES = {
    "mechanisms": lambda: _words("mechanism", {name: MECHANISMS[name] for name in order.MECHANISMS}),
    "channels": lambda: _words("channel", {name: (CHANNELS["en"][name], CHANNELS["fr"][name]) for name in order.CHANNELS}),
    "kinds": lambda: _words("kind of situation", {name: (KINDS["en"][name].several, KINDS["fr"][name].several) for name in order.KINDS}),
    "means": lambda: _words("means of answering", _means()),
    "valences": lambda: _words("valence", VALENCES),
    "talks": lambda: _words("talk", TALKS),
    "events": lambda: _words("event", EVENT_NAMES_SAID),
    "outcomes": lambda: _words("outcome", {outcome.key: (outcome.title_en, outcome.title_fr) for outcome in OUTCOMES}),
}
"""The tables of glossary.md."""
