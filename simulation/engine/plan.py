"""What a scenario fixes for all its runs: how many seats, their posts and places, who is within earshot, the shapes of the days; and the eve of a run.
Mirrors `model/posts.py`, `model/places.py` and the shape of the day of `model/clock.py`."""

from math import sqrt

from ..rules import order
from ..rules.management import AWAY
from ..rules.order import BLENDED, COUNTER, DAY, HOME
from .calendar import MARKS, slots_a_minute
from .clock import closing, opening
from .kernel import kernel
from .layout import CHANNEL_COUNT, FINE, FULL_NEAR, GUIDES, IMPOSSIBLE, WEEK
from .memory import clear
from .people import nobody_free, nobody_idle

HALF_HOURS = 48

evenly = kernel(order.evenly)


# --- posts ------------------------------------------------------------------------------------------------------------------------


@kernel
def count(s):
    """Count the seats that ever exist, rooms, groups of people and users; give the status."""
    for segment in range(len(s.segments)):
        if not is_possible(s.params[segment]):
            return IMPOSSIBLE
    r = s.request[0]
    r.rooms = r.population = r.seats = 0
    teams = 0
    for channel in range(CHANNEL_COUNT):
        r.most_posts[channel] = 0
    for segment in range(len(s.segments)):
        p, now = s.params[segment], s.segments[segment]
        head_counts(p, now)
        for channel in range(CHANNEL_COUNT):
            r.most_posts[channel] = max(r.most_posts[channel], now.posts[channel])
        r.rooms = max(r.rooms, p.desks_rooms)
        r.population = max(r.population, p.demand_population)
        teams = max(teams, p.staff_teams)
    for channel in range(CHANNEL_COUNT):
        r.seats += r.most_posts[channel]
    r.groups = r.rooms + teams
    r.slots = 2 * int(DAY) * slots_a_minute(r.seats)  # of today and tomorrow
    r.marks = r.slots // MARKS
    r.rings = r.seats + CHANNEL_COUNT
    return FINE


@kernel
def is_possible(p):
    """Tell whether the kernels can follow these parameters without leaving their tables; whoever loads a scenario has long checked more than this."""
    if p.demand_population < 1 or p.desks_rooms < 1 or p.staff_teams < 1 or p.staff_extra_posts < 0 or not p.calendar_step_minutes > 0.0:
        return False
    if p.calendar_days_per_week < 1 or p.calendar_days_per_week > WEEK or p.calendar_days_per_year < 1:
        return False
    for channel in range(CHANNEL_COUNT):
        if p.channel_posts[channel] < 0:
            return False
    for weekday in range(p.calendar_days_per_week):
        if not (0.0 <= opening(p, weekday) and opening(p, weekday) < closing(p, weekday) and closing(p, weekday) <= DAY):
            return False
    return True


@kernel
def head_counts(p, now):
    """Write down the posts of each channel, the extra ones on the channel with the most work for each post."""
    busiest, most = 0, -1.0
    now.open_posts = p.staff_extra_posts
    for channel in range(CHANNEL_COUNT):
        posts = p.channel_posts[channel]
        now.posts[channel] = posts
        now.open_posts += posts
        work = p.channel_per_day[channel] * p.channel_service_minutes[channel] / posts if posts > 0 else 0.0
        if work > most:
            busiest, most = channel, work
    now.posts[busiest] += p.staff_extra_posts


@kernel
def plan(s):
    """Plan posts, places and days of each stretch of days; give the status."""
    if count(s) != FINE:
        return IMPOSSIBLE
    near = 0
    for segment in range(len(s.segments)):
        p = s.params[segment]
        plan_posts(s, segment)
        for channel in range(CHANNEL_COUNT):
            s.segments[segment].serves[channel] = is_served(s, segment, channel)
        for seat in range(s.request[0].seats):
            near = listen(s, segment, seat, near)
            if near > len(s.near):
                return FULL_NEAR
        for weekday in range(p.calendar_days_per_week):
            shape_of_day(p, s.shapes[segment * WEEK + weekday], opening(p, weekday), closing(p, weekday))
    return FINE


@kernel
def plan_posts(s, segment):
    """Plan the post of every seat: those of the first day by channel, then those added later."""
    seat, first, most = 0, s.params[0].channel_posts, s.request[0].most_posts
    for channel in range(CHANNEL_COUNT):
        for rank in range(first[channel]):
            plan_post(s, segment, seat, channel, rank)
            seat += 1
    for channel in range(CHANNEL_COUNT):
        for rank in range(first[channel], most[channel]):
            plan_post(s, segment, seat, channel, rank)
            seat += 1


@kernel
def plan_post(s, segment, seat, channel, rank):
    """Plan a post, the rank-th of its channel: what it serves, whose team and shift, and where its desk stands."""
    p, now, post = s.params[segment], s.segments[segment], s.posts[segment * s.request[0].seats + seat]
    post.channel, post.team = channel, seat % p.staff_teams
    post.open = 1 if rank < now.posts[channel] else 0
    post.shift = shift_at(p, (rank + 0.5) / max(1, now.posts[channel]))
    post.alone = 1 if channel == HOME else 0
    post.blended = 1 if not post.alone and evenly(rank, p.staff_blend) else 0
    post.remote = 1 if channel != COUNTER and not post.alone and evenly(rank, p.staff_remote_share) else 0
    post.serves[0], post.serves_count = channel, 1
    if post.blended:
        for other in BLENDED:
            if other != channel and not (post.remote and other == COUNTER):
                post.serves[post.serves_count] = other
                post.serves_count += 1
    post.room = room_of(p, now, seat)
    place = seat - first_of_room(p, now, post.room)
    post.x, post.y = place % p.desks_columns * p.desks_spacing_m, place // p.desks_columns * p.desks_spacing_m
    post.metres = sqrt(post.x * post.x + post.y * post.y)


