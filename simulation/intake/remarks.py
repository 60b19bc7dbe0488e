"""What somebody who knows such data would say of a fit: each remark a heading and a text, said only where the numbers call for it.

The touchstone is Brown, Gans, Mandelbaum, Sakov, Shen, Zeltyn & Zhao 2005, "Statistical analysis of a telephone call center: a
queueing-science perspective", JASA 100:36-50, who study a year of a small bank's call centre.
"""

import pandas as pd

from .compare import AVERAGE, LOG, OWN, Comparison
from .fit import Fit
from .hours import NAMES
from .own_days import surges


def remarks(fit: Fit, comparison: Comparison | None) -> list[tuple[str, str]]:
    """All remarks, in the order of the figures."""
    found = [
        *_missing(fit),
        _arrivals(fit),
        *_unusual(fit),
        _service(fit),
        *_short(fit),
        *_patience(fit),
        *_lost(fit),
        *_again(fit),
        _staff(fit),
    ]
    return found + ([_gap(fit, comparison)] if comparison else [])


def _missing(fit):
    """Weekdays on which the log says nothing."""
    days = pd.date_range(min(fit.log.days), max(fit.log.days))
    unseen = [name for number, name in enumerate(NAMES) if number not in days.day_of_week]
    if unseen:
        yield (
            "Weekdays that the log does not cover",
            f"{', '.join(unseen)}: taken as closed. Give a log of whole weeks, or write these days into the scenario by hand.",
        )


def _arrivals(fit):
    times = fit.new.dispersion
    if times < 2:
        return (
            "Arrivals are close to Poisson",
            f"Daily totals of new contacts on one weekday vary {times:.1f} times as much as chance alone would make them; "
            "the model has chance alone.",
        )
    return "Days differ more than chance", (
        f"Daily totals of new contacts on one weekday vary {times:.0f} times as much as a Poisson count would. Brown et al. find the "
        f"same: within a short stretch arrivals are Poisson, but the rate itself is "
        "uncertain from day to day. The scenario has the average rate only; since waiting grows faster than load, an average week waits "
        "less than the log does. "
        "The world «own days» gives each date its own demand and staff.")


def _unusual(fit):
    """Outages and surges."""
    if fit.leavers.outages:
        cells = "; ".join(f"{day:%a %d %b} {_hour(hour)}: {count}" for day, hour, count in fit.leavers.outages)
        yield (
            "Half-hours in which very many hung up before any wait",
            f"{cells}. Probably the machine failed; these were not counted as wanting a person.",
        )
    if found := surges(fit):
        cells = "; ".join(f"{day:%a %d %b} {_hour(hour)}: {count:.0f} instead of {expected:.0f}" for day, hour, count, expected in found)
        yield "Rushes that weekday and hour do not explain", (
            f"{cells}. They count in the profile, and lift that hour on all days. If their services were short (everybody asked the "
            f"same), the simulation makes the wait too long.")


def _hour(hour):
    return f"{int(hour)}:{30 * round(hour % 1 * 2):02d}"


def _service(fit):
    found = fit.service
    verdict = "very nearly lognormal" if found.distance < 0.03 else "roughly lognormal" if found.distance < 0.07 else "not lognormal"
    return f"Service times are {verdict}", (
        f"Over 10 s the greatest gap between sample and lognormal is {found.distance:.3f} of the distribution; Brown et al. find the "
        f"lognormal fits remarkably well. "
        "The scenario takes mean and coefficient of variation of the whole sample, because the mean carries the load.")


def _short(fit):
    if fit.service.short < 0.02:
        return
    text = f"{fit.service.short:.1%} of services last 10 s or less. In the bank of Brown et al. agents hung up on callers to get a rest."
    if fit.after_short and fit.returns:
        part = min(1.0, fit.after_short.share * fit.service.short / max(fit.returns.share, 1e-9))
        text += (f" Here {fit.after_short.share:.0%} of known customers call back because of such a service, against "
                 f"{fit.returns.share:.1%} after services in general: {part:.0%} of these returns come of it, and not of "
                 f"questions left open.")
    yield "Services of a few seconds", text


