"""Under common random numbers: what is not used may be switched off, names may be changed, and the future does not change the past."""

import hashlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from lively import as_bytes, lively, trace

from simulation.measures.daily import NAMES
from simulation.measures.events import CODE
from simulation.model import FrontOffice
from simulation.rules.order import KINDS, MANAGER, MECHANISMS, ORGANISATION
from simulation.scenario.declare import Change, Values

NIL = tuple(0 for _ in KINDS)
ZERO = tuple(0.0 for _ in KINDS)
NO_PRACTICES = dict(mechanisms__invention=False, invention__initial_practices=0.0)
EXPERTS = dict(staff__novice_share=0.0, staff__tenure_years=40.0, turnover__leave_per_year=0.0)

UNUSED = {
    "irritation": [
        dict(
            irritation__per_wait_minute=0.0,
            irritation__per_unresolved=0.0,
            irritation__per_refusal=0.0,
            irritation__per_bad_reception=0.0,
            answer__failure_irritation=0.0,
            irritation__life_load=0.0,
            territory__tension=0.0,
            territory__trend_per_year=0.0,
            circle__climate_gain=0.0,
            voice__unanswered=0.0,
        )
    ],
    "episode": [dict(episode__base=-15.0, users__temper_tail=10.0, episode__irritation=0.0, social__posts=0, social__per_day=0.0)],
    "answer": [
        dict(power__support_desk=0.0, power__exception_right=0.0, **NO_PRACTICES),
        dict(power__support_desk=0.0, power__irritant_budget=0.0, **NO_PRACTICES),
    ],
    "crew": [dict(crew__contain=NIL, crew__comfort=NIL), dict(counter__posts=0, counter__per_day=0.0), dict(talk__naming=0.0)],
    "asking": [dict(desks__earshot_m=0.0, overhearing__site_shock=0.0), dict(answer__threshold=1.0)],
    "invention": [dict(invention__trick=0.0, invention__story=0.0, invention__initial_practices=0.0)],
    "talk": [
        dict(talk__rate_rest_room=0.0, talk__rate_desk=0.0),
        dict(talk__rate_desk=0.0, rest_room__exists=False, meetings__decreed_minutes=0.0),
    ],
    "overhearing": [
        dict(desks__earshot_m=0.0, overhearing__site_shock=0.0),
        dict(overhearing__notice=0.0, overhearing__site_shock=0.0),
        dict(staff__remote_share=1.0, counter__posts=0, counter__per_day=0.0),
    ],
    "strain": [
        dict(
            strain__per_contact=0.0,
            strain__per_episode=ZERO,
            talk__co_rumination_cost=0.0,
            strain__sanction=0.0,
            strain__handling_penalty=0.0,
            exhaustion__trait=0.0,
            exhaustion__load=0.0,
            exhaustion__contagion=0.0,
            staff__life_event_per_year=0.0,
        )
    ],
    "learning": [
        dict(
            learning__months=0.1,
            learning__by_doing=0.0,
            territory__rule_changes_per_month=0.0,
            learning__guide=0.0,
            staff__buddy=False,
            **NO_PRACTICES,
            **EXPERTS,
        )
    ],
    "turnover": [dict(turnover__absence_share=0.0, turnover__leave_per_year=0.0, staff__late_share=0.0)],
    "voice": [dict(voice__exit=0.0, voice__callout=0.0, voice__recruit_per_hour=0.0)],
    "management": [
        dict(
            manager__floor=0.0,
            manager__rest_room=0.0,
            manager__listening=0.0,
            manager__conditions=0.0,
            staff__late_share=0.0,
            manager__trust_loss=0.0,
            exhaustion__manager_support=0.0,
            turnover__leave_trust=0.0,
            meetings__improvement_minutes=0.0,
        )
    ],
    "circle": [
        dict(
            episode__crowding=0.0,
            episode__exhaustion=0.0,
            irritation__per_wait_minute=0.0,
            circle__climate_gain=0.0,
            breaks__protection=1.0,
            voice__unanswered=0.0,
        )
    ],
}
"""For each mechanism, settings under which nothing uses it, so that its switch must not change a bit."""


