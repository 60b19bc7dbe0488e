"""When discretion pays: sentences, a panel for each outcome of each map, what mechanisms add, regret, costs, and whether the worlds were enough."""

from datetime import datetime
from html import escape
from math import isfinite

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ..experiments.when import DISCREET, FLIPS, FUTURES, LEVEL, MAPS, OPEN, POLICIES, POWER, PRESENT, REGRET, ZONES, Found
from ..measures.outcomes import BY_KEY, MAIN
from ..scenario.load import policies
from . import look
from .ablation_words import title as mechanism_title
from .page import folded, page, table, tag, terms
from .regimes import hatching
from .when_words import WORDS
from .words import AND, date, decimals_for, listed, number, small, span, twin_worlds

COLUMNS = 3
REGRETS = ((0.0, "#f7f7f4"), (0.5, "#c9a27a"), (1.0, "#7a3b0a"))
"""From no regret to the most: lighter to darker."""


def claims(found: Found) -> pd.DataFrame:
    """The differences on the maps that are said to pay, either way."""
    return found.maps[found.maps.zone.isin((DISCREET, PRESENT))]


def answer(found: Found, lang="en") -> list[str]:
    """The sentences: for each map, then regret."""
    said = overall(found, lang)
    said += [" ".join([f"{WORDS[lang]['maps'][name]} –", *_map_lines(found, name, lang)]) for name in MAPS if (found.maps["map"] == name).any()]
    said += [" ".join([f"{WORDS[lang]['regret']}", *_regret_lines(found, lang)])] if REGRET in found.parts else []
    return [*said, enough(found, lang)] if len(found.maps) else said


def overall(found: Found, lang="en") -> list[str]:
    """How many points of all maps lie in which zone, outcome by outcome."""
    words, points = WORDS[lang], len(found.maps) // len(MAIN)
    if not points:
        return []
    parts = []
    for outcome in MAIN:
        zones = found.maps[found.maps.outcome == outcome.key].zone
        counts = [words["count"][zone].format(n=int((zones == zone).sum())) for zone in ZONES if (zones == zone).any()]
        parts.append(words["outcome"].format(outcome=small(outcome.title(lang)), counts=", ".join(counts)))
    return [words["overall"].format(points=points, told=AND[lang].join(parts))]


def enough(found: Found, lang="en") -> str:
    """Whether the worlds were as many as the claims ask for."""
    held, words = claims(found), WORDS[lang]
    if held.empty:
        return words["none"]
    return words["enough"].format(claims=len(held), worlds=int(held.worlds.iloc[0]), power=_plain(POWER, lang), alpha=_plain(1 - LEVEL, lang),
                                  needed=number(held.worlds_needed.max(), lang))


def _plain(value, lang):
    return f"{value:.2f}".replace(".", "," if lang == "fr" else ".")


def _map_lines(found, name, lang):
    """A sentence for each outcome: which side pays at how many points, and where."""
    words = WORDS[lang]
    for outcome in MAIN:
        held = found.maps[(found.maps["map"] == name) & (found.maps.outcome == outcome.key)]
        parts, decimals = [], _decimals(held)
        for zone in ZONES:
            part = held[held.zone == zone]
            if part.empty:
                continue
            sizes = part.difference.abs()
            least, most = (number(size, lang, decimals) for size in (sizes.min(), sizes.max()))
            by = words["by" if least != most else "by_one"].format(least=least, most=most, unit=outcome.unit_in(lang)) if zone in (DISCREET, PRESENT) else ""
            if len(part) == len(held):
                parts.append(words["everywhere"].format(side=words["sides"][zone], all=len(held)) + by)
            else:
                where = words["where"].format(across=words["short"][part.across.iloc[0]], x=_range(part.x, lang), up=words["short"][part.up.iloc[0]], y=_range(part.y, lang))
                parts.append(words["at"].format(side=words["sides"][zone], n=len(part), all=len(held), where=where if zone != OPEN else "") + by)
        yield words["line"].format(outcome=outcome.title(lang), said=AND[lang].join(parts))


