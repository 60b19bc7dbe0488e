"""What comes to the office: the calendar, the users who come, and the channels that they use."""

from ...rules.order import CHANNELS
from ..declare import Parameter as P

CALENDAR = (
    P("calendar.days_per_week", 5, 1, 7, "days", source="brief", grade="assumed",
      en="Days that the office opens in a week.", fr="Jours d'ouverture par semaine."),
    P("calendar.days_per_year", 220, 1, 366, "days", source="brief", grade="assumed",
      en="Days that the office opens in a year; --years counts these.", fr="Jours d'ouverture par an ; --years compte ceux-ci."),
    P("calendar.open_hour", (8.5,), 0, 24, "hour of day", source="assumed", grade="assumed", lengths=(1, 2, 3, 4, 5, 6, 7),
      en="Hour at which the doors and lines open: one for all days, or one for each day of the week.",
      fr="Heure d'ouverture : une pour tous les jours, ou une par jour de la semaine."),
    P("calendar.close_hour", (16.5,), 0, 24, "hour of day", source="assumed", grade="assumed", lengths=(1, 2, 3, 4, 5, 6, 7),
      en="Hour at which no new user is let in: one for all days, or one for each day of the week.",
      fr="Heure après laquelle plus personne n'entre : une pour tous les jours, ou une par jour de la semaine."),
    P("calendar.overtime_minutes", 30.0, 0, 240, "min", source="assumed", grade="assumed",
      en="How long after closing those who still wait are served before they are sent away.",
      fr="Durée après la fermeture pendant laquelle on sert encore ceux qui attendent."),
    P("calendar.step_minutes", 1.0, 0.05, 5, "min", source="brief", grade="assumed",
      en="Length of a step. Events keep their exact times; only talk is drawn once a step.",
      fr="Durée d'un pas. Les événements gardent leur heure exacte ; seules les conversations sont tirées à chaque pas."),
)

DEMAND = (
    P("demand.population", 12000, 1, 5_000_000, "users", source="assumed", grade="assumed",
      en="Number of users who may contact the office.", fr="Nombre d'usagers susceptibles de contacter l'organisme."),
    P("demand.load", 1.0, 0, 5, "factor", source="S0", grade="assumed", lever=True,
      en="Multiplies the new contacts of every channel.", fr="Multiplie les nouveaux contacts de tous les canaux."),
    P("demand.growth_per_year", 0.0, -0.5, 1, "share/year", source="D13: +16 % calls in 2016 (S13)", grade="measured", lever=True,
      en="Yearly growth of new contacts.", fr="Croissance annuelle des nouveaux contacts."),
    P("demand.weekday_profile", (1.15, 1.05, 0.95, 0.95, 0.9), 0, 10, "factor", source="assumed", grade="assumed",
      lengths=(1, 2, 3, 4, 5, 6, 7),
      en="Demand of each day of the week relative to the average day: one value, or one for each day.",
      fr="Demande de chaque jour de la semaine par rapport au jour moyen : une valeur, ou une par jour."),
    P("demand.hour_profile", tuple([0.0] * 16 + [0.7, 1.1, 1.4, 1.5, 1.4, 1.2, 0.9, 0.8, 0.8, 1.0, 1.2, 1.2, 1.1, 1.0, 0.9, 0.7]
                                   + [0.5] * 4 + [0.0] * 12), 0, 1000, "weight", source="assumed", grade="assumed", lengths=(48,),
      en="Relative demand of each half-hour from midnight; only those within opening hours count.",
      fr="Demande relative de chaque demi-heure depuis minuit ; seules comptent celles des heures d'ouverture."),
    P("demand.season_profile", (1.15, 1.05, 1.0, 1.0, 0.95, 0.95, 0.9, 0.85, 1.15, 1.05, 1.0, 0.95), 0, 10, "factor",
      source="assumed", grade="assumed", lengths=(1, 12),
      en="Relative demand of each twelfth of the year.", fr="Demande relative de chaque douzième de l'année."),
    P("demand.deflection", 0.0, 0, 0.9, "share", source="D49; S1", grade="assumed", lever=True,
      en="Share of simple new needs by phone, mail and social media that a machine handles; what is left is harder.",
      fr="Part des besoins simples (téléphone, courrier, réseaux) traités par une machine ; ce qui reste est plus difficile."),
    P("demand.deflection_failure", 0.12, 0, 1, "share", source="assumed", grade="assumed",
      en="Share of those sent to the machine who come back to a person, irritated.",
      fr="Part de ceux qui, renvoyés vers la machine, reviennent irrités vers une personne."),
    P("demand.switch_channel", 0.15, 0, 1, "share", source="S4", grade="assumed",
      en="Share of those coming back who use another channel than before.",
      fr="Part de ceux qui reviennent par un autre canal que la fois précédente."),
    P("demand.wait_information", False, None, None, "", source="D16; S94", grade="analogous", lever=True,
      en="Users are told how long they will wait: it soothes short waits and irritates after long ones.",
      fr="L'attente est annoncée : cela apaise quand elle est courte et irrite quand elle est longue."),
)