def differences(a, b):
    """Say in which columns and events two traces differ."""
    columns = {n for x, y in zip(a[0], b[0]) for n, u, v in zip(NAMES, x, y) if u != v}
    first = next(((x, y) for x, y in zip(a[1], b[1]) if x != y), None)
    return f"columns {sorted(columns)}; first events that differ {first}"


def test_every_mechanism_has_such_settings():
    assert set(UNUSED) == set(MECHANISMS)


@pytest.mark.parametrize(("name", "k"), [(name, k) for name, cases in UNUSED.items() for k in range(len(cases))])
def test_a_mechanism_that_nothing_uses_may_be_switched_off(name, k):
    settings = UNUSED[name][k]
    on, off = trace(lively(**settings)), trace(lively(**settings, **{f"mechanisms__{name}": False}))
    assert as_bytes(on) == as_bytes(off), differences(on, off)


@pytest.mark.parametrize("name", MECHANISMS)
def test_a_mechanism_that_is_used_matters(name):
    """The tests above could pass for ever if the switches did nothing."""
    matters = as_bytes(trace(lively())) != as_bytes(trace(lively(**{f"mechanisms__{name}": False})))
    assert matters, f"the mechanism {name} changes nothing in the lively office: set what it needs in tests/model/lively.py"


IDLE_LEVERS = {
    "a bigger rest room when nobody takes breaks": (
        dict(breaks__count=0, breaks__meal_minutes=0.0, breaks__autonomy=0.0, crew__comfort=NIL, crew__contain=NIL),
        dict(rest_room__seats=2),
        dict(rest_room__seats=400),
    ),
    "a farther rest room when nobody takes breaks": (
        dict(breaks__count=0, breaks__meal_minutes=0.0, breaks__autonomy=0.0, crew__comfort=NIL, crew__contain=NIL),
        dict(rest_room__distance_m=1.0),
        dict(rest_room__distance_m=500.0),
    ),
    "seats beyond the number of staff": ({}, dict(rest_room__seats=12), dict(rest_room__seats=500)),
    "announced waits that irritate nobody": (
        dict(irritation__per_wait_minute=0.0, money__system_per_day=0.0),
        dict(demand__wait_information=False),
        dict(demand__wait_information=True),
    ),
    "a buddy where there is no newcomer": (dict(EXPERTS, staff__tenure_years=40.0), dict(staff__buddy=False), dict(staff__buddy=True)),
    "overlap where there are no breaks": (
        dict(breaks__count=0, breaks__meal_minutes=0.0),
        dict(breaks__overlap=0.0),
        dict(breaks__overlap=1.0),
    ),
    "protection of breaks that nobody takes": (
        dict(breaks__count=0, breaks__meal_minutes=0.0),
        dict(breaks__protection=0.0),
        dict(breaks__protection=1.0),
    ),
    "file access where there is no social media": (
        dict(social__posts=0, social__per_day=0.0),
        dict(service__file_access=True),
        dict(service__file_access=False),
    ),
    "hiring days where nobody leaves": (dict(turnover__leave_per_year=0.0), dict(staff__hiring_days=0.0), dict(staff__hiring_days=99.0)),
    "willingness of a manager who is never there": (dict(manager__floor=0.0), dict(manager__willing=0.0), dict(manager__willing=1.0)),
    "the chill of a manager who is never there": (
        dict(manager__floor=0.0, manager__rest_room=0.0),
        dict(manager__chill=0.0),
        dict(manager__chill=1.0),
    ),
    "the right to end contacts that never turn bad": (
        dict(
            answer__base=10.0,
            answer__severity=0.0,
            answer__strain=0.0,
            answer__exhaustion=0.0,
            manager__watched_tax=0.0,
            manager__step_in_success=1.0,
            seed=3,
        ),
        dict(answer__end_contact=False),
        dict(answer__end_contact=True),
    ),
}


