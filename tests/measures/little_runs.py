"""Little runs to tell from: a busy office that has run for a few weeks, and logs written by hand."""

from types import SimpleNamespace

import pandas as pd

from simulation.measures import tables as measured
from simulation.measures.events import FIELDS
from simulation.measures.story import Log
from simulation.model import FrontOffice
from simulation.scenario import load

BUSY = ("counter.posts=4", "phone.posts=2", "mail.posts=0", "mail.per_day=0", "counter.per_day=80", "phone.per_day=60", "episode.base=-2",
        "invention.trick=0.2", "talk.naming=0.5", "episode.kind_shares=[0.2, 0.2, 0.2, 0.1, 0.1, 0.19, 0.01, 0]")
"""Overrides that make a small office in which much happens."""

EVENTFUL = (*BUSY, "turnover.leave_per_year=0.6", "staff.hiring_days=2", "learning.half_life_weeks=2", "learning.guide=0.5",
            "territory.rule_changes_per_month=3", "talk.admission_days=5")
"""The same with leavers, newcomers, forgetting, rule changes and a written guide."""


def made(overrides, days, seed=1):
    """Run a scenario; give its tables, its manifest's calendar, and what the model says of its practices."""
    scenario = load("social_agency", overrides=list(overrides))
    model, roster = FrontOffice(scenario, seed=seed), measured.Roster()
    for day in range(days):
        roster.look(model)
        model.run(day + 1)
    found = measured.tables(model, roster)
    facts = SimpleNamespace(tables=found, manifest={"days": days, "days_per_week": 5, "days_per_year": 220}, raw=list(model.events),
                            holders={q.number: {e.person for e in model.staff if e and q.number in e.held and e.held[q.number].holds}
                                     for q in model.practices})
    model.close()
    return facts


def log_of(written, kinds=("outburst",), lang="en", full=False, days=40):
    """Make a `Log` from events written by hand: (day, minute, event, who, whom, practice, situation, parent, value). Practices: by kind."""
    table = pd.DataFrame(written, columns=[name for name, _ in FIELDS])
    table.insert(0, "row", range(len(table)))
    births = {e[5]: row for row, e in reversed(list(enumerate(written))) if e[2] in ("trick", "invention") and e[5] >= 0}
    rows = [(number, kind, "resolving", kind == "outburst", written[births[number]][3] if number in births else -3, births.get(number, 0),
             written[births.get(number, 0)][0], next((e[0] for e in written if e[2] == "death" and e[5] == number), -1), "")
            for number, kind in enumerate(kinds)]
    practices = pd.DataFrame(rows, columns=["practice", "kind", "valence", "crewed", "inventor", "origin", "born", "died", "parents"])
    practices = practices.assign(named=-1, learners=0, holders=0, uses=0)
    people = [(e[3], measured.person_name(e[3]), 0, 0, "counter", -1 if e[2] == "start" else e[0],
               next((x[0] for x in written if x[2] == "exit" and x[3] == e[3]), -1), int(e[8]))
              for e in written if e[2] in ("start", "hire")]
    people = pd.DataFrame(people, columns=["person", "name", "seat", "team", "channel", "hired", "left", "tenure_start"])
    calendar = {"days": days, "days_per_week": 5, "days_per_year": 220}
    return Log(SimpleNamespace(events=table, practices=practices, people=people), calendar, lang, full)
