"""One practice among people who are always together spreads along the logistic curve; the length of a step changes nothing."""

import math

import pytest
from erlang import of_replicates
from scipy.stats import t as student

from simulation.engine.run import Engine
from simulation.measures.daily import NAMES
from simulation.model import FrontOffice
from simulation.rules.order import MEAL
from simulation.scenario import load

PEOPLE = 50
RATE = 0.02
"""Topics that each person brings up, a minute."""


def company(seed, step, **settings):
    """A staff that spends the whole day at one table: nobody comes, nobody is new, all is said, nothing is forgotten, ties stay nil."""
    flat = dict(
        calendar__open_hour=[0.0], calendar__close_hour=[24.0], calendar__step_minutes=step,
        counter__posts=PEOPLE, counter__per_day=0.0, phone__posts=0, phone__per_day=0.0, mail__posts=0, mail__per_day=0.0,
        staff__novice_share=0.0, staff__late_share=0.0, staff__teams=1, desks__rooms=1, breaks__count=0, breaks__meal_minutes=0.0,
        meetings__decreed_minutes=0.0, rest_room__exists=True, rest_room__seats=PEOPLE, rest_room__zen=0.0,
        talk__rate_rest_room=RATE, talk__rate_desk=0.0, talk__audience=0.0, talk__table_size=PEOPLE, talk__solution=1.0, talk__vent=0.0,
        talk__candour_base=1.0, talk__transmit=1.0, talk__refine=0.0, talk__naming=0.0, talk__admission_days=0.0, talk__tie_growth=0.0,
        invention__initial_practices=0.0, mechanisms__learning=False, mechanisms__turnover=False, mechanisms__management=False,
        mechanisms__strain=False, mechanisms__circle=False)
    model = FrontOffice(seed=seed, **(flat | settings))
    model.step()  # opens the day: everybody is at work and idle
    for e in model.staff:
        e.takes_break(model.now, MEAL, 1e6)
    return model


def shares_of_holders(seed, knowing, minutes, every, step, audience=0.0):
    """Share of staff who hold a wholly explicit practice after each `every` minutes; at first `knowing` people do."""
    model = company(seed, step, talk__audience=audience)
    number = model.invents(model.staff[0], 2, "trick", -1)
    practice = model.practices[number]
    practice.tacitness = 0.0
    held = model.staff[0].held[number]
    for e in model.staff[1:knowing]:
        e.learns(number, held.mastery, 0.0, held.event)
    start, found = model.now, [practice.holders / PEOPLE]
    while len(found) <= minutes // every:
        model.step()
        if model.now - start >= every * len(found) - 1e-9:
            found.append(practice.holders / PEOPLE)
    assert practice.holders == sum(number in e.held and e.held[number].holds for e in model.staff)
    model.close()
    return found


def logistic_share(share, beta, minutes):
    """The SI curve: ds/dt = beta s (1 - s)."""
    odds = share / (1.0 - share) * math.exp(beta * minutes)
    return odds / (1.0 + odds)


def newly_told(knowing, audience):
    """The law of how many people learn from one telling, when so many know: the partner, if ignorant, and each other ignorant with
    chance `audience`."""
    ignorant = PEOPLE - knowing
    found = [0.0] * (ignorant + 1)
    for partner, weight in ((1, ignorant / (PEOPLE - 1)), (0, 1.0 - ignorant / (PEOPLE - 1))):
        rest = ignorant - partner
        if weight > 0.0:
            for k in range(rest + 1):
                found[k + partner] += weight * math.comb(rest, k) * audience ** k * (1.0 - audience) ** (rest - k)
    return found


