"""From a table of texts to a table of contacts: odd rows are set aside, each with its reason, and counted.

The contacts have, in minutes unless said: ``day`` (date), ``arrival`` (minute of day), ``joined`` (minute at which the wait for a
person began), ``wait``, ``outcome`` (agent or hang), ``began`` (minute at which service began), ``service`` (NaN if none or
not to be trusted), ``server`` (code or ""), ``customer`` (whole number, 0 unknown).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from . import times
from .mapping import OUTCOMES, Mapping
from .problems import Said, Unclear, fail, problem

LONGEST_SERVICE = 240.0
"""A service over this long (min) is a slip of the record, not a service."""

LONGEST_WAIT = 240.0
"""The same for a wait (min)."""

LONGEST_LOG = 7_400
"""Days from the first to the last of a log: twenty years."""

FEWEST_SERVED = 200
"""A log with fewer served contacts cannot be fitted."""

CLOCKS_AGREE = 0.5
"""How far (min) a service may begin from arrival + wait before the row is counted as contradicting itself."""

UNKNOWN = ("", "0", "0.0", "nan", "none", "null", "unknown", "na", "n/a", "-")


@dataclass(frozen=True)
class Log:
    """The contacts of a log, what was set aside (kind → rows), and what should be known of the rest (kind → rows); `log_words` says what
    kinds are called."""

    name: str
    contacts: pd.DataFrame
    rows: int
    set_aside: dict[str, int]
    remarks: dict[str, int]
    has_customers: bool
    has_servers: bool

    @property
    def days(self):
        """The dates of the log, in order."""
        return sorted(self.contacts["day"].unique())


def clean(raw: pd.DataFrame, mapping: Mapping, path, first=None, last=None) -> Log:
    """Check and convert a table of texts; ``first`` and ``last`` are dates (texts) between which rows are kept."""
    day, arrival = times.stamps(raw["arrival"], raw.get("date"), path)
    times.check_readable(day.where(arrival.notna()), raw["arrival"], path, "arrival", Said("a date and time, such as 1999-02-01 08:35, or 8:35, 8:35:20 or 8h35 beside a date"), raw["line"])
    table = pd.DataFrame({"day": day, "arrival": arrival, "outcome": _outcomes(raw, mapping, path), "line": raw["line"]})
    for ours in ("queue_seconds", "service_seconds"):
        table[ours] = times.seconds(raw[ours])
        times.check_readable(table[ours], raw[ours], path, ours, Said("seconds, h:mm:ss or m:ss"), raw["line"])
    table["customer"] = _codes(raw.get("customer"), len(raw))
    table["server"] = raw["server"] if "server" in raw else ""
    table["start"] = times.clock(raw["service_start"]) if "service_start" in raw else np.nan
    table["twin"] = raw["twin"]
    table = _between(table, first, last, path)
    kept, set_aside = _set_aside(table)
    contacts, remarks = _contacts(kept)
    _check_enough(contacts, path)
    return Log(
        str(path),
        contacts,
        len(table),
        set_aside,
        remarks,
        bool((contacts["customer"] > 0).sum() >= 100),
        bool((contacts["server"] != "").any()),
    )


def _outcomes(raw, mapping, path):
    """Our outcome of every row; values that mean nothing to us are refused, all at once."""
    words = raw["outcome"].str.lower()
    strange = sorted(set(words.unique()) - set(mapping.outcomes))
    if strange:
        listed = ", ".join(repr(word) for word in strange[:8]) + " …" * (len(strange) > 8)
        unknown = problem(path, Said("outcomes that are not known: {outcomes}", outcomes=listed),
                          hint=Said("say what they mean with --map outcome.agent=…, outcome.hang=… (gave up) or outcome.phantom=… (ignore)"), key="outcome")
        raise Unclear([unknown], {f"outcome.{name}": name for name in OUTCOMES}, strange)
    return words.map(mapping.outcomes)


def _codes(column, length):
    """Customers as whole numbers, 0 where unknown."""
    if column is None:
        return np.zeros(length, dtype=np.int64)
    known = ~column.str.lower().isin(UNKNOWN)
    codes = pd.factorize(column.where(known))[0] + 1
    return np.where(known, codes, 0).astype(np.int64)


def _between(table, first, last, path):
    """The rows of the dates asked for."""
    keep = pd.Series(True, index=table.index)
    if first is not None:
        keep &= ~(table["day"] < times.one_day(first, "--from"))
    if last is not None:
        keep &= ~(table["day"] > times.one_day(last, "--to"))
    if not keep.any():
        fail(
            path,
            Said("no rows between --from and --to"),
            Said("{first} to {last}", first=first or "…", last=last or "…"),
            Said("the log runs from {first} to {last}", first=f"{table['day'].min():%Y-%m-%d}", last=f"{table['day'].max():%Y-%m-%d}"),
        )
    return table[keep]


def _set_aside(table):
    """Rows that are no contact, or cannot be one, each counted under its first reason. Two unknown callers may hang up in the same
    second."""
    telling = (table["outcome"] == "agent") | (table["queue_seconds"] > 0) | (table["customer"] > 0)
    reasons = {
        "phantom": table["outcome"] == "phantom",
        "twin": table["twin"] & telling,
        "no_time": table["day"].isna() | table["arrival"].isna(),
        "no_length": table["queue_seconds"].isna() | table["service_seconds"].isna(),
        "negative": (table["queue_seconds"] < 0) | (table["service_seconds"] < 0),
        "long_wait": table["queue_seconds"] > 60 * LONGEST_WAIT,
    }
    keep, counts = pd.Series(True, index=table.index), {}
    for reason, rows in reasons.items():
        counts[reason] = int((rows & keep).sum())
        keep &= ~rows
    return table[keep], {reason: count for reason, count in counts.items() if count}


def _contacts(kept):
    """The contacts, and remarks on what is odd but kept."""
    served = kept["outcome"] == "agent"
    service = (kept["service_seconds"] / 60).where(served)
    wait = kept["queue_seconds"] / 60
    start = kept["start"].where(served & (kept["start"] > 0))
    start = start.where(~(start < kept["arrival"] - 720), start + 1440)
    machine = (start - kept["arrival"] - wait).where(lambda gap: gap.abs() < 2)
    offset = max(0.0, float(machine.median())) if machine.notna().any() else 0.0
    agrees = (start - wait - kept["arrival"] - offset).abs() <= CLOCKS_AGREE
    began = start.where(agrees, kept["arrival"] + offset + wait).where(served)
    joined = (began - wait).where(served, kept["arrival"] + offset)
    remarks = {
        "served_in_no_time": int((service == 0).sum()),
        "long_service": int((service > LONGEST_SERVICE).sum()),
        "left_and_served": int((~served & (kept["service_seconds"] > 0)).sum()),
        "no_start": int((served & start.isna()).sum())
        if kept["start"].notna().any()
        else 0,
        "clocks": int((start.notna() & ~agrees).sum()),
        "by_nobody": int((served & (kept["server"] == "")).sum()) if (kept["server"] != "").any() else 0,
    }
    contacts = pd.DataFrame(
        {
            "day": kept["day"],
            "arrival": kept["arrival"],
            "joined": joined,
            "wait": wait,
            "outcome": kept["outcome"],
            "began": began,
            "service": service.where((service > 0) & (service <= LONGEST_SERVICE)),
            "server": kept["server"],
            "customer": kept["customer"],
        }
    )
    contacts = contacts.sort_values(["day", "arrival"], kind="stable").reset_index(drop=True)
    return contacts, {remark: count for remark, count in remarks.items() if count}


def _check_enough(contacts, path):
    served = int((contacts["outcome"] == "agent").sum())
    if served < FEWEST_SERVED:
        fail(
            path,
            Said("too few served contacts to fit an office: at least {n} are needed", n=FEWEST_SERVED),
            Said("{served:,} served of {contacts:,} contacts", served=served, contacts=len(contacts)),
            Said("give a longer log, or map outcome.agent to what they call a served contact"),
        )
    if (span := (contacts["day"].max() - contacts["day"].min()).days) > LONGEST_LOG:
        fail(path, Said("the log must span at most {most:,} days", most=LONGEST_LOG), Said("{days:,} days", days=span), Said("cut it with --from and --to; are all its dates right?"))
    if contacts["service"].notna().sum() < served / 2:
        usable = int(contacts["service"].notna().sum())
        fail(path, Said("over half of the served contacts have no usable service time"), Said("{some:,} of {all:,}", some=usable, all=served),
             Said("is service_seconds the right column, in seconds?"), "service_seconds")
