"""The tables of a run: typed as declared, complete, explained in the dictionary, and agreeing with the model and with one another."""

import numpy as np
import pandas as pd
import pytest

from simulation.measures import tables as measured
from simulation.measures.daily import NAMES
from simulation.measures.events import FIELDS
from simulation.measures.lineage import rows


@pytest.mark.parametrize("name", measured.DECLARED)
def test_columns_are_those_that_are_declared_with_their_types(ran, name):
    table = getattr(ran.tables, name)
    assert list(table.columns) == [field.name for field in measured.DECLARED[name]]
    for field in measured.DECLARED[name]:
        kind = str(table[field.name].dtype)
        assert kind == field.type or (field.type == "str" and pd.api.types.is_string_dtype(table[field.name].dtype)), field.name


def test_the_dictionary_explains_each_column_once():
    told = measured.dictionary()
    assert not told.duplicated(["table", "column"]).any()
    assert (told["meaning"].str.len() > 3).all()
    assert set(told["table"]) == set(measured.Tables._fields)
    assert list(told[told.table == "daily"]["column"]) == list(NAMES)
    assert list(told[told.table == "events"]["column"]) == ["row", *(name for name, _ in FIELDS)]


def test_the_log_is_the_models_own(ran):
    log = ran.tables.events
    assert len(log) == len(ran.raw)
    for name, values in zip([name for name, _ in FIELDS], zip(*ran.raw)):
        if name not in ("event", "situation"):
            assert log[name].tolist() == list(values)
    assert not log["event"].isna().any()


def test_parents_come_before_their_events(ran):
    log = ran.tables.events
    assert (log["parent"] < log["row"]).all() and (log["parent"] >= -1).all()


def test_every_practice_traces_to_one_inventor(ran):
    events = rows(ran.tables.events)
    for q in ran.tables.practices.itertuples():
        births = [e for e in events if e.practice == q.practice and e.event in ("trick", "invention")]
        assert [e.row for e in births] == [q.origin]
        assert births[0].who == q.inventor and births[0].day == q.born


def test_holders_by_the_log_are_holders_in_the_model(ran):
    assert ran.tables.practices["holders"].tolist() == [len(ran.holders[n]) for n in range(len(ran.tables.practices))]


def test_the_living_have_holders_and_the_dead_have_none(ran):
    practices = ran.tables.practices
    assert ((practices["holders"] > 0) == (practices["died"] < 0)).all()
    deaths = ran.tables.events.query("event == 'death'")
    assert sorted(deaths["practice"]) == sorted(practices[practices["died"] >= 0]["practice"])


def test_counts_of_people_add_up_to_the_daily_table(ran):
    daily, people = ran.tables.daily, ran.tables.people
    assert people["episodes"].sum() == daily["episodes"].sum()
    assert people["episodes_well"].sum() == daily["episodes"].sum() - daily["episodes_failed"].sum()
    assert people["inventions"].sum() == daily["inventions"].sum()
    assert people["listened"].sum() == daily["listened"].sum()
    assert people["breaks_cut"].sum() == daily["breaks_cut"].sum()
    assert people["helped"].sum() == daily["crew_joined"].sum()
    assert (people["left"] >= 0).sum() == daily["left"].sum()
    assert (people["hired"] >= 0).sum() == daily["joined"].sum()


def test_practices_spread_no_further_than_the_staff(ran):
    practices = ran.tables.practices
    assert (practices["most_holders"] <= ran.tables.daily["headcount"].max()).all()
    assert (practices["learners"] >= practices["most_holders"]).all()
    half = practices["days_to_half"].dropna()
    assert len(half) and (half >= 0).all()
    assert (practices["age"] >= 0).all()


def test_seats_of_leavers_are_known_with_a_roster(eventful):
    people = eventful.tables.people
    assert (people["left"] >= 0).any() and (people["hired"] >= 0).any()
    assert (people["seat"] >= 0).all() and (people["team"] >= 0).all() and (people["channel"] != "").all()
    for _, sat in people.sort_values("hired").groupby("seat"):
        assert (sat["hired"].to_numpy()[1:] > sat["left"].to_numpy()[:-1]).all()


def test_newcomers_lag_counts_from_their_hire(eventful):
    people = eventful.tables.people
    log = eventful.tables.events
    assert (people["hired"] >= 0).any()
    for one in people[people["hired"] >= 0].itertuples():
        learned = log[(log["event"] == "learned") & (log["who"] == one.person)]
        assert (pd.isna(one.lag) and learned.empty) or one.lag == learned["day"].iloc[0] - one.hired


def test_ties_are_between_people_who_are_there_each_pair_once(ran):
    ties, people = ran.tables.ties, ran.tables.people
    there = set(people[people["left"] < 0]["person"])
    assert set(ties["who"]) | set(ties["whom"]) <= there
    assert len({frozenset(pair) for pair in zip(ties["who"], ties["whom"])}) == len(ties)
    assert np.all((ties["strength"] > 0) & (ties["strength"] <= 1))


def test_an_empty_log_gives_empty_tables():
    from simulation.model import FrontOffice
    from simulation.scenario import load
    model = FrontOffice(load("social_agency"), seed=1)
    found = measured.tables(model)
    model.close()
    assert len(found.daily) == 0 and len(found.people) == 16
    assert list(found.ties.columns) == ["who", "whom", "strength"]
