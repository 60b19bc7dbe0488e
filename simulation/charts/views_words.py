"""What the page of views says, in English and French."""

from .words import typeset

_WORDS = {
    "en": {
        "title": "What does the manager see?",
        "subtitle": "{policy} · {span} ({days} working days) · {worlds} (seeds {first} to {last}) · {asked} · {watched} · {date}",
        "no_policy": "no policy",
        "worlds": ("1 world", "{n} worlds"), "asked": ("no interviews", "1 interview", "{n} interviews"),
        "watched": ("no observation", "1 day of observation", "{n} days of observation"),
        "views": {"truth": "What is so", "documents": "Documents", "interviews": "Interviews", "observation": "Observation"},
        "silent": "says nothing", "so": "in fact {value}", "apart": "off by",
        "lead": "Of the {many} practices that the community shares, {told}.",
        "leads": {"documents": "documents show {share} %", "interviews": "interviews {share} %", "observation": "an observer in one room {share} %"},
        "lead_none": "Nobody shares a practice here: there is no community to be seen.",
        "as_expected": "That is the order that seed 003 tells of: invisible in documents, little visible in interviews, most in participant observation.",
        "otherwise": "Seed 003 tells of another order (documents < interviews < observation); here: {told}.",
        "untold": "Whether that is the order of seed 003 (documents < interviews < observation) cannot be told: {told}, where ≈ joins what "
                  "cannot be told apart.",
        "names": {"documents": "documents", "interviews": "interviews", "observation": "observation"},
        "missing": "Not asked for, or impossible here: {names}.",
        "episodes": "Staff face {all} episodes a year each, of which reports show {seen} %; of grave ones {grave} in fact, {grave_seen} in the reports.",
        "key": "Whom an instrument takes for the one who knows most is that person in {told}; a guess would be right in {chance} %.",
        "keys": {"documents": "{share} % of worlds by documents (tenure)", "interviews": "{share} % by interviews", "observation": "{share} % by observation"},
        "nearest": "Of the {many} facts below, {told}; on the others no instrument can be told to be nearest.",
        "nearest_one": "{instrument} come nearest on {n}", "nearest_sole": "observation on {n}",
        "caution": (
            "The three instruments look at the very runs whose full tables say what is so; watching changes nothing in them. How people remember, talk and "
            "notice is mostly assumed: the list is below, every figure of it can be set (--assume KEY=VALUE), and the order of interviews and observation "
            "depends on it. Reports, absences and guides are the model's own."),
        "figure": "What is so, and what each instrument says",
        "caption": (
            "Over {worlds}. Black line: what is so, with the 10th to 90th percentile over worlds in grey. Mark: what an instrument says on average; "
            "thick: 80 % interval of that mean; thin: 10th to 90th percentile over worlds, so how far a single use of it may be off."),
        "table": "In figures",
        "table_text": "Mean over worlds; below, how far the instrument is off on average, with the 80 % interval. ✓: the instrument that can be told to be "
                      "off by least (squared errors, world by world), or alone says anything.",
        "fact": "Fact",
        "practices": "Which practices were seen in the first world (seed {seed})",
        "practice_head": ("Practice", "Kind", "Tacitness", "Holders", "Uses"), "yes": "✓", "no": "·",
        "assumptions": "What the instruments assume",
        "assumption_head": ("Constant", "Value", "What it says", "Rests on"),
        "bases": {"assumed": "assumed", "direction": "{source} (direction); size assumed", "form": "{source} (form); size assumed", "source": "{source}"},
        "read": "Sources are recalled, not read again.",
        "reading": "What the facts are", "origin": "Where this comes from",
    },
    "fr": {
        "title": "Que voit le manager ?",
        "subtitle": "{policy} · {span} ({days} jours ouvrés) · {worlds} (graines {first} à {last}) · {asked} · {watched} · {date}",
        "no_policy": "sans politique",
        "worlds": ("un monde", "{n} mondes"), "asked": ("aucun entretien", "1 entretien", "{n} entretiens"),
        "watched": ("aucune observation", "1 jour d'observation", "{n} jours d'observation"),
        "views": {"truth": "Le réel", "documents": "Documents", "interviews": "Entretiens", "observation": "Observation"},
        "silent": "n'en dit rien", "so": "en fait {value}", "apart": "écart",
        "lead": "Des {many} pratiques que partage la communauté, {told}.",
        "leads": {"documents": "les documents en montrent {share} %", "interviews": "les entretiens {share} %",
                  "observation": "un observateur dans une pièce {share} %"},
        "lead_none": "Nul ne partage ici de pratique : il n'y a pas de communauté à voir.",
        "as_expected": "C'est l'ordre que raconte le texte 003 : insaisissable dans les documents, peu visible en entretien, surtout visible en "
                       "observation participante.",
        "otherwise": "Le texte 003 raconte un autre ordre (documents < entretiens < observation) ; ici : {told}.",
        "untold": "Est-ce l'ordre du texte 003 (documents < entretiens < observation) ? Indécidable : {told}, où ≈ joint ce qui est indiscernable.",
        "names": {"documents": "documents", "interviews": "entretiens", "observation": "observation"},
        "missing": "Non demandé, ou impossible ici : {names}.",
        "episodes": "Chaque agent vit {all} épisodes par an, dont les signalements montrent {seen} % ; épisodes graves : {grave} en fait, {grave_seen} "
                    "dans les signalements.",
        "key": "Celui qu'un instrument croit le plus savant l'est dans {told} ; le hasard aurait raison dans {chance} %.",
        "keys": {"documents": "{share} % des mondes d'après les documents (l'ancienneté)", "interviews": "{share} % d'après les entretiens",
                 "observation": "{share} % d'après l'observation"},
        "nearest": "Le plus près du réel, sur les {many} faits ci-dessous : {told} ; pour les autres, indécidable.",
        "nearest_one": "{instrument} ({n})", "nearest_sole": "observation ({n})",
        "caution": (
            "Les trois instruments regardent les simulations mêmes dont les tables complètes disent le réel ; être regardé n'y change rien. La manière "
            "dont on se souvient, parle et remarque est surtout supposée : la liste est plus bas, chaque chiffre peut se régler (--assume CLÉ=VALEUR), et "
            "l'ordre des entretiens et de l'observation en dépend. Signalements, absences et guides sont ceux du modèle."),
        "figure": "Le réel, et ce qu'en dit chaque instrument",
        "caption": (
            "Sur {worlds}. Trait noir : le réel, et en gris du 10e au 90e centile des mondes. Marque : ce que dit l'instrument en moyenne ; trait épais : "
            "intervalle à 80 % de cette moyenne ; trait fin : du 10e au 90e centile des mondes, donc l'erreur possible d'un seul emploi."),
        "table": "En chiffres",
        "table_text": "Moyenne sur les mondes ; dessous, l'écart moyen de l'instrument au réel, avec l'intervalle à 80 %. ✓ : l'instrument dont on peut "
                      "dire qu'il s'écarte le moins (carrés des écarts, monde par monde), ou qui est seul à dire quelque chose.",
        "fact": "Fait",
        "practices": "Les pratiques vues dans le premier monde (graine {seed})",
        "practice_head": ("Pratique", "Type", "Caractère tacite", "Détenteurs", "Usages"), "yes": "✓", "no": "·",
        "assumptions": "Ce que supposent les instruments",
        "assumption_head": ("Constante", "Valeur", "Ce qu'elle dit", "Repose sur"),
        "bases": {"assumed": "supposé", "direction": "{source} (sens) ; taille supposée", "form": "{source} (forme) ; taille supposée", "source": "{source}"},
        "read": "Les sources sont citées de mémoire, non relues.",
        "reading": "Ce que sont les faits", "origin": "D'où cela vient",
    },
}

WORDS = {lang: typeset(words, lang) for lang, words in _WORDS.items()}
