"""Two sub-models of the ODD description, written again from its text alone by somebody who had not read the program.

Only `odd.md` was read. What was rebuilt: strain and exhaustion (7.11, with the episode costs, the fading at work and on a break, the nights and the week-end, disposition, support and
contagion) and the learning, telling and forgetting of practices among people who talk (7.9, 7.12). The rest of the office is replaced by one of two plain regimes: *nobody comes* (all idle
at their desks but for breaks) or *somebody always waits* (each serves one contact after another). Constants are read from the tables of `odd.md`; draws are numpy's own.

Corrected after the first comparison, each where the sentence then in odd.md did not say it; the sentences have been mended. The comparison noticed the first (evening strain 5 % too low in a busy
office with many episodes, exhaustion 7 %) and half of the fifth (tricks where there are none); talk, learning and forgetting agreed at first. The others were found by reading the program, and are
too small to be noticed.

1. "An ordinary contact, at its end: + `strain.per_contact`": an episode's contact was taken for none; it costs that as well, at its end.
2. "After closing, breaks end" and "the day ends when nobody serves": no break was begun after closing, and the day ended with the last service; one that comes due is begun, and the day ends
   with a step.
3. "After an episode: 1 in the contact that follows one": this was carried over the night.
4. "Breaks begin when due if the person is idle, else when they become free": a breather went before breaks that had come due earlier.
5. "Each person brings … private practices": tricks faded in the first night, and were there without mechanism `answer`.
6. "Otherwise the practice last used, if v < 0.75 and one is known": one only heard of by now gave way to another, instead of leaving nothing to tell.
7. Of the order within a step the text said nothing: people at their desks and in the rest room spoke by seat.

Added since, as odd.md says it now: whoever tells a practice from which somebody learns keeps it in mind.
"""

from __future__ import annotations

import heapq
import math
import re
from pathlib import Path

import numpy as np

KINDS = ("confidential", "exception", "incivility", "insult", "threat", "outburst", "assault", "callout")
SUBSTANCE = 2  # the first two kinds are of substance, the others of form
ON_PHONE = (0, 1, 2, 3, 4)


# --- constants, from the tables -------------------------------------------------------------------------------------------------------------------------------------------------------------


def value_of(cell):
    cell = cell.strip()
    if cell.startswith("["):
        values = []
        for part in cell[1:-1].split(","):
            times, _, one = part.rpartition("×")
            values += [float(one)] * (int(times) if times else 1)
        return values
    if cell in ("true", "false"):
        return cell == "true"
    return float(cell)


def constants(path):
    """All defaults of the tables: `group.name`, and `channel.name` from the table of channels."""
    found = {}
    columns = []
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if cells[0] == "name" and "`counter`" in cells:
            columns = [cell.strip("`") for cell in cells if cell.startswith("`")]
        elif re.fullmatch(r"`[a-z_]+\.[a-z_]+`", cells[0]):
            found[cells[0].strip("`")] = value_of(cells[1])
        elif re.fullmatch(r"`\.[a-z_]+`", cells[0]):
            for channel, cell in zip(columns, cells[1:]):
                found[channel + cells[0].strip("`")] = value_of(cell)
    return found


# --- strain and exhaustion: the formulas --------------------------------------------------------------------------------------------------------------------------------------------------


def logistic(x):
    return 1.0 / (1.0 + math.exp(-x))


def faded(strain, minutes, half_life):
    return strain * 2.0 ** (-minutes / half_life)


def contact_strain(k, irritation):
    return k["strain.per_contact"] * (1 + (k["strain.surface_acting"] - 1) * min(1.0, irritation))


def shock(k, kind, success, shared=False, protective=False, ended=False, guard=False):
    x = k["strain.per_episode"][kind]
    if success:
        x *= k["strain.success_share"]
    elif ended:
        x *= 0.5
    if shared:
        x *= k["strain.shared_share"]
    if protective:
        x *= k["strain.protective_share"]
    if guard:
        x *= 0.8
    return x


def break_half_life(k, in_rest_room, company):
    rate = 1.0
    if in_rest_room:
        rate += 0.6 * k["rest_room.comfort"] + 0.5 * k["rest_room.zen"]
        if company:
            rate *= 1 + k["talk.tiring"] * (2 * k["breaks.autonomy"] - 1)
    return k["strain.break_half_life"] / max(0.01, rate)


