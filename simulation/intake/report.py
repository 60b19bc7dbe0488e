"""The fit report: one self-contained page that opens without a network."""

import html
import json
from math import log
from pathlib import Path

from plotly.offline import get_plotlyjs

from ..charts.page import POLICY
from ..charts.words import AND, date, hour, number, numbers, percent, significant, weekday
from . import figures, log_words
from .compare import AVERAGE, LOG, MEASURES, OWN, Comparison
from .fit import Fit
from .log_report_words import WORDS
from .office import Fitted
from .remarks import kinds_of_rows, remarks

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


def report(fit: Fit, fitted: list[Fitted], comparison: Comparison | None = None, lang="en") -> str:
    """The page."""
    words, name = WORDS[lang]["page"], Path(fit.log.name).name
    drawn = {}
    parts = [f"<h1>{_text(log_words.WORDS[lang]['office']['title'].format(log=name))}</h1>", _facts(fit, lang), _lead(fit, comparison, lang)]
    if comparison:
        parts += [_head(words["compared"]), _worlds(comparison, lang), _grid(_comparison_figures(fit, comparison, lang), drawn)]
    parts += [_head(words["fitted"]), _grid(_fit_figures(fit, lang), drawn), _values(fitted, lang)]
    parts += [_head(words["remarks"]), _remarks(fit, comparison, lang), _head(words["set_aside"]), _set_aside(fit, lang)]
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{_text(words['title'].format(log=name))}</title><style>{STYLE}</style></head><body>{''.join(parts)}"
        f"<script>{get_plotlyjs()}</script><script>const CONFIG={_script(CONFIG)},FIGURES={_script(drawn)};{DRAW}</script></body></html>"
    )


def _script(data):
    """JSON that may stand in a script element."""
    return json.dumps(data, allow_nan=False).replace("</", "<\\/")


def _text(value):
    return html.escape(str(value))


def _head(text):
    return f"<h2>{_text(text)}</h2>"


def _facts(fit, lang):
    week, log = fit.week, fit.log
    hours = AND[lang].join(f"{name} {hour(first, lang)}–{hour(last, lang)}" for name, first, last in zip(week.names(lang), week.opens, week.closes))
    first, last = (f"{weekday(day, lang)} {date(day, lang)}" for day in (week.dates[0], week.dates[-1]))
    told = WORDS[lang]["page"]["facts"].format(
        first=first, last=last, days=len(week.dates), rows=number(log.rows, lang), contacts=number(len(fit.contacts), lang), hours=hours
    )
    return f'<p class="small">{_text(told)}</p>'


def _lead(fit, comparison, lang):
    words = WORDS[lang]["page"]
    text = words["lead"].format(
        new=number(fit.new.per_day, lang),
        again=number(fit.all.per_day - fit.new.per_day, lang),
        service=number(fit.service.minutes, lang, 1),
        wait=number(60 * fit.mean_wait, lang),
        gone=percent(fit.gave_up, lang, 1),
    )
    if fit.patience:
        text += words["median"].format(minutes=number(_median(fit.patience), lang, 1))
    if fit.retry:
        text += words["retry"].format(share=percent(fit.retry.share, lang), delay=number(fit.retry.delay, lang))
    if fit.returns:
        text += words["returns"].format(share=percent(fit.returns.share, lang, 1))
    text += words["roster"].format(posts=fit.roster.posts, shifts=len(fit.roster.people))
    if comparison:
        means = comparison.means()
        waits = {name: number(means.loc[world, "wait"], lang) for name, world in (("average_wait", AVERAGE), ("own_wait", OWN))}
        gone = {name: percent(means.loc[world, "gone"], lang, 1) for name, world in (("average_gone", AVERAGE), ("own_gone", OWN))}
        text += words["simulated"].format(**waits, **gone)
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


def _comparison_figures(fit, comparison, lang):
    captions = WORDS[lang]["captions"]
    shown = [(figures.side_by_side(comparison, fit, measure, lang), captions[measure]) for measure in ("wait", "gone", "contacts")]
    return [*shown, (figures.by_date(comparison, fit, lang), captions["dates"])]


