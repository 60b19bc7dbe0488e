"""The page of a calibration: what was fitted, in words; parameters before and after; two by two; the patterns; how the waves closed in."""

from datetime import datetime
from html import escape

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ..experiments.calibration.waves import FAR
from ..measures.outcomes import measure
from ..scenario import PARAMETERS
from . import look
from .calibration_words import WORDS
from .marks import Mark, Panel
from .marks import figure as marked
from .page import page, table, terms
from .words import date, listed, number, small

BINS = 20
MOST_PAIRED = 8
"""Parameters in the figure of pairs: those that are narrowed most."""

EDGE = 0.1
"""Share of an accepted range, or of that of a parameter, from either end, that is taken for its edge."""

STRONG = 0.7
"""A rank correlation from which two parameters are said to be identified only together."""


def report(found, lang="en", facts=(), made: datetime | None = None) -> str:
    """The whole page as HTML. facts: pairs of texts on where it comes from."""
    words, study = WORDS[lang], found.study
    name = study.head.title_fr if lang == "fr" else study.head.title_en
    office = study.bases[0].title(lang)
    said = words["subtitle"].format(
        name=study.name,
        office=office,
        days=study.days,
        sets=number(found.steps[-1].sets, lang),
        waves=len(found.steps),
        runs=number(found.runs, lang),
        date=date(made or datetime.now(), lang),
    )
    parts = [
        f'<p class="quiet">{escape(name)}</p>',
        f"<h1>{escape(words['title'])}</h1>",
        f'<p class="quiet">{escape(said)}</p>',
        '<div class="answer">' + "".join(f"<p>{escape(line)}</p>" for line in answer(found, lang)) + "</div>",
        _framed("marginals", marginals(found, lang), words),
        _parameters(found, lang),
        _framed("fit", _fit(found, lang), words),
        _patterns(found, lang),
    ]
    if len(study.axes) > 1:
        parts.append(_framed("pairs", pairs(found), words))
    parts += [_waves(found, lang), f'<p class="quiet">{escape(words["method"])}</p>']
    if facts:
        parts.append(
            f"<h2>{escape(words['origin'])}</h2>\n<dl>{terms(facts)}</dl>"
        )
    return page(f"{words['title']} – {name}", "\n".join(parts), lang)


def answer(found, lang="en") -> list[str]:
    """What was found, as plain sentences: the size of it, how good the fit is, what is known and what is not."""
    words, state, study = WORDS[lang], found.state, found.study
    parameters = words["one"] if len(study.axes) == 1 else words["many"].format(n=len(study.axes))
    patterns = words["pattern"] if len(study.patterns) == 1 else words["patterns"].format(n=len(study.patterns))
    told = [
        words["lead"].format(
            parameters=parameters,
            patterns=patterns,
            members=number(len(found.ensemble), lang),
            sets=number(found.steps[-1].sets, lang),
            runs=number(found.runs, lang),
        )
    ]
    enough = "not_reached" if not state.reached else "reached" if state.effective >= study.options.members else "few"
    told.append(
        words[enough].format(
            epsilon=number(state.epsilon, lang, 1),
            tolerance=number(study.options.tolerance, lang, 1),
            effective=number(state.effective, lang),
            members=study.options.members,
        )
    )
    if found.nearest > FAR:
        told.append(words["far"].format(nearest=number(found.nearest, lang, 1)))
    missed = [_title(row.measure, lang) for row in found.fit.itertuples() if not row.reproduced]
    told.append(words["misfit"].format(names=listed(missed, lang)) if missed else words["all_fit"])
    edge = [_title(row.measure, lang) for row, pattern in zip(found.fit.itertuples(), study.patterns) if row.reproduced and _at_the_edge(row, pattern)]
    if edge:
        told.append(words["edge"].format(names=listed(edge, lang)))
    open_, hardly = ([row.parameter for row in found.parameters.itertuples() if row.identified == how] for how in ("no", "hardly"))
    told.append(words["unknown"].format(names=listed(open_, lang)) if open_ else words["all_known"])
    low, high = np.quantile(found.places[found.whole], [0.05, 0.95], axis=0)
    pressed = [axis.name for axis, one, other in zip(study.axes, low, high) if other < EDGE or one > 1 - EDGE]
    strong = [
        f"{row.parameter} + {row.other} (r = {number(row.correlation, lang, 2, signed=True)})"
        for row in found.correlations.itertuples()
        if abs(row.correlation) >= STRONG
    ]
    noisy = [small(_title(row.measure, lang)) for row in found.fit.itertuples() if row.noise > row.error]
    told += [
        words[name].format(**{key: listed(items, lang)})
        for name, key, items in (("pressed", "names", pressed), ("hardly", "names", hardly), ("together", "pairs", strong), ("noisy", "names", noisy))
        if items
    ]
    if found.steps[-1].failed:
        told.append(words["failed"].format(n=number(found.steps[-1].failed, lang)))
    return told