def _range(values, lang):
    low, high = (look.told(end, lang) for end in (values.min(), values.max()))
    return low if low == high else WORDS[lang]["range"].format(low=low, high=high)


def _decimals(held):
    return decimals_for((held.high - held.low) / 2, held.difference) if len(held) else 0


def _regret_lines(found, lang):
    """A sentence for each outcome: the least and the most regretted policy."""
    words, names = WORDS[lang], titles(lang)
    for outcome in MAIN:
        held = found.regret[(found.regret.outcome == outcome.key) & (found.regret.future == "all")].sort_values("rank")
        if held.empty:
            yield words["regret_none"].format(outcome=outcome.title(lang))
            continue
        tied = [names[row.policy] for row in held.itertuples() if row.policy != row.against and not row.told]
        safest = held.loc[held.worst.idxmin()]
        yield words["regret_lead"].format(
            outcome=outcome.title(lang), leader=names[held.policy.iloc[0]], tied=words["tied"].format(names=listed(tied, lang)) if tied else "",
            safest=names[safest.policy], worst=number(safest.worst, lang, _decimals(held)), unit=outcome.unit_in(lang),
            future=words["futures"][safest.worst_future], last=names[held.policy.iloc[-1]])


def titles(lang) -> dict[str, str]:
    """What shipped policies are called."""
    return {one.name: one.title_fr if lang == "fr" else one.title_en for one in policies()}


def report(found: Found, lang="en", facts=(), made: datetime | None = None) -> str:
    """The whole page as HTML. facts: pairs of texts on where it comes from."""
    words, count = WORDS[lang], len(found.members.weight)
    told = words["members"][count > 1].format(n=number(count, lang))
    head = words["subtitle"].format(name=words["names"].get(found.members.name, found.members.name), members=told, worlds=twin_worlds(count * found.replicates, lang), span=span(found.years, lang),
                                    runs=number(len(found.runs), lang), date=date(made or datetime.now(), lang))
    rule = words["rule"].format(level=f"{100 * LEVEL:.0f}", power=_plain(POWER, lang))
    body = [f"<h1>{escape(words['title'])}</h1>", f'<p class="quiet">{escape(head)}</p>',
            '<div class="answer">' + "".join(f'<p class="lead">{escape(line)}</p>' for line in overall(found, lang)) + f'<p>{escape(rule)} {escape(enough(found, lang) if len(found.maps) else "")}</p><p class="caution">{escape(words["caution"])}</p></div>']
    for name in MAPS:
        if (found.maps["map"] == name).any():
            body.append(_map(found, name, lang))
    body += [_mechanisms(found, lang)] if len(found.mechanisms) else []
    body += [_regret(found, lang)] if REGRET in found.parts else []
    body += [_costs(found, lang), _power(found, lang)] if len(found.maps) else []
    body.append(f"<h2>{escape(words['origin'])}</h2><dl>{terms(facts)}</dl>")
    return page(words["title"], "\n".join(body), lang)


def _map(found, name, lang):
    words = WORDS[lang]
    lines = "".join(f"<li>{escape(line)}</li>" for line in _map_lines(found, name, lang))
    drawn = look.as_html(map_figure(found, name, lang), name)
    return (f'<h2 id="{name}">{escape(words["maps"][name])}</h2><ul>{lines}</ul><figure role="group" aria-labelledby="{name}">{drawn}'
            f"<figcaption>{escape(words['caption'])}</figcaption></figure>" + folded(words["table"], _map_table(found, name, lang)))


def map_figure(found: Found, name: str, lang="en") -> go.Figure:
    """A panel for each main outcome; a cell for each point."""
    words, held = WORDS[lang], found.maps[found.maps["map"] == name]
    x, y = (sorted(held[axis].unique()) for axis in ("x", "y"))
    panels = []
    for outcome in MAIN:
        part, decimals = held[held.outcome == outcome.key], _decimals(held[held.outcome == outcome.key])
        gain, texts, zones = (np.full((len(y), len(x)), empty, kind) for empty, kind in ((np.nan, float), ("", object), (OPEN, object)))
        for row in part.itertuples():
            at = y.index(row.y), x.index(row.x)
            gain[at], texts[at], zones[at] = _gain(row), number(row.difference, lang, decimals, signed=True), row.zone
        panels.append((f"<b>{look.plain(outcome.title(lang))}</b> ({look.plain(outcome.unit_in(lang))})", gain, texts, zones))
    labels = [[look.told(value, lang) for value in values] for values in (x, y)]
    return cells(panels, *labels, [words["axes"][held[axis].iloc[0]] for axis in ("across", "up")], lang)


