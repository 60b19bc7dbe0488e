"""What a student, a batch runner and a long-lived process expect of the model."""

import gc
import inspect
import subprocess
import sys
import weakref
from pathlib import Path

import mesa
import pytest
from lively import lively
from stories import INSULT, SURE, episode, only, stage

from simulation.measures.daily import NAMES
from simulation.measures.events import FIELDS
from simulation.model import Employee, FrontOffice, Manager, User
from simulation.rules.answer import COLLEAGUE, CREW, IMPROVISE, MANAGER, PRACTICE, SUPPORT_DESK
from simulation.rules.order import MEANS
from simulation.scenario import ScenarioError


def test_the_first_lines_of_the_tutorial():
    model = FrontOffice(seed=1)
    model.step()
    assert isinstance(model, mesa.Model) and model.day == 0 and model.day_open
    kinds = {type(a) for a in model.agents}
    assert kinds >= {Employee, Manager} and len([a for a in model.agents if isinstance(a, Employee)]) == 16
    model.run(1)
    assert {type(a) for a in model.agents} == {Employee, Manager, User}
    assert model.day == 1 and len(model.daily) == 1 and len(model.daily[0]) == len(NAMES) and len(model.events[0]) == len(FIELDS)
    assert model.manager in model.agents and all(u in model.agents for u in model.users.values())


def test_a_name_and_settings_are_a_scenario():
    model = FrontOffice("social_agency", seed=1, breaks__overlap=1.0, counter__posts=2)
    assert model.p.breaks_overlap == 1.0 and model.p.counter_posts == 2
    other = FrontOffice(lively(breaks__overlap=0.0), seed=1, breaks__overlap=1.0)
    assert other.p.breaks_overlap == 1.0


def test_a_wrong_setting_is_refused_with_a_near_match():
    with pytest.raises(ScenarioError, match="did you mean breaks.overlap"):
        FrontOffice("social_agency", seed=1, breaks__overlapp=1.0)


@pytest.mark.parametrize(("choice", "column"), [(IMPROVISE, "means_improvise"), (PRACTICE, "means_practice"), (CREW, "means_crew"),
                                                (MANAGER, "means_manager"), (COLLEAGUE, "means_colleague"), (SUPPORT_DESK, "means_support_desk")])
def test_a_student_overrides_one_decision(choice, column):
    """Stubborn employees always choose the same means: where it is not there they improvise."""
    class Stubborn(Employee):
        def choose_means(self, kind, best_value, crew, manager, colleague, desk, exception):
            return choice

    model = FrontOffice(lively(), seed=2, employee_class=Stubborn).run(12 if choice == CREW else 3)  # a name is known after a while
    rows = [dict(zip(NAMES, row)) for row in model.daily]
    assert sum(r["episodes"] for r in rows) > 10
    assert sum(r[column] for r in rows) > 0
    assert sum(r[column] for r in rows) + (choice != IMPROVISE) * sum(r["means_improvise"] for r in rows) == sum(r["episodes"] for r in rows)
    model.close()


@pytest.mark.parametrize("choice", [-1, len(MEANS), 1.5, "crew", None])
def test_a_means_that_is_none_is_refused_with_those_there_are(choice):
    class Lost(Employee):
        def choose_means(self, kind, best_value, crew, manager, colleague, desk, exception):
            return choice

    with pytest.raises(ValueError, match=r"Lost.choose_means gave .*must give a position in simulation.rules.order.MEANS, 0 to 6: practice, crew, manager"):
        FrontOffice(lively(), seed=2, employee_class=Lost).run(3)


def test_the_other_decisions_can_be_overridden_too():
    class Resolute(Employee):
        def ends_contact(self, kind):
            return True

        def wants_breather(self, severity, u):
            return True

    hopeless = {"answer.base": -10.0, "answer.experience": 0.0}
    plain, own = stage(only(INSULT), hopeless), stage(only(INSULT), hopeless, employee_class=Resolute)
    for model in (plain, own):
        episode(model, 0)
    assert own.staff[0].strain < plain.staff[0].strain and own.staff[0].due and not plain.staff[0].due


def test_newcomers_are_of_the_student_s_class():
    class Mine(Employee):
        pass

    model = stage(SURE, employee_class=Mine, staff__hiring_days=0.0)
    model.leaves(model.staff[0])
    model.run(2)
    assert type(model.staff[0]) is Mine