@pytest.mark.parametrize("name", IDLE_LEVERS)
def test_a_lever_that_moves_nothing_changes_nothing(name):
    common, one, other = IDLE_LEVERS[name]
    common = dict(common)
    seed = common.pop("seed", 11)
    a, b = trace(lively(**common, **one), seed=seed), trace(lively(**common, **other), seed=seed)
    if "rest room" in name:
        k = NAMES.index("cost_levers")
        a, b = ([([*row[:k], 0.0, *row[k + 1:]]) for row in a[0]], *a[1:]), ([([*row[:k], 0.0, *row[k + 1:]]) for row in b[0]], *b[1:])
    assert as_bytes(a) == as_bytes(b), differences(a, b)


# --- names ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [(8, 7, 6, 5, 4, 3, 2, 1, 0), (3, 0, 8, 1, 6, 2, 7, 5, 4)])
def test_renumbering_employees_changes_nothing_but_names(order):
    """The first staff are created in another order: person numbers follow, and nothing else."""
    scenario = lively()
    plain, renamed = trace(scenario, days=8), trace(scenario, days=8, numbering=order)
    name = {-1: -1, MANAGER: MANAGER, ORGANISATION: ORGANISATION}
    name |= {person: person for person in range(len(order), 1000)} | {seat: k for k, seat in enumerate(order)}
    of_users = {CODE[n] for n in ("episode", "callout", "user_exit")}
    mapped = [(day, minute, code, name[who], whom if code in of_users else name[whom], *rest)
              for day, minute, code, who, whom, *rest in plain[1]]
    assert mapped == renamed[1]
    assert plain[1] != renamed[1]
    assert as_bytes((plain[0], (), plain[2])) == as_bytes((renamed[0], (), renamed[2]))


# --- time ---------------------------------------------------------------------------------------------------------------------------

CHANGE_DAY = 4
LATER = {
    "rest room closed": Change(CHANGE_DAY, Values({"rest_room.exists": False})),
    "breaks staggered": Change(CHANGE_DAY, Values({"breaks.overlap": 0.0, "breaks.minutes": 20.0})),
    "one more post": Change(CHANGE_DAY, Values({"staff.extra_posts": 1})),
    "four more posts": Change(CHANGE_DAY, Values({"counter.posts": 6, "phone.posts": 5})),
    "a post less": Change(CHANGE_DAY, Values({"counter.posts": 3})),
    "a new channel": Change(CHANGE_DAY, Values({"home.posts": 2, "home.per_day": 8.0})),
    "boxes": Change(CHANGE_DAY, Values({"desks.rooms": 4})),
    "another desk plan": Change(CHANGE_DAY, Values({"desks.columns": 2, "desks.earshot_m": 9.0})),
    "more teams": Change(CHANGE_DAY, Values({"staff.teams": 3})),
    "shifts": Change(
        CHANGE_DAY, Values({"staff.shift_start": (0.0, 10.0), "staff.shift_end": (14.0, 24.0), "staff.shift_share": (0.5, 0.5)})
    ),
    "remote work": Change(CHANGE_DAY, Values({"staff.remote_share": 1.0})),
    "presence": Change(CHANGE_DAY, Values({"manager.floor": 0.6, "manager.willing": 1.0})),
    "all mechanisms off": Change(CHANGE_DAY, Values({f"mechanisms.{name}": False for name in MECHANISMS})),
    "training": Change(CHANGE_DAY, action="train", amount=0.5, situation="outburst"),
    "a wave of rules": Change(CHANGE_DAY, action="rule_changes", amount=20.0),
    "a crisis": Change(CHANGE_DAY, action="crisis", amount=30.0),
    "longer hours": Change(CHANGE_DAY, Values({"calendar.open_hour": (7.0,), "calendar.close_hour": (20.0,)})),
    "twice the load": Change(CHANGE_DAY, Values({"demand.load": 2.0})),
    "a machine": Change(CHANGE_DAY, Values({"demand.deflection": 0.5})),
    "more users": Change(CHANGE_DAY, Values({"demand.population": 5000})),
}


