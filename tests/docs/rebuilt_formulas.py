"""The equations of odd.md, section 7, written again from its text, each as a function of plain numbers in the order of the rule that it describes."""

from math import exp, floor, log
from statistics import NormalDist


def logistic(x):
    """7.1."""
    return 1 / (1 + exp(-x))


def towards(x, target, tau):
    """7.1, one day."""
    return x + (target - x) * (1 - exp(-1 / tau))


def half(elapsed, half_life):
    """7.1."""
    return 2 ** (-elapsed / half_life)


FORMULAS = {
    # 7.3
    "queueing.handling_minutes": lambda base, speed, after, penalty, extra: base / speed * (1 + penalty * after) + extra,
    "queueing.resolves": lambda u, pieces, partner, experience, n, x, routine, f, know_how, strain, refusal: (
        0 if pieces > 0 or partner > 0 or u >= (q := (n + (x - n) * experience) * (1 if routine else f + (1 - f) * know_how) * exp(-0.02 * strain))
        else 2 if u < q * refusal else 1),
    # 7.4
    "irritation.fades": lambda i, left, f: f if i <= f else f + (i - f) * left,
    "irritation.after_wait": lambda i, w, rate, stake, told, relief, limit: i + rate * w * stake * (1 if not told else 1 - relief if w <= limit else 1 + relief),
    "irritation.after_unresolved": lambda i, per, burden, pieces, stake: i + per * stake * (burden if pieces > 0 else 1),
    "irritation.after_reception": lambda i, good, relief, bad, refused, refusal, stake: i * (1 - relief) if good else i + bad * stake + refused * refusal * stake,
    "irritation.received_well": lambda u, base, strain, per_point: u < base * exp(-per_point * strain),
    "voice.reach": lambda u, a: min(50, (a - 1) / a * (1 - u) ** (-1 / a)),
    # 7.5
    "episode.log_odds": lambda base, i, wi, temper, m, wm, channel, crowd, wc, reminder, wr, e, we: (
        base + wi * i + temper + wm * m + channel + wc * crowd + wr * reminder + we * max(0, e)),
    "episode.happens": lambda u, x: u < logistic(x),
    "episode.weight": lambda share, severity, tilt, i: share * exp(min(50, tilt * severity * (i - 1))),
    # 7.6
    "answer.value": lambda quality, mastery, variant, own, fit: quality * mastery * (1 - fit * abs(variant - own) / 2),
    "answer.relied_on": lambda value, threshold: 0 < value >= threshold,
    "answer.means": lambda best, threshold, crew, manager, colleague, desk, exception: (
        1 if crew else 0 if 0 < best >= threshold else 2 if manager else 3 if colleague else 4 if desk else 5 if exception else 6),
    "answer.success_chance": lambda base, severity, ws, strain, wt, e, we, gain, watched, tax: (
        logistic(base + gain - ws * severity - wt * strain - we * max(0, e)) * (1 - tax if watched else 1)),
    "answer.extra_minutes": lambda minutes, severity, complete, crew: minutes * (0.3 + 0.7 * severity) * (2 - complete if crew else 1),
    "answer.user_after": lambda i, success, calm, failure, ended: i * (1 - calm) if success else i + failure * (1.5 if ended else 1),
    # 7.7
    "crew.completeness": lambda contain, need, comfort, needed: 0.7 * (min(1, contain / need) if need else 1) + 0.3 * (min(1, comfort / needed) if needed else 1),
    "crew.gain": lambda full, complete, agreement: full * complete * (0.6 + 0.4 * agreement),
    # 7.8
    "invention.leaves_trick": lambda u, chance, salience, severity, watched, prevented, relative: (
        u < chance * exp(salience * severity) * (1 - prevented if watched else 1) * relative),
    "invention.leaves_story": lambda u, chance, salience, severity, relative: u < chance * exp(salience * severity) * relative,
    "invention.solves_story": lambda u, chance, different, candour: u < chance * (0.5 + different) * candour,
    # 7.9
    "talk.candour": lambda base, tie, w, manager, chill, meeting, factor: min(1, base + w * tie) * (1 - chill if manager else 1) * (factor if meeting else 1),
    "talk.topic": lambda u, solution, vent, strain: 0 if u < solution * (1 - min(1, strain) / 3) else 1 if u < solution + vent else 2,
    "talk.learns": lambda m, theirs, rate, tacit, candour, w: max(m, m + rate * (1 - 0.7 * tacit) * candour * w * (theirs - m)),
    "talk.variant_after": lambda v, theirs, own, conform, keep: (w := v + conform * (theirs - v)) + keep * (own - w),
    "talk.diversity": lambda a, b, same: 0.7 * abs(a - b) / (a + b + 220) + (0 if same else 0.3),
    "talk.refined": lambda q, rate, d: q + rate * d * (1 - q),
    "talk.tie_after": lambda t, growth: t + growth * (1 - t),
    "turnover.belonging": lambda s: s / (s + 1.5),
    "talk.told": lambda tacit: 1 - 0.7 * tacit,
    "asking.need": lambda share, severity, theirs, mine: share * severity * (theirs - mine),
    # 7.10
    "overhearing.notices": lambda u, chance, severity: u < chance * (0.5 + severity),
    # 7.11
    "strain.contact_cost": lambda per, surface, i: per * (1 + (surface - 1) * min(1, i)),
    "strain.episode_cost": lambda cost, success, a, shared, b, protected, c, ended, guard: (
        cost * (a if success else 0.5 if ended else 1) * (b if shared else 1) * (c if protected else 1) * (0.8 if guard else 1)),
    "strain.break_half_life": lambda base, comfort, zen, room, company, autonomy, tiring: (
        base / max(0.01, (1 + (0.6 * comfort + 0.5 * zen if room else 0)) * (1 + tiring * (2 * autonomy - 1) if company else 1))),
    "strain.after_night": lambda s, calm, bad, bad_day: s * (1 - (calm + (bad - calm) * min(1, s / bad_day))),
    "strain.nights": lambda day, days_per_week: int(8 - days_per_week) if (day + 1) % days_per_week == 0 else 1,
    "strain.exhaustion_after": lambda e, load, ref, gain, trait, disposition, tau, belonging, support, trust, manager: (
        towards(e, trait * disposition + gain * (load * (1 - support * belonging) * (1 - manager * trust) - ref), tau)),
    "strain.contagion": lambda e, mean, rate, closeness: e + rate * closeness * (mean - e),
    # 7.12
    "learning.experience": lambda tenure, months: 1 - exp(-tenure / (months * 220 / 12)),
    "learning.more_experience": lambda x, months, spared: towards(x, 1, months * 220 / 12 * (1 - spared)),
    "learning.performance": lambda x, g: (1 + g * x) / (1 + g),
    "learning.by_doing": lambda m, rate: m + rate * (1 - m),
    "learning.share_kept": lambda days, weeks, week: half(days, weeks * week),
    "learning.obsolete": lambda u, substance, share: u < (share if substance else share / 3),
    "learning.read_mastery": lambda mastery, tacit: mastery * (1 - tacit),
    # 7.13
    "turnover.absence_chance": lambda a, d, e, w: a / ((1 - a) * d) * exp(w * e),
    "turnover.absence_length": lambda u, d: 1 + floor(-(d - 0.5) * log(1 - u)),
    "turnover.leave_chance": lambda per, days, e, we, belonging, wb, trust, wt, tenure, wn, left, wx: (
        1 - exp(-per / days * exp(we * e - wb * (belonging - 0.5) - wt * (trust - 0.5) + wn * exp(-tenure / 120) + wx * left))),
    "turnover.promoter_answer": lambda u, trust, belonging, e, noise: max(0, min(10, floor(6 + 3 * trust + 2 * belonging - e + noise * NormalDist().inv_cdf(u)))),
    # 7.14
    "voice.leaves": lambda u, captive, chance, i: not captive and u < chance * i,
    "voice.calls_out": lambda u, chance, i: u < chance * i,
    "voice.recruits": lambda rate, reach, minutes, personal, relief: rate * reach * minutes / 60 * (1 - relief if personal else 1),
    # 7.15
    "management.steps_in": lambda u, on_floor, free, severity, least, willing: on_floor and free and severity >= least and u < willing,
    "management.trust_up": lambda t, gain: t + gain * (1 - t),
    "management.trust_down": lambda t, loss: t * (1 - loss),
    "management.conditions_after": lambda c, hours, gain, voiced, more, tau: (
        (k := c * exp(-1 / tau)) + (1 - k) * min(1, gain * hours * (1 + voiced) + more)),
    # 7.16, 7.17
    "circle.climate_after": lambda c, bad, gain, tau: towards(c, gain * bad, tau),
    "circle.break_is_cut": lambda u, waiting, at_work, limit, protected: at_work > 0 and waiting >= limit * at_work and u >= protected,
    "management.protection": lambda lever, share, protects: 1 - (1 - lever) * (1 - min(1, protects * share)),
    # 7.20
    "asking.asks": lambda u, tenure, novice: u < (novice if tenure < 220 else 0.5),
    "asking.lent": lambda value, tacit: value * (1 - 0.7 * tacit),
    "asking.together": lambda mine, told: mine + (1 - mine) * told,
}
"""The equation of each rule, by the name of the rule."""
