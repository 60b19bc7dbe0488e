"""Units of parameters as reports and pages write them."""

UNITS_FR = {
    "1/(person min)": "1/(agent min)", "1/month": "1/mois", "1/week": "1/semaine", "1/year": "1/an", "SD": "écarts-types", "SD/point": "écarts-types/point", "breaks/day": "pauses/jour",
    "contacts/day": "contacts/jour", "days": "jours", "desks": "bureaux", "euros/day": "euros/jour", "factor": "facteur", "hour of day": "heure du jour", "index": "indice",
    "log hazard": "log du risque", "log hazard/SD": "log du risque/écart-type", "log hazard/exit": "log du risque/départ", "log odds": "log-cote", "log odds/SD": "log-cote/écart-type",
    "log odds/person": "log-cote/personne", "log odds/point": "log-cote/point", "min/week": "min/semaine", "months": "mois", "people": "personnes", "pieces": "pièces",
    "points/year": "points/an", "posts": "postes", "practices": "pratiques", "ratio": "rapport", "rooms": "salles", "seats": "places", "share": "part", "share of pay": "part du salaire",
    "share/hour": "part/heure", "share/person-hour": "part/agent-heure", "share/point": "part/point", "share/year": "part/an", "teams": "équipes", "users": "usagers", "users/hour": "usagers/heure",
    "users/post": "usagers/poste", "weeks": "semaines", "weight": "poids", "years": "ans", "Pareto alpha": "alpha de Pareto",
}
"""Units of parameters in French, where they differ."""

SAME_UNITS = ("", "1/point", "euros", "m", "m/min", "min", "points", "points/min")
"""Units that French writes as English does."""


def unit_in(unit: str, lang: str) -> str:
    """A parameter's unit, in a language."""
    return UNITS_FR.get(unit, unit) if lang == "fr" else unit
