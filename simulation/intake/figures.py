"""The figures of the fit report: numbers of a `Fit` or a `Comparison` to Plotly figures; the same in both languages but for their words."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from ..charts.words import date, day, number, significant, weekday
from . import log_words
from .compare import AVERAGE, LOG, OWN, Comparison
from .fit import Fit
from .hours import HALVES
from .log_report_words import WORDS

SEEN, FITTED, ALSO, FAINT = "#1f4e79", "#c8553d", "#7a8c3a", "rgba(31,78,121,0.22)"
"""Colours: what the log shows, what was fitted to it, a third thing, and single days or bands."""

HOURS = np.arange(HALVES) / 2 + 0.25


def _figure(lang, x, y, **more):
    """An empty figure with named axes, and the words for its series."""
    axes, figure = log_words.WORDS[lang]["measures"] | WORDS[lang]["axes"], go.Figure()
    figure.update_layout(
        template="plotly_white",
        height=300,
        margin={"l": 55, "r": 12, "t": 8, "b": 42},
        font={"size": 12, "family": "system-ui, sans-serif"},
        legend={"orientation": "h", "y": 1.12, "x": 0, "font": {"size": 11}},
        separators=", " if lang == "fr" else ".,",
        xaxis_title=axes.get(x, ""),
        yaxis_title=axes[y],
        **more,
    )
    return figure, WORDS[lang]["series"]


def _line(figure, x, y, name, colour, **more):
    figure.add_scatter(x=x, y=y, name=name, mode="lines", line={"color": colour, "width": 2, **more})
    return figure


def _clock(figure, fit):
    """Hours of day along the bottom."""
    figure.update_xaxes(range=[min(fit.week.opens) - 0.3, max(fit.week.closes) + 0.1], tickformat="d", dtick=2)
    return figure


def arrivals(fit: Fit, lang="en") -> go.Figure:
    """Contacts by half-hour: each date, their mean over full days, and what the scenario expects of contacts that are no repeats."""
    week, place = fit.week, fit.week.place(pd.Series(fit.week.dates))
    full = week.open.sum(axis=1) == week.open.sum(axis=1).max()
    counts = np.where(week.open[place], fit.all.counts, np.nan)[full[place]]
    figure, series = _figure(lang, "hour", "half_hour")
    figure.add_scatter(
        x=np.tile(HOURS, len(counts)), y=counts.ravel(), mode="markers", marker={"color": FAINT, "size": 4}, name=series["days"]
    )
    weights = week.dates_per_day * full
    for name, profile, colour in ((series["all"], fit.all, SEEN), (series["new"], fit.new, FITTED)):
        mean = (profile.expected(week) * weights[:, None]).sum(axis=0) / weights.sum()
        _line(figure, HOURS, np.where(week.open[full].any(axis=0), mean, np.nan), name, colour)
    return _clock(figure, fit)


def weekdays(fit: Fit, lang="en") -> go.Figure:
    """Contacts of each date by weekday, and the fitted factor."""
    week = fit.week
    place = week.place(pd.Series(week.dates))
    figure, series = _figure(lang, "", "contacts")
    names = week.names(lang)
    figure.add_bar(
        x=names, y=fit.new.per_day * np.array(fit.new.weekday), name=series["new"], marker_color=FITTED, opacity=0.75
    )
    figure.add_scatter(
        x=[names[one] for one in place],
        y=fit.all.counts.sum(axis=1),
        mode="markers",
        name=series["dates"],
        marker={"color": SEEN, "size": 8},
    )
    return figure


def service(fit: Fit, lang="en") -> go.Figure:
    """Service times on a log scale: a lognormal one looks normal."""
    sample, found = fit.service.sample, fit.service
    edges = np.linspace(np.log(min(max(sample.min(), 1 / 60), sample.max())) - 0.05, np.log(sample.max()) + 0.05, 50)
    density, _ = np.histogram(np.log(sample), edges, density=True)
    middle = (edges[1:] + edges[:-1]) / 2
    figure, series = _figure(lang, "service", "density")
    figure.add_bar(x=np.exp(middle), y=density, width=np.diff(np.exp(edges)), name=series["log"], marker_color=FAINT, marker_line={"width": 0})
    s2 = np.log1p(found.cv**2)
    _line(figure, np.exp(middle), _normal(middle, np.log(found.minutes) - s2 / 2, np.sqrt(s2)), series["moments"], FITTED)
    _line(
        figure, np.exp(middle), (1 - found.short) * _normal(middle, found.log_mean, found.log_sd), series["over_10_s"], SEEN, dash="dot"
    )
    ticks = [0.05, 0.2, 1, 3, 10, 60]
    return figure.update_xaxes(type="log", tickvals=ticks, ticktext=[significant(tick, lang, 2) for tick in ticks])


def _normal(x, mean, sd):
    sd = max(sd, 0.01)  # all alike: a peak
    return np.exp(-(((x - mean) / sd) ** 2) / 2) / (sd * np.sqrt(2 * np.pi))


def patience(fit: Fit, lang="en") -> go.Figure:
    """Share still willing to wait: Kaplan-Meier with its 95 % band, and the Weibull of the scenario."""
    found = fit.patience
    reach = min(found.times.max(), 3 * found.scale)
    keep = found.times <= reach
    figure, series = _figure(lang, "waited", "willing", yaxis_range=[0, 1.02])
    figure.add_scatter(
        x=np.concatenate([found.times[keep], found.times[keep][::-1]]),
        y=np.concatenate([found.high[keep], found.low[keep][::-1]]),
        fill="toself",
        fillcolor=FAINT,
        line={"width": 0},
        name=series["band"],
        hoverinfo="skip",
    )
    _line(figure, found.times[keep], found.alive[keep], series["kaplan_meier"], SEEN, shape="hv")
    grid = np.linspace(0, reach, 200)
    _line(figure, grid, found.survival(grid), series["weibull_shape"].format(shape=number(found.shape, lang, 2)), FITTED)
    return figure


def hazard(fit: Fit, lang="en") -> go.Figure:
    """Rate at which those who wait give up, second by second as it were."""
    rows = fit.patience.hazard
    figure, series = _figure(lang, "waited", "hazard")
    middle = (rows[:, 0] + rows[:, 1]) / 2
    figure.add_scatter(x=middle, y=rows[:, 2], mode="markers+lines", name=series["steps"], line={"color": SEEN, "width": 1},
                       error_y={"type": "data", "array": 1.96 * rows[:, 4], "width": 0, "thickness": 1, "color": FAINT})
    return _line(figure, middle, rows[:, 3], series["weibull"], FITTED).update_yaxes(rangemode="tozero")


def again(found, unit: str, reach: float, lang="en") -> go.Figure:
    """Who calls again by when: seen, by chance, beyond chance, and the exponential of the scenario."""
    keep = found.times <= reach
    figure, series = _figure(lang, unit, "again")
    _line(figure, found.times[keep], found.seen[keep], series["seen"], SEEN)
    _line(figure, found.times[keep], found.chance[keep], series["chance"], ALSO, dash="dot")
    figure.add_scatter(x=found.times[keep], y=found.excess[keep], name=series["excess"], mode="markers", marker={"color": FITTED, "size": 6})
    grid = np.linspace(0, reach, 200)
    return _line(figure, grid, found.share * -np.expm1(-grid / max(found.delay, 1e-9)), series["scenario"], FITTED).update_yaxes(rangemode="tozero")


def capacity(fit: Fit, lang="en") -> go.Figure:
    """People by half-hour, mean over full days: servers seen, able to serve, on the roster, serving."""
    week = fit.week
    full = week.open.sum(axis=1) == week.open.sum(axis=1).max()
    weights = (week.dates_per_day * full)[:, None]
    figure, series = _figure(lang, "hour", "people")
    shown = (
        (fit.capacity.seen, series["codes"], ALSO, "dot"),
        (fit.capacity.able, series["able"], SEEN, "solid"),
        (fit.roster.planned, series["roster"], FITTED, "solid"),
        (fit.capacity.serving, series["serving"], "#888888", "dot"),
    )
    for values, name, colour, dash in shown:
        mean = (values * weights).sum(axis=0) / weights.sum()
        _line(figure, HOURS, np.where(week.open[full].any(axis=0), mean, np.nan), name, colour, dash=dash, shape="hvh")
    return _clock(figure, fit).update_yaxes(rangemode="tozero")


def side_by_side(comparison: Comparison, fit: Fit, measure: str, lang="en") -> go.Figure:
    """A measure by half-hour of the day: the log and the two simulated worlds."""
    figure, _ = _figure(lang, "hour", {"contacts": "half_hour"}.get(measure, measure))
    for world, colour, dash in ((LOG, SEEN, "solid"), (AVERAGE, ALSO, "dot"), (OWN, FITTED, "solid")):
        _line(figure, HOURS, comparison.by_half.loc[world, measure], log_words.WORDS[lang]["worlds"][world], colour, dash=dash)
    return _clock(figure, fit).update_yaxes(rangemode="tozero")


def by_date(comparison: Comparison, fit: Fit, lang="en") -> go.Figure:
    """Mean wait of each date."""
    days, dates = fit.week.number(pd.Series(fit.week.dates)), fit.week.dates
    figure, _ = _figure(lang, "", "wait")
    for world, colour, symbol in ((LOG, SEEN, "circle"), (AVERAGE, ALSO, "line-ew-open"), (OWN, FITTED, "diamond-open")):
        figure.add_scatter(x=list(dates), y=comparison.by_day.loc[world, "wait"].reindex(days), name=log_words.WORDS[lang]["worlds"][world],
                           mode="markers", marker={"color": colour, "symbol": symbol, "size": 9},
                           text=[f"{weekday(one, lang)} {date(one, lang)}" for one in dates], hovertemplate="%{text}<br>%{y:.0f} s")
    ticks = dates[:: -(-len(dates) // 6)]
    return figure.update_yaxes(rangemode="tozero").update_xaxes(
        tickvals=ticks, ticktext=[f"{weekday(one, lang)}<br>{day(one, lang)}" for one in ticks]
    )