def _patience(fit):
    found = fit.patience
    if found is None:
        return
    words = "the longer people have waited, the less ready they are to leave" if found.shape < 1 else "people lose patience as they wait"
    better = (
        f" (an exponential is worse by {found.exponential_worse:.0f} in twice the log likelihood)"
        if found.exponential_worse > 4
        else " (an exponential does as well)"
    )
    yield "Patience", (
        f"Weibull shape {found.shape:.2f}: {words}{better}. {found.waited:,} waited and {found.gave_up:,} of them gave up, so that most "
        "patience is known only from below, and beyond the longest "
        f"waits it is a guess of the curve. {_peaks(found)}Priority classes and kinds of service, which differ in patience, are pooled.")


def _peaks(found):
    """Ten-second steps in which clearly more give up than the Weibull says."""
    high = [row for row in found.hazard if row[2] > 1.3 * row[3] and row[2] - row[3] > 3 * row[4]]
    if not high:
        return ""
    steps = ", ".join(f"{60 * start:.0f}–{60 * end:.0f} s" for start, end, *_ in high)
    return (f"Far more than the curve says give up at {steps}; Brown et al. find a peak at about 60 s, where an announcement told "
            f"callers that they were still waiting. "
            "The scenario has no announcements: the Weibull runs through the middle. ")


def _lost(fit):
    if fit.leavers.machine + fit.leavers.balk < 0.002:
        return
    yield "Who hung up before any wait", (
        f"{fit.leavers.machine:.1%} leave the machine whatever the queue, and do not count as wanting a person. When others wait, more "
        f"hang up at once: {fit.patience.balk if fit.patience else 0:.1%} of those who would have to "
        "wait. Without a record of what they heard this is inferred from that difference.")


def _again(fit):
    if not fit.log.has_customers:
        yield (
            "Nobody can be followed",
            "The log has no customer codes, so that repeat calls, returns and population were left at their defaults, "
            "and repeats are counted as new contacts.",
        )
        return
    if not (fit.retry or fit.returns):
        yield "Too little to follow", (
            "The log is too short, or has too few known customers, to tell a repeat call from one made anyway: that needs other weeks of "
            "the same customers. Repeat calls and returns were left at "
            "their defaults, and all contacts were counted as new, so that the simulation has somewhat too many.")
        return
    text = (f"Only {fit.known_share:.0%} of contacts carry a customer's code; their behaviour was taken for all. A caller known once may "
            f"call again unrecognised, which makes the shares too low; "
            "unknown callers may also differ.")
    if fit.retry:
        text += (f" Retries do not come at a steady rate: half of them within {_half_time(fit.retry):.0f} minutes, some hours later. The "
                 f"exponential of the scenario has the right share and mean.")
    yield "Calling again", text


def _half_time(found):
    """Time by which half of the excess has come."""
    return next((t for t, share in zip(found.times, found.excess) if share >= found.share / 2), found.times[-1])


def _staff(fit):
    seen, able = fit.capacity.seen.sum(), fit.capacity.able.sum()
    return "Staff", (
        f"Of the people seen in a half-hour, {able / seen:.0%} are able to serve at a given moment; the rest are on break, on other "
        f"work, or gone. The roster holds such full-time equivalents, "
        f"whole people in shifts, and misses the able by {fit.roster.error:.1f} people (root mean square). At most {fit.capacity.peak} "
        f"served at once, with overlaps of a few seconds. In the log their number "
        "changes from minute to minute, which makes some wait even when few call; in the scenario it is constant within a shift.")


def _gap(fit, comparison):
    means = comparison.means()
    log, average, own = (means.loc[world] for world in (LOG, AVERAGE, OWN))
    return "What the model cannot explain", (
        f"The average week waits {average['wait']:.0f} s against {log['wait']:.0f} s in the log; with each date's demand and staff it is "
        f"{own['wait']:.0f} s. Moving one person by an hour moves this by several seconds. "
        f"In the log {log['delayed']:.0%} wait at all, in the simulation {own['delayed']:.0%}: the log has many short waits while agents "
        f"come and go. The model serves first come, first served; a log with priorities serves "
        "some earlier and others later, which changes little in the mean and much in the tail. It knows neither announcements, nor "
        "rushes with short questions, nor the hours at which people came on a given date.")
