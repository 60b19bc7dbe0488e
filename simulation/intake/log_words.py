"""What is said of a log of contacts, in English and French: remarks, rows set aside, where values come from, the answer of the command line."""

from ..charts.words import typeset

_ENGLISH = {
    "summary": "{contacts} contacts, {first} to {last}",
    "beside": "In this log the mean wait is {wait} min and {gone} gave up: compare with “{live_wait}” and “{abandonment}” of the fitted office.",
    "rows": {
        "phantom": "phantom: not a contact",
        "twin": "the same row twice",
        "no_time": "no readable date or time",
        "no_length": "no readable wait or service",
        "negative": "negative wait or service",
        "long_wait": "wait over {wait} hours",
        "served_in_no_time": "served with a service of no length (kept as contacts, left out of the service time)",
        "long_service": "service over {service} hours (kept as contacts, left out of the service time)",
        "left_and_served": "gave up, but with a service time (counted as having given up)",
        "no_start": "served, but without a start of service (taken as arrival + wait)",
        "clocks": "start of service at odds with arrival + wait by over half a minute (the recorded wait was taken)",
        "by_nobody": "served by nobody named",
        "outside": "outside opening hours, and never answered by a person",
    },
    "sources": {
        "weekdays": "weekdays with service, in the order of the scenario",
        "year": "as many weeks as a year has",
        "hours": "half-hours of each weekday in which people serve",
        "population": "distinct known customers, drawn evenly, scaled to all contacts",
        "no_codes": "no customer codes: left as it is",
        "profile": "new contacts (no repeats) by Poisson likelihood",
        "per_day": "mean over the days of the week; contacts that want a person",
        "service_mean": "mean of the services",
        "service_cv": "standard deviation over mean of the services",
        "nobody_gave_up": "nobody gave up",
        "scale": "Weibull scale; maximum likelihood, waits ended by service censored",
        "shape": "Weibull shape; maximum likelihood, waits ended by service censored",
        "balk": "who leave at once beyond those lost anyway",
        "roster": "shifts that put as many at work as were able to serve",
        "retry": "known customers who gave up, beyond chance",
        "return": "known customers who were served and came back, beyond chance",
    },
    "office": {
        "title": "Office fitted to {log}",
        "text": "Made by guichet import-log from {log}, {first} to {last}; the week begins on {weekday}. {rest}",
        "queue_alone": "Only impatience and calling again are switched on.",
        "people":
            "People, breaks and mechanisms are those of the default office; posts are raised by the time that breaks and absence take.",
    },
    "remarks": {
        "unseen": (
            "Weekdays that the log does not cover",
            "{weekdays}: taken as closed. Give a log of whole weeks, or write these days into the scenario by hand.",
        ),
        "poisson": (
            "Arrivals are close to Poisson",
            "Daily totals of new contacts on one weekday vary {times} times as much as chance alone would make them; the model has chance "
            "alone.",
        ),
        "varied": (
            "Days differ more than chance",
            "Daily totals of new contacts on one weekday vary {times} times as much as a Poisson count would. Brown et al. find the same: "
            "within a short stretch arrivals are Poisson, but the rate itself is uncertain from day to day. The scenario has the average "
            "rate only; since waiting grows faster than load, an average week waits less than the log does. The world “own days” gives "
            "each date its own demand and staff.",
        ),
        "outages": (
            "Half-hours in which very many hung up before any wait",
            "{cells}. Probably the machine failed; these were not counted as wanting a person.",
        ),
        "rushes": (
            "Rushes that weekday and hour do not explain",
            "{cells}. They count in the profile, and lift that hour on all days. If their services were short (everybody asked the same), "
            "the simulation makes the wait too long.",
        ),
        "lognormal": ("Service times are very nearly lognormal", "{gap}"),
        "roughly": ("Service times are roughly lognormal", "{gap}"),
        "otherwise": ("Service times are not lognormal", "{gap}"),
        "short": (
            "Services of a few seconds",
            "{share} of services last 10 s or less. In the bank of Brown et al. agents hung up on callers to get a rest.{more}",
        ),
        "patience": (
            "Patience",
            "Weibull shape {shape}: {way}{better}. {waited} waited and {gave_up} of them gave up, so that most patience is known only from "
            "below, and beyond the longest waits it is a guess of the curve. {peaks}Priority classes and kinds of service, which differ "
            "in patience, are pooled.",
        ),
        "lost": (
            "Who hung up before any wait",
            "{machine} leave the machine whatever the queue, and do not count as wanting a person. When others wait, more hang up at once: "
            "{balk} of those who would have to wait. Without a record of what they heard this is inferred from that difference.",
        ),
        "no_codes": (
            "Nobody can be followed",
            "The log has no customer codes, so that repeat calls, returns and population were left at their defaults, and repeats are "
            "counted as new contacts.",
        ),
        "too_little": (
            "Too little to follow",
            "The log is too short, or has too few known customers, to tell a repeat call from one made anyway: that needs other weeks of "
            "the same customers. Repeat calls and returns were left at their defaults, and all contacts were counted as new, so that the "
            "simulation has somewhat too many.",
        ),
        "again": (
            "Calling again",
            "Only {share} of contacts carry a customer's code; their behaviour was taken for all. A caller known once may call again "
            "unrecognised, which makes the shares too low; unknown callers may also differ.{more}",
        ),
        "staff": (
            "Staff",
            "Of the people seen in a half-hour, {able} are able to serve at a given moment; the rest are on break, on other work, or gone. "
            "The roster holds such full-time equivalents, whole people in shifts, and misses the able by {error} people (root mean "
            "square). At most {peak} served at once, with overlaps of a few seconds. In the log their number changes from minute to "
            "minute, which makes some wait even when few call; in the scenario it is constant within a shift.",
        ),
        "gap": (
            "What the model cannot explain",
            "The average week waits {average} s against {log} s in the log; with each date's demand and staff it is {own} s. Moving one "
            "person by an hour moves this by several seconds. In the log {log_delayed} wait at all, in the simulation {own_delayed}: the "
            "log has many short waits while agents come and go. The model serves first come, first served; a log with priorities serves "
            "some earlier and others later, which changes little in the mean and much in the tail. It knows neither announcements, nor "
            "rushes with short questions, nor the hours at which people came on a given date.",
        ),
    },
    "parts": {
        "hung_up": "{day}, {hour}: {count}",
        "instead": "{day}, {hour}: {count} instead of {expected}",
        "gap":
            "Over 10 s the greatest gap between sample and lognormal is {distance} of the distribution; Brown et al. find the lognormal "
            "fits remarkably well. The scenario takes mean and coefficient of variation of the whole sample, because the mean carries the "
            "load.",
        "after_short":
            " Here {after} of known customers call back because of such a service, against {usual} after services in general: {part} of "
            "these returns come of it, and not of questions left open.",
        "readier": "the longer people have waited, the less ready they are to leave",
        "wearier": "people lose patience as they wait",
        "worse": " (an exponential is worse by {worse} in twice the log likelihood)",
        "as_well": " (an exponential does as well)",
        "step": "{first}–{last} s",
        "peaks":
            "Far more than the curve says give up at {steps}; Brown et al. find a peak at about 60 s, where an announcement told callers "
            "that they were still waiting. The scenario has no announcements: the Weibull runs through the middle. ",
        "half_time":
            " Retries do not come at a steady rate: half of them within {minutes} minutes, some hours later. The exponential of the "
            "scenario has the right share and mean.",
    },
    "worlds": {
        "log": "log", "average week": "average week", "own days": "own days",
    },
    "measures": {
        "contacts": "contacts a day", "wait": "mean wait (s)", "gone": "share who hang up", "delayed": "share who wait at all",
    },
    "answer": {
        "first": "{rows} rows, {contacts} contacts on {days} working days, {first} to {last}.",
        "values": "{n} values",
        "columns": ("contacts a day", "mean wait (s)", "hang up"),
        "progress": "simulating the log's days",
    },
}