def _fit_figures(fit, lang):
    drawn = {"arrivals": figures.arrivals(fit, lang), "weekdays": figures.weekdays(fit, lang), "service": figures.service(fit, lang)}
    if fit.patience:
        drawn |= {"patience": figures.patience(fit, lang), "hazard": figures.hazard(fit, lang)}
    if fit.retry:
        drawn["retry"] = figures.again(fit.retry, "since_leaving", 240, lang)
    if fit.returns:
        drawn["returns"] = figures.again(fit.returns, "since_service", fit.returns.times[-1], lang)
    drawn["capacity"] = figures.capacity(fit, lang)
    return [(figure, WORDS[lang]["captions"][name]) for name, figure in drawn.items()]


def _worlds(comparison, lang):
    means, spread = comparison.means(), comparison.spread()
    names, rows = log_words.WORDS[lang]["worlds"], []
    for world in means.index:
        cells = "".join(
            f'<td class="n">{_shown(name, means.loc[world, name], spread.loc[world, name] if world != LOG else None, lang)}</td>'
            for name in MEASURES
        )
        rows.append(f"<tr><td>{_text(names[world])}</td>{cells}</tr>")
    head = "".join(f'<th class="n">{_text(log_words.WORDS[lang]["measures"][name])}</th>' for name in MEASURES)
    told = WORDS[lang]["page"]["worlds"].format(seeds=comparison.seeds)
    return f'<table><tr><th></th>{head}</tr>{"".join(rows)}</table><p class="small">{_text(told)}</p>'


def _shown(name, value, spread, lang):
    said = [
        number(one, lang, 1 if name == "wait" else 0) if name in ("wait", "contacts") else percent(one, lang, 1)
        for one in (value, spread)
        if one is not None and one == one
    ]
    return " ± ".join(said)


def _values(fitted, lang):
    words, sources = WORDS[lang]["page"], log_words.WORDS[lang]["sources"]
    rows = "".join(
        f'<tr><td><code>{_text(one.key)}</code></td><td class="n">{_text(_value(one.value, lang))}</td>'
        f'<td class="n">{"" if one.error is None else significant(one.error, lang, 2)}</td><td>{_text(sources[one.source])}</td></tr>'
        for one in fitted
    )
    setting, value, error, source = map(_text, words["columns"])
    head = f'<tr><th>{setting}</th><th class="n">{value}</th><th class="n">{error}</th><th>{source}</th></tr>'
    return f"<h3>{_text(words['values'])}</h3><table>{head}{rows}</table>"


def _value(value, lang):
    if isinstance(value, tuple):
        if len(value) > 24:
            low, high = (significant(edge(value), lang, 6) for edge in (min, max))
            return WORDS[lang]["page"]["weights"].format(n=len(value), low=low, high=high)
        return numbers(value, lang, 4)
    return number(value, lang) if isinstance(value, int) else significant(value, lang, 6)


def _remarks(fit, comparison, lang):
    told = "".join(f"<div><h3>{_text(title)}</h3><p>{_text(text)}</p></div>" for title, text in remarks(fit, comparison, lang))
    return f'<div class="remarks">{told}</div>'


def _set_aside(fit, lang):
    words = WORDS[lang]["page"]
    left_out = kinds_of_rows(fit.log.set_aside | {"outside": fit.outside}, lang)
    rows = [(kind, count, words["left_out"]) for kind, count in left_out.items()]
    rows += [(kind, count, "") for kind, count in kinds_of_rows(fit.log.remarks, lang).items()]
    cells = "".join(f'<tr><td class="n">{number(count, lang)}</td><td>{_text(kind)}</td><td>{_text(what)}</td></tr>' for kind, count, what in rows)
    return f'<table><tr><th class="n">{_text(words["row_count"])}</th><th></th><th></th></tr>{cells}</table>'
