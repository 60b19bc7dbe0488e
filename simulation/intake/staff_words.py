"""What the page of a house's daily figures says, in English and French; first of all what such figures cannot tell."""

WORDS = {
    "en": {
        "title": "Daily figures of {name} as patterns",
        "lead": "{days} days from {first} to {last}, {heads} people on average{teams}. These figures give {n} patterns for `guichet calibrate`, each with "
        "the error that chance "
        "alone leaves in it. They describe the office as a whole; nobody is scored.",
        "teams": " in {n} teams, added up",
        "patterns": "The patterns",
        "columns": ("Measure", "Value", "Standard error", "Rests on", "Error from"),
        "counted": "{count} in {days} days",
        "methods": {
            "serial correlation": "days that hang together (blocks, autoregression)",
            "exact Poisson": "exact Poisson interval",
            "half a person": "half a person, no less",
            "exact Poisson, spells of a week": "exact Poisson interval of spells of a week",
        },
        "series": "Day by day",
        "names": {"head_count": "Head count", "absences": "Absences", "leavers": "Leavers", "incidents": "Reported incidents", "contacts": "Contacts"},
        "cannot": "What such data cannot tell",
        "remarks": {
            "incidents": "Reported incidents are a share of the episodes that happen, and nobody knows which: in one survey 44 % of those who met hostility "
            "reported it, and felt "
            "incidents outnumber reported ones by far. More reports may mean more incidents, a new form, or more trust. Fitting the rate of "
            "episodes "
            "to them takes the model's shares of reporting (episode.report_share) as true.",
            "leavers": "Leavers tell nothing about why they left. Retirements, transfers and the end of fixed terms are no sign of strain: take them out "
            "before you count. "
            "{count} leavers leave the yearly rate uncertain by {error} either way.",
            "absences": "Absences do not tell their cause. The model knows sickness only: leave, training and parental leave must not be in the column.",
            "head_count": "A head count does not identify talk, know-how or support: offices of one size differ in all that this model is about. Nothing "
            "here says whether "
            "a present or a discreet manager would do better.",
            "contacts": "Contacts are those that were counted: who gave up before is not there.",
            "short": "{days} days are less than a year: season cannot be told from level.",
            "year": "The dates make some {found} working days a year, and {asked} were taken: set calendar.days_per_year in the office, and give "
            "--days-per-year {found}.",
            "gaps": "There are stretches of over ten days without a row: {gaps}. If the office was open, figures are missing.",
            "missing": "{name}: nothing recorded on {n} of {days} days; these are left out, not taken for zero.",
            "moves": "The head count falls on {n} days on which nobody is said to have left: leavers are perhaps incomplete.",
            "zero": "{name}: not one in {days} days. The pattern says “few”; its error is what none can tell (about one event).",
        },
        "next": "Next",
        "next_text": 'In a study under [calibration] write data = "{file}", choose the axes to fit, and run `guichet calibrate`. Leave out '
        "daily.headcount unless an axis moves the size of the office.",
    },
    "fr": {
        "title": "Chiffres quotidiens de {name} en motifs",
        "lead": "{days} jours du {first} au {last}, {heads} personnes en moyenne{teams}. Ces chiffres donnent {n} motifs pour `guichet calibrate`, chacun "
        "avec l'erreur que le hasard "
        "seul y laisse. Ils décrivent le service dans son ensemble ; personne n'est noté.",
        "teams": " en {n} équipes, additionnées",
        "patterns": "Les motifs",
        "columns": ("Mesure", "Valeur", "Erreur type", "Repose sur", "Erreur tirée de"),
        "counted": "{count} en {days} jours",
        "methods": {
            "serial correlation": "jours liés entre eux (blocs, autorégression)",
            "exact Poisson": "intervalle exact de Poisson",
            "half a person": "une demi-personne, pas moins",
            "exact Poisson, spells of a week": "intervalle exact de Poisson, absences d'une semaine",
        },
        "series": "Jour par jour",
        "names": {"head_count": "Effectif", "absences": "Absences", "leavers": "Départs", "incidents": "Incidents signalés", "contacts": "Contacts"},
        "cannot": "Ce que de telles données ne peuvent pas dire",
        "remarks": {
            "incidents": "Les incidents signalés sont une part des épisodes vécus, et nul ne sait laquelle : dans une enquête, 44 % de ceux qui ont subi de "
            "l'hostilité l'ont signalée, et "
            "les incidents ressentis sont bien plus nombreux que les signalés. Plus de signalements peut vouloir dire plus d'incidents, un "
            "nouveau formulaire ou plus de "
            "confiance. Y ajuster la fréquence des épisodes, c'est tenir pour vraies les parts de signalement du modèle (episode.report_share).",
            "leavers": "Les départs ne disent rien de leurs raisons. Retraites, mutations et fins de contrat ne sont pas un signe de tension : à retirer "
            "avant de compter. "
            "{count} départs laissent le taux annuel incertain de {error} de part et d'autre.",
            "absences": "Les absences ne disent pas leur cause. Le modèle ne connaît que la maladie : congés, formations et congés parentaux ne doivent pas "
            "être dans la colonne.",
            "head_count": "Un effectif n'identifie ni la parole, ni le savoir-faire, ni le soutien : des services de même taille diffèrent en tout ce dont "
            "parle ce modèle. Rien ici ne dit "
            "si un manager présent ou discret ferait mieux.",
            "contacts": "Les contacts sont ceux qui ont été comptés : qui a renoncé avant n'y est pas.",
            "short": "{days} jours font moins d'un an : la saison ne peut être séparée du niveau.",
            "year": "Les dates font environ {found} jours ouvrés par an, et {asked} ont été pris : fixez calendar.days_per_year dans le service, et donnez "
            "--days-per-year {found}.",
            "gaps": "Il y a des périodes de plus de dix jours sans ligne : {gaps}. Si le service était ouvert, des chiffres manquent.",
            "missing": "{name} : rien de noté {n} jours sur {days} ; ces jours sont laissés de côté, non comptés pour zéro.",
            "moves": "L'effectif baisse {n} jours où personne n'est dit parti : les départs sont peut-être incomplets.",
            "zero": "{name} : pas un seul en {days} jours. Le motif dit « peu » ; son erreur est ce que rien ne peut dire (environ un événement).",
        },
        "next": "Ensuite",
        "next_text": 'Dans une étude, sous [calibration], écrivez data = "{file}", choisissez les axes à ajuster, puis lancez `guichet calibrate`. '
        "Laissez daily.headcount de côté si "
        "aucun axe ne change la taille du service.",
    },
}
