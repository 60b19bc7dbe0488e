"""What the dashboard and the shelf say: reported episodes, absences, the chart of teams, the written guide, training."""

from ...measures.daily import REPORT_COLUMNS
from ...rules.order import KINDS
from .office import TIERS, Office, View, most, ratio, ways


def documents(office: Office) -> View:
    """What can be known without asking or watching anybody.

    The guide and training tell of practices, not of who holds them, and no word by which staff call each other; a report does not say how the episode ended.
    Nobody writes down who knows most: the manager takes those who have been there longest for it. The chart of teams stands for the groups.
    """
    daily, years = office.tables.daily, office.days / office.year
    reported = {tier: sum(daily[column].sum() for column, kind in zip(REPORT_COLUMNS, KINDS) if kind in kinds) for tier, kinds in TIERS.items()}
    written = {q.practice for q in office.practices if q.written} | {e.practice for e in office.log if e.event == "training" and e.practice >= 0}
    taught = ways(one for life in office.lives for one in life.learnings).get("taught", 0)
    there = [one for one in office.people.values() if one.left < 0]
    return View(
        practices=frozenset(written), shared=frozenset(written), people=frozenset(one.person for one in there),
        key=most({one.person: one.tenure_start - max(one.hired, 0) for one in there}), learned={"taught": taught} if taught else None,
        episodes={tier: reported[tier] / daily.headcount.mean() / years for tier in TIERS}, absence=ratio(daily.absent.sum(), daily.headcount.sum()))