def _at_the_edge(row, pattern):
    """Whether the ensemble lies together at one end of an accepted range, though all of it was allowed."""
    within = min(row.mean - row.observed_low, row.observed_high - row.mean)
    return pattern.even and row.high - row.low < pattern.half_width and within < EDGE * 2 * pattern.half_width


def _title(key, lang):
    held = measure(key)
    return held.title(lang)


def _framed(name, figure, words):
    return (
        f'<h2 id="{name}">{escape(words[name])}</h2>\n<figure role="group" aria-labelledby="{name}">'
        f'{look.as_html(figure, name)}'
        f"<figcaption>{escape(words[f'{name}_text'])}</figcaption></figure>"
    )


def figure_of(value, lang="en") -> str:
    """A number with three digits that tell, without zeros at its end."""
    return number(value, lang, _digits(value))


def _digits(value, *others):
    """Decimals that show three digits of a number, fewer where those that are last are zeros of it and of the others."""
    if not np.isfinite(value) or not value:
        return 0
    digits = max(0, min(6, 2 - int(np.floor(np.log10(abs(value))))))
    while digits and all(round(one, digits - 1) == round(one, digits) for one in (value, *others)):
        digits -= 1
    return digits


def observed(pattern, lang="en") -> str:
    """What was observed: an accepted range, or a value and its error, with as many decimals as the error."""
    if pattern.even:
        return f"{figure_of(pattern.value - pattern.half_width, lang)} – {figure_of(pattern.value + pattern.half_width, lang)}"
    digits = _digits(pattern.error, pattern.value)
    return f"{number(pattern.value, lang, digits)} ± {number(pattern.error, lang, digits)}"


def _ticks(axis, places, lang="en"):
    """Values of an axis at places, as texts."""
    return [figure_of(float(value), lang) for value in axis.columns(np.array(places))[axis.keys[0]]]


