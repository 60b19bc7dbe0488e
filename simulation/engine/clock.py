"""Opening hours, the shape of demand within a day, the arrivals of the day; mirrors `model/clock.py`."""

from ..rules.draws import ARRIVAL, below, uniform2
from ..rules.queueing import arrival_gap
from .calendar import push
from .kernel import kernel
from .layout import AHEAD, GUIDES, RANK_ARRIVE
from .memory import prefetch


@kernel
def of_day(values, count, day, days_per_week):
    """Pick from a list of one value, or of one for each day of the week."""
    return values[day % days_per_week] if count > 1 else values[0]


@kernel
def opening(p, day):
    """Give the minute of a day at which the office opens."""
    return 60.0 * of_day(p.calendar_open_hour, p.calendar_open_hour_count, day, p.calendar_days_per_week)


@kernel
def closing(p, day):
    """Give the minute of a day at which the office closes."""
    return 60.0 * of_day(p.calendar_close_hour, p.calendar_close_hour_count, day, p.calendar_days_per_week)


@kernel
def minute_at(shape, share):
    """Give the minute of the day by which a share of the day's demand has come."""
    edges, shares = shape.edges, shape.shares
    j, last = shape.guide[min(int(share * GUIDES), GUIDES - 1)], shape.count - 2
    while j < last and shares[j + 1] < share:
        j += 1
    width = shares[j + 1] - shares[j]
    if width <= 0.0:
        return edges[j]
    return edges[j] + (edges[j + 1] - edges[j]) * (share - shares[j]) / width


@kernel
def share_by(shape, minute):
    """Give the share of the day's demand that has come by a minute of the day."""
    edges, shares = shape.edges, shape.shares
    if minute <= edges[0]:
        return 0.0
    for j in range(shape.count - 1):
        if minute < edges[j + 1]:
            return shares[j] + (shares[j + 1] - shares[j]) * (minute - edges[j]) / (edges[j + 1] - edges[j])
    return 1.0


@kernel
def demand_factor(p, day):
    """Give the factor on new contacts of a day: load x growth x weekday x season."""
    months = p.demand_season_profile_count
    month = day % p.calendar_days_per_year * months // p.calendar_days_per_year
    growth = 1.0 + p.demand_growth_per_year * (day / p.calendar_days_per_year)
    weekday = of_day(p.demand_weekday_profile, p.demand_weekday_profile_count, day, p.calendar_days_per_week)
    return p.demand_load * (growth if growth > 0.0 else 0.0) * weekday * p.demand_season_profile[month]


@kernel
def draws_ahead(s, channel):
    """Draw the next new needs of a channel's day, `AHEAD` or as many as are left: one after the other they would keep the processor waiting, side by side they do not."""
    o, stream, shape = s.office[0], s.channels[channel], s.shapes[s.office[0].day_shape]
    reached, expected, count, day, start = stream.reached, stream.expected, stream.count, o.day, o.day_start
    population = s.params[o.segment].demand_population
    ahead = 0
    while ahead < AHEAD:
        u_gap, whose = uniform2(o.seed, ARRIVAL, channel, day, count)
        count += 1
        reached += arrival_gap(u_gap)
        if reached >= expected:
            break
        need = s.needs[channel * AHEAD + ahead]
        need.t, need.user = start + minute_at(shape, reached / expected), below(whose, population)
        ahead += 1
    stream.reached, stream.count, stream.ahead, stream.taken = reached, count, ahead, 0


@kernel
def next_arrival(s, channel):
    """Put the next new need of a channel on the calendar, if the day still holds one."""
    stream = s.channels[channel]
    if stream.taken == stream.ahead and stream.reached < stream.expected:
        draws_ahead(s, channel)
    if stream.taken < stream.ahead:
        need = s.needs[channel * AHEAD + stream.taken]
        stream.taken += 1
        prefetch(s.users[need.user])
        push(s, need.t, RANK_ARRIVE, channel, need.user, channel, 0, 0.0)
