"""What the report says around its figures and tables, in English and French."""

from .words import typeset

_WORDS = {
    "en": {
        "question": "Present or discreet?",
        "compared": "Policies compared",
        "subtitle": "{span} ({days} working days) · {worlds} (seeds {first} to {last}) · {date}",
        "main": "At a glance",
        "baseline": "baseline: mean of the runs",
        "main_text": (
            "The first column is what the baseline gives. The others say how much a policy changes it: the mean difference between "
            "twins, its 80 % interval, and in how many twin worlds it did better. Where the interval holds zero, these runs cannot "
            "tell."),
        "outcome": "Outcome",
        "unit": "Unit",
        "meaning": "Meaning",
        "undefined": "not defined in these runs",
        "no_figures": "No twin world is left in which every policy ran to its end: there is nothing to draw.",
        "figures": {
            "forest": (
                "How each policy differs",
                (
                    "Mark: mean difference from “{baseline}” over {worlds}; thick line: 80 % interval of that mean; thin "
                    "line: the 10th to the 90th percentile of the twin worlds themselves. A hollow mark cannot be told from zero. The "
                    "shaded side is better."),
            ),
            "cost": (
                "What it costs, what it brings",
                (
                    "To the right: wages and levers cost more than under “{baseline}” (the cross). Upright: the effect with its 80 % "
                    "interval. Shaded: better. The cost of replacing those who leave is not in here, but in the cost per resolved case."),
            ),
            "coverage": (
                "The repertoire over time",
                (
                    "Share of staff × kinds of situation with a practice to rely on. Line: median; band: from the 10th to the 90th "
                    "percentile of {worlds}. Grey, dashed: “{baseline}”. Below: the same, twin by twin, as a difference."),
            ),
            "exhaustion": (
                "Exhaustion over time",
                (
                    "Mean exhaustion of the staff; 0 is the average of the trade. Worlds differ more from one another than policies do: "
                    "hence the row below, which compares twins."),
            ),
            "repertoire": (
                "The life of the repertoire",
                (
                    "Practices that anybody holds, that two or more share, and that have a name by which a crew can be called. Line: "
                    "median; band: from the 10th to the 90th percentile of {worlds}."),
            ),
        },
        "see_table": "The figures are in the tables of this page and in differences.csv.",
        "ends": {
            "coverage_end": "Mean of the last 20 days ({unit}): {values}.",
            "exhaustion_end": "Mean of the last 20 days ({unit}): {values}.",
            "shared": "Shared, on average over the run ({unit}): {values}.",
        },
        "seen": "What the manager sees beside what is so",
        "seen_text": (
            "Staff report next to nothing of what they live through. A dashboard that counts reports shows this much of it (means of "
            "the runs)."),
        "everything": "All outcomes",
        "everything_text": "The same reading as at a glance. With so many outcomes, one in five intervals leaves zero out by chance.",
        "reading": "How to read this",
        "definitions": "What each outcome means",
        "origin": "Where this comes from",
        "terms": [
            (
                "Twin worlds",
                (
                    "Every world is lived through once under each policy. The same users come on the same days with the same troubles "
                    "and the same luck: what differs between twins comes from the policy."),
            ),
            (
                "{level} interval",
                (
                    "Student's t interval of the mean of the paired differences: how well these runs know the mean. In one case of five "
                    "it misses it."),
            ),
            (
                "10th to 90th percentile",
                "How much single twin worlds differ from one another: what one office might see. It does not shrink with more worlds.",
            ),
            (
                "Better, worse, cannot tell",
                (
                    "Better or worse only where the interval leaves zero out; cannot tell where it holds zero. No difference: every "
                    "pair of twins was equal to the last digit, which for rare events such as leaving may only mean that the run was "
                    "short."),
            ),
        ],
        "pairing": (
            "Does pairing pay?",
            "In {half} of {n} main comparisons, the variance of the paired difference is at most half of the unpaired one.",
        ),
    },
    "fr": {
        "question": "Présent ou discret ?",
        "compared": "Politiques comparées",
        "subtitle": "{span} ({days} jours ouvrés) · {worlds} (graines {first} à {last}) · {date}",
        "main": "L'essentiel",
        "baseline": "référence : moyenne",
        "main_text": (
            "La première colonne donne la référence. Les autres disent de combien une politique la change : différence moyenne entre "
            "jumeaux, intervalle à 80 %, et nombre de mondes jumeaux où elle fait mieux. Quand l'intervalle contient zéro, ces "
            "simulations ne tranchent pas."),
        "outcome": "Résultat",
        "unit": "Unité",
        "meaning": "Sens",
        "undefined": "non défini dans ces simulations",
        "no_figures": "Il ne reste aucun monde jumeau où chaque politique soit allée à son terme : rien à tracer.",
        "figures": {
            "forest": (
                "Ce que change chaque politique",
                (
                    "Marque : différence moyenne avec « {baseline} » sur {worlds} ; trait épais : intervalle à 80 % de "
                    "cette moyenne ; trait fin : du 10e au 90e centile des mondes jumeaux. Une marque creuse ne se distingue pas de "
                    "zéro. Le côté ombré est le meilleur."),
            ),
            "cost": (
                "Ce que cela coûte, ce que cela apporte",
                (
                    "Vers la droite : salaires et leviers coûtent plus que sous « {baseline} » (la croix). En hauteur : l'effet et son "
                    "intervalle à 80 %. Ombré : mieux. Le coût des remplacements n'est pas ici, mais dans le coût par dossier résolu."),
            ),
            "coverage": (
                "Le répertoire au fil du temps",
                (
                    "Part des couples agent × situation dotés d'une pratique fiable. Trait : médiane ; bande : du 10e au 90e centile de "
                    "{worlds}. Gris tireté : « {baseline} ». En dessous : la différence, jumeau par jumeau."),
            ),
            "exhaustion": (
                "L'épuisement au fil du temps",
                (
                    "Épuisement moyen des agents ; 0 est la moyenne du métier. Les mondes diffèrent plus entre eux que les politiques : "
                    "d'où la seconde ligne, qui compare des jumeaux."),
            ),
            "repertoire": (
                "La vie du répertoire",
                (
                    "Pratiques détenues par quelqu'un, partagées par deux agents ou plus, et dotées d'un nom par lequel on appelle le "
                    "renfort. Trait : médiane ; bande : du 10e au 90e centile de {worlds}."),
            ),
        },
        "see_table": "Les valeurs figurent dans les tableaux de cette page et dans differences.csv.",
        "ends": {
            "coverage_end": "Moyenne des 20 derniers jours ({unit}) : {values}.",
            "exhaustion_end": "Moyenne des 20 derniers jours ({unit}) : {values}.",
            "shared": "Partagées, en moyenne ({unit}) : {values}.",
        },
        "seen": "Ce que voit le manager, et ce qui est",
        "seen_text": (
            "Les agents ne signalent presque rien de ce qu'ils vivent. Un tableau de bord des signalements n'en montre que ceci "
            "(moyennes des simulations)."),
        "everything": "Tous les résultats",
        "everything_text": "Même lecture que l'essentiel. Avec tant de résultats, un intervalle sur cinq exclut zéro par hasard.",
        "reading": "Comment lire",
        "definitions": "Ce que signifie chaque résultat",
        "origin": "D'où vient ce rapport",
        "terms": [
            (
                "Mondes jumeaux",
                (
                    "Chaque monde est vécu une fois sous chaque politique. Les mêmes usagers viennent les mêmes jours avec les mêmes "
                    "soucis et la même chance : ce qui diffère entre jumeaux vient de la politique."),
            ),
            (
                "Intervalle à {level}",
                (
                    "Intervalle t de Student de la moyenne des différences appariées : la précision avec laquelle ces simulations la "
                    "connaissent. Une fois sur cinq, il la manque."),
            ),
            (
                "Du 10e au 90e centile",
                (
                    "Ce dont les mondes jumeaux diffèrent entre eux : ce qu'un service pourrait voir. Il ne se resserre pas avec le "
                    "nombre de mondes."),
            ),
            (
                "Mieux, moins bien, indécidable",
                (
                    "Mieux ou moins bien seulement si l'intervalle exclut zéro ; indécidable s'il le contient. Aucune différence : tous "
                    "les jumeaux sont égaux au dernier chiffre ; pour des faits rares comme les départs, cela peut tenir à une durée "
                    "courte."),
            ),
        ],
        "pairing": (
            "L'appariement paie-t-il ?",
            "Dans {half} comparaisons principales sur {n}, la variance de la différence appariée est au plus la moitié de l'autre.",
        ),
    },
}

WORDS = {lang: typeset(words, lang) for lang, words in _WORDS.items()}