CHANNEL_NAMES = {
    "counter": ("Counter", "Guichet", "at the counter", "au guichet"),
    "phone": ("Phone", "Téléphone", "by phone", "au téléphone"),
    "mail": ("Mail", "Courrier", "by mail", "par courrier"),
    "home": ("Home visits", "Visites à domicile", "by home visit", "à domicile"),
    "social": ("Social media", "Réseaux sociaux", "on social media", "sur les réseaux sociaux"),
}
"""What the group of a channel is called in English and in French, and how its parameters say the channel."""

#            per_day posts service  cv  patience again again_min odds
_DEFAULTS = {"counter": (105.0, 6, 10.0, 0.8, 60.0, 0.7, 600.0, 0.9),
             "phone": (270.0, 7, 6.5, 0.9, 8.0, 0.6, 60.0, 0.0),
             "mail": (95.0, 3, 8.0, 0.7, 0.0, 0.0, 600.0, -1.6),
             "home": (0.0, 0, 45.0, 0.5, 0.0, 0.0, 600.0, 0.3),
             "social": (0.0, 0, 6.0, 0.8, 180.0, 0.3, 120.0, 0.8)}


def _channel(name):
    _, _, en, fr = CHANNEL_NAMES[name]
    per_day, posts, service, cv, patience, again, again_minutes, odds = _DEFAULTS[name]
    return (
        P(f"{name}.per_day", per_day, 0, 100_000, "contacts/day", source="D2, D3, D4", grade="analogous",
          en=f"New contacts {en} on an average day.", fr=f"Nouveaux contacts {fr} un jour moyen."),
        P(f"{name}.posts", posts, 0, 2000, "posts", source="D1", grade="assumed", lever=True,
          en=f"Posts whose first duty is users {en}.", fr=f"Postes affectés d'abord aux usagers {fr}."),
        P(f"{name}.service_minutes", service, 0.05, 480, "min", source="D2, D3", grade="analogous",
          en=f"Mean time that an expert spends on a contact {en}.", fr=f"Durée moyenne d'un contact {fr} pour un agent expérimenté."),
        P(f"{name}.service_cv", cv, 0, 5, "ratio", source="data: bank log; Brown et al. 2005", grade="analogous",
          en=f"Coefficient of variation of that time (lognormal; 1 with service_exponential {en}).",
          fr=f"Coefficient de variation de cette durée (lognormale) {fr}."),
        P(f"{name}.patience_minutes", patience, 0, 100_000, "min", source="data: bank log", grade="analogous",
          en=f"Scale of the time that a user waits {en} before giving up; 0: nobody gives up.",
          fr=f"Échelle du temps d'attente {fr} avant d'abandonner ; 0 : personne n'abandonne."),
        P(f"{name}.patience_shape", 1.0, 0.2, 5, "ratio", source="data: bank log", grade="analogous",
          en=f"Weibull shape of patience {en}; 1 is exponential.", fr=f"Forme (Weibull) de la patience {fr} ; 1 : exponentielle."),
        P(f"{name}.balk_share", 0.0, 0, 1, "share", source="data: bank log", grade="analogous",
          en=f"Share of users {en} who leave at once when they would have to wait.",
          fr=f"Part des usagers {fr} qui renoncent aussitôt s'il faut attendre."),
        P(f"{name}.calls_again", again, 0, 1, "share", source="data: bank log", grade="analogous",
          en=f"Share of those who gave up {en} who try again.", fr=f"Part de ceux qui ont abandonné {fr} et réessaient."),
        P(f"{name}.again_minutes", again_minutes, 0.1, 100_000, "min", source="data: bank log", grade="analogous",
          en=f"Mean delay of such a new try {en}, in opening minutes.", fr=f"Délai moyen de ce nouvel essai {fr}, en minutes d'ouverture."),
        P(f"{name}.episode_odds", odds, -5, 5, "log odds", source="D12; S6, S8", grade="assumed",
          en=f"Log odds added to an episode {en}, relative to the phone.", fr=f"Log-cote ajoutée à un épisode {fr}, par rapport au téléphone."),
    )


