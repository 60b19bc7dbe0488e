"""What the page of an analysis says, in English and French."""

from ..experiments.analysis.results import ALIKE, FEW, NEVER, NO_ZERO, NOISE, SAID, UNMOVED
from .words import typeset

_WORDS = {
    "en": {
        "title": "What the study tells",
        "subtitle": "{name} · design {kind} · {points} points · {runs} runs · {date}",
        "failed": "{n} runs broke and are left out.",
        "plain": "the office as it is",
        "headings": {
            "sobol": ("Shares of variance: {side}", (
                "S1: share of the variance between points that an axis brings by itself; ST: with all its interactions. Lines: 80 % intervals. Noise "
                "between worlds is taken off wherever there are replicates; an interval much wider than the axis means: more base samples, or more replicates. Below zero is error of the estimate: read it as zero.")),
            "morris": ("Elementary effects: {side}", (
                "μ*: how much the outcome moves over the whole range of an axis, whatever the direction; σ: how unevenly, or through other axes; floor: the μ* "
                "that noise alone would give. Lines: 80 % intervals.")),
            "swings": ("One at a time: {side}", (
                "How far the outcome moves from the base when one axis is set otherwise, in the same worlds. Lines: 80 % intervals.")),
            "shares": ("Main effects and interactions: {side}", (
                "Share of the variance between points that each axis, and each two axes together, explain in a fitted model of slopes, bends and products. "
                "Lines: 80 % intervals.")),
            "regimes": ("Where which policy does better", ""),
        },
        "measures": {"s1": "S1", "st": "ST", "mu_star": "μ*", "sigma": "σ", "floor": "floor", "share": "share", "below": "value below the base",
                     "above": "value above the base", "other": "another value"},
        "share_unit": "share of variance",
        "weights": "What weighs most ({measure}):", "colon": ": ", "more": "  … and {n} more lines in the tables",
        "sizes": {"sobol": "ST, share of the variance between points, with interactions", "morris": "μ*, mean size of the effect over the whole axis",
                  "swings": "from the lowest to the highest difference", "shares": "share of the variance between points"},
        "enough": "Are the replicates enough?",
        "enough_text": (
            "Smallest true difference that the replicates show four times in five, between two points in unlike worlds and between policies in twin worlds "
            "(80 % intervals, power 80 %)."),
        "still_text": (
            "Points of which the coefficient of variation stands still within ± {eps} (Lee et al. 2015), and the most that any point still needs; "
            "guichet sweep STUDY --until-stable {plain} runs them. From few replicates this is a rough guess."),
        "few": "can be told from {n} replicates on",
        "columns": {"outcome": "Outcome", "between": "Between", "worlds": "Replicates", "sd": "Standard deviation", "smallest": "Smallest difference shown",
                    "still": "Points that stand still", "more": "Replicates still needed, at most", "note": "Why", "table": "Table"},
        "unlike": "two points, unlike worlds",
        "all_tables": "The figures as tables",
        "notes": "What could not be said",
        "notes_told": SAID,
        "never": "The same in all runs, and not shown: {names}.",
        "axes_title": "The axes", "axes": ("Axis", "Settings", "Unit", "Values that were run"), "command": "Command",
        "command_line": {"read": "{name}: design {kind}, {points} points, {runs} runs{failed}; axes: {axes}", "failed": ", {n} broken and left out",
                         "note": "  {title}: {why}"},
    },
    "fr": {
        "title": "Ce que dit l'étude",
        "subtitle": "{name} · plan {kind} · {points} points · {runs} simulations · {date}",
        "failed": "{n} simulations ont échoué et sont écartées.",
        "plain": "le service tel quel",
        "headings": {
            "sobol": ("Parts de variance : {side}", (
                "S1 : part de la variance entre points qu'un axe apporte seul ; ST : avec toutes ses interactions. Traits : intervalles à 80 %. Le bruit "
                "entre mondes est retiré dès qu'il y a des réplications ; un intervalle bien trop large appelle plus d'échantillons ou de réplications. Au-dessous de zéro, c'est l'erreur de l'estimation : lisez zéro.")),
            "morris": ("Effets élémentaires : {side}", (
                "μ* : de combien le résultat bouge sur toute l'étendue d'un axe, quel que soit le sens ; σ : avec quelle irrégularité, ou à travers d'autres axes ; "
                "plancher : le μ* que donnerait le bruit seul. Traits : intervalles à 80 %.")),
            "swings": ("Un axe à la fois : {side}", (
                "De combien le résultat s'éloigne de la base quand un seul axe change, dans les mêmes mondes. Traits : intervalles à 80 %.")),
            "shares": ("Effets principaux et interactions : {side}", (
                "Part de la variance entre points qu'expliquent chaque axe, et chaque paire d'axes, dans un modèle ajusté de pentes, courbures et produits. "
                "Traits : intervalles à 80 %.")),
            "regimes": ("Où quelle politique fait mieux", ""),
        },
        "measures": {"s1": "S1", "st": "ST", "mu_star": "μ*", "sigma": "σ", "floor": "plancher", "share": "part", "below": "valeur sous la base",
                     "above": "valeur au-dessus de la base", "other": "autre valeur"},
        "share_unit": "part de la variance",
        "weights": "Ce qui pèse le plus ({measure}) :", "colon": " : ", "more": "  … et {n} autres lignes dans les tables",
        "sizes": {"sobol": "ST, part de la variance entre points, interactions comprises", "morris": "μ*, taille moyenne de l'effet sur tout l'axe",
                  "swings": "de la plus petite à la plus grande différence", "shares": "part de la variance entre points"},
        "enough": "Y a-t-il assez de réplications ?",
        "enough_text": (
            "Plus petite vraie différence que les réplications montrent quatre fois sur cinq, entre deux points dans des mondes différents et entre politiques dans "
            "des mondes jumeaux (intervalles à 80 %, puissance 80 %)."),
        "still_text": (
            "Points dont le coefficient de variation est stable à ± {eps} près (Lee et al. 2015), et ce qui manque encore, au plus, à un point ; "
            "guichet sweep ÉTUDE --until-stable {plain} les simule. Avec peu de réplications, ce n'est qu'un ordre de grandeur."),
        "few": "se dit à partir de {n} réplications",
        "columns": {"outcome": "Résultat", "between": "Entre", "worlds": "Réplications", "sd": "Écart-type", "smallest": "Plus petite différence montrée",
                    "still": "Points stables", "more": "Réplications manquantes, au plus", "note": "Pourquoi", "table": "Table"},
        "unlike": "deux points, mondes différents",
        "all_tables": "Les figures en tableaux",
        "notes": "Ce qui n'a pu être dit",
        "notes_told": {
            NEVER: "est identique dans toutes les simulations", UNMOVED: "varie d'un monde à l'autre, mais aucun axe ne le fait bouger",
            ALIKE: "est identique sous les deux politiques dans chaque monde",
            NO_ZERO: "n'a pas de vrai zéro : un coefficient de variation n'a pas de sens ; jugez ses réplications par la table de puissance",
            NOISE: "ne diffère pas plus d'un point à l'autre que par le bruit : la part d'un axe est indécidable ; ajoutez des réplications, ou élargissez les axes",
            FEW: "a trop peu de points pour son bruit : chaque axe pourrait n'avoir rien de la variance, ou tout ; prenez plus de points, ou de réplications"},
        "never": "Identiques dans toutes les simulations, et non montrés : {names}.",
        "axes_title": "Les axes", "axes": ("Axe", "Paramètres", "Unité", "Valeurs simulées"), "command": "Commande",
        "command_line": {"read": "{name} : plan {kind}, {points} points, {runs} simulations{failed} ; axes : {axes}", "failed": ", {n} échouées et écartées",
                         "note": "  {title} : {why}"},
    },
}
WORDS = {lang: typeset(words, lang) for lang, words in _WORDS.items()}
