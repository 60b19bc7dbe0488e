"""The look that all figures share: colours that the colour-blind can tell apart, marks, margins, and how a figure gets into a page."""

from html import escape
from math import isfinite

import plotly.graph_objects as go

from .words import significant

BASELINE_COLOUR = "#5b6470"
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#3c2d69", "#378ff5", "#692d0f", "#5a2d3c")
"""Those of Okabe and Ito's colours (Color Universal Design, 2008) that stand out from white, then four more that do and that every eye tells from all others (tests/app/test_colours.py); the baseline is grey."""

DIVERGING = ((0.0, "#b34700"), (0.25, "#e8965a"), (0.5, "#f4f1ec"), (0.75, "#62a8d6"), (1.0, "#00568a"))
"""From worse (orange) over nothing to better (blue): told apart by every eye, and by lightness from the middle."""

SYMBOLS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "pentagon", "star", "hexagram")
BETTER_SIDE = "#eef4ee"
BETTER_FONT = {"size": 11, "color": "#3d6b3d"}
GRID = "#e3e6ea"
INK = "#1f2933"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

CONFIG = {"showSendToCloud": False, "displaylogo": False, "responsive": True, "displayModeBar": False}
"""No button sends a chart anywhere (plotly.js 4 has one by default)."""


def colours_of(policies) -> dict[str, str]:
    """The colour of each policy, the first being the baseline."""
    return {policy: COLOURS[(position - 1) % len(COLOURS)] if position else BASELINE_COLOUR for position, policy in enumerate(policies)}


def symbols_of(policies) -> dict[str, str]:
    """The mark of each policy: it does not depend on colour."""
    return {policy: SYMBOLS[position % len(SYMBOLS)] for position, policy in enumerate(policies)}


def faded(colour, share) -> str:
    """A colour that lets so much of what is behind it through."""
    red, green, blue = (int(colour[i:i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


def between(stops, share) -> str:
    """A colour between others that lie at shares from 0 to 1, as `web/lab/draw.js` mixes it."""
    (low, one), (high, other) = next(((a, b) for a, b in zip(stops, stops[1:]) if share <= b[0]), (stops[-2], stops[-1]))
    part = min(1.0, max(0.0, (share - low) / (high - low)))
    return "#" + "".join(f"{round(int(one[i:i + 2], 16) + part * (int(other[i:i + 2], 16) - int(one[i:i + 2], 16))):02x}" for i in (1, 3, 5))


def ink_on(colour) -> str:
    """Black or white, whichever stands out more from a colour: their contrasts are alike at a relative luminance (WCAG 2) of 0.179."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)))
    return "#000000" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "#ffffff"


def dress(figure: go.Figure, height, left=60, top=60, bottom=50, right=20, lang="en") -> go.Figure:
    """Give a figure the look of the house."""
    figure.update_layout(
        template="plotly_white", height=height, margin={"l": left, "r": right, "t": top, "b": bottom},
        font={"family": FONT, "size": 13, "color": INK},
        separators=", " if lang == "fr" else ".,", hovermode="closest",
        legend={"orientation": "h", "yref": "container", "yanchor": "top", "y": 0.99, "x": 0})
    axes = {"gridcolor": GRID, "zeroline": False, "automargin": True, "title_font_size": 12, "title_standoff": 6}
    figure.update_xaxes(**axes)
    figure.update_yaxes(**axes)
    return figure


def reach(ends) -> float:
    """How far an axis around zero must reach, either way, for these values to be on it."""
    return 1.2 * max((abs(end) for end in ends if isfinite(end)), default=0.0) or 1.0


def plain(text) -> str:
    """A text from outside, made harmless for plotly's own tags."""
    return escape(str(text), quote=False)


def told(value, lang) -> str:
    """A value of an axis as a reader of the language writes it."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, (bool, str)) or not isfinite(value):
        return str(value).lower() if isinstance(value, bool) else str(value)
    return significant(value, lang, 4)


def wrapped(text, most=18) -> str:
    """A title in lines of about so many letters, harmless."""
    lines = [""]
    for word in str(text).split():
        if lines[-1] and len(lines[-1]) + len(word) >= most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(map(plain, lines))


def as_html(figure: go.Figure, name) -> str:
    """The figure as a piece of a page that holds plotly.js already; on a narrow screen it scrolls."""
    drawn = figure.to_html(full_html=False, include_plotlyjs=False, config=CONFIG, div_id=f"figure-{name}", default_width="100%", default_height=f"{figure.layout.height:.0f}px")
    return f'<div class="drawn" tabindex="0">{drawn}</div>'