CHANNEL_GROUPS = {name: _channel(name) for name in CHANNELS}

SERVICE = (
    P("service.exponential", False, None, None, "", source="theory: Erlang", grade="assumed",
      en="Service times are exponential instead of lognormal (for queueing theory).",
      fr="Durées de service exponentielles au lieu de lognormales (théorie des files)."),
    P("service.file_access", True, None, None, "", source="S4", grade="assumed", lever=True,
      en="Social-media staff can open the case files; without, they can only soothe, collect and redirect.",
      fr="Les agents des réseaux sociaux accèdent aux dossiers ; sinon ils ne peuvent qu'apaiser, recueillir et rediriger."),
    P("service.shared_file", True, None, None, "", source="S2", grade="assumed", lever=True,
      en="The history of the relation is at hand; without, contacts on an open case take longer.",
      fr="L'historique de la relation est disponible ; sinon les contacts sur un dossier ouvert durent plus."),
    P("service.no_file_minutes", 2.0, 0, 30, "min", source="assumed", grade="assumed",
      en="Minutes added to a contact on an open case when its history is not at hand.",
      fr="Minutes ajoutées à un contact sur un dossier ouvert sans historique."),
)

CASES = (
    P("cases.pieces_mean", 0.15, 0, 10, "pieces", source="S0", grade="assumed",
      en="Mean number of pieces that are still missing when a case opens.", fr="Nombre moyen de pièces manquantes à l'ouverture d'un dossier."),
    P("cases.simplification", 0.0, 0, 1, "share", source="S0, S4; F118", grade="assumed", lever=True,
      en="Share of the pieces and partners that a simpler procedure no longer asks for.",
      fr="Part des pièces et partenaires supprimés par une procédure simplifiée."),
    P("cases.one_notice", 0.4, 0, 1, "share", source="S0", grade="assumed", lever=True,
      en="Chance that one notice names all missing pieces; else the user learns of them one by one.",
      fr="Probabilité qu'une seule notification liste toutes les pièces manquantes ; sinon une à une."),
    P("cases.notice_minutes", 1.5, 0, 30, "min", source="assumed", grade="assumed",
      en="Minutes that a notice of all missing pieces takes.", fr="Minutes que prend une notification complète."),
    P("cases.partner_share", 0.07, 0, 1, "share", source="S0", grade="assumed",
      en="Share of cases that wait for a partner organisation.", fr="Part des dossiers qui attendent un partenaire."),
    P("cases.partner_days", 6.0, 0.1, 200, "days", source="assumed", grade="assumed",
      en="Mean delay of a partner.", fr="Délai moyen d'un partenaire."),
    P("cases.routine_share", 0.75, 0, 1, "share", source="S3", grade="assumed",
      en="Share of cases that are routine.", fr="Part des dossiers de routine."),
    P("cases.nonroutine_factor", 0.75, 0, 1, "factor", source="S3", grade="assumed",
      en="Chance of closing a non-routine case relative to a routine one, without know-how.",
      fr="Chance de clore un cas non routinier par rapport à un cas de routine, sans savoir-faire."),
    P("cases.resolution_expert", 0.88, 0, 1, "share", source="D13: with pieces and partners the whole comes near .70-.80", grade="analogous",
      en="Chance that an expert closes a complete routine case in a contact.",
      fr="Chance qu'un agent expérimenté close en un contact un dossier de routine complet."),
    P("cases.resolution_novice", 0.62, 0, 1, "share", source="D13", grade="analogous",
      en="The same chance for a newcomer.", fr="La même chance pour un nouvel agent."),
    P("cases.refusal_share", 0.06, 0, 1, "share", source="assumed", grade="assumed",
      en="Share of closed cases in which the answer is no.", fr="Part des dossiers clos par un refus."),
    P("cases.return_share", 0.95, 0, 1, "share", source="D13; S92", grade="analogous",
      en="Share of users with an unresolved case who come back.", fr="Part des usagers non satisfaits qui reviennent."),
    P("cases.return_days", 4.0, 0.02, 100, "days", source="assumed", grade="assumed",
      en="Mean delay before they come back.", fr="Délai moyen avant leur retour."),
)

