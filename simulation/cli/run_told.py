"""What happened in a run, in a few lines for a person to read."""

import math

from ..rules.order import CHANNELS, KINDS, MEANS

MEANS_TOLD = {"practice": "own practice", "crew": "crew", "manager": "manager", "colleague": "colleague", "support_desk": "support desk", "exception": "exception",
              "improvise": "improvising"}

NAMED_SHOWN = 12
"""So many named practices are listed."""


def told(found, scenario, days, seed):
    """Tell what a run came to. found: its tables, outcomes and totals."""
    totals, outcome, made = found["totals"], found["outcomes"], found["tables"]
    title = f"{scenario.title_en} ({many(days, 'working day')}, seed {seed})"
    parts = [title, "=" * len(title), *_users(totals, outcome), *_episodes(totals, outcome), *_repertoire(totals, outcome, made),
             *_staff(totals, outcome, made), *_costs(totals, outcome), *_named(made), *(_over(found) if "members" in found else ())]
    return "\n".join(parts)


def number(value, digits=0):
    """Write a number with thousands apart; a dash for what is not defined."""
    return f"{value:,.{digits}f}" if math.isfinite(value) else "–"


def percent(value):
    """Write a percentage: whole, or with a decimal where it is small."""
    return f"{number(value, 0 if abs(value) >= 10 else 1)} %" if value else "none"


def share(part, whole):
    """Write a part of a whole in percent."""
    return percent(100.0 * part / whole) if whole else "–"


def many(value, one, several=None):
    """Write a count with its noun."""
    return f"{number(value)} {one if value == 1 else several or one + 's'}"


def _users(t, o):
    by = [(t[f"contacts_{c}"], c) for c in CHANNELS if t[f"contacts_{c}"]]
    yield f"\nContacts    {number(t['contacts'])}: " + ", ".join(f"{c} {share(n, t['contacts'])}" for n, c in by) + "."
    yield (f"            {percent(o['first_contact'])} of new cases were settled at the first contact; "
           f"{percent(o['recontacts'])} of contacts were repeats.")
    if t["users_left"] or t["callouts"]:
        yield f"            {many(t['users_left'], 'user')} left for good; {many(t['callouts'], 'public call-out')}."
    if t["live_contacts"]:
        yield (f"Waits       {number(o['live_wait'], 1)} min on average face to face and by phone; "
               f"{percent(o['abandonment'])} gave up or were turned away.")


def _episodes(t, o):
    reports = sum(t[f"reported_{k}"] for k in KINDS)
    if not t["episodes"]:
        yield "Episodes    none."
        return
    yield (f"Episodes    {number(t['episodes'])} felt by staff, {number(reports)} reported ({percent(o['seen_share'])}); "
           f"{share(t['episodes_failed'], t['episodes'])} ended badly.")
    yield f"              {'':14}{'felt':>9}{'reported':>10}"
    for kind in KINDS:
        if t[f"episodes_{kind}"]:
            yield f"              {kind:14}{number(t[f'episodes_{kind}']):>9}{number(t[f'reported_{kind}']):>10}"
    yield "Answers     by" + f"{'episodes':>24}{'ended well':>12}"
    for means in MEANS:
        if n := t[f"means_{means}"]:
            yield f"              {MEANS_TOLD[means]:14}{number(n):>10}{share(t[f'success_{means}'], n):>12}"
    if t["crew_calls"]:
        yield f"            Of {many(t['crew_calls'], 'call')} for a crew, {number(t['crew_complete'])} brought a complete one."


def _repertoire(t, o, made):
    practices = made.practices
    alive = practices[practices["died"] < 0]
    shared, named = int((alive["holders"] >= 2).sum()), int((alive["named"] >= 0).sum())
    before = len(practices) - int(t["inventions"]) - int((practices["inventor"] < 0).sum())
    yield (f"Repertoire  {many(len(alive), 'practice')} alive at the end: {shared} shared, {named} with a name. "
           f"{number(t['inventions'])} invented, {before} known from before, {number(t['practices_lost'])} lost.")
    yield f"            Over the last 20 days, {percent(o['coverage_end'])} of staff × kinds of situation had an answer to rely on."
    half = practices["days_to_half"].dropna()
    if len(half):
        yield f"            {many(len(half), 'practice')} reached half the staff, in {many(float(half.median()), 'day')} (median)."


def _staff(t, o, made):
    people = made.people
    start, end = int((people["hired"] < 0).sum()), int((people["left"] < 0).sum())
    yield (f"Staff       {start} at the start, {end} at the end: {number(t['left'])} left, {number(t['joined'])} hired. "
           f"{percent(o['absence_rate'])} of days were lost to sickness.")
    yield (f"            Exhaustion {number(o['exhaustion'], 2)} SD on average, {number(o['exhaustion_end'], 2)} at the end; "
           f"burnt out: {percent(o['burnt_out'])} of staff; trust in the manager {number(o['trust'], 2)} of 1.")
    lag = people["lag"].dropna()
    if len(lag):
        yield f"            Newcomers held their first practice after {many(float(lag.median()), 'day')} (median of {len(lag)})."


def _costs(t, o):
    yield (f"Costs       wages {number(t['cost_staff'])} €, levers {number(t['cost_levers'])} €, "
           f"replacement {number(t['cost_replacement'])} €: {number(o['cost_per_case'], 2)} € per resolved case.")


def _named(made):
    practices, people = made.practices, made.people
    named = practices[practices["named"] >= 0].sort_values(["learners", "uses"], ascending=False)
    if not len(named):
        yield "\nNo practice got a name."
        return
    names = dict(zip(people["person"], people["name"]))
    shown = f", of which the {NAMED_SHOWN} that most people learned" if len(named) > NAMED_SHOWN else ""
    yield f"\nPractices with a name: {len(named)}{shown}"
    yield f"  {'name':16}{'answers':14}{'invented by':16}{'learned by':>11}{'used':>8}  "
    for q in named.head(NAMED_SHOWN).itertuples():
        fate = "" if q.died < 0 else f"  lost on day {q.died + 1}"
        yield f"  {q.name:16}{q.kind:14}{names.get(q.inventor, 'training'):16}{q.learners:>11}{q.uses:>8}{fate}"


def _over(found):
    """How far the main outcomes spread over the members of an ensemble, beside what chance alone does."""
    from ..experiments.calibration.ensemble import spread
    from ..measures.outcomes import BY_KEY
    members = many((found["members"].member >= 0).sum(), "member")
    yield f"\nOver the ensemble: {members}, each in a world of its own, and the office as it is in the same worlds (middle; from 5 to 95 %)"
    yield f"  {'':44}{'this run':>10}{members:>30}{'the office as it is':>30}"
    for row in spread(found["members"]).itertuples():
        one = BY_KEY[row.outcome]
        sides = (f"{number(middle, 2)} ({number(low, 2)} to {number(high, 2)})"
                 for middle, low, high in ((row.middle, row.low, row.high), (row.plain_middle, row.plain_low, row.plain_high)))
        yield f"  {one.title_en + ', ' + one.unit:44}{number(found['outcomes'][row.outcome], 2):>10}" + "".join(f"{side:>30}" for side in sides)
    yield "The right column is the chance of single runs; what the middle one has beyond it is what the fitted figures leave open."
