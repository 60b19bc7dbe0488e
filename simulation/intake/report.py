"""The fit report: one self-contained page that opens without a network."""

import html
import json
from math import log
from pathlib import Path

from plotly.offline import get_plotlyjs

from . import figures
from .compare import AVERAGE, LOG, MEASURES, OWN, Comparison
from .fit import Fit
from .office import Fitted
from .remarks import remarks

DRAW = "for(const [id,f] of Object.entries(FIGURES))Plotly.newPlot(id,f.data,f.layout,CONFIG);"

CONFIG = {"displaylogo": False, "showSendToCloud": False, "plotlyServerURL": "", "displayModeBar": False, "responsive": True}

STYLE = """
body{font:15px/1.5 system-ui,sans-serif;color:#222;max-width:1180px;margin:1.5rem auto;padding:0 1rem}
h1{font-size:1.5rem;margin:0 0 .2rem}
h2{font-size:1.15rem;margin:1.6rem 0 .4rem;border-bottom:1px solid #ddd}
h3{font-size:.98rem;margin:.6rem 0 .1rem}
.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(430px,1fr));gap:.6rem 1.2rem}
figure{margin:0;min-width:0}.plot{height:300px}
figcaption{font-size:.86rem;color:#555;margin:-.2rem 0 .4rem}
table{border-collapse:collapse;font-size:.88rem;width:100%}
th,td{text-align:left;padding:.2rem .6rem .2rem 0;border-bottom:1px solid #eee;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}.lead{font-size:1.02rem}.small{color:#555;font-size:.88rem}code{font-size:.86em}
.remarks{columns:2 430px;column-gap:1.6rem}.remarks div{break-inside:avoid}
"""


def report(fit: Fit, fitted: list[Fitted], channel: str, comparison: Comparison | None = None) -> str:
    """The page."""
    name = Path(fit.log.name).name
    drawn = {}
    parts = [f"<h1>Office fitted to {_text(name)}</h1>", _facts(fit), _lead(fit, comparison)]
    if comparison:
        parts += [
            "<h2>The log and its simulation side by side</h2>",
            _worlds(comparison),
            _grid(_comparison_figures(fit, comparison), drawn),
        ]
    parts += ["<h2>What was fitted</h2>", _grid(_fit_figures(fit), drawn), _values(fitted)]
    parts += [
        "<h2>What somebody who knows such data would say</h2>",
        _remarks(fit, comparison),
        "<h2>What was set aside</h2>",
        _set_aside(fit),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Fit report: {_text(name)}</title><style>{STYLE}</style></head><body>{''.join(parts)}"
        f"<script>{get_plotlyjs()}</script><script>const CONFIG={_script(CONFIG)},FIGURES={_script(drawn)};{DRAW}</script></body></html>"
    )


def _script(data):
    """JSON that may stand in a script element."""
    return json.dumps(data, allow_nan=False).replace("</", "<\\/")


def _text(value):
    return html.escape(str(value))


def _facts(fit):
    week, log = fit.week, fit.log
    hours = "; ".join(f"{name} {_clock(first)}–{_clock(last)}" for name, first, last in zip(week.names, week.opens, week.closes))
    return (
        f'<p class="small">{week.dates[0]:%A %d %B %Y} to {week.dates[-1]:%A %d %B %Y}, {len(week.dates)} working days. '
        f"{log.rows:,} rows, {len(fit.contacts):,} contacts used. "
        f"Open {_text(hours)}.</p>"
    )


def _clock(hour):
    return f"{int(hour)}:{round(hour % 1 * 60):02d}"


def _lead(fit, comparison):
    text = (
        f"On an average day {fit.new.per_day:,.0f} people call anew and {fit.all.per_day - fit.new.per_day:,.0f} call again. "
        f"A service takes {fit.service.minutes:.1f} minutes. "
        f"The mean wait is {60 * fit.mean_wait:.0f} s, and {fit.gave_up:.1%} hang up."
    )
    if fit.patience:
        text += f" Half would wait longer than {_median(fit.patience):.1f} minutes."
    if fit.retry:
        text += f" Of those who hang up, {fit.retry.share:.0%} try again, after {fit.retry.delay:.0f} minutes on average."
    if fit.returns:
        text += f" Of those served, {fit.returns.share:.1%} call back because of it."
    text += f" The work is done by {fit.roster.posts} full-time people in {len(fit.roster.people)} shifts."
    if comparison:
        means = comparison.means()
        text += (
            f" Simulated, the average week waits {means.loc[AVERAGE, 'wait']:.0f} s and loses {means.loc[AVERAGE, 'gone']:.1%}; "
            "with the demand and staff of the log's own days, "
            f"{means.loc[OWN, 'wait']:.0f} s and {means.loc[OWN, 'gone']:.1%}."
        )
    return f'<p class="lead">{_text(text)}</p>'


