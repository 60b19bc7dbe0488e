"""Every state of every page (`states.py`): axe finds nothing, nothing hangs over on a phone or out of a button, one language is spoken, nothing moves by itself for those who asked for that; and all is reached by the tab key, in order, with a ring around it."""

import pytest
from colour_sight import contrast
from serve_pages import until
from states import LANGS, STATES, sites

from simulation.charts import look
from simulation.charts.when_report import REGRETS

SHORT = "office=theme_park&years=0.25&worlds=2"
PAGES = ("what-if", "office", "lessons", "lab", "class", "join", "file", "study-file")
FRENCH = ("what-if", "what-if/open", "what-if/impossible", "office/panels", "lessons", "lessons/decree", "lab", "lab/grid-map", "lab/swings-swings", "lab/compare", "lab/reference-when", "class/open", "class/reveal", "join/rest_room-sent", "join/rest_room-open")
"""States that are looked at in French, too, or how their names begin; a whole lesson among them."""

OTHERS = """(lang) => { const {texts} = globalThis.app.declared, other = lang === "fr" ? "en" : "fr", mine = Object.values(texts[lang]).join("\\n"), said = [...document.body.children].map(({textContent}) => textContent).join("\\n");
  return Object.values(texts[other]).filter((text) => text.length > 9 && !text.includes("{") && !mine.includes(text) && said.includes(text)); }"""
"""Texts of the other language that are on the page."""

NARROWED = """async () => { const over = () => document.documentElement.scrollWidth - 390, end = performance.now() + 2000;
  do await new Promise((done) => setTimeout(done, 60)); while (over() > 0 && performance.now() < end);  // charts follow the width of the window after a moment
  return over(); }"""

SQUEEZED = "[...document.querySelectorAll('button')].filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent)"
"""Buttons whose text does not fit into them."""

MOVES = "document.getAnimations().length + [...document.querySelectorAll('*')].filter((one) => { const {transitionDuration, animationName} = getComputedStyle(one); return animationName !== 'none' || transitionDuration.split(', ').some((time) => time !== '0s'); }).length"


@pytest.fixture(scope="module")
def addresses(tmp_path_factory):
    """Where all of them are."""
    with sites(tmp_path_factory.getbasetemp() / "little_results", tmp_path_factory.mktemp("files")) as found:
        yield found


def looked_at(chromium, addresses, axe, states, lang):
    """Go to states, one after the other in one tab, and tell all that is wrong with any."""
    page, found = chromium.new_context(viewport={"width": 1366, "height": 768}, locale=LANGS[lang], reduced_motion="reduce").new_page(), []
    page.on("pageerror", lambda error: found.append(f"an error: {error}"))
    for state in states:
        state.arrive(page, addresses, SHORT)
        try:
            axe(page)
        except AssertionError as wrong:
            found.append(f"{state.name}: {wrong}")
        if page.evaluate("!!globalThis.app"):
            found += [f"{state.name}: {text}" for text in page.evaluate(OTHERS, lang)]
            found += [f"{state.name}: {page.inner_text('.said')}"] if "ResizeObserver" in page.inner_text(".said") else []
        moves = page.evaluate(MOVES)
        page.set_viewport_size({"width": 390, "height": 844})
        over = page.evaluate(NARROWED)
        found += [f"{state.name}: {text} does not fit into its button" for text in page.evaluate(SQUEEZED)]
        page.set_viewport_size({"width": 1366, "height": 768})
        found += [f"{state.name}: {moves} things move"] if moves else []
        found += [f"{state.name}: hangs over by {over} pixels on a phone"] if over > 0 else []
    page.context.close()
    return found


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wrong_in_any_state(name, addresses, chromium, axe):
    """In English."""
    found = looked_at(chromium, addresses, axe, [state for state in STATES if state.name.partition("/")[0] == name], "en")
    assert not found, "\n".join(found)


def test_nothing_is_wrong_in_french(addresses, chromium, axe):
    """Some of each page, and a lesson from hook to things to try."""
    states = [state for state in STATES if state.name in FRENCH or state.name.startswith("lessons/decree")]
    assert len(states) == len(FRENCH) - 1 + 7
    found = looked_at(chromium, addresses, axe, states, "fr")
    assert not found, "\n".join(found)


# --- motion --------------------------------------------------------------------------------------------------------------------


