"""What is allowed and probably not meant: told, never refused."""

from collections.abc import Collection

from ..rules.order import CHANNELS
from .load import stretches
from .said import Said

MOST_DAYS = 5
"""Of days on which something changes, so many are told."""


def remarks(scenario, days: int | None = None, by_hand: Collection[str] = (), axes: Collection[str] = ()) -> list[Said]:
    """What to say of a scenario: nobody ever comes; of a run of so many days, what changes after its end; of keys set by hand or moved by a study, which a dated change sets again."""
    changes = [change for change in scenario.changes if days is None or change.day < days]
    found = []
    if not any(_somebody_comes(values, axes) for _, values in stretches(scenario.values, changes)):
        found.append(Said("nobody ever comes: no channel has contacts a day, or demand.load, demand.weekday_profile or demand.season_profile is 0"))
    if late := [change.day for change in scenario.changes[len(changes):]]:
        found.append(Said("what is to change on day {days} comes after the last day of the run ({last}) and has no effect", days=_listed(late), last=days - 1))
    for key in (*by_hand, *axes):
        if again := [change.day for change in changes if key in change.set]:
            found.append(Said("{key} is set again on day {days} by a dated change: from then on that value counts", key=key, days=_listed(again)))
    return found


def _listed(days):
    return ", ".join(map(str, dict.fromkeys(days[:MOST_DAYS]))) + ", …" * (len(days) > MOST_DAYS)


def _somebody_comes(values, axes):
    """Whether there is demand on any day under some values; what a study moves is taken to be more than nothing."""
    return ((values["demand.load"] > 0 or "demand.load" in axes) and all(any(values[key]) or key in axes for key in ("demand.weekday_profile", "demand.season_profile"))
            and any(f"{channel}.per_day" in axes or values[f"{channel}.per_day"] > 0 for channel in CHANNELS))