@kernel
def shift_at(p, position):
    """Give the shift of someone at a position in [0, 1] of the row of their channel."""
    done = 0.0
    for shift in range(p.staff_shift_share_count):
        done += p.staff_shift_share[shift]
        if position < done:
            return shift
    return p.staff_shift_share_count - 1


@kernel
def is_served(s, segment, channel):
    """Tell whether anybody serves a channel."""
    p = s.params[segment]
    return s.segments[segment].posts[channel] > 0 or (p.staff_blend > 0.0 and channel != HOME and p.channel_per_day[channel] > 0.0)


# --- places -----------------------------------------------------------------------------------------------------------------------


@kernel
def room_of(p, now, seat):
    """Give the room of a seat: rooms take consecutive seats of those open now; seats still to come stand in the last."""
    return min(p.desks_rooms - 1, seat * p.desks_rooms // now.open_posts)


@kernel
def first_of_room(p, now, room):
    """Give the first seat of a room."""
    return (room * now.open_posts + p.desks_rooms - 1) // p.desks_rooms


@kernel
def is_deaf(post):
    """Tell whether somebody on a post hears no colleague and is heard by none: from home, outdoors."""
    return post.remote or post.alone


@kernel
def listen(s, segment, seat, near):
    """Write down, from row `near` on, the seats within earshot of one, in their order; give the row after the last, which may lie beyond the table."""
    p, n = s.params[segment], s.request[0].seats
    me = s.posts[segment * n + seat]
    me.near_first = near
    if not is_deaf(me):
        here = me.room
        first = first_of_room(p, s.segments[segment], here)
        rows = int(p.desks_earshot_m / p.desks_spacing_m) + 1
        low = max(first, first + ((seat - first) // p.desks_columns - rows) * p.desks_columns)
        high = min(n, first + ((seat - first) // p.desks_columns + rows + 1) * p.desks_columns)
        for other in range(low, high):
            near = hear(s, me, s.posts[segment * n + other], seat, other, p.desks_earshot_m, near)
    me.near_end = near
    return near


@kernel
def hear(s, me, post, seat, other, radius, near):
    """Write down a seat if it is within earshot; give the next row."""
    if other == seat or post.room != me.room or is_deaf(post):
        return near
    dx, dy = me.x - post.x, me.y - post.y
    if dx * dx + dy * dy > radius * radius:
        return near
    if near < len(s.near):
        s.near[near] = other
    return near + 1


# --- days -------------------------------------------------------------------------------------------------------------------------


@kernel
def shape_of_day(p, shape, opens, closes):
    """Work out the cumulated shape of demand over the opening hours of a day: straight between half-hours."""
    edges, shares = shape.edges, shape.shares
    edges[0] = opens
    last = 1
    for k in range(1, HALF_HOURS):
        if opens < 30.0 * k and 30.0 * k < closes:
            edges[last] = 30.0 * k
            last += 1
    edges[last] = closes
    total = 0.0
    for i in range(last):
        shares[i + 1] = p.demand_hour_profile[min(HALF_HOURS - 1, int(edges[i] / 30.0))] * (edges[i + 1] - edges[i])
        total += shares[i + 1]
    if total <= 0.0:
        total = closes - opens
        for i in range(last):
            shares[i + 1] = edges[i + 1] - edges[i]
    shares[0] = done = 0.0
    for i in range(1, last + 1):
        done += shares[i] / total
        shares[i] = done
    shares[last] = 1.0
    shape.count = last + 1
    piece = 0
    for k in range(GUIDES):
        while piece < last - 1 and shares[piece + 1] < k / GUIDES:
            piece += 1
        shape.guide[k] = piece


# --- the eve of a run ---------------------------------------------------------------------------------------------------------------


@kernel
def eve(s):
    """Take the run's tables to the eve of a run, whatever they held: all zero, and all chains empty."""
    clear(s.office)
    clear(s.tally)
    clear(s.daily)
    clear(s.sums)
    clear(s.channels)
    clear(s.groups)
    clear(s.staff)
    clear(s.unsaid)
    nobody_idle(s)
    nobody_free(s)
    clear(s.due)
    clear(s.stories)
    clear(s.ties)
    clear(s.held)
    clear(s.practices)
    clear(s.users)
    clear(s.contacts)
    clear(s.marks)
    clear(s.returns)
    o, r = s.office[0], s.request[0]
    o.seed, o.rooms, o.manager_where = r.seed, r.rooms, AWAY
    o.practices_free = o.alive_first = o.alive_last = o.guide_first = o.guide_last = o.contacts_free = o.returns_free = -1
    for channel in range(len(s.channels)):
        c = s.channels[channel]
        c.queue_first = c.queue_last = -1
    for group in range(len(s.groups)):
        s.groups[group].first = s.groups[group].last = -1
    for day in range(len(s.return_days)):
        s.return_days[day, 0] = s.return_days[day, 1] = -1