def test_nothing_flashes_or_glides_by_itself(addresses, chromium):
    """For those who asked for reduced motion: at an outburst, while time stands, the pictures stand; and the one ring there does not grow from step to step."""
    page = chromium.new_context(viewport={"width": 1366, "height": 768}, locale=LANGS["en"], reduced_motion="reduce").new_page()
    next(state for state in STATES if state.name == "office/outburst").arrive(page, addresses, "years=0.25&worlds=2")
    drawn = "[...document.querySelectorAll('canvas.floor')].map((one) => one.toDataURL()).join()"
    until(page, "app.shown.shown.some(({around}) => around.some(({e}) => e.event === 'episode'))")
    before = page.evaluate(drawn)
    page.wait_for_timeout(700)
    assert page.evaluate(drawn) == before
    rings = page.evaluate("""() => { const wide = [], {a, b} = app.shown.sides, one = [a, b].find(({around}) => around.some(({e}) => e.event === "episode")), {floor} = one, {context} = floor, arc = context.arc;
        const episode = one.around.find(({e}) => e.event === "episode").e;
        floor.context = new Proxy(context, {get: (of, key) => (key === "arc" ? (...by) => { wide.push(by[2]); arc.apply(of, by); } : typeof of[key] === "function" ? of[key].bind(of) : of[key]), set: (of, key, to) => { of[key] = to; return true; }});
        for (const age of [0.1, 0.5, 0.9]) floor.flash(floor.context, [50, 50], age, episode, {reduced: true, happenings: one.happenings, person: -1, kinds: {}});
        floor.context = context;
        return wide; }""")
    assert len(rings) == 3 and len(set(rings)) == 1
    page.context.close()


# --- keyboard ------------------------------------------------------------------------------------------------------------------

BY_KEYBOARD = ("what-if", "what-if/open", "office/panels", "lessons", "lessons/rest_room-3-bet", "lessons/hulk-3-bet", "lessons/hulk-5-reveal", "lab", "lab/grid-map", "lab/swings-swings", "lab/reference-social_agency", "class/open",
               "join", "join/helpful_manager-open", "study-file")

REACHABLE = """() => { const radios = new Set();
  globalThis.later = [...document.querySelectorAll(":disabled")];  // what another stop may switch on
  globalThis.stops = [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")].filter((one) => {
    if (one.disabled || one.tabIndex < 0 || !one.checkVisibility({visibilityProperty: true})) return false;
    if (one.type !== "radio") return true;
    const group = [...document.getElementsByName(one.name)], stop = group.find(({checked}) => checked) ?? group[0];  // arrows go on from there
    return one === stop && !radios.has(one.name) && !!radios.add(one.name); });
  return stops.length; }"""

HERE = """() => { const one = document.activeElement, ring = ({outlineStyle, outlineWidth, stroke, strokeWidth}) => (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || (stroke === "rgb(213, 94, 0)" && parseFloat(strokeWidth) >= 4);
  if (!one || one === document.body || one === document.documentElement) return null;
  if (later.includes(one)) return {late: true};
  return {place: stops.indexOf(one), seen: [one, one.firstElementChild].some((part) => part && ring(getComputedStyle(part))), what: one.outerHTML.slice(0, 120)}; }"""


@pytest.mark.parametrize("name", BY_KEYBOARD)
def test_the_tab_key_reaches_all_in_order_with_a_ring_around_it(name, addresses, chromium):
    """From the top of the page, through all that can be used, and out of it again."""
    page = chromium.new_context(viewport={"width": 1366, "height": 768}, locale=LANGS["en"], reduced_motion="reduce").new_page()
    next(state for state in STATES if state.name == name).arrive(page, addresses, SHORT)
    page.evaluate("document.activeElement?.blur(); document.body.setAttribute('tabindex', '-1'); document.body.focus(); document.body.removeAttribute('tabindex')")
    count, places, blind, lost = page.evaluate(REACHABLE), [], [], []
    for _ in range(count + 5):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None or here.get("place") == 0 and places:
            break  # out of the page, or round again
        if "late" in here:
            continue
        places.append(here["place"])
        lost += [here["what"]] if here["place"] < 0 else []
        blind += [] if here["seen"] else [here["what"]]
    page.context.close()
    assert places == list(range(count)), [places, count, lost]
    assert not blind, blind


# --- what canvas and SVG say in colours --------------------------------------------------------------------------------------------


def test_figures_on_coloured_cells_are_legible(addresses, chromium):
    """On every colour of a map, as the page writes them and as reports do."""
    page = chromium.new_context(locale=LANGS["en"]).new_page()
    page.goto(addresses["pages"])
    until(page, "!!globalThis.app?.shown", 60)
    for stops in (look.DIVERGING, REGRETS):
        shares = [i / 200 for i in range(201)]
        told = page.evaluate("([stops, shares]) => import(new URL('lab/draw.js', location).href).then(({between}) => shares.map((share) => between(stops, share)))", [stops, shares])
        for share, one in zip(shares, told):
            rgb = [int(part) for part in one["colour"][4:-1].split(",")]
            assert contrast({"black": "#000000", "white": "#ffffff"}[one["ink"]], rgb) >= 4.5, (share, one)
            colour = look.between(stops, share)
            assert contrast(look.ink_on(colour), colour) >= 4.5 and max(abs(a - int(colour[i:i + 2], 16)) for a, i in zip(rgb, (1, 3, 5))) <= 1
    page.context.close()