def marginals(found, lang="en") -> go.Figure:
    """A histogram of each parameter over the ensemble, on the scale of its prior, where the prior is flat."""
    axes, columns = found.study.axes, min(3, len(found.study.axes))
    lines = -(-len(axes) // columns)
    made = make_subplots(
        lines,
        columns,
        subplot_titles=[f"<b>{look.plain(axis.name)}</b>" for axis in axes],
        horizontal_spacing=0.07,
        vertical_spacing=0.32 / lines if lines > 1 else 0.0,
    )
    for position, (axis, at) in enumerate(zip(axes, found.places[found.whole].T)):
        where = {"row": position // columns + 1, "col": position % columns + 1}
        counts, edges = np.histogram(at, BINS, (0.0, 1.0))
        heights = counts * BINS / len(at)
        made.add_trace(
            go.Bar(
                x=((edges[1:] + edges[:-1]) / 2).tolist(),
                y=heights.tolist(),
                width=1 / BINS,
                marker={"color": look.faded(look.COLOURS[0], 0.75)},
                hoverinfo="skip",
                showlegend=False,
            ),
            **where,
        )
        made.add_shape(type="line", x0=0, x1=1, y0=1, y1=1, line={"color": look.INK, "dash": "dash", "width": 1.5}, **where)
        made.update_xaxes(range=[0, 1], tickvals=[0, 0.25, 0.5, 0.75, 1], ticktext=_ticks(axis, [0, 0.25, 0.5, 0.75, 1], lang), tickangle=0, **where)
        made.update_yaxes(rangemode="tozero", title_text=WORDS[lang]["density"] if where["col"] == 1 else None, **where)
    return look.dress(made, height=220 * lines + 60, top=50, lang=lang)


def pairs(found) -> go.Figure:
    """Members of the ensemble, two parameters at a time, over the whole prior ranges."""
    order = sorted(np.argsort(-found.parameters.narrower.to_numpy(), kind="stable")[:MOST_PAIRED].tolist())
    axes, at = [found.study.axes[i] for i in order], found.places[found.whole][:, order]
    size = len(axes) - 1
    made = make_subplots(size, size, horizontal_spacing=0.06, vertical_spacing=0.05, shared_xaxes=True, shared_yaxes=True)
    for row in range(size):
        for col in range(row + 1):
            where = {"row": row + 1, "col": col + 1}
            made.add_trace(
                go.Scatter(
                    x=at[:, col].tolist(),
                    y=at[:, row + 1].tolist(),
                    mode="markers",
                    hoverinfo="skip",
                    showlegend=False,
                    marker={"size": 4, "color": look.faded(look.COLOURS[0], 0.5)},
                ),
                **where,
            )
            made.update_xaxes(
                range=[0, 1],
                tickvals=[0, 1],
                ticktext=_ticks(axes[col], [0, 1]) if row == size - 1 else ["", ""],
                showline=True,
                mirror=True,
                linecolor=look.GRID,
                title_text=look.wrapped(axes[col].name.replace(".", ". "), 14) if row == size - 1 else None,
                **where,
            )
            made.update_yaxes(
                range=[0, 1],
                tickvals=[0, 1],
                ticktext=_ticks(axes[row + 1], [0, 1]) if col == 0 else ["", ""],
                showline=True,
                mirror=True,
                linecolor=look.GRID,
                title_text=look.wrapped(axes[row + 1].name.replace(".", ". "), 14) if col == 0 else None,
                **where,
            )
        for col in range(row + 1, size):
            made.update_xaxes(visible=False, row=row + 1, col=col + 1)
            made.update_yaxes(visible=False, row=row + 1, col=col + 1)
    return look.dress(made, height=max(360, 150 * size + 90), left=100, top=20, bottom=70)


def _fit(found, lang):
    """Each pattern: what was observed, what the ensemble gives, what the first wave gave."""
    words, panels = WORDS[lang]["rows"], []
    for row in found.fit.itertuples():
        ends = {
            "observed": (row.value, row.observed_low, row.observed_high),
            "ensemble": (row.mean, row.low, row.high),
            "prior": ((row.prior_low + row.prior_high) / 2, row.prior_low, row.prior_high),
        }
        marks = tuple(Mark(words[name], "", *held, f"{figure_of(held[1], lang)} – {figure_of(held[2], lang)}") for name, held in ends.items())
        panels.append(Panel(_title(row.measure, lang), measure(row.measure).unit_in(lang), marks))
    made = marked(panels, list(words.values()), [""], lang)
    made.update_layout(margin_l=130)
    return made


def _parameters(found, lang):
    words, names = WORDS[lang], WORDS[lang]["columns"]
    rows = [
        [
            f"{escape(row.parameter)}<small>{escape(_meaning(axis, lang))}</small>",
            f"{figure_of(row.prior_low, lang)} – {figure_of(row.prior_high, lang)}",
            f"{figure_of(row.low, lang)} – {figure_of(row.high, lang)}",
            figure_of(row.median, lang),
            f"{number(100 * row.narrower, lang)} %",
            words["yes"][row.identified],
        ]
        for row, axis in zip(found.parameters.itertuples(), found.study.axes)
    ]
    return table([names[name] for name in ("parameter", "prior", "interval", "median", "narrower", "identified")], rows)


def _meaning(axis, lang):
    parameter = PARAMETERS[axis.keys[0]]
    return parameter.fr if lang == "fr" else parameter.en


def _patterns(found, lang):
    words, names = WORDS[lang], WORDS[lang]["columns"]
    rows = [
        [
            f"{escape(_title(row.measure, lang))}<small>{escape(row.measure)}, {escape(measure(row.measure).unit_in(lang))}</small>",
            escape(observed(pattern, lang)),
            f"{figure_of(row.low, lang)} – {figure_of(row.high, lang)}",
            figure_of(row.mean, lang),
            figure_of(row.noise, lang),
            words["true" if row.reproduced else "false"],
            escape(pattern.source),
        ]
        for row, pattern in zip(found.fit.itertuples(), found.study.patterns)
    ]
    return table([names[name] for name in ("pattern", "observed", "interval", "mean", "noise", "reproduced", "source")], rows, kind="text")


def _waves(found, lang):
    words, names = WORDS[lang], WORDS[lang]["columns"]
    rows = [
        [
            number(one.wave, lang),
            number(one.sets, lang),
            number(one.runs, lang),
            number(one.epsilon, lang, 2),
            number(one.effective, lang),
            number(one.nearest, lang, 2),
        ]
        for one in found.steps
    ]
    return f"<h2>{escape(words['waves'])}</h2>\n" + table([names[name] for name in ("wave", "sets", "runs", "epsilon", "effective", "nearest")], rows)
