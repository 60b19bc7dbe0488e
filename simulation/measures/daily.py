"""The columns of the daily table: what every driver counts each day, with unit and meaning. Nothing else is counted."""

from typing import NamedTuple

from ..rules.order import CHANNELS, KINDS, MEANS, TALKS


class Column(NamedTuple):
    """A column of the daily table; `how` says how days add up to a run: "sum", "mean" or "last"."""

    name: str
    unit: str
    how: str
    meaning: str


COLUMNS = (
    Column("day", "working day", "last", "day of the run, from 0"),
    Column("headcount", "people", "mean", "people employed"),
    Column("vacancies", "posts", "mean", "posts that nobody holds"),
    Column("absent", "people", "sum", "people absent that day (person-days over a run)"),
    Column("on_duty", "people", "sum", "people at work that day (person-days over a run)"),
    Column("left", "people", "sum", "people who left for good at the end of the day"),
    Column("joined", "people", "sum", "people hired that morning"),
    Column("contacts", "contacts", "sum", "contacts that reached the office: users who joined a queue or were served at once"),
    *(Column(f"contacts_{c}", "contacts", "sum", f"contacts by {c}") for c in CHANNELS),
    Column("new_cases", "cases", "sum", "cases opened"),
    Column("recontacts", "contacts", "sum", "contacts by users who had contacted the office about the same need before"),
    Column("machine", "contacts", "sum", "needs handled by a machine, without a person"),
    Column("resolved", "contacts", "sum", "contacts that closed a case with a yes"),
    Column("refused", "contacts", "sum", "contacts that closed a case with a no"),
    Column("deferred", "contacts", "sum", "contacts that left the case open"),
    Column("redirected", "contacts", "sum", "contacts sent on to another channel"),
    Column("abandoned", "contacts", "sum", "contacts that ended because the user gave up waiting"),
    Column("turned_away", "contacts", "sum", "contacts that ended because the office closed"),
    Column("waiting_now", "contacts", "last", "contacts in a queue at the end of the day"),
    Column("in_service_now", "contacts", "last", "contacts in service at the end of the day"),
    Column("cases_dropped", "cases", "sum", "open cases that users gave up for good"),
    Column("cases_open", "cases", "last", "cases open at the end of the day"),
    Column("first_contacts", "contacts", "sum", "served contacts that were the first of their case"),
    Column("first_resolved", "contacts", "sum", "first contacts that closed the case"),
    Column("first_contacts_nonroutine", "contacts", "sum", "served first contacts of non-routine cases"),
    Column("first_resolved_nonroutine", "contacts", "sum", "first contacts that closed a non-routine case"),
    Column("live_contacts", "contacts", "sum", "contacts by counter, phone and home visit that ended their wait (served or not)"),
    Column("live_wait", "min", "sum", "total wait of those contacts"),
    Column("live_given_up", "contacts", "sum", "those of them that gave up or were turned away"),
    Column("backlog_wait", "min", "sum", "total wait of mail and social-media contacts that were taken up"),
    Column("backlog_served", "contacts", "sum", "mail and social-media contacts taken up"),
    Column("episodes", "episodes", "sum", "episodes felt by staff"),
    *(Column(f"episodes_{k}", "episodes", "sum", f"episodes of kind {k}") for k in KINDS),
    *(Column(f"reported_{k}", "reports", "sum", f"reported episodes of kind {k}") for k in KINDS),
    Column("episodes_reminder", "episodes", "sum", "episodes that began with a reminder of the rules"),
    Column("episodes_failed", "episodes", "sum", "episodes that ended badly"),
    *(Column(f"means_{m}", "episodes", "sum", f"episodes answered by {m}") for m in MEANS),
    *(Column(f"success_{m}", "episodes", "sum", f"episodes that ended well by {m}") for m in MEANS),
    Column("crew_calls", "calls", "sum", "calls for a crew"),
    Column("crew_complete", "calls", "sum", "calls that brought a complete crew"),
    Column("crew_joined", "people", "sum", "colleagues who came"),
    Column("crew_minutes", "min", "sum", "time until the first of those who contain arrived, over calls that brought any"),
    Column("crew_answered", "calls", "sum", "calls to which somebody came to contain"),
    Column("step_ins", "episodes", "sum", "episodes that the manager took over"),
    Column("inventions", "practices", "sum", "practices born (tricks, and stories solved in talk)"),
    Column("practices_lost", "practices", "sum", "practices that lost their last holder"),
    Column("stories", "stories", "sum", "failures kept as open stories"),
    *(Column(f"talk_{t}", "talks", "sum", f"talks of {t}") for t in TALKS),
    Column("small_talk", "talks", "sum", "talks without candour"),
    Column("tellings", "tellings", "sum", "times a listener learned from a telling"),
    Column("refinements", "refinements", "sum", "tellings that made a practice better"),
    Column("namings", "namings", "sum", "practices given a name"),
    Column("asked", "answers", "sum", "times a colleague who was asked in the midst of a contact told an answer"),
    Column("overheard", "episodes", "sum", "times a neighbour noticed an episode"),
    Column("breaks_taken", "breaks", "sum", "short breaks taken"),
    Column("breaks_cut", "breaks", "sum", "short breaks cut under a long queue"),
    Column("break_minutes", "min", "sum", "paid minutes on short breaks, breathers and comfort"),
    Column("meeting_minutes", "min", "sum", "person-minutes in compulsory meetings and improvement work"),
    Column("busy_minutes", "min", "sum", "person-minutes serving users or helping"),
    Column("duty_minutes", "min", "sum", "person-minutes on duty"),
    Column("listened", "talks", "sum", "talks one to one with the manager"),
    Column("voiced", "irritants", "sum", "irritants voiced to the manager"),
    Column("callouts", "call-outs", "sum", "public call-outs"),
    Column("users_left", "users", "sum", "users who left for good"),
    Column("demand_lost", "contacts", "sum", "needs of users who had left"),
    Column("irritation", "points", "sum", "irritation of users when served, summed over served contacts"),
    Column("served", "contacts", "sum", "contacts served to their end"),
    Column("good_receptions", "contacts", "sum", "served contacts with a good reception"),
    Column("rule_changes", "changes", "sum", "rule changes"),
    Column("strain_evening", "points", "mean", "mean evening strain of those on duty"),
    Column("exhaustion", "SD", "mean", "mean exhaustion of all employed"),
    Column("burnt_out", "share", "mean", "share of all employed above the cut-off"),
    Column("trust", "index", "mean", "mean trust in the manager"),
    Column("belonging", "index", "mean", "mean belonging"),
    Column("isolated", "share", "mean", "share of staff with no tie above 0.1"),
    Column("promoter_score", "points", "mean", "Employee Promoter Score of the last weekly survey: % who answer 9 or 10, less % who answer 6 or below"),
    Column("coverage", "share", "mean", "share of staff x kinds with a practice above the threshold of reliance"),
    Column("practices", "practices", "mean", "living practices"),
    Column("practices_shared", "practices", "mean", "living practices with two holders or more"),
    Column("practices_named", "practices", "mean", "living practices with a name"),
    Column("reach", "share", "mean", "mean share of staff who hold a shared practice"),
    Column("concentration", "share", "mean", "share of all mastery held by the one who knows most"),
    Column("agreement", "share", "mean", "share of holders of named practices who know the name (common reference)"),
    Column("own_way", "index", "mean", "mean distance of holders' variants from the mean variant of the practice (own way)"),
    Column("climate", "points", "mean", "endemic climate"),
    Column("conditions", "share", "mean", "share of removable irritants that are removed"),
    Column("cost_staff", "euros", "sum", "wages, absences included"),
    Column("cost_levers", "euros", "sum", "cost of the levers: manager's attention, rooms, budget, desk, guard, machine, procedure, guide"),
    Column("cost_replacement", "euros", "sum", "cost of replacing those who left"),
    Column("care_staff", "min", "sum", "minutes of care given to staff: breaks, listening, comfort, talk that relieves"),
    Column("care_users", "min", "sum", "minutes of service given to users"),
)

NAMES = tuple(c.name for c in COLUMNS)

if strange := [c.name for c in COLUMNS if c.how not in ("sum", "mean", "last") or NAMES.count(c.name) > 1]:
    raise ValueError(f'columns must have names of their own, and add up by "sum", "mean" or "last": {", ".join(strange)}')


class Tally:
    """A day's counts: one number for each column, all zero at the start."""

    __slots__ = NAMES

    def __init__(self):
        for name in NAMES:
            setattr(self, name, 0.0)

    def row(self):
        """Give the counts in the order of `COLUMNS`, as floats."""
        return tuple(float(getattr(self, name)) for name in NAMES)


KIND_COLUMNS = tuple(f"episodes_{k}" for k in KINDS)
REPORT_COLUMNS = tuple(f"reported_{k}" for k in KINDS)
MEANS_COLUMNS = tuple(f"means_{m}" for m in MEANS)
SUCCESS_COLUMNS = tuple(f"success_{m}" for m in MEANS)
TALK_COLUMNS = tuple(f"talk_{t}" for t in TALKS)
CHANNEL_COLUMNS = tuple(f"contacts_{c}" for c in CHANNELS)
