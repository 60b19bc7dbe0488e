"""Dates, times of day and durations as logs write them."""

import re

import numpy as np
import pandas as pd

from .problems import Said, fail

DAY_FORMATS = {
    Said("year-month-day"): "ISO8601",
    Said("day.month.year"): "%d.%m.%Y",
    Said("day/month/year"): "%d/%m/%Y",
    Said("month/day/year"): "%m/%d/%Y",
    Said("day-month-year"): "%d-%m-%Y",
    Said("year/month/day"): "%Y/%m/%d",
    Said("yearmonthday"): "%Y%m%d",
}
"""The ways of writing a date that are tried."""

CLOCK = re.compile(r"^\d{1,2}(:|\s?[hH]\s?)\d{2}(:\d{2}(\.\d+)?)?\s*([AaPp][Mm])?$")
ZONE = re.compile(r"\s*(Z|[+-]\d{2}:?\d{2})$")

YEARS = 1900, 2199
"""A date outside these years is a slip, and none."""

MOST_UNREADABLE = 0.05
"""A column in which more than this share cannot be read is refused; fewer rows are set aside and counted."""


def minutes_of_day(texts: pd.Series) -> pd.Series:
    """Times of day in minutes after midnight (h:mm, h:mm:ss, with or without AM/PM, 8h35); NaN where not a time."""
    parts = texts.str.extract(r"^(?P<h>\d{1,2})(?::|\s?[hH]\s?)(?P<m>\d{2})(?::(?P<s>\d{2}(?:\.\d+)?))?\s*(?P<half>[AaPp][Mm])?$")
    hour, minute, second = (pd.to_numeric(parts[name], errors="coerce") for name in "hms")
    half = parts["half"].str.lower()
    hour = hour.where(half.isna(), hour % 12 + 12 * (half == "pm"))
    fits = (hour < 24) & (minute < 60) & (second.fillna(0) < 60)
    return (hour * 60 + minute + second.fillna(0) / 60).where(fits).astype(float)


def clock(texts: pd.Series) -> pd.Series:
    """The time of day, in minutes, of times that may stand after a date, as those of `stamps`."""
    texts = texts.str.replace(ZONE, "", regex=True)
    return minutes_of_day(texts.where(texts.str.match(CLOCK), texts.str.replace("T", " ", regex=False).str.partition(" ")[2].str.strip()))


def seconds(texts: pd.Series) -> pd.Series:
    """Durations in seconds: a number (point or comma), or h:mm:ss or m:ss; 0 where empty, NaN where not a duration."""
    numbers = pd.to_numeric(texts.str.replace(",", ".", regex=False), errors="coerce").astype(float)
    parts = texts.str.extract(r"^(?:(\d+):)?(\d{1,3}):(\d{2})$")
    clock = parts.astype(float).fillna(0) @ np.array([3600.0, 60.0, 1.0])
    found = numbers.where(numbers.notna(), clock.where(parts[2].notna()))
    return found.where(texts != "", 0.0).where(lambda values: np.isfinite(values))


def days(texts: pd.Series, path, key: str) -> pd.Series:
    """Days (midnight timestamps); NaT where not a date. A column that could be read in two ways is refused."""
    words = texts.str.replace("T", " ", regex=False).str.split(" ", n=1).str[0]
    known = pd.Series(words.unique())
    known = known[known != ""]
    readings = {name: pd.to_datetime(known, format=form, errors="coerce") for name, form in DAY_FORMATS.items()}
    best = max(readings, key=lambda name: readings[name].notna().sum())
    good = [name for name, read in readings.items() if read.notna().sum() == readings[best].notna().sum() > 0]
    if len(good) > 1 and not all(readings[good[0]].equals(readings[name]) for name in good):
        said = Said("the dates could be read in more than one way: {one} or {other}", one=good[0], other=good[1])
        fail(path, said, known.iloc[0], Said("write them year-month-day (1999-02-01)"), key)
    table = dict(zip(known, readings[best].where(readings[best].dt.year.between(*YEARS))))
    return pd.to_datetime(words.map(table)).dt.normalize()


def stamps(arrival: pd.Series, date: pd.Series | None, path) -> tuple[pd.Series, pd.Series]:
    """Day and minute of day of every arrival, from a full timestamp, or from a time of day beside a date."""
    arrival = arrival.str.replace(ZONE, "", regex=True)
    only_clock = arrival.str.match(CLOCK)
    if only_clock.mean() > 0.5:
        if date is None:
            fail(
                path,
                Said("the arrival is only a time of day, and there is no column for its date"),
                arrival.iloc[0],
                Said("map one with --map date=THEIRS"),
                "arrival",
            )
        return days(date, path, "date"), minutes_of_day(arrival)
    clock = arrival.str.replace("T", " ", regex=False).str.partition(" ")[2].str.strip()
    return days(arrival, path, "arrival"), minutes_of_day(clock)


def one_day(text: str, option: str) -> pd.Timestamp:
    """A day given on the command line."""
    try:
        return pd.Timestamp(pd.to_datetime(text, format="%Y-%m-%d")).normalize()
    except ValueError:
        fail(option, Said("must be a date written year-month-day"), text, Said("for example 1999-02-01"))


def check_readable(values: pd.Series, texts: pd.Series, path, key: str, meaning: Said, lines: pd.Series):
    """Refuse a column of which too much cannot be read; give the first example."""
    bad = values.isna()
    if bad.mean() > MOST_UNREADABLE:
        first = int(np.argmax(bad.to_numpy()))
        fail(
            path,
            Said("{share:.0%} of the column cannot be read as {meaning}", share=bad.mean(), meaning=meaning),
            texts.iloc[first] or Said("nothing"),
            Said("is it the right column? map another with --map {key}=THEIRS", key=key),
            key,
            int(lines.iloc[first]),
        )