def stochastic_si(knowing, minutes, every, audience=0.0):
    """The exact mean and standard deviation of the share of holders after each `every` minutes: a Markov chain in which each holder
    tells at the
    rate of talk, from its master equation by Euler's method at 0.05 min. Without an audience it is the pure birth chain of Bailey 1975."""
    laws = [newly_told(i, audience) if i else [1.0] for i in range(PEOPLE + 1)]
    p, dt = [0.0] * (PEOPLE + 1), 0.05
    p[knowing] = 1.0
    found = [(knowing / PEOPLE, 0.0)]
    for _ in range(minutes // every):
        for _ in range(round(every / dt)):
            after = list(p)
            for i, q in enumerate(p):
                if q > 1e-15 and i < PEOPLE:
                    flow = q * RATE * i * dt
                    after[i] -= flow
                    for k, chance in enumerate(laws[i]):
                        after[i + k] += flow * chance
            p = after
        mean = math.fsum(i * q for i, q in enumerate(p)) / PEOPLE
        square = math.fsum(i * i * q for i, q in enumerate(p)) / PEOPLE ** 2
        found.append((mean, math.sqrt(max(0.0, square - mean * mean))))
    return found


def compare(curves, expected, spreads):
    """Fail unless at each time the mean over replicates is within three standard errors of the expected share; the error is the
    theoretical one."""
    wrong = []
    for k, (aim, spread) in enumerate(zip(expected, spreads)):
        mean, error = math.fsum(curve[k] for curve in curves) / len(curves), spread / math.sqrt(len(curves))
        if abs(mean - aim) > 3.0 * error + 1e-9:
            wrong.append(f"time {k}: {mean:.3f} against {aim:.3f} +- {error:.3f}")
    assert not wrong, "; ".join(wrong)


def test_a_practice_spreads_along_the_logistic_curve():
    """From a fifth of the staff on: each holder tells one colleague at the rate of talk, so beta = rate x n / (n - 1) (Bailey 1975, SI)."""
    curves = [shares_of_holders(seed, PEOPLE // 5, 240, 30, 0.5) for seed in range(1, 17)]
    beta = RATE * PEOPLE / (PEOPLE - 1)
    compare(curves, [logistic_share(0.2, beta, 30.0 * k) for k in range(9)],
            [sd for _, sd in stochastic_si(PEOPLE // 5, 240, 30)])
    assert all(a <= b for curve in curves for a, b in zip(curve, curve[1:]))


def test_from_one_inventor_it_is_the_stochastic_si_process():
    """From a single holder chance delays the take-off: the mean is that of the pure birth chain, below the logistic curve."""
    curves = [shares_of_holders(seed, 1, 360, 45, 0.5) for seed in range(101, 125)]
    compare(curves, *zip(*stochastic_si(1, 360, 45)))


def test_an_audience_speeds_it_up_as_it_should():
    """When a tenth of the table listens in, one telling teaches several at once: the exact mean of the chain with such jumps."""
    curves = [shares_of_holders(seed, PEOPLE // 5, 56, 7, 0.25, audience=0.1) for seed in range(201, 217)]
    compare(curves, *zip(*stochastic_si(PEOPLE // 5, 56, 7, 0.1)))


@pytest.mark.parametrize("step", [5.0, 1.0, 0.5])
@pytest.mark.parametrize("rate", [0.1, 0.5])
def test_people_talk_at_the_rate_of_talk_whatever_the_step(rate, step):
    """Topics brought up by n people over T minutes have mean n x rate x T: 'the same rate per person and minute' for any step."""
    counts = []
    minutes = 72.0 / rate
    for seed in range(4):
        model = company(seed, step, talk__rate_rest_room=rate)
        start, tally = model.now, model.tally
        while model.now - start < minutes - 1e-9:
            model.step()
        counts.append(tally.small_talk + tally.talk_solution + tally.talk_vent + tally.talk_co_rumination)
        model.close()
    mean, error = of_replicates(counts)
    aim = PEOPLE * rate * minutes
    # the standard error that theory gives for a Poisson count, and no less than the one observed
    error = max(error, math.sqrt(aim / len(counts)))
    assert abs(mean - aim) <= 3.0 * error, f"{mean / aim - 1:+.1%} of the topics expected ({(mean - aim) / error:+.1f} standard errors)"


OUTCOMES = ("contacts", "resolved", "abandoned", "live_wait", "episodes", "episodes_failed", "breaks_taken", "breaks_cut", "inventions",
            "talk_solution", "talk_vent", "talk_co_rumination", "small_talk", "tellings", "strain_evening", "exhaustion", "irritation",
            "agreement", "practices", "belonging", "served", "busy_minutes")


def small_office(step, seeds, days):
    """Means a day of the outcomes of a small office with everything on, and much talk, for each seed (by the compiled engine, which gives the model's bits)."""
    values = {"calendar.step_minutes": step, "counter.posts": 3, "phone.posts": 3, "mail.posts": 1, "counter.per_day": 50.0, "phone.per_day": 115.0,
              "mail.per_day": 30.0, "breaks.overlap": 1.0, "talk.rate_rest_room": 0.3, "talk.rate_desk": 0.1, "invention.trick": 0.1,
              "invention.solve": 0.2, "demand.population": 2000}
    engine = Engine(load("social_agency", overrides=values), days, daily=False)
    return [[sums[NAMES.index(name)] / days for name in OUTCOMES] for sums in (engine.one(seed).sums for seed in seeds)]


def halving(seeds, days):
    """Compare steps of one minute with half a minute, all outcomes at once, over paired replicates (Bonferroni, one false alarm in a
    thousand)."""
    pairs = list(zip(small_office(1.0, seeds, days), small_office(0.5, seeds, days)))
    limit = student.ppf(1.0 - 0.0005 / len(OUTCOMES), len(pairs) - 1)
    wrong = []
    for k, name in enumerate(OUTCOMES):
        mean, error = of_replicates([b[k] - a[k] for a, b in pairs])
        if abs(mean) > limit * error + 1e-9:
            wrong.append(
                f"{name}: {mean:+.4g} a day on {of_replicates([a[k] for a, _ in pairs])[0]:.4g} ({mean / error:+.1f} standard errors)"
            )
    assert not wrong, "; ".join(wrong)


def test_halving_the_step_moves_no_outcome_beyond_noise():
    """Everything on, talk included."""
    halving(range(1, 101), 12)


@pytest.mark.slow
def test_halving_the_step_moves_no_outcome_beyond_noise_in_longer_runs():
    """The same with more power."""
    halving(range(101, 901), 40)