USERS = (
    P("users.captivity", 0.97, 0, 1, "share", source="D18; S1", grade="assumed", lever=True,
      en="Share of users who cannot go elsewhere.", fr="Part des usagers qui ne peuvent pas aller ailleurs."),
    P("users.role_mismatch", 0.3, 0, 1, "index", source="S1", grade="assumed",
      en="Mean distance between the role a user takes and the one assigned.", fr="Écart moyen entre le rôle pris par l'usager et le rôle attribué."),
    P("users.stake", 1.0, 0, 5, "index", source="S0", grade="assumed",
      en="Mean stake: how much the answer weighs for the user; it scales irritation.",
      fr="Enjeu moyen : poids de la réponse pour l'usager ; il amplifie l'irritation."),
    P("users.temper_tail", 1.7, 1.05, 10, "Pareto alpha", source="D10", grade="analogous",
      en="Tail of temper: odds of an episode are Pareto among users; lower means that fewer users make more of them.",
      fr="Queue du tempérament (Pareto) : plus bas, moins d'usagers font davantage d'épisodes."),
    P("users.reach_tail", 1.3, 1.05, 10, "Pareto alpha", source="S4; S107", grade="assumed",
      en="Tail of the reach that users have on public channels.", fr="Queue de l'audience des usagers sur les canaux publics."),
    P("users.renewal_days", 220.0, 0, 100_000, "days", source="assumed", grade="assumed",
      en="Half-life of the place that a user left: by then half of such places are taken by somebody new.",
      fr="Demi-vie de la place laissée par un usager parti : à ce terme, la moitié est reprise par un nouvel usager."),
    P("users.life_load", 0.04, 0, 1, "share", source="S1, S2", grade="assumed",
      en="Share of contacts that bring frustration from elsewhere.", fr="Part des contacts chargés d'une frustration venue d'ailleurs."),
)

TERRITORY = (
    P("territory.tension", 0.15, 0, 3, "points", source="S1", grade="assumed", lever=True,
      en="Irritation that users never fall below, for reasons outside the office.",
      fr="Irritation plancher des usagers, pour des raisons extérieures à l'organisme."),
    P("territory.trend_per_year", 0.0, -1, 1, "points/year", source="S0; S8", grade="assumed", lever=True,
      en="Yearly change of that tension.", fr="Évolution annuelle de cette tension."),
    P("territory.rule_changes_per_month", 0.9, 0, 10, "1/month", source="D42: 11 in 2016 (S13)", grade="measured", lever=True,
      en="Rule changes that reach the office.", fr="Changements de règles touchant l'organisme."),
)
