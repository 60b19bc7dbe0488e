"""The life of a case, written again from odd.md alone: sections 7.1, 7.3, 7.4, 7.5 and 7.6, with NumPy and without anything of the program.

Left out is what odd.md says plays no part where only the mechanisms irritation and episode are on, nobody waits, one channel (the phone) is open, and staff
neither strain nor learn nor hold practices: then strain and exhaustion are 0, experience is 1, know-how is 0, and every episode is improvised.
"""

import ast
import re
from types import SimpleNamespace

import numpy as np


def constants(text):
    """The defaults in the tables of odd.md, by key; those of channels by channel and name."""
    found, head = {}, ()
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if len(cells) > 5 and cells[0] == "name":
            head = [cell.strip("`") for cell in cells]
        keys = re.fullmatch(r"`([a-z_]*)\.([a-z_]+)`", cells[0]) if cells else None
        if keys and keys[1]:
            found[f"{keys[1]}.{keys[2]}"] = value(cells[1])
        elif keys:
            found |= {f"{channel}.{keys[2]}": value(cell) for channel, cell in zip(head[1:6], cells[1:6])}
    return found


def value(text):
    """A value of a table; in a long list, `12 × 0.0` stands for twelve of them."""
    text = re.sub(r"(\d+) × ([-\d.]+)", lambda m: ", ".join([m[2]] * int(m[1])), text).replace("true", "True").replace("false", "False")
    found = ast.literal_eval(text)
    return tuple(found) if isinstance(found, list) else found


def kinds(text):
    """From the table of situation kinds: which can arise by phone, and which keep a contact from settling the case."""
    lines = text.split("<!-- table: kinds -->\n")[1].split("<!-- end")[0].splitlines()[2:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return np.array(["phone" in row[3].split(", ") for row in rows]), np.array([row[4] == "yes" for row in rows])


def cases(c, by_phone, hindering, days, rng):
    """All users who come within some days, each with one case: contacts, episodes by kind, failures, reminders, how cases stand, irritation after the last contact."""
    # 7.2: a Poisson process, here of even shape; s is the place of an arrival on the scale of the day's demand
    arrivals = rng.poisson(c["phone.per_day"], days)
    day, n = np.repeat(np.arange(days), arrivals), arrivals.sum()
    s = rng.random(n)
    # 7.4: traits
    mismatch = np.minimum(1.0, 2 * c["users.role_mismatch"] * rng.random(n))
    stake = 2 * c["users.stake"] * rng.random(n)
    temper = rng.exponential(1 / c["users.temper_tail"], n)
    # 7.3: the case
    routine = rng.random(n) < c["cases.routine_share"]
    pieces = rng.poisson(c["cases.pieces_mean"], n)
    partner_until = np.where(rng.random(n) < c["cases.partner_share"], day + rng.exponential(c["cases.partner_days"], n), 0.0)
    i, met, notified, names_all = np.zeros(n), day.copy(), np.zeros(n, bool), np.zeros(n, bool)
    many = len(c["episode.severity"])
    severity, shares = np.array(c["episode.severity"]), np.where(by_phone, c["episode.kind_shares"], 0.0)
    told = SimpleNamespace(contacts=np.zeros(n), kinds=np.zeros((n, many)), failed=np.zeros(n), reminders=np.zeros(n), resolved=np.zeros(n),
                           refused=np.zeros(n), dropped=np.zeros(n), irritation=i)
    floor = max(0.0, c["territory.tension"])
    here = np.arange(n)
    while len(here):
        u = iter(rng.random((10, len(here))))
        told.contacts[here] += 1
        # 7.4: fading when a user joins
        gap, now = day[here] - met[here], i[here]
        fades = (gap > 0) | (now < floor)
        now = np.where(fades, np.where(now <= floor, floor, floor + (now - floor) * 2.0 ** (-gap / c["irritation.half_life_days"])), now)
        met[here] = np.where(fades, day[here], met[here])
        # 7.3: what the last notice asked for
        pieces[here] = np.where(notified[here], np.where(names_all[here], 0, np.maximum(0, pieces[here] - 1)), pieces[here])
        missing = pieces[here] > 0
        # 7.5: whether it becomes an episode, and of which kind
        reminder = next(u) < np.where(missing, c["episode.reminder_missing"], c["episode.reminder_share"])
        weighs = now + c["irritation.life_load"] * (next(u) < c["users.life_load"])
        x = (c["episode.base"] + c["episode.irritation"] * weighs + temper[here] + c["episode.mismatch"] * mismatch[here] + c["phone.episode_odds"]
             + c["episode.reminder"] * reminder)
        episode = next(u) < 1 / (1 + np.exp(-x))
        weights = shares * np.exp(np.minimum(50.0, c["episode.tilt"] * severity * (now[:, None] - 1)))
        reached = np.cumsum(weights, axis=1)
        kind = (next(u)[:, None] * reached[:, -1:] >= reached).sum(axis=1)
        # 7.6: improvised by somebody of full experience
        success = next(u) < 1 / (1 + np.exp(-(c["answer.base"] + c["answer.experience"] - c["answer.severity"] * severity[kind])))
        failed = episode & ~success
        now = np.where(episode, np.where(success, now * (1 - c["answer.calm"]), now + c["answer.failure_irritation"]), now)
        told.kinds[here, kind] += episode
        told.failed[here] += failed
        told.reminders[here] += episode & reminder
        # 7.3: what the contact does to the case
        q = c["cases.resolution_expert"] * np.where(routine[here], 1.0, c["cases.nonroutine_factor"])
        closed = ~(failed & hindering[kind]) & ~missing & (partner_until[here] <= day[here]) & (next(u) < q)
        refused = closed & (next(u) < c["cases.refusal_share"])
        # 7.4: reception, and what is not resolved
        good = next(u) < c["irritation.good_reception"]
        now = np.where(good, now * (1 - c["irritation.good_reception_relief"]),
                       now + stake[here] * (c["irritation.per_bad_reception"] + c["irritation.per_refusal"] * refused))
        now = now + ~closed * stake[here] * c["irritation.per_unresolved"] * np.where(missing, c["irritation.burden_weight"], 1.0)
        i[here] = now
        told.resolved[here] += closed & ~refused
        told.refused[here] += refused
        # 7.3: notices and returns
        notified[here], names_all[here] = missing, next(u) < c["cases.one_notice"]
        back = ~closed & (next(u) < c["cases.return_share"])
        told.dropped[here] += ~closed & ~back
        later = s[here] + rng.exponential(c["cases.return_days"], len(here))
        day[here] += np.where(back, later.astype(int), 0)
        s[here] = later % 1.0
        here = here[back & (day[here] < days)]
    return told
