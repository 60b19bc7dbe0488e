"""From estimates to a scenario: the office that the log describes, with nothing switched on but impatience and calling again."""

import re
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path

from ..charts.words import date, significant
from ..rules.order import CHANNELS, MECHANISMS
from ..scenario import DEFAULTS, PARAMETERS, Scenario
from .fit import Fit
from .log_words import WORDS

SIGNIFICANT = 5
"""Digits to which estimates are written; their standard errors are far larger."""


@dataclass(frozen=True)
class Fitted:
    """One parameter as set by the importer: its key, value, standard error (None if it has none or is not known) and where it comes
    from, by its key among the sources of `log_words`."""

    key: str
    value: object
    error: float | None
    source: str


def office(fit: Fit, name: str, channel: str = "phone") -> tuple[Scenario, list[Fitted]]:
    """The scenario, and what was fitted in it. Raises ScenarioError if a value lies out of its bounds."""
    fitted = [*_calendar(fit), *_demand(fit, channel), *_channel(fit, channel), *_roster(fit, channel), *_again(fit, channel)]
    values = _quiet(channel) | {one.key: one.value for one in fitted}
    log, week = Path(fit.log.name).name, fit.week
    said = {}
    for lang, words in WORDS.items():
        head = words["office"]
        said[f"title_{lang}"] = head["title"].format(log=log)[:200]
        first, last = date(week.dates[0], lang), date(week.dates[-1], lang)
        said[f"text_{lang}"] = head["text"].format(log=log, first=first, last=last, weekday=week.names(lang)[0], rest=head["queue_alone"])
    return Scenario(name=name, values=DEFAULTS, office=name, **said).with_values(values), fitted


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
    texts = {}
    for lang, words in WORDS.items():
        alone, people = words["office"]["queue_alone"], words["office"]["people"]
        texts[f"text_{lang}"] = getattr(scenario, f"text_{lang}").replace(alone, people)
    return replace(scenario.with_values(values), **texts)


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
    return [Fitted("calendar.days_per_week", len(week), None, "weekdays"),
            Fitted("calendar.days_per_year", round(365 * len(week) / 7), None, "year"),
            Fitted("calendar.open_hour", week.opens, None, "hours"), Fitted("calendar.close_hour", week.closes, None, "hours")]


def _demand(fit, channel):
    new = fit.new
    people = max(1, fit.population) if fit.known_customers else DEFAULTS["demand.population"]
    return [
        Fitted("demand.population", people, None, "population" if fit.known_customers else "no_codes"),
        Fitted("demand.weekday_profile", tuple(map(_neat, new.weekday)), None, "profile"),
        Fitted("demand.hour_profile", tuple(map(_neat, new.hour)), None, "profile"),
        Fitted(f"{channel}.per_day", _bounded(f"{channel}.per_day", new.per_day), new.per_day_error, "per_day"),
    ]


def _channel(fit, channel):
    service, patience = fit.service, fit.patience
    found = [(f"{channel}.service_minutes", service.minutes, service.minutes_error, "service_mean"),
             (f"{channel}.service_cv", service.cv, service.cv_error, "service_cv")]
    if patience is None:
        found.append((f"{channel}.patience_minutes", 0.0, None, "nobody_gave_up"))
    else:
        errors = patience.errors
        found += [(f"{channel}.patience_minutes", patience.scale, errors[0], "scale"),
                  (f"{channel}.patience_shape", patience.shape, errors[1], "shape"),
                  (f"{channel}.balk_share", patience.balk, errors[2], "balk")]
    return [Fitted(key, _bounded(key, value), error, source) for key, value, error, source in found]


def _roster(fit, channel):
    roster = fit.roster
    shares = [round(people / roster.posts, 6) for people in roster.people]
    shares[-1] = round(1 - sum(shares[:-1]), 6)
    set_to = {
        f"{channel}.posts": roster.posts,
        "staff.shift_start": roster.starts,
        "staff.shift_end": roster.ends,
        "staff.shift_share": tuple(shares),
        "staff.weekday_share": roster.weekday,
    }
    return [Fitted(key, value, None, "roster") for key, value in set_to.items()]


def _again(fit, channel):
    """Retries and returns; where the log cannot tell, the defaults stay."""
    found = []
    if fit.retry:
        found += [
            (f"{channel}.calls_again", fit.retry.share, fit.retry.share_error, "retry"),
            (f"{channel}.again_minutes", fit.retry.delay, fit.retry.delay_error, "retry"),
        ]
    if fit.returns:
        found += [
            (key, 1 - fit.returns.share, fit.returns.share_error, "return") for key in ("cases.resolution_expert", "cases.resolution_novice")
        ]
        found.append(("cases.return_days", fit.returns.delay, fit.returns.delay_error, "return"))
    return [Fitted(key, _bounded(key, value), error, source) for key, value, error, source in found]


def office_text(scenario: Scenario, fitted: list[Fitted], lang="en") -> str:
    """The scenario as TOML, each fitted value with its standard error and where it comes from."""
    sources = WORDS[lang]["sources"]
    notes = {one.key: (f"± {significant(one.error, lang, 2)}, " if one.error is not None else "") + sources[one.source] for one in fitted}
    lines, group = [], ""
    for line in scenario.to_toml().splitlines():
        if header := re.match(r"\[(\w+)\]$", line):
            group = header[1]
        name = line.partition(" =")[0]
        if f"{group}.{name}" in notes:
            lines.append(f"# {notes[f'{group}.{name}']}")
        lines.append(line)
    return "\n".join(lines) + "\n"
