"""Opening hours and the shape of demand within a day."""


def of_day(values, day, days_per_week):
    """Pick from a list of one value, or of one for each day of the week."""
    return values[day % days_per_week] if len(values) > 1 else values[0]


class DayShape:
    """The cumulated shape of demand over the opening hours of one day, and its inverse.

    Piecewise linear between half-hours; `at(share)` gives the minute of the day by which a share in [0, 1] of the day's demand has come.
    """

    def __init__(self, opens, closes, profile):
        edges = [opens]
        edges += [30.0 * k for k in range(1, 48) if opens < 30.0 * k < closes]
        edges.append(closes)
        weights = [profile[min(47, int(a // 30.0))] * (b - a) for a, b in zip(edges, edges[1:])]
        total = 0.0  # never sum(): Python 3.12 adds floats otherwise than 3.11 and the compiled rules do
        for w in weights:
            total += w
        if total <= 0.0:
            weights, total = [b - a for a, b in zip(edges, edges[1:])], closes - opens
        shares, done = [0.0], 0.0
        for w in weights:
            done += w / total
            shares.append(done)
        shares[-1] = 1.0
        self.edges, self.shares = edges, shares

    def at(self, share):
        """Give the minute of the day by which `share` of the day's demand has come."""
        edges, shares = self.edges, self.shares
        j, last = 0, len(edges) - 2
        while j < last and shares[j + 1] < share:
            j += 1
        width = shares[j + 1] - shares[j]
        if width <= 0.0:
            return edges[j]
        return edges[j] + (edges[j + 1] - edges[j]) * (share - shares[j]) / width

    def share(self, minute):
        """Give the share of the day's demand that has come by a minute of the day."""
        edges, shares = self.edges, self.shares
        if minute <= edges[0]:
            return 0.0
        for j in range(len(edges) - 1):
            if minute < edges[j + 1]:
                return shares[j] + (shares[j + 1] - shares[j]) * (minute - edges[j]) / (edges[j + 1] - edges[j])
        return 1.0


class Clock:
    """What the calendar says of a day: opening, closing, expected demand."""

    def __init__(self):
        self._shapes = {}

    def hours(self, p, day):
        """Give opening and closing of a day in minutes of that day."""
        week = p.calendar_days_per_week
        return 60.0 * of_day(p.calendar_open_hour, day, week), 60.0 * of_day(p.calendar_close_hour, day, week)

    def shape(self, p, day):
        """Give the `DayShape` of a day (cached by hours and profile)."""
        opens, closes = self.hours(p, day)
        key = (opens, closes, p.demand_hour_profile)
        if key not in self._shapes:
            self._shapes[key] = DayShape(opens, closes, p.demand_hour_profile)
        return self._shapes[key]

    def demand_factor(self, p, day):
        """Give the factor on new contacts of a day: load x growth x weekday x season."""
        season = p.demand_season_profile
        months = len(season)
        month = day % p.calendar_days_per_year * months // p.calendar_days_per_year
        growth = 1.0 + p.demand_growth_per_year * (day / p.calendar_days_per_year)
        weekday = of_day(p.demand_weekday_profile, day, p.calendar_days_per_week)
        return p.demand_load * (growth if growth > 0.0 else 0.0) * weekday * season[month]
