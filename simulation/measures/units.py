"""Units as people read them, of parameters, outcomes, columns and findings; in English they are read as they are declared."""

FRENCH = {
    "1/(person min)": "1/(agent min)", "1/month": "1/mois", "1/week": "1/semaine", "1/year": "1/an", "answers/day": "réponses/jour",
    "breaks/day": "pauses/jour", "call-outs/day": "interpellations/jour", "call-outs/year": "interpellations/an", "calls/day": "appels/jour",
    "calls/year": "appels/an", "cases": "dossiers", "cases/day": "dossiers/jour", "cases/year": "dossiers/an", "chance": "probabilité",
    "changes/day": "changements/jour",    "contacts/day": "contacts/jour", "correlation": "corrélation", "days": "jours", "days of talk": "jours d'échanges", "desks": "bureaux",
    "episodes/day": "épisodes/jour", "episodes/year": "épisodes/an", "euros/case": "euros/dossier", "euros/day": "euros/jour", "euros/year": "euros/an",
    "factor": "facteur", "% fewer": "% de moins", "groups": "groupes", "hour of day": "heure du jour", "hours a day": "heures par jour", "index": "indice", "index, 0 to 1": "indice de 0 à 1",
    "index, 0 to 100": "indice de 0 à 100", "irritants/day": "irritants/jour", "log hazard": "log du risque", "log hazard/exit": "log du risque/départ",
    "log hazard/SD": "log du risque/écart-type", "log odds": "log-cote", "log odds/person": "log-cote/personne", "log odds/point": "log-cote/point",
    "log odds/SD": "log-cote/écart-type", "min/day": "min/jour", "min/hour": "min/heure", "min/week": "min/semaine", "months": "mois", "% more": "% de plus",
    "namings/day": "baptêmes/jour", "% of breaks": "% des pauses", "% of calls": "% des appels", "% of cases": "% des dossiers",
    "% of contacts": "% des contacts", "% of episodes": "% des épisodes", "% of holders": "% des détenteurs", "% of holdings": "% des détentions",
    "% of mastery": "% de la maîtrise", "% of person-days": "% des jours-agents", "% of reports": "% des signalements",
    "% of shared practices": "% des pratiques partagées", "% of staff": "% des agents", "% of staff a year": "% des agents par an",
    "% of staff × kinds": "% des agents × types", "% of the start": "% du départ", "% of the stock": "% du stock", "% of time": "% du temps",
    "% of what is learned": "% des apprentissages", "% of worlds": "% des mondes", "Pareto alpha": "alpha de Pareto", "people": "personnes",
    "people/day": "personnes/jour", "people/year": "personnes/an", "per 1,000 contacts": "pour 1 000 contacts", "per 10,000 contacts": "pour 10 000 contacts",
    "per employee-day": "par agent-jour", "per employee-month": "par agent-mois", "per employee-year": "par agent-an", "per site-year": "par site et par an",
    "pieces": "pièces", "points of %": "points de %", "points/day": "points/jour", "points/year": "points/an", "posts": "postes", "practices": "pratiques",
    "practices/day": "pratiques/jour", "practices/year": "pratiques/an", "ratio": "rapport", "refinements/day": "affinements/jour",
    "reports/day": "signalements/jour", "rooms": "salles", "SD": "écarts-types", "SD within person": "écarts-types d'une personne",
    "SD/point": "écarts-types/point", "seats": "places", "share": "part", "share of pay": "part du salaire", "share of the window": "part de la période", "share/hour": "part/heure",
    "share/person-hour": "part/agent-heure", "share/point": "part/point", "share/year": "part/an", "stories/day": "récits/jour", "talks/day": "entretiens/jour",
    "talks/year": "entretiens/an", "teams": "équipes", "tellings/day": "transmissions/jour", "users": "usagers", "users/day": "usagers/jour",
    "users/hour": "usagers/heure", "users/post": "usagers/poste", "users/year": "usagers/an", "weeks": "semaines", "weight": "poids",
    "working days": "jours ouvrés", "years": "ans",
}
"""Units in French, where they differ."""

SAME = ("", "%", "1/point", "Jaccard", "R²", "contacts", "euros", "m", "m/min", "min", "points", "points/min")
"""Units that French writes as English does."""


def unit_in(unit: str, lang: str) -> str:
    """A unit in a language."""
    return FRENCH.get(unit, unit) if lang == "fr" else unit