def full():
    """The lively office with staggered breaks, shifts, days off, boxes and remote work, so that whatever depends on the head count
    shows."""
    return lively(breaks__overlap=0.3, desks__rooms=2, staff__weekday_share=(0.8,), staff__remote_share=0.5, staff__shift_start=(0.0, 9.5),
                  staff__shift_end=(15.0, 24.0), staff__shift_share=(0.4, 0.6))


@pytest.fixture(scope="module")
def unchanged():
    """That office without any change."""
    return trace(full(), days=CHANGE_DAY + 2)


def up_to(found, day):
    """What had been written down when a day began: its rows, events, and contacts that had ended."""
    daily, events, contacts = found
    return ([r for r in daily if r[0] < day], [e for e in events if e[0] < day],
            [c for c in contacts if 1440.0 * c[0] + c[1] + c[4] + c[6] < 1440.0 * day])


@pytest.mark.parametrize("name", LATER)
def test_a_change_on_a_day_changes_nothing_before_that_day(name, unchanged):
    changed = trace(replace(full(), changes=(LATER[name],)), days=CHANGE_DAY + 2)
    before, after = up_to(unchanged, CHANGE_DAY), up_to(changed, CHANGE_DAY)
    assert as_bytes(before) == as_bytes(after), differences(before, after)
    assert len(before[0]) == CHANGE_DAY
    if name != "a post less":  # nobody is sent away: the post is not filled again
        assert as_bytes(unchanged) != as_bytes(changed)


@pytest.mark.parametrize("name", ["boxes", "more teams", "shifts", "remote work", "another desk plan"])
def test_a_change_of_the_plan_moves_those_who_are_there(name):
    """After the change, everybody's room, team, shift, place and neighbours are those of an office that was always so."""
    new = LATER[name].set
    model, other = (FrontOffice(s, seed=2) for s in (replace(lively(), changes=(LATER[name],)),
                                                     lively(**{k.replace(".", "__"): v for k, v in new.items()})))
    model.run(CHANGE_DAY)
    model.step()
    other.step()
    for seat, (a, b) in enumerate(zip(model.staff, other.staff)):
        if a is not None and b is not None:
            assert (a.room, a.team, a.shift, a.remote, a.serves) == (b.room, b.team, b.shift, b.remote, b.serves), seat
    assert model.places.neighbours == other.places.neighbours
    for m in (model, other):
        m.close()


def test_a_change_to_what_is_already_so_changes_nothing(unchanged):
    """A dated change that sets what is already set leaves no trace but its own event."""
    changed = trace(replace(full(), changes=(Change(CHANGE_DAY, Values({"breaks.overlap": 0.3})),)), days=CHANGE_DAY + 2)
    own = CODE["change"]
    assert as_bytes((unchanged[0], (), unchanged[2])) == as_bytes((changed[0], (), changed[2]))
    here, row_of = [], {}
    for k, event in enumerate(changed[1]):
        row_of[k] = len(here)
        if event[2] != own:
            here.append((*event[:7], row_of[event[7]] if event[7] >= 0 else -1, event[8]))
    assert len(here) == len(changed[1]) - 1
    assert as_bytes(([], here, [])) == as_bytes(([], unchanged[1], []))


def test_changes_from_day_nought_are_the_scenario_itself():
    """A change dated day 0 and the same value from the start are one and the same office."""
    changed = replace(lively(), changes=(Change(0, Values({"breaks.overlap": 0.0, "manager.floor": 0.0, "rest_room.zen": 1.0})),))
    a, b = trace(changed), trace(lively(breaks__overlap=0.0, manager__floor=0.0, rest_room__zen=1.0))
    assert as_bytes((a[0], [], a[2])) == as_bytes((b[0], [], b[2])), differences(a, b)


# --- seeds ----------------------------------------------------------------------------------------------------------------------------