def _median(patience):
    share = 0.5 / (1 - patience.balk)
    return patience.scale * (-log(share)) ** (1 / patience.shape) if share < 1 else 0.0


def _grid(shown, drawn):
    """Places for figures with their captions; the figures themselves are entered into ``drawn`` and made when the page is complete."""
    cells = []
    for figure, caption in shown:
        name = f"figure{len(drawn)}"
        drawn[name] = json.loads(figure.to_json())
        cells.append(
            f'<figure role="img" aria-label="{_text(caption)}"><div class="plot" id="{name}"></div>'
            f"<figcaption>{_text(caption)}</figcaption></figure>"
        )
    return f'<div class="grid">{"".join(cells)}</div>'


def _comparison_figures(fit, comparison):
    return [(figures.side_by_side(comparison, fit, "wait", "mean wait (s)"), "Mean wait of all who wanted a person, by time of arrival."),
            (figures.side_by_side(comparison, fit, "gone", "share who hang up"), "Share who hang up."),
            (figures.side_by_side(comparison, fit, "contacts", "contacts in half an hour"), "All contacts, repeats included."),
            (figures.by_date(comparison, fit), "Mean wait of each date. «Average week» knows the weekday only.")]


def _fit_figures(fit):
    shown = [
        (
            figures.arrivals(fit),
            "Contacts by half-hour on full days. Repeats come by themselves in the simulation and are taken out of what is asked for.",
        ),
        (figures.weekdays(fit), "Contacts of each date."),
        (figures.service(fit), "Service times. A lognormal is a bell on this scale."),
    ]
    if fit.patience:
        shown += [(figures.patience(fit), "How long people are ready to wait. Waits ended by service are censored."),
                  (figures.hazard(fit), "How fast those who wait give up. Peaks are often announcements.")]
    if fit.retry:
        shown.append(
            (
                figures.again(fit.retry, "opening minutes after giving up", 240),
                "Known customers who gave up and call again. Chance: the same customer at that hour in other weeks.",
            )
        )
    if fit.returns:
        shown.append(
            (
                figures.again(fit.returns, "working days after the service", fit.returns.times[-1]),
                "Known customers who were served and call again.",
            )
        )
    return shown + [(figures.capacity(fit), "People by half-hour on full days. Able to serve: censored where nobody waits.")]


def _worlds(comparison):
    means, spread = comparison.means(), comparison.spread()
    rows = []
    for world in means.index:
        cells = "".join(
            f'<td class="n">{_shown(name, means.loc[world, name], spread.loc[world, name] if world != LOG else None)}</td>'
            for name in MEASURES
        )
        rows.append(f"<tr><td>{_text(world)}</td>{cells}</tr>")
    head = "".join(f'<th class="n">{_text(title)}</th>' for title in MEASURES.values())
    return (
        f"<table><tr><th></th>{head}</tr>{''.join(rows)}</table>"
        f'<p class="small">Means of {comparison.seeds} simulations of the dates of the log; ± is the standard deviation from one to '
        "another. «Own days» sets each date's demand by half-hour and its share of the roster; «average week» knows only the weekday.</p>"
    )


def _shown(name, value, spread):
    form = "{:,.0f}" if name == "contacts" else "{:.1f}" if name == "wait" else "{:.1%}"
    return form.format(value) + (f" ± {form.format(spread)}" if spread is not None and spread == spread else "")


def _values(fitted):
    rows = "".join(
        f'<tr><td><code>{_text(one.key)}</code></td><td class="n">{_text(_value(one.value))}</td>'
        f'<td class="n">{"" if one.error is None else f"{one.error:.2g}"}</td><td>{_text(one.source)}</td></tr>'
        for one in fitted
    )
    head = '<tr><th>setting</th><th class="n">value</th><th class="n">standard error</th><th>from</th></tr>'
    return f"<h3>Values written</h3><table>{head}{rows}</table>"


def _value(value):
    if isinstance(value, tuple):
        return (
            f"{len(value)} weights from {min(value):g} to {max(value):g}" if len(value) > 24 else ", ".join(f"{item:.4g}" for item in value)
        )
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"


def _remarks(fit, comparison):
    return (
        '<div class="remarks">'
        + "".join(f"<div><h3>{_text(title)}</h3><p>{_text(text)}</p></div>" for title, text in remarks(fit, comparison))
        + "</div>"
    )


def _set_aside(fit):
    rows = [(reason, count, "left out") for reason, count in fit.log.set_aside.items()] + [
        (remark, count, "") for remark, count in fit.log.remarks.items()
    ]
    rows.append(("outside opening hours, and never answered by a person", fit.outside, "left out"))
    cells = "".join(f'<tr><td class="n">{count:,}</td><td>{_text(reason)}</td><td>{what}</td></tr>' for reason, count, what in rows)
    return f'<table><tr><th class="n">rows</th><th></th><th></th></tr>{cells}</table>'
