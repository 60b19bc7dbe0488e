"""From estimates to a scenario: the office that the log describes, with nothing switched on but impatience and calling again."""

import re
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path

from ..rules.order import CHANNELS, MECHANISMS
from ..scenario import DEFAULTS, PARAMETERS, Scenario
from .fit import Fit

SIGNIFICANT = 5
"""Digits to which estimates are written; their standard errors are far larger."""


@dataclass(frozen=True)
class Fitted:
    """One parameter as set by the importer: its key, value, standard error (None if it has none or is not known) and where it comes
    from."""

    key: str
    value: object
    error: float | None
    source: str


def office(fit: Fit, name: str, channel: str = "phone") -> tuple[Scenario, list[Fitted]]:
    """The scenario, and what was fitted in it. Raises ScenarioError if a value lies out of its bounds."""
    fitted = [*_calendar(fit), *_demand(fit, channel), *_channel(fit, channel), *_roster(fit, channel), *_again(fit, channel)]
    values = _quiet(channel) | {one.key: one.value for one in fitted}
    log, week = Path(fit.log.name).name, fit.week
    base = Scenario(
        name=name,
        title_en=f"Office fitted to {log}"[:200],
        title_fr=f"Organisme ajusté sur {log}"[:200],
        values=DEFAULTS,
        office=name,
        text_en=f"Made by guichet import-log from {log}, {week.dates[0]:%Y-%m-%d} to {week.dates[-1]:%Y-%m-%d}; "
        f"the week begins on {week.names[0]}. "
        "Only impatience and calling again are switched on.",
        text_fr=f"Produit par guichet import-log à partir de {log}, du {week.dates[0]:%Y-%m-%d} au {week.dates[-1]:%Y-%m-%d}. "
        "Seuls l'impatience et les rappels sont actifs.",
    )
    return base.with_values(values), fitted


PEOPLE = (*(f"mechanisms.{name}" for name in MECHANISMS), "breaks.count", "breaks.meal_minutes", "staff.late_share", "staff.life_event_per_year", "staff.novice_share",
          "territory.rule_changes_per_month")
"""What a log of contacts says nothing of and a comparison of policies needs."""


def with_people(scenario: Scenario, channel: str = "phone") -> Scenario:
    """The fitted office with the people, breaks and mechanisms of the default office, so that policies can be compared on its queue.

    A log counts who is able to serve at a moment; posts are raised by the time that breaks, the meal and absence will take, so that as many are able as the log saw.
    """
    values = {key: DEFAULTS[key] for key in PEOPLE}
    shifts = zip(*(scenario.values[f"staff.shift_{name}"] for name in ("start", "end", "share")))
    minutes = 60.0 * sum(share * (end - start) for start, end, share in shifts)
    away = (DEFAULTS["breaks.count"] * DEFAULTS["breaks.minutes"] + DEFAULTS["breaks.meal_minutes"]) / minutes + DEFAULTS["turnover.absence_share"]
    posts = f"{channel}.posts"
    values[posts] = min(ceil(scenario.values[posts] / (1.0 - min(away, 0.5))), PARAMETERS[posts].high)
    more_en, more_fr = " People, breaks and mechanisms are those of the default office; posts are raised by the time that breaks and absence take.", (
        " Les agents, les pauses et les mécanismes sont ceux de l'organisme par défaut ; les postes sont relevés du temps que prennent pauses et absences.")
    return replace(scenario.with_values(values), text_en=scenario.text_en.replace(" Only impatience and calling again are switched on.", more_en),
                   text_fr=scenario.text_fr.replace(" Seuls l'impatience et les rappels sont actifs.", more_fr))


def office_name(path) -> str:
    """The name of an office from that of its file: what scenarios may be called."""
    name = re.sub(r"[^A-Za-z0-9_.+-]+", "_", Path(path).name.removesuffix(".toml"))
    return re.sub(r"^[^A-Za-z0-9]+", "", name)[:100] or "office"


def _neat(value):
    """A number to five digits."""
    return float(f"{value:.{SIGNIFICANT}g}")


def _bounded(key, value):
    """A fitted number held within the bounds of its parameter."""
    return min(max(_neat(value), PARAMETERS[key].low), PARAMETERS[key].high)


