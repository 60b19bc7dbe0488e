"""What the page of an ablation says, in English and French."""

from .words import typeset

MECHANISMS = {
    "irritation": ("Irritation of users", "Irritation des usagers"),
    "episode": ("Episodes", "Épisodes"),
    "answer": ("Ways of answering", "Manières de répondre"),
    "crew": ("Crews", "Renforts"),
    "asking": ("Asking a colleague", "Demander à un collègue"),
    "invention": ("Invention", "Invention"),
    "talk": ("Talk", "Échanges"),
    "overhearing": ("Overhearing", "Écoute entre voisins"),
    "strain": ("Strain", "Tension"),
    "learning": ("Learning and forgetting", "Apprentissage et oubli"),
    "turnover": ("Absence and turnover", "Absences et départs"),
    "voice": ("Users leave or call out", "Départs et interpellations"),
    "management": ("The manager", "Le manager"),
    "circle": ("Vicious circle", "Cercle vicieux"),
    "together": ("Acting together", "Effets conjoints"),
    "all": ("All mechanisms", "Tous les mécanismes"),
}
"""What each mechanism is called in a chart; `guichet explain mechanisms.NAME` says what it does."""

_WORDS = {
    "en": {
        "title": "What does each mechanism contribute?",
        "subtitle": "{policy} · {span} ({days} working days) · {worlds} (seeds {first} to {last}) · {runs} runs · {date}",
        "no_policy": "no policy",
        "plain": "Plain queue",
        "stands": "As it stands",
        "line": "{outcome}: {stands} {unit}; with a plain queue alone {plain}. {told}",
        "raised": "Raised most by {names}",
        "lowered": "lowered most by {names}",
        "nothing": "No mechanism can be told to move it.",
        "end": ".",
        "caution": (
            "Each mechanism was switched off by itself, in the same worlds: same users, same bad days. A contribution holds all that a mechanism "
            "does through others. So contributions do not add up to what all bring; the rest is told as “acting together”. This says how the "
            "model works, not how people do."),
        "waterfall": "From a plain queue to the office as it stands",
        "waterfall_caption": (
            "From the plain queue (all mechanisms off) to the office as it stands, over {worlds}. A bar is what a mechanism contributes; the thin line "
            "is the 80 % interval of its end. Blue: better for having it; orange: worse; hollow: cannot be told from nothing. “Acting "
            "together” is what is left: mechanisms that need each other, or do the same work twice."),
        "table": "Contributions",
        "table_text": (
            "Office as it stands less the office without the mechanism, with the 80 % interval of the mean. Of {many} figures, about {chance} would "
            "be told from zero by chance alone if no mechanism did anything."),
        "mechanism": "Mechanism",
        "undefined": "not defined without it",
        "pairs": "Mechanisms that act together",
        "pairs_caption": (
            "Interaction of each two mechanisms: what both do together, beyond what each does by itself. Blue: together better than apart; orange: worse. "
            "Pale squares cannot be told from zero (at most one in ten of the coloured ones is false: Benjamini and Hochberg, outcome by outcome). "
            "Colours are scaled to the largest interaction of each outcome."),
        "pairs_text": "The largest that can be told, outcome by outcome. All are in interactions.csv.",
        "pair": "Pair",
        "contribution_of": "Contribution of {name}",
        "with_other": "with the other",
        "without_other": "without it",
        "interaction": "Interaction",
        "needs": "does nothing without {name}",
        "none_told": "No interaction can be told from zero.",
        "reading": "How to read it",
        "terms": [
            ("Contribution", "The outcome of the office as it stands, less its outcome when the mechanism is off, world by world."),
            ("Plain queue", "All mechanisms off: people come, wait, are served or give up; nobody tires, learns or quarrels."),
            ("Acting together", "What all mechanisms bring, less the sum of the contributions. It is large where two mechanisms each do little without "
             "the other (answers without inventions), or where one does what the other would do."),
            ("Interaction", "As it stands, less without the first, less without the second, plus without both."),
            ("80 % interval", "In four cases of five such an interval holds the true mean of this model."),
        ],
        "mechanisms": "What the mechanisms are",
        "off_already": "Off in this office, and left off: {names}.",
        "origin": "Where this comes from",
    },
    "fr": {
        "title": "Qu'apporte chaque mécanisme ?",
        "subtitle": "{policy} · {span} ({days} jours ouvrés) · {worlds} (graines {first} à {last}) · {runs} simulations · {date}",
        "no_policy": "sans politique",
        "plain": "File seule",
        "stands": "Service tel quel",
        "line": "{outcome} : {stands} {unit} ; avec la file seule {plain}. {told}",
        "raised": "Vers le haut, surtout : {names}",
        "lowered": "vers le bas, surtout : {names}",
        "nothing": "Aucun mécanisme n'a d'effet décelable.",
        "end": ".",
        "caution": (
            "Chaque mécanisme a été coupé seul, dans les mêmes mondes : mêmes usagers, mêmes mauvais jours. Un apport comprend tout ce qu'un mécanisme "
            "fait à travers les autres. Les apports ne s'additionnent donc pas ; le reste figure sous « effets conjoints ». Ceci dit comment le "
            "modèle fonctionne, non comment les gens fonctionnent."),
        "waterfall": "De la file seule au service tel quel",
        "waterfall_caption": (
            "De la file seule (tous les mécanismes coupés) au service tel quel, sur {worlds}. Une barre est l'apport d'un mécanisme ; le trait fin "
            "est l'intervalle à 80 % de son extrémité. Bleu : mieux grâce à lui ; orange : moins bien ; creux : indiscernable de rien. « Effets "
            "conjoints » est le reste : des mécanismes qui ont besoin l'un de l'autre, ou qui font deux fois le même travail."),
        "table": "Les apports",
        "table_text": (
            "Le service tel quel moins le service sans le mécanisme, avec l'intervalle à 80 % de la moyenne. Sur {many} chiffres, environ {chance} "
            "se distingueraient de zéro par le seul hasard si aucun mécanisme n'avait d'effet."),
        "mechanism": "Mécanisme",
        "undefined": "non défini sans lui",
        "pairs": "Les mécanismes qui agissent ensemble",
        "pairs_caption": (
            "Interaction de deux mécanismes : ce qu'ils font ensemble, au-delà de ce que chacun fait seul. Bleu : ensemble mieux que séparés ; orange : moins "
            "bien. Les cases pâles ne se distinguent pas de zéro (au plus une case colorée sur dix est fausse : Benjamini et Hochberg, résultat par "
            "résultat). Les couleurs sont à l'échelle de la plus grande interaction de chaque résultat."),
        "pairs_text": "Les plus grandes qui se distinguent de zéro, résultat par résultat. Toutes sont dans interactions.csv.",
        "pair": "Paire",
        "contribution_of": "Apport de {name}",
        "with_other": "avec l'autre",
        "without_other": "sans l'autre",
        "interaction": "Interaction",
        "needs": "sans effet sans {name}",
        "none_told": "Aucune interaction ne se distingue de zéro.",
        "reading": "Comment lire",
        "terms": [
            ("Apport", "Le résultat du service tel quel, moins son résultat quand le mécanisme est coupé, monde par monde."),
            ("File seule", "Tous les mécanismes coupés : on vient, on attend, on est servi ou on renonce ; nul ne s'use, n'apprend ni ne se dispute."),
            ("Effets conjoints", "Ce qu'apportent tous les mécanismes, moins la somme des apports. Le reste est grand quand deux mécanismes font peu l'un "
             "sans l'autre (les réponses sans les inventions), ou quand l'un fait ce que ferait l'autre."),
            ("Interaction", "Tel quel, moins sans le premier, moins sans le second, plus sans les deux."),
            ("Intervalle à 80 %", "Dans quatre cas sur cinq, un tel intervalle contient la vraie moyenne de ce modèle."),
        ],
        "mechanisms": "Ce que sont les mécanismes",
        "off_already": "Coupés dans ce service, et laissés tels : {names}.",
        "origin": "D'où cela vient",
    },
}

WORDS = {lang: typeset(words, lang) for lang, words in _WORDS.items()}


def title(mechanism, lang) -> str:
    """What a mechanism is called."""
    return MECHANISMS[mechanism][lang == "fr"]