_FRENCH = {
    "summary": "{contacts} contacts, du {first} au {last}",
    "beside": "Dans ce journal, l'attente moyenne est de {wait} min et {gone} ont renoncé : comparez avec « {live_wait} » et « {abandonment} » du service ajusté.",
    "rows": {
        "phantom": "phantom : pas un contact",
        "twin": "deux fois la même ligne",
        "no_time": "date ou heure illisible",
        "no_length": "attente ou durée illisible",
        "negative": "attente ou durée négative",
        "long_wait": "attente de plus de {wait} heures",
        "served_in_no_time": "servis en une durée nulle (gardés comme contacts, laissés hors de la durée moyenne)",
        "long_service": "durée de plus de {service} heures (gardés comme contacts, laissés hors de la durée moyenne)",
        "left_and_served": "ont renoncé, mais avec une durée d'échange (comptés comme ayant renoncé)",
        "no_start": "servis, mais sans heure de début (prise à l'arrivée + l'attente)",
        "clocks": "début à plus d'une demi-minute de l'arrivée + l'attente (l'attente notée a été prise)",
        "by_nobody": "servis par un agent sans code",
        "outside": "hors des heures d'ouverture, et jamais pris par un agent",
    },
    "sources": {
        "weekdays": "jours de la semaine où l'on sert, dans l'ordre du scénario",
        "year": "autant de semaines qu'en a une année",
        "hours": "demi-heures de chaque jour où des agents servent",
        "population": "clients connus distincts, tirés également, rapportés à tous les contacts",
        "no_codes": "pas de codes de clients : laissé tel quel",
        "profile": "nouveaux contacts (sans les rappels), par vraisemblance de Poisson",
        "per_day": "moyenne sur les jours de la semaine ; contacts qui veulent un agent",
        "service_mean": "moyenne des durées",
        "service_cv": "écart-type des durées sur leur moyenne",
        "nobody_gave_up": "personne n'a renoncé",
        "scale": "échelle de Weibull ; maximum de vraisemblance, attentes finies par une réponse censurées",
        "shape": "forme de Weibull ; maximum de vraisemblance, attentes finies par une réponse censurées",
        "balk": "ceux qui partent aussitôt, au-delà de ceux qu'on perd de toute façon",
        "roster": "équipes horaires qui mettent au travail autant d'agents qu'il y en avait de disponibles",
        "retry": "clients connus qui ont renoncé, au-delà du hasard",
        "return": "clients connus qui ont été servis et sont revenus, au-delà du hasard",
    },
    "office": {
        "title": "Organisme ajusté sur {log}",
        "text": "Produit par guichet import-log à partir de {log}, du {first} au {last} ; la semaine commence le {weekday}. {rest}",
        "queue_alone": "Seuls l'impatience et les rappels sont actifs.",
        "people":
            "Les agents, les pauses et les mécanismes sont ceux de l'organisme par défaut ; les postes sont relevés du temps que prennent "
            "pauses et absences.",
    },
    "remarks": {
        "unseen": (
            "Jours de la semaine absents du journal",
            "{weekdays} : tenus pour fermés. Donnez un journal de semaines entières, ou écrivez ces jours à la main dans le scénario.",
        ),
        "poisson": (
            "Les arrivées sont proches d'un processus de Poisson",
            "Pour un même jour de la semaine, la variance des totaux de nouveaux contacts est {times} fois celle du seul hasard ; le "
            "modèle n'a que le hasard.",
        ),
        "varied": (
            "Les jours diffèrent plus que par hasard",
            "Pour un même jour de la semaine, la variance des totaux de nouveaux contacts est {times} fois celle d'un compte de Poisson. "
            "Brown et al. trouvent la même chose : sur un court moment les arrivées suivent Poisson, mais leur taux lui-même est "
            "incertain d'un jour à l'autre. Le scénario n'a que le taux moyen ; comme l'attente croît plus vite que la charge, une "
            "semaine moyenne attend moins que le journal. Le monde « jours réels » donne à chaque date sa demande et ses agents.",
        ),
        "outages": (
            "Demi-heures où très nombreux ont raccroché avant toute attente",
            "{cells}. Le serveur vocal était sans doute en panne ; ils n'ont pas été comptés comme voulant un agent.",
        ),
        "rushes": (
            "Affluences que ni le jour ni l'heure n'expliquent",
            "{cells}. Elles comptent dans le profil, et relèvent cette heure tous les jours. Si les échanges étaient courts (tous "
            "demandaient la même chose), la simulation fait attendre trop longtemps.",
        ),
        "lognormal": ("Les durées sont presque exactement lognormales", "{gap}"),
        "roughly": ("Les durées sont à peu près lognormales", "{gap}"),
        "otherwise": ("Les durées ne sont pas lognormales", "{gap}"),
        "short": (
            "Des échanges de quelques secondes",
            "{share} des échanges durent 10 s ou moins. Dans la banque de Brown et al., des agents raccrochaient pour souffler.{more}",
        ),
        "patience": (
            "Patience",
            "Forme de Weibull {shape} : {way}{better}. {waited} ont attendu et {gave_up} d'entre eux ont renoncé : la plupart des "
            "patiences ne sont connues que par le bas, et au-delà des plus longues attentes, la courbe n'est qu'une conjecture. "
            "{peaks}Classes de priorité et types de demande, de patiences différentes, sont confondus.",
        ),
        "lost": (
            "Qui a raccroché avant toute attente",
            "{machine} quittent le serveur vocal quelle que soit la file, et ne comptent pas comme voulant un agent. Quand d'autres "
            "attendent, davantage raccrochent aussitôt : {balk} de ceux qui devraient attendre. Faute de savoir ce qu'ils ont entendu, "
            "cela est déduit de cette différence.",
        ),
        "no_codes": (
            "On ne peut suivre personne",
            "Le journal n'a pas de codes de clients : rappels, retours et population sont laissés à leurs valeurs par défaut, et les "
            "rappels comptés comme de nouveaux contacts.",
        ),
        "too_little": (
            "Trop peu à suivre",
            "Le journal est trop court, ou a trop peu de clients connus, pour distinguer un rappel d'un appel qui aurait eu lieu de toute "
            "façon : il y faut d'autres semaines des mêmes clients. Rappels et retours sont laissés à leurs valeurs par défaut, et tous "
            "les contacts comptés comme nouveaux, si bien que la simulation en a un peu trop.",
        ),
        "again": (
            "Rappels",
            "Seuls {share} des contacts portent un code de client ; leur conduite a été prise pour celle de tous. Un client reconnu une "
            "fois peut rappeler sans l'être, ce qui rend les parts trop faibles ; les inconnus peuvent aussi être différents.{more}",
        ),
        "staff": (
            "Agents",
            "Parmi les agents vus dans une demi-heure, {able} sont disponibles à un moment donné ; les autres sont en pause, à un autre "
            "travail, ou partis. Le planning contient de tels équivalents temps plein, en personnes entières et en équipes horaires, et "
            "s'écarte de {error} (moyenne quadratique) du nombre d'agents disponibles. Au plus {peak} ont servi à la fois, avec des "
            "chevauchements de quelques secondes. Dans le journal leur nombre change de minute en minute, ce qui fait attendre même quand "
            "peu appellent ; dans le scénario il est constant au sein d'une équipe.",
        ),
        "gap": (
            "Ce que le modèle ne peut pas expliquer",
            "La semaine moyenne attend {average} s contre {log} s dans le journal ; avec la demande et les agents de chaque date, c'est "
            "{own} s. Déplacer une personne d'une heure change cela de plusieurs secondes. Dans le journal, {log_delayed} attendent, ne "
            "serait-ce qu'un peu ; dans la simulation, {own_delayed} : le journal a beaucoup de courtes attentes pendant que des agents "
            "vont et viennent. Le modèle sert dans l'ordre d'arrivée ; un journal avec des priorités sert certains plus tôt et d'autres "
            "plus tard, ce qui change peu la moyenne et beaucoup la queue de la distribution. Il ne connaît ni les annonces, ni les "
            "affluences de questions courtes, ni les heures où chacun est venu à une date donnée.",
        ),
    },
    "parts": {
        "hung_up": "{day}, {hour} : {count}",
        "instead": "{day}, {hour} : {count} au lieu de {expected}",
        "gap":
            "Au-delà de 10 s, le plus grand écart entre l'échantillon et la lognormale est de {distance} de la distribution ; Brown et al. "
            "trouvent que la lognormale convient remarquablement. Le scénario prend la moyenne et le coefficient de variation de tout "
            "l'échantillon, car c'est la moyenne qui fait la charge.",
        "after_short":
            " Ici {after} des clients connus rappellent à cause d'un tel échange, contre {usual} après un échange en général : {part} de "
            "ces retours viennent de là, et non de questions restées ouvertes.",
        "readier": "plus on a attendu, moins on est prêt à partir",
        "wearier": "on perd patience en attendant",
        "worse": " (une exponentielle fait moins bien, de {worse} sur le double de la log-vraisemblance)",
        "as_well": " (une exponentielle fait aussi bien)",
        "step": "{first}–{last} s",
        "peaks":
            "Bien plus de gens que ne le dit la courbe renoncent à {steps} ; Brown et al. trouvent un pic vers 60 s, quand une annonce "
            "disait qu'on attendait toujours. Le scénario n'a pas d'annonces : la courbe de Weibull passe au milieu. ",
        "half_time":
            " Les nouveaux essais ne viennent pas à un rythme constant : la moitié en {minutes} minutes, certains des heures plus tard. "
            "L'exponentielle du scénario a la bonne part et la bonne moyenne.",
    },
    "worlds": {
        "log": "journal", "average week": "semaine moyenne", "own days": "jours réels",
    },
    "measures": {
        "contacts": "contacts par jour", "wait": "attente moyenne (s)", "gone": "part qui raccroche", "delayed": "part qui attend",
    },
    "answer": {
        "first": "{rows} lignes, {contacts} contacts en {days} jours ouvrés, du {first} au {last}.",
        "values": "{n} valeurs",
        "columns": ("contacts par jour", "attente moy. (s)", "raccrochent"),
        "progress": "simulation des jours du journal",
    },
}

WORDS = {"en": _ENGLISH, "fr": typeset(_FRENCH, "fr")}
