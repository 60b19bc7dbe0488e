"""What is so: all of it, from the full tables."""

import numpy as np
from pandas import isna

from ...measures.outcomes import STRONG_TIE
from ..paired import mean
from .office import TIERS, Office, View, count, most, ratio, ways


def what_is_so(office: Office) -> View:
    """What is so; practices and who holds them as they were in the period of the fieldwork, people as they are at its end."""
    daily, years = office.tables.daily, office.days / office.year
    held = office.held_on(office.begins, office.days - 1)
    there = [one for one in office.people.values() if one.left < 0]
    exhaustion = np.array([one.exhaustion for one in there])
    felt = {tier: sum(daily[f"episodes_{kind}"].sum() for kind in kinds) for tier, kinds in TIERS.items()}
    return View(
        practices=frozenset(number for _, number in held), shared=shared(office), holdings=held, names=held & frozenset(office.knew_name),
        named=frozenset(number for _, number in held if office.practices[number].named >= 0),
        people=frozenset(who for who in office.people if office.days_employed(who, office.begins, office.days - 1)),
        key=most(count(who for who, _ in office.held_on(office.days))),
        links={(one, other): tie for one, other, tie in office.tables.ties.itertuples(index=False) if tie > STRONG_TIE},
        learned=ways(one for life in office.lives for one in life.learnings),
        episodes={tier: felt[tier] / daily.headcount.mean() / years for tier in TIERS}, bad=ratio(daily.episodes_failed.sum(), daily.episodes.sum()),
        calls=daily.crew_calls.sum() / years, lag=mean([one.lag for one in office.people.values() if one.hired >= 0 and not isna(one.lag)]),
        exhaustion=mean(exhaustion), burnt_out=mean(exhaustion >= office.cutoff), absence=ratio(daily.absent.sum(), daily.headcount.sum()))


def shared(office: Office, among=None) -> frozenset:
    """The practices of the community, or of some people: those that two or more of them held on the same day of the fieldwork."""
    holders = np.zeros((len(office.practices), office.days - office.begins), int)
    for who, number, first, last in office.held:
        holders[number, max(0, first - office.begins):max(0, last - office.begins + 1)] += among is None or who in among
    return frozenset(np.flatnonzero((holders >= 2).any(axis=1)).tolist())
