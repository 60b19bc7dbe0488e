"""What is said of conclusions over an ensemble, in English and French."""

from .words import typeset

_WORDS = {
    "en": {
        "title": {
            "compare": "Which differences between policies hold over the ensemble",
            "ablate": "Which contributions of mechanisms hold over the ensemble",
        },
        "subtitle": "{office} · {members} members of {name} × {worlds} of {span} each · {runs} runs · {date}",
        "lead": "Each of {members} parameter sets that fit what was observed was run in {worlds} of its own. A conclusion holds if the difference has the "
        "same sign in at least 90 % of "
        "them, leans from 75 %, and is otherwise left open by what was observed: it hangs on which of these parameter sets is true.",
        "caution": "The shares count members, not probabilities of the world: they are as good as the patterns, the ranges of the parameters and the model. "
        "Each member's difference comes from "
        "{worlds}, so that chance moves shares towards a half. What the patterns do not identify was varied over its whole range.",
        "rough": "The calibration did not reach its tolerance: take these shares as rough.",
        "heading": {"compare": "“{who}” against “{against}”", "ablate": "“{who}”"},
        "yes": "Holds: {items}.",
        "leaning": "Leans that way: {items}.",
        "open": "Left open: {items}.",
        "item": "{outcome} {way} in {share}",
        "open_item": "{outcome} ({way} in {share})",
        "nothing": "without difference",
        "either": "either way as often",
        "ways": {
            ("up", "lower"): "worse",
            ("down", "lower"): "better",
            ("up", "higher"): "better",
            ("down", "higher"): "worse",
            ("up", None): "higher",
            ("down", None): "lower",
        },
        "ablate_ways": {"up": "raised", "down": "lowered"},
        "figure": "Over what share of the ensemble",
        "figure_text": "Each bar is the whole ensemble: to the right where the difference is above zero, to the left where below; full colour where the "
        "member's own worlds show it (80 % interval).",
        "shown_up": "above zero, shown",
        "up": "above zero, not shown",
        "shown_down": "below zero, shown",
        "down": "below zero, not shown",
        "table": "All figures",
        "columns": ("Outcome", "Mean difference", "90 % of the members", "Above zero", "Below zero", "Holds"),
        "holds": {"yes": "yes", "leaning": "leaning", "open": "open"},
        "to": "{low} to {high}",
        "origin": "Where this comes from",
        "facts": ("Command", "Version", "Ensemble", "Values set by hand", "Seeds"),
        "none": "none",
        "start": "{runs} runs: {members} members × {cells} {what} × {worlds} of {span}.",
        "what": {"compare": "policies", "ablate": "variants"},
        "runs": "runs",
    },
    "fr": {
        "title": {
            "compare": "Quels écarts entre politiques tiennent sur tout l'ensemble",
            "ablate": "Quelles contributions de mécanismes tiennent sur tout l'ensemble",
        },
        "subtitle": "{office} · {members} membres de {name} × {worlds} de {span} chacun · {runs} simulations · {date}",
        "lead": "Chacun des {members} jeux de paramètres compatibles avec ce qui a été observé a été simulé dans {worlds} à lui. Une conclusion tient si "
        "l'écart a le même signe dans au moins 90 % "
        "d'entre eux, penche à partir de 75 %, et reste sinon ouverte : elle dépend du jeu de paramètres qui est le vrai.",
        "caution": "Les parts comptent des membres, non des probabilités du monde : elles valent ce que valent les motifs, les intervalles des paramètres "
        "et le modèle. L'écart de chaque membre vient "
        "de {worlds}, si bien que le hasard rapproche les parts de la moitié. Ce que les motifs n'identifient pas a varié sur toute son étendue.",
        "rough": "La calibration n'a pas atteint sa tolérance : ces parts sont approximatives.",
        "heading": {"compare": "« {who} » contre « {against} »", "ablate": "« {who} »"},
        "yes": "Tient : {items}.",
        "leaning": "Penche : {items}.",
        "open": "Reste ouvert : {items}.",
        "item": "{outcome} {way} dans {share}",
        "open_item": "{outcome} ({way} dans {share})",
        "nothing": "sans écart",
        "either": "autant dans un sens que dans l'autre",
        "ways": {
            ("up", "lower"): "moins bien",
            ("down", "lower"): "mieux",
            ("up", "higher"): "mieux",
            ("down", "higher"): "moins bien",
            ("up", None): "plus élevé",
            ("down", None): "plus bas",
        },
        "ablate_ways": {"up": "augmenté", "down": "abaissé"},
        "figure": "Sur quelle part de l'ensemble",
        "figure_text": "Chaque barre est tout l'ensemble : à droite là où l'écart est positif, à gauche là où il est négatif ; couleur pleine quand les "
        "mondes du membre le montrent (intervalle à 80 %).",
        "shown_up": "positif, montré",
        "up": "positif, non montré",
        "shown_down": "négatif, montré",
        "down": "négatif, non montré",
        "table": "Tous les chiffres",
        "columns": ("Résultat", "Écart moyen", "90 % des membres", "Positif", "Négatif", "Tient"),
        "holds": {"yes": "oui", "leaning": "penche", "open": "ouvert"},
        "to": "de {low} à {high}",
        "origin": "D'où viennent ces résultats",
        "facts": ("Commande", "Version", "Ensemble", "Valeurs données à la main", "Graines"),
        "none": "aucune",
        "start": "{runs} simulations : {members} membres × {cells} {what} × {worlds} de {span}.",
        "what": {"compare": "politiques", "ablate": "variantes"},
        "runs": "simulations",
    },
}
WORDS = {lang: typeset(words, lang) for lang, words in _WORDS.items()}
