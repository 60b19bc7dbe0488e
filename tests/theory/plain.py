"""An office with all mechanisms off: one channel, posts that never pause, users who never repeat. It must be a textbook queue."""

from simulation.model import FrontOffice
from simulation.rules.order import CHANNELS, MECHANISMS

SERVERS, MINUTES = 5, 0.5
CAPACITY_PER_DAY = SERVERS * 1440.0 / MINUTES


def plain(**settings):
    """Settings of `FrontOffice` for a plain queue: open around the clock, exponential services, every contact settles its case."""
    flat = {f"mechanisms__{name}": False for name in MECHANISMS}
    flat |= {f"{c}__per_day": 0.0 for c in CHANNELS} | {f"{c}__posts": 0 for c in CHANNELS}
    flat |= dict(
        calendar__open_hour=[0.0],
        calendar__close_hour=[24.0],
        calendar__days_per_week=1,
        calendar__step_minutes=5.0,
        demand__weekday_profile=[1.0],
        demand__season_profile=[1.0],
        demand__hour_profile=[1.0] * 48,
        demand__population=2_000_000,
        phone__posts=SERVERS,
        phone__service_minutes=MINUTES,
        service__exponential=True,
        phone__patience_minutes=0.0,
        phone__calls_again=0.0,
        cases__resolution_expert=1.0,
        cases__resolution_novice=1.0,
        cases__nonroutine_factor=1.0,
        cases__pieces_mean=0.0,
        cases__partner_share=0.0,
        cases__refusal_share=0.0,
        breaks__count=0,
        breaks__meal_minutes=0.0,
        meetings__decreed_minutes=0.0,
        staff__blend=0.0,
        staff__late_share=0.0,
        staff__novice_share=0.0,
    )
    return flat | settings


def contacts(load, contacts_wanted, warm_up_days, seed, **settings):
    """The contacts, in order of arrival, of a run long enough for so many after the warm-up: (wait, served) each."""
    per_day = load * CAPACITY_PER_DAY
    days = warm_up_days + max(1, round(contacts_wanted / per_day))
    model = FrontOffice(seed=seed, record_contacts=True, **plain(phone__per_day=per_day, **settings))
    model.run(days)
    log = sorted(c for c in model.contact_log if warm_up_days <= c[0])
    model.close()
    return [(wait, served) for _, _, _, _, wait, served, _ in log]