def _quiet(channel):
    """All that the log says nothing of is switched off, so that nothing else moves the queue."""
    off = {f"mechanisms.{name}": False for name in MECHANISMS}
    off |= {f"{other}.{key}": 0.0 if key == "per_day" else 0 for other in CHANNELS if other != channel for key in ("per_day", "posts")}
    return off | {
        "breaks.count": 0,
        "breaks.meal_minutes": 0.0,
        "cases.pieces_mean": 0.0,
        "cases.partner_share": 0.0,
        "cases.routine_share": 1.0,
        "cases.refusal_share": 0.0,
        "cases.return_share": 1.0,
        "demand.season_profile": (1.0,),
        "demand.growth_per_year": 0.0,
        "demand.switch_channel": 0.0,
        "demand.deflection": 0.0,
        "staff.blend": 0.0,
        "staff.late_share": 0.0,
        "staff.life_event_per_year": 0.0,
        "staff.novice_share": 0.0,
        "territory.rule_changes_per_month": 0.0,
        "meetings.decreed_minutes": 0.0,
        "meetings.improvement_minutes": 0.0,
    }


def _calendar(fit):
    week = fit.week
    said = "half-hours of each weekday in which people serve"
    return [Fitted("calendar.days_per_week", len(week), None, f"weekdays with service; the first is {week.names[0]}"),
            Fitted("calendar.days_per_year", round(365 * len(week) / 7), None, "as many weeks as a year has"),
            Fitted("calendar.open_hour", week.opens, None, said), Fitted("calendar.close_hour", week.closes, None, said)]


def _demand(fit, channel):
    new = fit.new
    said = "new contacts (no repeats) by Poisson likelihood"
    counted = (
        "distinct known customers, drawn evenly, scaled to all contacts" if fit.known_customers else "no customer codes: left as it is"
    )
    people = max(1, fit.population) if fit.known_customers else DEFAULTS["demand.population"]
    return [
        Fitted("demand.population", people, None, counted),
        Fitted("demand.weekday_profile", tuple(map(_neat, new.weekday)), None, said),
        Fitted("demand.hour_profile", tuple(map(_neat, new.hour)), None, said),
        Fitted(
            f"{channel}.per_day",
            _bounded(f"{channel}.per_day", new.per_day),
            new.per_day_error,
            "mean over the days of the week; contacts that want a person",
        ),
    ]


def _channel(fit, channel):
    service, patience = fit.service, fit.patience
    found = [(f"{channel}.service_minutes", service.minutes, service.minutes_error, "mean of the services"),
             (f"{channel}.service_cv", service.cv, service.cv_error, "standard deviation over mean of the services")]
    if patience is None:
        found.append((f"{channel}.patience_minutes", 0.0, None, "nobody gave up"))
    else:
        errors, said = patience.errors, "maximum likelihood, waits ended by service censored"
        found += [(f"{channel}.patience_minutes", patience.scale, errors[0], f"Weibull scale; {said}"),
                  (f"{channel}.patience_shape", patience.shape, errors[1], f"Weibull shape; {said}"),
                  (f"{channel}.balk_share", patience.balk, errors[2], "who leave at once beyond those lost anyway")]
    return [Fitted(key, _bounded(key, value), error, said) for key, value, error, said in found]


def _roster(fit, channel):
    roster = fit.roster
    said = "shifts that put as many at work as were able to serve"
    shares = [round(people / roster.posts, 6) for people in roster.people]
    shares[-1] = round(1 - sum(shares[:-1]), 6)
    return [Fitted(f"{channel}.posts", roster.posts, None, said), Fitted("staff.shift_start", roster.starts, None, said),
            Fitted("staff.shift_end", roster.ends, None, said), Fitted("staff.shift_share", tuple(shares), None, said),
            Fitted("staff.weekday_share", roster.weekday, None, said)]


def _again(fit, channel):
    """Retries and returns; where the log cannot tell, the defaults stay."""
    found = []
    if fit.retry:
        said = "known customers who gave up, beyond chance"
        found += [
            (f"{channel}.calls_again", fit.retry.share, fit.retry.share_error, said),
            (f"{channel}.again_minutes", fit.retry.delay, fit.retry.delay_error, said),
        ]
    if fit.returns:
        said = "known customers who were served and came back, beyond chance"
        found += [
            (key, 1 - fit.returns.share, fit.returns.share_error, said) for key in ("cases.resolution_expert", "cases.resolution_novice")
        ]
        found.append(("cases.return_days", fit.returns.delay, fit.returns.delay_error, said))
    return [Fitted(key, _bounded(key, value), error, said) for key, value, error, said in found]


def office_text(scenario: Scenario, fitted: list[Fitted]) -> str:
    """The scenario as TOML, each fitted value with its standard error and where it comes from."""
    notes = {one.key: (f"± {one.error:.2g}: " if one.error is not None else "") + one.source for one in fitted}
    lines, group = [], ""
    for line in scenario.to_toml().splitlines():
        if header := re.match(r"\[(\w+)\]$", line):
            group = header[1]
        name = line.partition(" =")[0]
        if f"{group}.{name}" in notes:
            lines.append(f"# {notes[f'{group}.{name}']}")
        lines.append(line)
    return "\n".join(lines) + "\n"