def after_a_night(k, strain):
    share = min(1.0, strain / k["strain.bad_day"])
    r = k["strain.night_recovery"] + share * (k["strain.bad_night_recovery"] - k["strain.night_recovery"])
    return strain * (1 - r)


def nights(k, day):
    week = int(k["calendar.days_per_week"])
    return 8 - week if day % week == week - 1 else 1


def exhaustion_tomorrow(k, exhaustion, disposition, evening, belonging, others, trust=0.0):
    """One night, without accidents of life. `others`: the mean of the colleagues' exhaustion of the evening, weighted by ties, or None; trust 0 stands for no management."""
    week = k["calendar.days_per_week"]
    load = evening * (1 - k["staff.roster_relief"] if k["staff.self_roster"] else 1.0)
    load *= (1 - k["exhaustion.support"] * belonging) * (1 - k["exhaustion.manager_support"] * trust)
    target = k["exhaustion.trait"] * disposition + k["exhaustion.load"] * (load - k["exhaustion.reference"])
    e = exhaustion + (target - exhaustion) * (1 - math.exp(-1 / (k["exhaustion.weeks"] * week)))
    if others is not None:
        e += k["exhaustion.contagion"] / week * belonging * (others - e)
    return e


# --- learning: the formulas ------------------------------------------------------------------------------------------------------------------------------------------------------------------


def learning_days(k):
    return k["learning.months"] * 220 / 12


def performance(k, experience):
    return (1 + k["learning.year_gain"] * experience) / (1 + k["learning.year_gain"])


def diversity(a, b, other_team):
    return 0.7 * abs(a - b) / (a + b + 220) + (0.3 if other_team else 0.0)


def candour(k, tie):
    return min(1.0, k["talk.candour_base"] + k["talk.candour_tie"] * tie)


def told(k, mastery, teller, tacitness, candour, newcomer):
    if teller <= mastery:
        return mastery
    return mastery + k["talk.transmit"] * (1 - 0.7 * tacitness) * candour * (0.25 if newcomer else 1.0) * (teller - mastery)


def used_once(k, mastery):
    return mastery + k["learning.by_doing"] * (1 - mastery)


def unused_night(k, mastery):
    return mastery * 2.0 ** (-1 / (k["learning.half_life_weeks"] * k["calendar.days_per_week"]))


class Practice:
    def __init__(self, kind, quality, tacitness, valence):
        self.kind, self.quality, self.tacitness, self.valence = kind, quality, tacitness, valence
        self.named = None
        self.alive = True


class Hold:
    def __init__(self, mastery, variant, used, holds):
        self.mastery, self.variant, self.used, self.holds = mastery, variant, used, holds
        self.name_known = False


# --- a small office -------------------------------------------------------------------------------------------------------------------------------------------------------------------------

OFF, IDLE, SERVING, BREAK = range(4)


