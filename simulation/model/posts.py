"""Posts: what each seat of the office is for. The posts of the first day come first, those added later (by a lever or a date) after them,
so that adding a post renumbers nobody."""

from typing import NamedTuple

from ..rules.order import BLENDED, CHANNELS, COUNTER, HOME, evenly


class Post(NamedTuple):
    """What a seat is for: first channel, team, shift, whether it serves other channels too, from home, or outdoors alone, and which channels it
    serves in which order."""

    channel: int
    team: int
    shift: int
    blended: bool
    remote: bool
    alone: bool
    serves: tuple


def head_counts(p):
    """Give the posts of each channel, the extra ones on the channel with the most work for each post."""
    counts = list(p.channel_posts)
    if p.staff_extra_posts:
        work = [per_day * minutes / posts if posts else 0.0
                for per_day, minutes, posts in zip(p.channel_per_day, p.channel_service_minutes, counts)]
        counts[work.index(max(work))] += p.staff_extra_posts
    return counts


def channels_of_seats(segments):
    """Give the channel of every seat that ever exists, over all segments of a scenario: the base posts, then the added ones."""
    base = list(segments[0][1].channel_posts)
    most = [max(head_counts(p)[c] for _, p in segments) for c in range(len(CHANNELS))]
    seats = [c for c, n in enumerate(base) for _ in range(n)]
    return seats + [c for c, n in enumerate(most) for _ in range(n - base[c])]


def plan_posts(p, seat_channels):
    """Give the `Post` of every seat under the parameters of a day."""
    posts, ranks, counts = [], [0] * len(CHANNELS), head_counts(p)
    for seat, channel in enumerate(seat_channels):
        rank = ranks[channel]
        ranks[channel] += 1
        alone = channel == HOME
        blended = not alone and evenly(rank, p.staff_blend)
        remote = channel not in (COUNTER, HOME) and evenly(rank, p.staff_remote_share)
        others = [c for c in BLENDED if c != channel and not (remote and c == COUNTER)] if blended else []
        posts.append(Post(channel, seat % p.staff_teams, _shift(p, (rank + 0.5) / max(1, counts[channel])), blended, remote, alone,
                          (channel, *others)))
    return posts


def _shift(p, position):
    """Give the shift of someone at a position in [0, 1] of the row of their channel."""
    done = 0.0
    for shift, share in enumerate(p.staff_shift_share):
        done += share
        if position < done:
            return shift
    return len(p.staff_shift_share) - 1


def open_seats(p, seat_channels):
    """Tell for each seat whether its post exists under the parameters of a day."""
    counts, ranks, result = head_counts(p), [0] * len(CHANNELS), []
    for channel in seat_channels:
        result.append(ranks[channel] < counts[channel])
        ranks[channel] += 1
    return result
