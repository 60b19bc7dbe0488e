"""The words of the report of a fit and of its figures, in English and French."""

from ..charts.words import typeset

_ENGLISH = {
    "page": {
        "title": "Fit report: {log}",
        "facts": "{first} to {last}, {days} working days. {rows} rows, {contacts} contacts used. Open {hours}.",
        "lead":
            "On an average day {new} people call anew and {again} call again. A service takes {service} minutes. The mean wait is {wait} "
            "s, and {gone} hang up.",
        "median": " Half would wait longer than {minutes} minutes.",
        "retry": " Of those who hang up, {share} try again, after {delay} minutes on average.",
        "returns": " Of those served, {share} call back because of it.",
        "roster": " The work is done by {posts} full-time people in {shifts} shifts.",
        "simulated":
            " Simulated, the average week waits {average_wait} s and loses {average_gone}; with the demand and staff of the log's own "
            "days, {own_wait} s and {own_gone}.",
        "compared": "The log and its simulation side by side",
        "worlds":
            "Means of {seeds} simulations of the dates of the log; ± is the standard deviation from one to another. “Own days” sets each "
            "date's demand by half-hour and its share of the roster; “average week” knows only the weekday.",
        "fitted": "What was fitted",
        "values": "Values written",
        "columns": ("setting", "value", "standard error", "from"),
        "weights": "{n} weights from {low} to {high}",
        "remarks": "What somebody who knows such data would say",
        "set_aside": "What was set aside",
        "row_count": "rows",
        "left_out": "left out",
    },
    "captions": {
        "wait": "Mean wait of all who wanted a person, by time of arrival.",
        "gone": "Share who hang up.",
        "contacts": "All contacts, repeats included.",
        "dates": "Mean wait of each date. “Average week” knows the weekday only.",
        "arrivals":
            "Contacts by half-hour on full days. Repeats come by themselves in the simulation and are taken out of what is asked for.",
        "weekdays": "Contacts of each date.",
        "service": "Service times. A lognormal is a bell on this scale.",
        "patience": "How long people are ready to wait. Waits ended by service are censored.",
        "hazard": "How fast those who wait give up. Peaks are often announcements.",
        "retry": "Known customers who gave up and call again. Chance: the same customer at that hour in other weeks.",
        "returns": "Known customers who were served and call again.",
        "capacity": "People by half-hour on full days. Able to serve: censored where nobody waits.",
    },
    "axes": {
        "hour": "hour of day", "half_hour": "contacts in half an hour", "service": "service (min, log scale)", "density": "density",
        "waited": "minutes waited", "willing": "share still willing to wait", "hazard": "give up per minute of waiting",
        "again": "share who called again", "since_leaving": "opening minutes after giving up",
        "since_service": "working days after the service", "people": "people (full days)",
    },
    "series": {
        "days": "single days", "all": "fit, all", "new": "fit, without repeats", "dates": "dates of the log", "log": "log",
        "scenario": "scenario", "moments": "scenario (mean and cv of all)", "over_10_s": "lognormal over 10 s", "band": "95 %",
        "kaplan_meier": "Kaplan-Meier", "weibull": "Weibull", "weibull_shape": "Weibull, shape {shape}", "steps": "log, by 10 s",
        "seen": "seen", "chance": "by chance", "excess": "beyond chance", "codes": "codes seen", "able": "able to serve",
        "roster": "roster", "serving": "serving",
    },
}

_FRENCH = {
    "page": {
        "title": "Rapport d'ajustement : {log}",
        "facts": "Du {first} au {last}, {days} jours ouvrés. {rows} lignes, {contacts} contacts utilisés. Ouvert : {hours}.",
        "lead":
            "Un jour moyen, {new} personnes appellent pour quelque chose de nouveau et {again} rappellent. Un échange dure {service} "
            "minutes. L'attente moyenne est de {wait} s, et {gone} raccrochent.",
        "median": " La moitié attendrait plus de {minutes} minutes.",
        "retry": " De ceux qui raccrochent, {share} réessaient, après {delay} minutes en moyenne.",
        "returns": " De ceux qui sont servis, {share} rappellent à cause de cela.",
        "roster": " Le travail est fait par {posts} personnes à temps plein en {shifts} équipes horaires.",
        "simulated":
            " Simulée, la semaine moyenne attend {average_wait} s et perd {average_gone} ; avec la demande et les agents des jours réels, "
            "{own_wait} s et {own_gone}.",
        "compared": "Le journal et sa simulation côte à côte",
        "worlds":
            "Moyennes de {seeds} simulations des dates du journal ; ± est l'écart-type de l'une à l'autre. « Jours réels » donne à chaque "
            "date sa demande par demi-heure et sa part du planning ; « semaine moyenne » ne connaît que le jour de la semaine.",
        "fitted": "Ce qui a été ajusté",
        "values": "Valeurs écrites",
        "columns": ("réglage", "valeur", "erreur type", "d'après"),
        "weights": "{n} poids de {low} à {high}",
        "remarks": "Ce que dirait quelqu'un qui connaît de telles données",
        "set_aside": "Ce qui a été mis de côté",
        "row_count": "lignes",
        "left_out": "écartées",
    },
    "captions": {
        "wait": "Attente moyenne de tous ceux qui voulaient un agent, selon l'heure d'arrivée.",
        "gone": "Part qui raccroche.",
        "contacts": "Tous les contacts, rappels compris.",
        "dates": "Attente moyenne à chaque date. « Semaine moyenne » ne connaît que le jour de la semaine.",
        "arrivals":
            "Contacts par demi-heure, les jours pleins. Les rappels viennent d'eux-mêmes dans la simulation et sont retirés de la demande.",
        "weekdays": "Contacts à chaque date.",
        "service": "Durées des échanges. Sur cette échelle, une lognormale est une cloche.",
        "patience": "Combien de temps on est prêt à attendre. Les attentes finies par une réponse sont censurées.",
        "hazard": "À quelle vitesse renoncent ceux qui attendent. Les pics sont souvent des annonces.",
        "retry": "Clients connus qui ont renoncé et rappellent. Hasard : le même client à cette heure dans d'autres semaines.",
        "returns": "Clients connus qui ont été servis et rappellent.",
        "capacity": "Personnes par demi-heure, les jours pleins. Disponibles : censuré quand personne n'attend.",
    },
    "axes": {
        "hour": "heure du jour", "half_hour": "contacts en une demi-heure", "service": "durée (min, échelle log)", "density": "densité",
        "waited": "minutes d'attente", "willing": "part encore prête à attendre", "hazard": "renoncements par minute d'attente",
        "again": "part qui a rappelé", "since_leaving": "minutes d'ouverture depuis le renoncement",
        "since_service": "jours ouvrés depuis la réponse", "people": "personnes (jours pleins)",
    },
    "series": {
        "days": "jours un à un", "all": "ajusté, tous", "new": "ajusté, sans rappels", "dates": "dates du journal", "log": "journal",
        "scenario": "scénario", "moments": "scénario (moyenne et cv de tous)", "over_10_s": "lognormale au-delà de 10 s", "band": "95 %",
        "kaplan_meier": "Kaplan-Meier", "weibull": "Weibull", "weibull_shape": "Weibull, forme {shape}", "steps": "journal, par 10 s",
        "seen": "vu", "chance": "par hasard", "excess": "au-delà du hasard", "codes": "codes vus", "able": "disponibles",
        "roster": "planning", "serving": "en échange",
    },
}

WORDS = {"en": _ENGLISH, "fr": typeset(_FRENCH, "fr")}