class Office:
    """People at their desks over days. `busy`: somebody always waits (phone); else nobody comes. `irritation`: what all users bring. Switches: talk, strain, learning, answer (whether
    practices are used against episodes), accidents (of life)."""

    def __init__(self, k, people, seed, *, busy=False, episodes=True, irritation=0.0, private_life=True, talk=True, strain=True, learning=True, answer=True, circle=False):
        self.k, self.n, self.rng = k, people, np.random.default_rng(seed)
        self.busy, self.episodes, self.irritation, self.private_life = busy, episodes, irritation, private_life
        self.talk, self.with_strain, self.learning, self.answer, self.circle = talk, strain, learning, answer, circle
        n, rng = people, self.rng
        self.open = k["calendar.open_hour"][0] * 60
        self.close = k["calendar.close_hour"][0] * 60
        self.team = np.arange(n) % int(k["staff.teams"])
        columns = int(k["desks.columns"])
        spot = np.stack([np.arange(n) % columns, np.arange(n) // columns], 1) * k["desks.spacing_m"]
        apart = np.sqrt(((spot[:, None] - spot[None]) ** 2).sum(2))
        self.near = (apart <= k["desks.earshot_m"]) & ~np.eye(n, dtype=bool)
        self.disposition = rng.standard_normal(n)
        self.own_way = rng.uniform(-1, 1, n)
        fresh = rng.random(n) < k["staff.novice_share"]
        long = 120 + np.floor(rng.exponential(k["staff.tenure_years"], n) * k["calendar.days_per_year"])
        self.tenure = np.where(fresh, np.floor(120 * rng.random(n)), long)
        self.experience = 1 - np.exp(-self.tenure / learning_days(k)) if learning else np.ones(n)
        self.strain = np.zeros(n)
        self.at = np.full(n, self.open)
        self.half = np.full(n, k["strain.work_half_life"])
        self.exhaustion = k["exhaustion.trait"] * self.disposition if strain else np.zeros(n)
        self.ties = np.zeros((n, n))
        self.after_episode = np.zeros(n, bool)
        self.last = [None] * n
        self.held = [{} for _ in range(n)]
        self.practices = []
        for seat in range(n if answer else 0):
            tricks = math.floor(k["invention.initial_practices"] * self.tenure[seat] / (self.tenure[seat] + k["calendar.days_per_year"]) + rng.random())
            for _ in range(tricks):
                self.new_practice(seat, int(rng.integers(7)), 0)
        self.day = 0
        self.evenings, self.exhaustions = [], []  # one row a day
        self.counts = {name: 0 for name in ("contacts", "episodes", "things", "solutions", "vents", "ruminations", "tellings", "successes", "by_practice")}

    # practices

    def new_practice(self, seat, kind, day):
        k, rng = self.k, self.rng
        u = rng.random()
        valence = "subversive" if u < k["invention.subversive_share"] else "protective" if u < k["invention.subversive_share"] + k["invention.protective_share"] else "resolving"
        practice = Practice(kind, rng.uniform(k["invention.quality_low"], k["invention.quality_high"]), rng.random(), valence)
        variant = min(1.0, max(-1.0, self.own_way[seat] + 0.5 * (rng.random() - 0.5)))
        self.practices.append(practice)
        self.held[seat][practice] = Hold(k["invention.mastery"], variant, day, True)
        return practice

    def worth(self, seat, practice):
        hold = self.held[seat][practice]
        return practice.quality * hold.mastery * (1 - self.k["answer.fit_weight"] * abs(hold.variant - self.own_way[seat]) / 2)

    def best(self, seat, kind):
        best, most = None, -1.0
        for practice in self.practices:  # the oldest of equals
            hold = self.held[seat].get(practice)
            if practice.kind == kind and hold is not None and hold.holds and self.worth(seat, practice) > most:
                best, most = practice, self.worth(seat, practice)
        return best, most

    # strain by the minute

    def bring(self, seat, t):
        self.strain[seat] = faded(self.strain[seat], t - self.at[seat], self.half[seat])
        self.at[seat] = t

    def add(self, seat, t, points):
        self.bring(seat, t)
        if self.with_strain:
            self.strain[seat] += points

    def set_half(self, seat, t, half):
        self.bring(seat, t)
        self.half[seat] = half

    def room_changed(self, t):
        for seat in self.room:
            self.set_half(seat, t, break_half_life(self.k, True, len(self.room) > 1))

    # a day

    def plan_breaks(self, seat):
        k = self.k
        length = self.close - self.open
        offset = (1 - k["breaks.overlap"] * (0.8 if k["staff.self_roster"] else 1.0)) * k["breaks.spread_minutes"] * ((seat + 0.5) / self.n - 0.5)
        count = int(k["breaks.count"])
        planned = []
        for j in range(count):
            x = (j + 0.5) / count
            planned.append((0.62 if 0.37 < x < 0.57 else x, k["breaks.minutes"]))
        if length >= 300:
            planned.append((0.47, k["breaks.meal_minutes"]))
        for x, minutes in planned:
            t = self.open + x * length + offset
            if minutes > 0 and t >= self.open and t + minutes <= self.close:
                self.push(t, "due", seat, minutes)

    def push(self, t, what, seat, value=0.0):
        order = {"end": 0, "due": 1, "back": 2, "closing": 3}[what]
        heapq.heappush(self.calendar, (t, order, seat, self.rank, what, value))
        self.rank += 1

    def free(self, seat, t):
        self.status[seat] = IDLE
        self.changed = True
        if self.due[seat]:
            minutes = self.due[seat].pop(0)
            self.status[seat] = BREAK
            k = self.k
            if k["rest_room.exists"] and len(self.room) < k["rest_room.seats"]:
                self.room.append(seat)
                self.room_changed(t)
            else:
                self.set_half(seat, t, break_half_life(k, False, False))
            self.token[seat] += 1
            self.push(t + minutes, "back", seat, self.token[seat])
        elif self.busy and t < self.close + self.k["calendar.overtime_minutes"]:
            self.serve(seat, t)

    def back(self, seat, t):
        if seat in self.room:
            self.room.remove(seat)
            self.room_changed(t)
        self.set_half(seat, t, self.k["strain.work_half_life"])
        self.token[seat] += 1
        self.free(seat, t)

    def serve(self, seat, t):
        k, rng = self.k, self.rng
        self.status[seat] = SERVING
        cv = k["phone.service_cv"]
        s = math.sqrt(math.log(1 + cv * cv))
        base = k["phone.service_minutes"] * math.exp(s * rng.standard_normal() - s * s / 2)
        pace = performance(k, self.experience[seat]) if self.learning else 1.0
        minutes = base / pace * (1 + k["strain.handling_penalty"] * self.after_episode[seat] * self.with_strain)
        episode = self.episodes and rng.random() < self.episode_chance(seat)
        if episode:
            minutes += self.episode(seat, t)
        self.after_episode[seat] = episode
        self.counts["contacts"] += 1
        self.counts["episodes"] += episode
        self.push(t + minutes, "end", seat, float(episode))

    def episode_chance(self, seat):
        k, rng = self.k, self.rng
        temper = rng.exponential(1 / k["users.temper_tail"])
        mismatch = min(1.0, 2 * k["users.role_mismatch"] * rng.random())
        i = self.irritation
        if self.private_life and rng.random() < k["users.life_load"]:
            i += k["irritation.life_load"]
        x = k["episode.base"] + k["episode.irritation"] * i + temper + k["episode.mismatch"] * mismatch + k["phone.episode_odds"]
        if rng.random() < k["episode.reminder_share"]:
            x += k["episode.reminder"]
        if self.circle:
            x += k["episode.exhaustion"] * max(0.0, self.exhaustion[seat])
        return logistic(x)

    def episode(self, seat, t):
        """All its consequences, at the instant at which the service begins; returns the minutes it adds."""
        k, rng = self.k, self.rng
        weights = np.array([k["episode.kind_shares"][j] * math.exp(min(50.0, k["episode.tilt"] * k["episode.severity"][j] * (self.irritation - 1))) for j in ON_PHONE])
        kind = ON_PHONE[int(np.searchsorted(np.cumsum(weights) / weights.sum(), rng.random(), side="right"))]
        severity = k["episode.severity"][kind]
        self.bring(seat, t)
        practice = None
        gain = k["answer.experience"] * self.experience[seat]
        if self.answer:
            practice, value = self.best(seat, kind)
            if practice is not None and value >= k["answer.threshold"]:
                gain += k["answer.practice"] * value
                self.counts["by_practice"] += 1
            else:
                practice = None
        x = k["answer.base"] + gain - k["answer.severity"] * severity - k["answer.strain"] * self.strain[seat] - k["answer.exhaustion"] * max(0.0, self.exhaustion[seat])
        success = rng.random() < logistic(x)
        self.counts["successes"] += success
        if practice is not None:
            self.last[seat] = practice
            if self.learning:
                hold = self.held[seat][practice]
                hold.mastery = used_once(k, hold.mastery)
                hold.used = self.day
        self.add(seat, t, shock(k, kind, success, protective=practice is not None and practice.valence != "resolving"))
        if severity >= 0.4 and rng.random() < k["breaks.autonomy"]:
            self.due[seat].append(k["breaks.breather_minutes"])
        return k["answer.minutes"][-1 if practice is None else 0] * (0.3 + 0.7 * severity)

    def run_day(self):
        k, n, rng = self.k, self.n, self.rng
        self.calendar, self.rank, self.room, self.changed = [], 0, [], True
        self.status = np.full(n, IDLE)
        self.due = [[] for _ in range(n)]
        self.after_episode[:] = False
        self.token = [0] * n
        self.at[:] = self.open
        self.half[:] = k["strain.work_half_life"]
        s = self.ties.sum(1)
        self.belonging = s / (s + 1.5)
        self.company = np.zeros(n)
        self.need = rng.exponential(1.0, n)
        for seat in range(n):
            self.plan_breaks(seat)
        self.push(self.close, "closing", n)
        for seat in range(n):
            self.free(seat, self.open)
        step = k["calendar.step_minutes"]
        rate = np.zeros(n)
        for number in range(round((self.close - self.open) / step)):
            end = self.open + (number + 1) * step
            self.events_before(end)
            if self.talk:
                if self.changed:
                    rate = self.rates()
                    self.changed = False
                self.company += rate * step
                if (self.company >= self.need).any():
                    for seat in self.room + [seat for seat in range(n) if seat not in self.room]:
                        while self.company[seat] >= self.need[seat]:
                            self.need[seat] += rng.exponential(1.0)
                            self.speak(int(seat), end)
        while (self.status == SERVING).any() or (self.busy and end < self.close + k["calendar.overtime_minutes"]):
            end += step
            self.events_before(end)
        for seat in range(n):
            self.bring(seat, end)
        self.night()

    def events_before(self, end):
        while self.calendar and self.calendar[0][0] < end:
            t, _, seat, _, what, value = heapq.heappop(self.calendar)
            if what == "end":
                self.add(seat, t, contact_strain(self.k, self.irritation))
                self.free(seat, t)
            elif what == "due":
                self.due[seat].append(value)
                if self.status[seat] == IDLE:
                    self.free(seat, t)
            elif what == "back":
                if value == self.token[seat]:
                    self.back(seat, t)
            else:
                for other in range(self.n):
                    if self.status[other] == BREAK:
                        self.back(other, t)

    # talk

    def rates(self):
        k = self.k
        idle = self.status == IDLE
        rate = np.where(idle & (self.near & idle).any(1), k["talk.rate_desk"], 0.0)
        if len(self.room) > 1:
            rate[self.room] = k["talk.rate_rest_room"] * (1 - 0.7 * k["rest_room.zen"])
        return rate

    def speak(self, seat, t):
        k, rng = self.k, self.rng
        if seat in self.room:
            place = self.room.index(seat)
            around = self.room[place + 1 :] + self.room[:place]
            table = around[: int(k["talk.table_size"]) - 1]
        else:
            table = list(np.flatnonzero(self.near[seat] & (self.status == IDLE)))
        self.counts["things"] += 1
        weights = np.array([0.1 + self.ties[seat, other] for other in table])
        partner = table[min(len(table) - 1, int(np.searchsorted(np.cumsum(weights) / weights.sum(), rng.random(), side="right")))]
        tie = self.ties[seat, partner]
        tie += k["talk.tie_growth"] * (1 - tie)
        self.ties[seat, partner] = self.ties[partner, seat] = tie
        c = candour(k, tie)
        if rng.random() >= c:
            return
        listeners = [other for other in table if other == partner or rng.random() < k["talk.audience"]]
        self.bring(seat, t)
        a = min(1.0, self.strain[seat])
        u = rng.random()
        if u < k["talk.solution"] * (1 - a / 3):
            practice = self.to_tell(seat)
            if practice is not None:
                self.tell(seat, listeners, practice, c)
                return
        elif u >= k["talk.solution"] + k["talk.vent"]:
            self.counts["ruminations"] += 1
            for other in [seat, *listeners]:
                self.add(other, t, k["talk.co_rumination_cost"])
            return
        self.counts["vents"] += 1
        self.strain[seat] *= 1 - k["talk.vent_relief"] * c

    def to_tell(self, seat):
        last = self.last[seat]
        if self.rng.random() < 0.75 and last is not None and last in self.held[seat]:
            return last if self.held[seat][last].holds else None
        choice = [practice for practice, hold in self.held[seat].items() if hold.holds]
        return choice[int(self.rng.integers(len(choice)))] if choice else None

    def tell(self, seat, listeners, practice, c):
        k, rng = self.k, self.rng
        self.counts["solutions"] += 1
        mine = self.held[seat][practice]
        for other in listeners:
            hold = self.held[other].get(practice)
            before = hold.mastery if hold else 0.0
            after = told(k, before, mine.mastery, practice.tacitness, c, self.tenure[other] < k["talk.admission_days"])
            if after > before:
                self.counts["tellings"] += 1
                if hold is None:
                    hold = self.held[other][practice] = Hold(0.0, mine.variant, self.day, False)
                hold.mastery, hold.used, mine.used = after, self.day, self.day
                hold.holds = hold.holds or after >= k["learning.forgotten_below"]
                hold.variant += k["talk.conform"] * (mine.variant - hold.variant)
                hold.variant += k["talk.own_way"] * (self.own_way[other] - hold.variant)
            if hold is not None and mine.name_known:
                hold.name_known = True
        widest = max(diversity(self.tenure[seat], self.tenure[other], self.team[seat] != self.team[other]) for other in listeners)
        if rng.random() < k["talk.refine"] * widest:
            practice.quality += 0.25 * widest * (1 - practice.quality)
        if practice.named is None and len(listeners) >= 2 and rng.random() < k["talk.naming"]:
            practice.named = self.day
            for other in [seat, *listeners]:
                if practice in self.held[other]:
                    self.held[other][practice].name_known = True
        self.strain[seat] *= 1 - 0.5 * k["talk.vent_relief"] * c

    # the night

    def night(self):
        k, n, rng = self.k, self.n, self.rng
        self.evenings.append(self.strain.copy())
        if self.with_strain:
            evening = self.exhaustion.copy()
            for seat in range(n):
                weight = self.ties[seat].sum()
                others = float(self.ties[seat] @ evening / weight) if weight > 0 else None
                self.exhaustion[seat] = exhaustion_tomorrow(k, evening[seat], self.disposition[seat], self.strain[seat], self.belonging[seat], others)
                if rng.random() < k["staff.life_event_per_year"] / k["calendar.days_per_year"]:
                    self.exhaustion[seat] += k["strain.life_event"]
                for _ in range(nights(k, self.day)):
                    self.strain[seat] = after_a_night(k, self.strain[seat])
        if self.learning:
            self.forget()
            self.rules_change()
        self.ties *= 2.0 ** (-1 / k["talk.tie_half_life_days"])
        self.ties[self.ties < 0.001] = 0.0
        if self.learning:
            self.experience += (1 - self.experience) * (1 - math.exp(-1 / learning_days(k)))
        self.tenure += 1
        self.exhaustions.append(self.exhaustion.copy())
        self.day += 1

    def forget(self):
        k = self.k
        mark = k["learning.forgotten_below"]
        for held in self.held:
            for practice, hold in list(held.items()):
                if hold.used < self.day:
                    hold.mastery = unused_night(k, hold.mastery)
                    if hold.mastery < (mark if hold.holds else mark / 4):
                        del held[practice]
        kept = {practice for held in self.held for practice, hold in held.items() if hold.holds}
        for practice in self.practices:
            if practice not in kept:
                practice.alive = False
                for held in self.held:
                    held.pop(practice, None)
        self.practices = [practice for practice in self.practices if practice.alive]

    def rules_change(self):
        k, rng = self.k, self.rng
        for _ in range(rng.poisson(k["territory.rule_changes_per_month"] * 12 / k["calendar.days_per_year"])):
            for practice in self.practices:
                if rng.random() < k["learning.obsolete_share"] * (1.0 if practice.kind < SUBSTANCE else 1 / 3):
                    practice.quality *= 1 - k["learning.obsolete_loss"]

    def run(self, days):
        for _ in range(days):
            self.run_day()
        return self

    def masteries(self):
        """Mastery of all holds (holders only), and how many hold each living practice."""
        values = [hold.mastery for held in self.held for hold in held.values() if hold.holds]
        holders = [sum(practice in held and held[practice].holds for held in self.held) for practice in self.practices]
        return np.array(values), np.array(holders)
