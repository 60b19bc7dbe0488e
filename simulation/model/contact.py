"""A contact: one user on one channel, from arrival to its end."""

from ..rules.order import WAITING


class Contact:
    """One contact. arrived, started: absolute minutes; day: of arrival; rank: which contact of its user that day; first: the first
    of its case that is served; episode: row of its episode, or -1; failed: an episode hinders the outcome; told: worth of what a colleague who was asked said about the case; callout: a public call-out;
    u_again, u_delay: draws for one who gives up (as `rules.draws.PATIENCE`)."""

    __slots__ = ("serial", "user", "channel", "arrived", "day", "rank", "state", "started", "first", "episode", "failed", "success", "callout",
                 "told", "u_again", "u_delay")

    def __init__(self, serial, user, channel, arrived, day, rank, callout):
        self.serial, self.user, self.channel, self.arrived, self.rank = serial, user, channel, arrived, rank
        self.day, self.callout, self.first = day, callout, False
        self.state = WAITING
        self.started = self.told = 0.0
        self.episode = -1
        self.failed = self.success = False
