"""The page The office: what it tells is what Python tells of the same run, its figures are those of the command line, and it stays fluent."""

import json
import subprocess
from pathlib import Path

import pytest
from conftest import until

from simulation.app.declared import declared
from simulation.experiments import DEFAULT_SEED
from simulation.experiments.detail import run_in_full
from simulation.experiments.drivers import run_once
from simulation.measures.outcomes import outcomes_of
from simulation.measures.story import Log, plain
from simulation.measures.story_person import person_story
from simulation.measures.story_practice import practice_story
from simulation.scenario import load

THERE = "app.shown.shown?.every((one) => one.run && one.frame && !one.side.stale)"
LITTLE = "years=0.25&worlds=4"
BUSY = {"counter.posts": 4, "phone.posts": 2, "mail.posts": 0, "mail.per_day": 0, "counter.per_day": 80, "phone.per_day": 60, "episode.base": -2, "invention.trick": 0.2, "talk.naming": 0.5,
        "episode.kind_shares": [0.2, 0.2, 0.2, 0.1, 0.1, 0.19, 0.01, 0], "turnover.leave_per_year": 0.6, "staff.hiring_days": 2, "learning.half_life_weeks": 2, "learning.guide": 0.5,
        "territory.rule_changes_per_month": 3, "talk.admission_days": 5, "invention.solve": 1}
"""An office in which all happens that a story can tell: calls for help, inventions, leavers, forgetting, a guide."""


def sets(side, values):
    """Give values as an address has them."""
    return "&".join(f"{side}.{key}={','.join(map(str, value)) if isinstance(value, list) else value}" for key, value in values.items())


STORIES = """async ([days, seed, full]) => {
  const [{Log, wholly}, {personStory}, {practiceStory}, {scenario}, {documents}] = await Promise.all(
    ["office/log.js", "office/person.js", "office/practice.js", "core/scenario.js", "core/state.js"].map((name) => import("/" + name)));
  const made = scenario(app.declared, documents(app.declared, app.state, "a"));
  const result = await new Promise((done, failed) => app.pool.ask("test", [{key: "one", scenario: made, seed, days, options: {events: true}, done, failed}]));
  const log = wholly(new Log(app.declared, made, days, full), result);
  return {people: [...log.people.values()], persons: [...log.people.keys()].map((who) => personStory(log, who)), practices: log.practices.map(({practice}) => practiceStory(log, practice)),
          names: log.names.map(({names}) => names)};
}"""


def same(theirs, story):
    """Compare a story of the page with Python's, line for line, rows and trees included."""
    ours = plain(story)
    assert theirs["title"] == ours["title"] and theirs["facts"] == ours["facts"]
    for there, here in zip(theirs["sections"], ours["sections"], strict=True):
        assert there["title"] == here["title"] and there["left_out"] == here["left_out"]
        assert there["lines"] == here["lines"]
        assert there["roots"] == here.get("tree", [])


@pytest.mark.parametrize("lang,full", [("en", False), ("fr", True)])
def test_stories_are_those_of_python(open_page, served, lang, full):
    days, seed, overrides = 110, 3, [f"{key}={json.dumps(value)}" for key, value in BUSY.items()]
    page = open_page(served, f"#what-if?lang={lang}&a=none&{sets('a', BUSY)}")
    theirs = page.evaluate(STORIES, [days, seed, full])
    log = Log(run_in_full(load("social_agency", overrides=overrides), days, seed), {"days": days, "days_per_week": 5, "days_per_year": 220}, lang, full)
    told = {event.event for event in log.events}
    assert {"call", "join", "naming", "forgotten", "exit", "hire", "guide", "obsolete", "invention", "telling", "refinement", "death"} <= told
    assert len(theirs["persons"]) == len(log.people) and len(theirs["practices"]) == len(log.practices) > 20
    assert theirs["names"] == [[name.en, name.fr] for name in log.names]
    for found in theirs["people"]:
        one = log.people[found["person"]]
        assert all(found[name] == getattr(one, name) for name in ("seat", "team", "channel", "hired", "left", "tenure_start"))
    for number, story in enumerate(theirs["persons"]):
        same(story, person_story(log, number))
    for number, story in enumerate(theirs["practices"]):
        same(story, practice_story(log, number))
    print(f"{len(theirs['persons'])} people, {len(theirs['practices'])} practices, {len(log.events)} events told alike")
