"""What the page of a docking says, in English and French."""

from .words import typeset

_WORDS = {
    "en": {
        "title": "Does the model give what other models have shown?",
        "subtitle": "{relations} · {worlds} worlds for each setting{many} · first seed {seed} · {date}",
        "many": "{worlds} for {name}",
        "verdicts": {"reproduced": "reproduced", "partly reproduced": "partly reproduced", "not reproduced": "not reproduced"},
        "line": "{title}: {verdict}. {told}.",
        "pm": "{value} ± {error} {unit}",
        "caution": (
            "Of each model only the relation is asked for, not its figures. The office is restricted to what the relation is made of; each restriction is "
            "told, with why. "
            "± is a standard error; a test holds if it is above zero by more than two of them. A relation that is reproduced says that the model has its "
            "ingredients, "
            "not that offices are so."),
        "claim": "What it says", "why": "What the model does", "missing": "What is missing", "restricted": "How the office is restricted",
        "caption": "Means over {worlds} worlds; bars are two standard errors either way. Marks one beside the other come from the same worlds.",
        "tests": "The tests", "test": "Test", "value": "Figure", "error": "Standard error", "holds": "Holds?", "yes": "yes", "no": "no",
        "origin": "Where this comes from",
    },
    "fr": {
        "title": "Le modèle donne-t-il ce que d'autres modèles ont montré ?",
        "subtitle": "{relations} · {worlds} mondes par réglage{many} · première graine {seed} · {date}",
        "many": "{worlds} pour {name}",
        "verdicts": {"reproduced": "reproduite", "partly reproduced": "reproduite en partie", "not reproduced": "non reproduite"},
        "line": "{title} : relation {verdict}. {told}.",
        "pm": "{value} ± {error} {unit}",
        "caution": (
            "De chaque modèle on ne demande que la relation, non les chiffres. Le service est restreint à ce dont la relation est faite ; chaque "
            "restriction est dite, avec sa raison. "
            "± est une erreur type ; un test tient si sa valeur dépasse zéro de plus de deux erreurs types. Une relation reproduite dit que le modèle en a "
            "les ingrédients, "
            "non que les services sont ainsi."),
        "claim": "Ce qu'elle dit", "why": "Ce que fait le modèle", "missing": "Ce qui manque", "restricted": "Comment le service est restreint",
        "caption": "Moyennes sur {worlds} mondes ; les barres font deux erreurs types de part et d'autre. Les marques voisines viennent des mêmes mondes.",
        "tests": "Les tests", "test": "Test", "value": "Valeur", "error": "Erreur type", "holds": "Tient ?", "yes": "oui", "no": "non",
        "origin": "D'où cela vient",
    },
}

WORDS = {lang: typeset(words, lang) for lang, words in _WORDS.items()}