def _gain(row):
    """What discretion gains: over zero where it does better."""
    return row.difference if BY_KEY[row.outcome].better == "higher" else -row.difference


def cells(panels, x, y, axes, lang="en") -> go.Figure:
    """Panels of cells, each with its number, blue above zero and orange below, scaled to the largest of the panel; hatched where nothing can be said.

    panels: (title, values, texts, zones), each y x x; x, y: labels; axes: titles.
    """
    lines = -(-len(panels) // COLUMNS)
    row, gap, top, bottom = 46, 62, 40, 70
    inside = lines * row * len(y) + (lines - 1) * gap
    made = make_subplots(lines, min(COLUMNS, len(panels)), shared_yaxes=True, horizontal_spacing=0.025, vertical_spacing=gap / inside if lines > 1 else 0.0,
                         subplot_titles=[title for title, *_ in panels])
    for position, (_, values, texts, zones) in enumerate(panels):
        where = {"row": position // COLUMNS + 1, "col": position % COLUMNS + 1}
        most = np.abs(values[np.isfinite(values)]).max(initial=0.0) or 1.0
        made.add_trace(go.Heatmap(z=values, zmin=-most, zmax=most, colorscale=look.DIVERGING, xgap=2, ygap=2, showscale=False, hoverinfo="skip"), **where)
        open_cells = np.argwhere(np.isin(zones, (OPEN, FLIPS)))
        made.add_trace(go.Heatmap(z=np.where(np.isin(zones, (OPEN, FLIPS)), 1.0, np.nan), colorscale=[(0, "rgba(255,255,255,0.85)"), (1, "rgba(255,255,255,0.85)")],
                                  xgap=2, ygap=2, showscale=False, hoverinfo="skip"), **where)
        across, up = hatching(open_cells)
        made.add_trace(go.Scatter(x=across, y=up, mode="lines", line={"color": look.faded(look.INK, 0.28), "width": 1}, hoverinfo="skip", showlegend=False), **where)
        for at in np.ndindex(values.shape):
            ink = look.INK if zones[at] in (OPEN, FLIPS) or not isfinite(values[at]) else look.ink_on(look.between(look.DIVERGING, 0.5 + 0.5 * values[at] / most))
            text = f"{texts[at]} ⇄" if zones[at] == FLIPS else texts[at]
            made.add_annotation(x=at[1], y=at[0], text=look.plain(text), showarrow=False, font={"size": 11, "color": ink}, **where)
        made.update_xaxes(tickvals=list(range(len(x))), ticktext=[look.plain(one) for one in x], range=[-0.5, len(x) - 0.5], showgrid=False,
                          title=look.plain(axes[0]) if position >= len(panels) - COLUMNS else None, **where)
        made.update_yaxes(tickvals=list(range(len(y))), ticktext=[look.plain(one) for one in y], range=[-0.5, len(y) - 0.5], showgrid=False,
                          title=look.wrapped(axes[1]) if position % COLUMNS == 0 else None, **where)
    made.update_annotations(selector={"yanchor": "bottom"}, font_size=13)
    return look.dress(made, height=inside + top + bottom, left=70, top=top, bottom=bottom, lang=lang)


def _said(row, lang):
    words = WORDS[lang]
    kind = {DISCREET: "better", PRESENT: "worse"}.get(row.zone, "unknown")
    why = f"<small>{escape(words['why'][row.why])}</small>" if row.why else ""
    return tag(kind, words["sides"][row.zone]) + why


def _interval(row, lang, decimals):
    return (f"{number(row.difference, lang, decimals, signed=True)}<small>[{number(row.low, lang, decimals, signed=True)}{AND[lang]}"
            f"{number(row.high, lang, decimals, signed=True)}]</small>")


def _needed(row, lang):
    return f"{number(row.worlds, lang)} / {number(row.worlds_needed, lang) if isfinite(row.worlds_needed) else WORDS[lang]['many' if row.sd > 0 else 'no']}"


def _map_table(found, name, lang):
    words, held = WORDS[lang], found.maps[found.maps["map"] == name]
    decimals = {outcome.key: _decimals(held[held.outcome == outcome.key]) for outcome in MAIN}
    across, up = (words["short"][held[axis].iloc[0]] for axis in ("across", "up"))
    rows = []
    for row in held.sort_values(["outcome", "y", "x"], key=lambda c: c.map({o.key: i for i, o in enumerate(MAIN)}) if c.name == "outcome" else c).itertuples():
        d = decimals[row.outcome]
        rows.append([escape(BY_KEY[row.outcome].title(lang)), look.told(row.x, lang), look.told(row.y, lang), number(row.present, lang, d), number(row.discreet, lang, d),
                     _interval(row, lang, d), f"{100 * max(row.share_discreet, row.share_present):.0f}\u00a0%", _said(row, lang), _needed(row, lang)])
    head = words["head"]
    return table([escape(text) for text in (head[0], across, up, *head[1:])], rows)


def _mechanisms(found, lang):
    words, held = WORDS[lang], found.mechanisms
    names = list(dict.fromkeys(held.mechanism))[::-1]
    panels = []
    for outcome in MAIN:
        part = held[held.outcome == outcome.key].set_index("mechanism").loc[names]
        decimals = _decimals(part)
        panels.append((outcome, [_gain(row) for row in part.assign(outcome=outcome.key).itertuples()],
                       [number(value, lang, decimals, signed=True) for value in part.difference], list(part.zone)))
    scaled = np.array([np.array(gain) / (np.nanmax(np.abs(gain)) or 1.0) for _, gain, _, _ in panels]).T
    one = [("", scaled, np.array([texts for *_, texts, _ in panels], object).T, np.array([zones for *_, zones in panels], object).T)]
    x = [f"{outcome.title(lang)}<br>({outcome.unit_in(lang)})" for outcome in MAIN]
    made = cells(one, ["" for _ in x], [words["difference"] if not name else mechanism_title(name, lang) for name in names], ["", ""], lang)
    made.update_xaxes(ticktext=[look.wrapped(outcome.title(lang), 16) + f"<br>({look.plain(outcome.unit_in(lang))})" for outcome in MAIN], side="top")
    made.update_layout(height=made.layout.height + 10, margin={"t": 80, "b": 15, "l": 190})
    return (f'<h2 id="mechanisms">{escape(words["mechanisms"])}</h2><figure role="group" aria-labelledby="mechanisms">{look.as_html(made, "mechanisms")}'
            f"<figcaption>{escape(words['mechanisms_text'])}</figcaption></figure>")


def regret_figure(found: Found, lang="en") -> go.Figure:
    """Two panels, mean and worst case: policies down, outcomes across, shaded by the share of the largest in each column."""
    words, names = WORDS[lang], titles(lang)
    held = found.regret[found.regret.future == "all"]
    order = held.groupby("policy")["rank"].mean().sort_values().index[::-1].tolist()
    judged = [outcome for outcome in MAIN if (held.outcome == outcome.key).any()]
    made = make_subplots(1, 2, shared_yaxes=True, horizontal_spacing=0.02,
                         subplot_titles=[f"<b>{look.plain(words['regret_mean'].format(futures=words['futures']['all']))}</b>", f"<b>{look.plain(words['regret_worst'])}</b>"])
    for panel, column in enumerate(("regret", "worst"), 1):
        for across, outcome in enumerate(judged):
            part = held[held.outcome == outcome.key].set_index("policy").loc[order]
            most, decimals = part.worst.max() or 1.0, _decimals(part)
            share = part[column].to_numpy() / most
            made.add_trace(go.Heatmap(x=[across] * len(order), y=list(range(len(order))), z=share, zmin=0, zmax=1, colorscale=REGRETS, xgap=2, ygap=2, showscale=False,
                                      hoverinfo="skip"), row=1, col=panel)
            for i, value in enumerate(part[column]):
                made.add_annotation(x=across, y=i, text=number(value, lang, decimals), showarrow=False, row=1, col=panel,
                                    font={"size": 11, "color": look.ink_on(look.between(REGRETS, share[i]))})
        made.update_xaxes(tickvals=list(range(len(judged))), ticktext=[look.wrapped(o.title(lang), 10) + f"<br>({look.wrapped(o.unit_in(lang), 10)})" for o in judged],
                          showgrid=False, tickfont={"size": 10}, tickangle=0, range=[-0.5, len(judged) - 0.5], row=1, col=panel)
        made.update_yaxes(tickvals=list(range(len(order))), ticktext=[look.plain(names[policy]) for policy in order], showgrid=False, range=[-0.5, len(order) - 0.5], row=1, col=panel)
    return look.dress(made, height=40 * len(POLICIES) + 170, left=170, top=45, bottom=110, lang=lang)


def _regret(found, lang):
    words, names = WORDS[lang], titles(lang)
    futures = listed([words["futures"][future] for future in FUTURES], lang)
    lines = "".join(f"<li>{escape(line)}</li>" for line in _regret_lines(found, lang))
    tables = []
    for outcome in MAIN:
        held = found.regret[(found.regret.outcome == outcome.key) & (found.regret.future == "all")].sort_values("rank")
        if held.empty:
            continue
        d = _decimals(held)
        rows = [[escape(names[row.policy]), number(row.regret, lang, d), number(row.worst, lang, d), escape(words["futures"][row.worst_future]),
                 _interval(row, lang, d) if row.policy != row.against else "–", words["yes" if row.told else "no"] if row.policy != row.against else "–"] for row in held.itertuples()]
        tables.append(folded(f"{outcome.title(lang)} ({outcome.unit_in(lang)})", table([escape(text) for text in words["regret_head"]], rows)))
    if not tables:
        return f'<h2 id="regret">{escape(words["regret"])}</h2><ul>{lines}</ul>'
    return (f'<h2 id="regret">{escape(words["regret"])}</h2><ul>{lines}</ul><figure role="group" aria-labelledby="regret">{look.as_html(regret_figure(found, lang), "regret")}'
            f"<figcaption>{escape(words['regret_caption'].format(futures=futures))}</figcaption></figure>" + "".join(tables))


def _costs(found, lang):
    words, names = WORDS[lang], titles(lang)
    rows = [[escape(words["maps"][row.part]), escape(small(names[row.policy])), number(row.manager_hours, lang, 1), number(row.break_minutes, lang),
             number(row.room_euros, lang), number(row.breaks_cut, lang, 1), number(row.minutes_kept, lang, 1)] for row in found.costs.itertuples()]
    return f"<h2>{escape(words['costs'])}</h2><p>{escape(words['costs_text'])}</p>" + table([escape(text) for text in words["costs_head"]], rows)


def _power(found, lang):
    words, held = WORDS[lang], claims(found)
    if held.empty:
        return f"<h2>{escape(words['power'])}</h2><p>{escape(words['none'])}</p>"
    rows = []
    for outcome in MAIN:
        part = held[held.outcome == outcome.key]
        if len(part):
            least, unit = part.loc[part.difference.abs().idxmin()], outcome.unit_in(lang)
            rows.append([escape(outcome.title(lang)), f"{number(least.difference, lang, _decimals(part), signed=True)} {escape(unit)}",
                         number(part.worlds_needed.max(), lang), number(least.worlds, lang)])
    said = words["power_text"].format(claims=len(held), power=_plain(POWER, lang), alpha=_plain(1 - LEVEL, lang))
    return f"<h2>{escape(words['power'])}</h2><p>{escape(said)}</p>" + table([escape(text) for text in words["power_head"]], rows)