def test_places_are_on_mesa_s_discrete_space():
    model = FrontOffice(seed=1)
    model.step()
    for e in model.staff:
        assert e in list(e.cell.agents)
    assert sum(len(list(cell.agents)) for cell in model.places.network.all_cells) == 17  # 16 staff and the manager


def test_a_freed_model_is_really_freed():
    """Mesa 3.3 keeps a reference to each model: close() lets go, whatever the model has done before."""
    def run():
        model = FrontOffice(lively(), seed=1, record_contacts=True).run(1)
        employee, user = model.staff[0], next(iter(model.users.values()))
        model.close()
        return weakref.ref(model), weakref.ref(employee), weakref.ref(user)

    refs = run()
    gc.collect()
    assert [ref() for ref in refs] == [None, None, None]


def test_a_closed_model_keeps_its_results():
    model = FrontOffice(lively(), seed=1).run(1)
    rows, events = list(model.daily), list(model.events)
    model.close()
    assert model.daily == rows and model.events == events
    model.close()  # twice does no harm


def test_results_do_not_change_by_looking():
    """Reading agents, places and tables between steps leaves the run as it is."""
    plain, watched = FrontOffice(lively(), seed=3), FrontOffice(lively(), seed=3)
    plain.run(2)
    steps = 0
    while watched.day < 2:
        watched.step()
        steps += 1
        if steps % 60 == 0:
            sorted(a.unique_id for a in watched.agents)
            [watched.irritation_floor, watched.companies(), watched.living()]
            [e.best_practice(k) for e in watched.staff if e is not None for k in range(8)]
    assert plain.daily == watched.daily and plain.events == watched.events


QUIET = """
import warnings
warnings.simplefilter("error")
import sys
sys.path.insert(0, sys.argv[1])
from simulation.model import FrontOffice
from lively import lively
model = FrontOffice(lively(), seed=1)
model.run(2)
model.close()
import gc
gc.collect()
print("quiet")
"""


def test_no_warning_under_w_error():
    """Importing, running and freeing raise no warning on this interpreter and this Mesa."""
    run = subprocess.run([sys.executable, "-W", "error", "-c", QUIET, str(Path(__file__).parent)], capture_output=True, text=True,
                         env={"PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(p for p in sys.path if p)})
    assert run.returncode == 0 and run.stdout.strip() == "quiet", run.stderr[-2000:]


@pytest.mark.skipif(not hasattr(mesa, "batch_run"), reason="this Mesa has no batch_run")
def test_batch_run_accepts_the_model():
    """Each combination of scenario and seed is a run of its own, with its own results."""
    names, seeds, common = ["social_agency", "call_centre"], [1, 2], dict(max_steps=600, display_progress=False)
    if "rng" in inspect.signature(mesa.batch_run).parameters:  # from 3.4 on the seeds have an argument of their own
        rows = mesa.batch_run(FrontOffice, {"scenario": names}, rng=seeds, **common)
    else:
        rows = mesa.batch_run(FrontOffice, {"scenario": names, "seed": seeds}, **common)
    assert {(r["scenario"], r["seed"]) for r in rows} == {(s, k) for s in ("social_agency", "call_centre") for k in (1, 2)}
    figures = {tuple(v for k, v in sorted(r.items()) if k not in ("RunId", "iteration", "Step", "scenario", "seed")) for r in rows}
    assert len(figures) == 4 and all(len(f) > 3 for f in figures)


def test_the_generator_of_mesa_is_never_drawn_from():
    """All draws are keyed: Mesa's own generators end as they began."""
    model = FrontOffice(lively(), seed=1)
    before = model.random.getstate()
    model.run(2)
    assert model.random.getstate() == before


@pytest.mark.skipif("rng" not in inspect.signature(getattr(mesa, "batch_run", print)).parameters, reason="this Mesa hands the seeds on")
def test_seeds_that_mesa_drops_are_not_replaced_in_silence():
    """Mesa 3.5 overwrites a parameter named seed by None: that must be an error, and not some seed or other."""
    with pytest.raises((TypeError, ValueError)):
        mesa.batch_run(FrontOffice, {"scenario": ["social_agency"], "seed": [1, 2]}, max_steps=2, display_progress=False)
