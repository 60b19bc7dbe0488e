"""Rival theories: the same model with all but one of the ways taken out in which colleagues could matter, asked the same questions."""

from collections.abc import Mapping
from dataclasses import dataclass

from ...scenario.said import Described

_NO_REPERTOIRE = {"mechanisms.invention": False, "mechanisms.crew": False, "mechanisms.asking": False, "overhearing.learning": 0.0, "talk.transmit": 0.0}
_NO_CONTAGION = {"exhaustion.contagion": 0.0, "overhearing.shock": 0.0, "overhearing.site_shock": 0.0}
_NO_SUPPORT = {"exhaustion.support": 0.0, "talk.vent_relief": 0.0, "overhearing.comfort": 0.0}


@dataclass(frozen=True)
class Theory(Described):
    """What is left of the model under a theory: values laid over every office."""

    key: str
    title_en: str
    title_fr: str
    meaning_en: str
    meaning_fr: str
    laid: Mapping


THEORIES = (
    Theory("full", "Full model", "Modèle complet", "Colleagues soothe, infect, and pass on a repertoire.", "Les collègues apaisent, contaminent et transmettent un répertoire.", {}),
    Theory("none", "No community", "Sans communauté", "Everybody works alone: no talk, nobody overhears or is asked, no crew, nothing is invented.",
           "Chacun travaille seul : ni échanges, ni écoute, ni entraide, ni renfort, rien ne s'invente.",
           {"mechanisms.talk": False, "mechanisms.overhearing": False, "mechanisms.crew": False, "mechanisms.asking": False, "mechanisms.invention": False, "exhaustion.contagion": 0.0}),
    Theory("support", "Support only", "Soutien seul", "Colleagues soothe each other; nothing that answers episodes is invented or passed on.",
           "Les collègues s'apaisent ; rien de ce qui répond aux épisodes ne s'invente ni ne se transmet.", _NO_REPERTOIRE | _NO_CONTAGION),
    Theory("contagion", "Contagion only", "Contagion seule", "Colleagues infect each other with exhaustion; they neither soothe nor teach.",
           "Les collègues se transmettent l'épuisement ; ils n'apaisent ni n'enseignent.", _NO_REPERTOIRE | _NO_SUPPORT),
    Theory("own", "Own experience only", "Expérience propre seule", "Everybody finds and keeps tricks of their own; nobody learns from anybody.",
           "Chacun trouve et garde ses propres astuces ; personne n'apprend de personne.",
           {"mechanisms.talk": False, "mechanisms.overhearing": False, "mechanisms.crew": False, "mechanisms.asking": False, "exhaustion.contagion": 0.0}),
)
"""The theories, the full model first."""

BY_KEY = {theory.key: theory for theory in THEORIES}