SCRIPT = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from lively import as_bytes, lively, trace
print(hashlib.sha256(as_bytes(trace(lively(), days=4, seed=5))).hexdigest())
"""


def test_the_same_seed_gives_the_same_bytes_in_every_process():
    """Whatever PYTHONHASHSEED, whatever ran before, as often as one likes."""
    here = [hashlib.sha256(as_bytes(trace(lively(), days=4, seed=5))).hexdigest() for _ in range(2)]
    trace(lively(), days=1, seed=6)
    here.append(hashlib.sha256(as_bytes(trace(lively(), days=4, seed=5))).hexdigest())
    elsewhere = []
    for hash_seed in ("0", "4242"):
        run = subprocess.run([sys.executable, "-c", SCRIPT, str(Path(__file__).parent)], capture_output=True, text=True, check=True,
                             env={"PYTHONHASHSEED": hash_seed, "PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(p for p in sys.path if p)})
        elsewhere.append(run.stdout.strip())
    assert set(here) == set(elsewhere) and len(set(here)) == 1


def test_two_offices_side_by_side_do_not_disturb_each_other():
    """Steps of two models in turn give what each gives alone: nothing is shared."""
    alone = [trace(lively(), days=3, seed=seed) for seed in (1, 2)]
    models = [FrontOffice(lively(), seed=seed, record_contacts=True) for seed in (1, 2)]
    while any(m.day < 3 for m in models):
        for m in models:
            if m.day < 3:
                m.step()
    for m, expected in zip(models, alone):
        assert as_bytes((m.daily, m.events, m.contact_log)) == as_bytes(expected)
        m.close()


def test_different_seeds_differ():
    """Also seeds that differ only above 32 bits, and the greatest one."""
    found = {as_bytes(trace(lively(), days=1, seed=seed)) for seed in (0, 1, 2, 1 << 32, (1 << 32) + 1, 2 ** 63 - 1)}
    assert len(found) == 6


# --- twin worlds ------------------------------------------------------------------------------------------------------------------------


def test_the_same_users_come_with_the_same_needs_whatever_the_policy():
    """Users who come for the first time do so at the same minute, on the same channel, under opposite policies."""
    first = []
    for policy in (dict(breaks__overlap=0.0, manager__floor=0.0), dict(rest_room__exists=False, manager__floor=0.5, staff__extra_posts=2)):
        seen = {}
        scenario = lively(demand__population=2_000_000, social__per_day=0.0, mechanisms__voice=False, **policy)  # call-outs depend on the service
        for day, minute, channel, user, *_ in sorted(trace(scenario, days=4)[2]):
            seen.setdefault(user, (day, minute, channel))
        first.append(seen)
    both = first[0].keys() & first[1].keys()
    assert len(both) > 700
    assert [u for u in both if first[0][u] != first[1][u]] == []


def test_a_long_evening_does_not_change_what_people_say_the_next_day():
    """No draw depends on how many were made before: someone who works late elsewhere leaves the others' talk as it was."""
    quiet = {f"mechanisms__{m}": False for m in ("irritation", "episode", "strain", "turnover", "voice", "management", "circle")}
    talks = []
    for visits in (0.0, 9.0):
        scenario = lively(**quiet, counter__per_day=0.0, phone__per_day=0.0, mail__per_day=0.0, social__per_day=0.0, mail__posts=0,
                          social__posts=0, home__posts=2, home__per_day=visits, home__service_minutes=90.0, staff__blend=0.0,
                          meetings__decreed_minutes=0.0, meetings__improvement_minutes=0.0)
        daily = trace(scenario, days=4)[0]
        talks.append([[row[NAMES.index(n)] for n in ("talk_solution", "talk_vent", "talk_co_rumination", "small_talk", "tellings")]
                      for row in daily])
    assert sum(map(sum, talks[0])) > 100
    assert talks[0] == talks[1]


def test_what_a_practice_is_like_does_not_depend_on_how_many_there_were_before():
    """The same person who works out the same trick in the same minute finds the same thing in both worlds (the brief, randomness)."""
    found = []
    for others in (0, 3):
        model = FrontOffice(lively(invention__initial_practices=0.0), seed=3)
        model.step()
        for k in range(others):
            model.invents(model.staff[1 + k], 2, "trick", -1)
        practice = model.practices[model.invents(model.staff[0], 5, "trick", -1)]
        found.append((practice.quality, practice.tacitness, practice.valence))
        model.close()
    assert found[0] == found[1]
