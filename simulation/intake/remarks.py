"""What somebody who knows such data would say of a fit: each remark a heading and a text, said only where the numbers call for it.

The touchstone is Brown, Gans, Mandelbaum, Sakov, Shen, Zeltyn & Zhao 2005, "Statistical analysis of a telephone call center: a
queueing-science perspective", JASA 100:36-50, who study a year of a small bank's call centre. The words stand in `log_words`.
"""

import pandas as pd

from ..charts.words import AND, day, hour, listed, number, percent, weekday
from ..measures.story_words import WEEKDAYS
from .clean import LONGEST_SERVICE, LONGEST_WAIT
from .compare import AVERAGE, LOG, OWN, Comparison
from .fit import Fit
from .log_words import WORDS
from .own_days import surges


def kinds_of_rows(counts: dict[str, int], lang="en") -> dict[str, int]:
    """What `clean` counted, by what it is called."""
    limits = {"wait": number(LONGEST_WAIT / 60, lang), "service": number(LONGEST_SERVICE / 60, lang)}
    return {WORDS[lang]["rows"][kind].format(**limits): count for kind, count in counts.items()}


def remarks(fit: Fit, comparison: Comparison | None, lang="en") -> list[tuple[str, str]]:
    """All remarks, in the order of the figures."""
    found = [
        *_missing(fit, lang),
        _arrivals(fit, lang),
        *_unusual(fit, lang),
        _service(fit, lang),
        *_short(fit, lang),
        *_patience(fit, lang),
        *_lost(fit, lang),
        *_again(fit, lang),
        _staff(fit, lang),
    ]
    return found + ([_gap(comparison, lang)] if comparison else [])


def _remark(lang, key, **named):
    """A remark: its heading, and its text with names filled in; it may begin with the name of a day."""
    head, text = WORDS[lang]["remarks"][key]
    told = text.format(**named)
    return head, told[:1].upper() + told[1:]


def _part(lang, key, **named):
    return WORDS[lang]["parts"][key].format(**named)


def _missing(fit, lang):
    """Weekdays on which the log says nothing."""
    days = pd.date_range(min(fit.log.days), max(fit.log.days))
    unseen = [name for number, name in enumerate(WEEKDAYS[lang]) if number not in days.day_of_week]
    if unseen:
        yield _remark(lang, "unseen", weekdays=", ".join(unseen))


def _arrivals(fit, lang):
    times = fit.new.dispersion
    return _remark(lang, "poisson", times=number(times, lang, 1)) if times < 2 else _remark(lang, "varied", times=number(times, lang))


def _unusual(fit, lang):
    """Outages and surges."""
    if fit.leavers.outages:
        cells = [_part(lang, "hung_up", **_moment(*when, lang), count=number(count, lang)) for *when, count in fit.leavers.outages]
        yield _remark(lang, "outages", cells=AND[lang].join(cells))
    if found := surges(fit):
        cells = [
            _part(lang, "instead", **_moment(*when, lang), count=number(count, lang), expected=number(expected, lang))
            for *when, count, expected in found
        ]
        yield _remark(lang, "rushes", cells=AND[lang].join(cells))


def _moment(date, start, lang):
    return {"day": f"{weekday(date, lang)} {day(date, lang)}", "hour": hour(start, lang)}


def _service(fit, lang):
    found = fit.service
    verdict = "lognormal" if found.distance < 0.03 else "roughly" if found.distance < 0.07 else "otherwise"
    return _remark(lang, verdict, gap=_part(lang, "gap", distance=number(found.distance, lang, 3)))


def _short(fit, lang):
    if fit.service.short < 0.02:
        return
    more = ""
    if fit.after_short and fit.returns:
        part = min(1.0, fit.after_short.share * fit.service.short / max(fit.returns.share, 1e-9))
        more = _part(
            lang,
            "after_short",
            after=percent(fit.after_short.share, lang),
            usual=percent(fit.returns.share, lang, 1),
            part=percent(part, lang),
        )
    yield _remark(lang, "short", share=percent(fit.service.short, lang, 1), more=more)


def _patience(fit, lang):
    found = fit.patience
    if found is None:
        return
    better = _part(lang, "worse", worse=number(found.exponential_worse, lang)) if found.exponential_worse > 4 else _part(lang, "as_well")
    yield _remark(
        lang,
        "patience",
        shape=number(found.shape, lang, 2),
        way=_part(lang, "readier" if found.shape < 1 else "wearier"),
        better=better,
        waited=number(found.waited, lang),
        gave_up=number(found.gave_up, lang),
        peaks=_peaks(found, lang),
    )


def _peaks(found, lang):
    """Ten-second steps in which clearly more give up than the Weibull says."""
    high = [row for row in found.hazard if row[2] > 1.3 * row[3] and row[2] - row[3] > 3 * row[4]]
    if not high:
        return ""
    steps = [_part(lang, "step", first=number(60 * start, lang), last=number(60 * end, lang)) for start, end, *_ in high]
    return _part(lang, "peaks", steps=listed(steps, lang))


def _lost(fit, lang):
    if fit.leavers.machine + fit.leavers.balk < 0.002:
        return
    balk = fit.patience.balk if fit.patience else 0.0
    yield _remark(lang, "lost", machine=percent(fit.leavers.machine, lang, 1), balk=percent(balk, lang, 1))


def _again(fit, lang):
    if not fit.log.has_customers:
        yield _remark(lang, "no_codes")
    elif not (fit.retry or fit.returns):
        yield _remark(lang, "too_little")
    else:
        more = _part(lang, "half_time", minutes=number(_half_time(fit.retry), lang)) if fit.retry else ""
        yield _remark(lang, "again", share=percent(fit.known_share, lang), more=more)


def _half_time(found):
    """Time by which half of the excess has come."""
    return next((t for t, share in zip(found.times, found.excess) if share >= found.share / 2), found.times[-1])


def _staff(fit, lang):
    able = percent(fit.capacity.able.sum() / fit.capacity.seen.sum(), lang)
    return _remark(lang, "staff", able=able, error=number(fit.roster.error, lang, 1), peak=number(fit.capacity.peak, lang))


def _gap(comparison, lang):
    means = comparison.means()
    log, average, own = (means.loc[world] for world in (LOG, AVERAGE, OWN))
    return _remark(
        lang,
        "gap",
        average=number(average["wait"], lang),
        log=number(log["wait"], lang),
        own=number(own["wait"], lang),
        log_delayed=percent(log["delayed"], lang),
        own_delayed=percent(own["delayed"], lang),
    )
