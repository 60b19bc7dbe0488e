"""What the pages can look like: every page and each of its states that matters, by a name. axe looks at all of them, `shots.py` photographs them."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass

import httpx2
from little_results import STUDIES, little_results
from serve_pages import serving, until
from terminal import printed

from simulation.app.classroom import open_to_all
from simulation.app.classroom import routes as class_routes
from simulation.app.doors import Doors
from simulation.app.lessons import LESSONS, Curve
from simulation.app.results.routes import routes as lab_routes
from simulation.app.server import application

STEPS = ("hook", "question", "bet", "run", "reveal", "why", "try")
JOINS = "http://192.168.7.7:8137/join"
LANGS = {"en": "en-GB", "fr": "fr-FR"}
"""The language of a page is its browser's."""

DONE = "app.shown.results?.getAttribute('aria-busy') === 'false' && !!app.shown.results.dataset.worlds"
RAN = "!app.pool.busy('lesson') && ![...document.querySelectorAll('.step [role=status]')].some((one) => one.textContent.includes('…'))"
THERE = "app.shown.shown?.every((one) => one.run && one.frame && !one.side.stale)"
DRAWN = "!!document.querySelector('.lab-body svg [data-mark], .lab-body canvas, .lab-body table, .lab-folders') && !document.querySelector('.lab-body > [role=status]')"
OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"


@dataclass(frozen=True)
class State:
    """name: page/state; site: whose address; hash: what follows it, or a function of the address that gives it; ready: what is true when all is there; then: what is done on the page."""

    name: str
    hash: str | Callable
    ready: str = "true"
    then: Callable = lambda page: None
    site: str = "pages"

    def arrive(self, page, sites, more=""):
        """Go there and wait until all is shown. more: what is added to the address, to make runs short."""
        address = sites[self.site]
        if callable(self.hash):
            page.goto("about:blank")  # the page to join does not follow its address
        page.goto(address + (self.hash(address) if callable(self.hash) else f"#{self.hash}{'&' if '?' in self.hash else '?'}{more}"))
        until(page, "!!globalThis.app?.shown || document.documentElement.dataset.ready === 'true'", 60)
        until(page, self.ready, 90)
        self.then(page)


# --- what is done on a page ----------------------------------------------------------------------------------------------------


def open_all(page):
    """Open all that is folded."""
    page.evaluate(OPEN_ALL)


def presented(page):
    """Large letters; a page that is drawn anew waits for its runs anew."""
    page.evaluate("app.present()")
    until(page, f"app.page === 'office' ? ({THERE}) : app.page !== 'what-if' || ({DONE})", 60)


def add_dates(page):
    """What happens on dates, and a wrong one told."""
    page.evaluate(OPEN_ALL)
    page.select_option("#change-key", "crisis")
    page.fill("#change-value", "0.5")
    page.click("#change-add")
    until(page, "!!document.querySelector('.said .problem')")


def taken_apart(page):
    """The waterfall."""
    page.click("#through-go")
    until(page, "!!app.shown.through.held && !app.pool.busy('through')", 90)


def import_log(page):
    """A log of one's own, and what its fit says."""
    page.evaluate("document.querySelector('#own-file').closest('details').open = true")
    page.set_input_files("#own-file", files=[{"name": "calls.csv", "mimeType": "text/csv", "buffer": a_log()}])
    until(page, f"app.state.own !== null && ({DONE})", 60)
    page.evaluate("document.querySelectorAll('.settings details details').forEach((one) => { one.open = true; })")


def ask_log(page):
    """A log whose columns are called otherwise: which is which?"""
    page.evaluate("document.querySelector('#own-file').closest('details').open = true")
    page.set_input_files("#own-file", files=[{"name": "journal.csv", "mimeType": "text/csv", "buffer": a_log().replace(b"arrival", b"Date d'appel", 1).replace(b"outcome", b"Issue", 1)}])
    until(page, f"!!document.querySelector('.own-ask') && ({DONE})", 60)


def a_log():
    """A log of calls of some days, as a house may have it."""
    rows = ["arrival,queue_seconds,service_seconds,outcome"]
    for day in range(5, 10):
        for i in range(120):
            minute = 9 * 60 + i * 4 + (i * i * 7) % 3
            rows.append(f"2024-02-{day:02d} {minute // 60:02d}:{minute % 60:02d}:{i * 13 % 60:02d},{(i * 37) % 200},{60 + (i * 91) % 500},{'HANG' if i % 17 == 0 else 'AGENT'}")
    return "\n".join(rows).encode()


def jumped(kind):
    """Go to the next event of a kind."""
    def go(page):
        page.select_option(".jumps select", kind)
        page.click("[data-do=next]")
        page.wait_for_timeout(900)
    return go


def unfolded(page):
    """All that the office has to tell, open."""
    until(page, "!!document.querySelector('.pane')")
    page.evaluate("document.querySelectorAll('.whole, .people, .keys').forEach((one) => { one.open = true; })")
    until(page, "!!document.querySelector('.people table')")


def opened_room(page):
    """The class's panel, with a room that is open."""
    until(page, "!!document.querySelector('[data-action=open]')?.offsetParent", 60)
    page.click("[data-action=open]")
    until(page, "!!document.querySelector('[data-room]') && document.querySelector('.class [role=status]').textContent !== ''")


def closed_room(page):
    """The same, closed."""
    opened_room(page)
    page.click("[data-action=close]")
    until(page, "/closed|clos/.test(document.querySelector('.class [role=status]').textContent)")


def shown_bets(page):
    """What the class has bet, at the reveal."""
    opened_room(page)
    lesson, room = page.evaluate("[app.state.more.lesson, app.state.more.room]")
    bets = [{"pick": pick} for pick in ("a", "c", "c", "same")] if lesson != "rest_room" else [{"points": [20.0 + i + j for j in range(8)]} for i in range(4)]
    for i, bet in enumerate(bets):
        httpx2.put(page.url.partition("#")[0] + f"class/rooms/{room}/bet", json={"token": f"{i:032x}", **bet}).raise_for_status()
    page.evaluate("location.hash = location.hash.replace('step=bet', 'step=reveal')")
    until(page, RAN + " && !!document.querySelectorAll('.answer')[1]?.textContent", 60)


def room_of(lesson):
    """The address of a student who comes by the teacher's."""
    def made(address):
        asked = {"lesson": lesson.name, **({"given": [40.0 - i % 3 for i in range(40)][:stretches(lesson)], "high": 80.0} if isinstance(lesson.bet, Curve) else {})}
        room = httpx2.post(f"{address}class/rooms", json=asked).raise_for_status().json()["room"]
        return f"join#{room}"
    return made


def stretches(lesson):
    """How many points the line of a lesson has."""
    from simulation.app.lessons import declared_lessons
    return next(one["stretches"] for one in declared_lessons() if one["name"] == lesson.name)


def bet_sent(page):
    """A student's bet is sent and counts."""
    page.evaluate("document.querySelector('.pick input')?.click()")
    if page.query_selector(".mark"):
        page.focus(".mark")
        page.keyboard.press("PageUp")
    page.click("#send")
    until(page, "/^(Your bet counts|Votre pari compte)/.test(document.querySelector('main > [role=status]').textContent)")


def bets_closed(page):
    """The same, after the teacher has closed the bets."""
    bet_sent(page)
    page.evaluate("fetch(`class/rooms/${location.hash.slice(1)}/phase`, {method: 'PUT', headers: {'Content-Type': 'application/json'}, body: '{\"phase\": \"closed\"}'})")
    until(page, "document.querySelector('#send').disabled && /^(Bets are closed|Les paris sont clos)/.test(document.querySelector('main > [role=status]').textContent)")


def wrong_room(page):
    """A code that is none."""
    page.fill("#code", "ZZZZ")
    page.keyboard.press("Enter")
    until(page, "!!document.querySelector('main > [role=status]').textContent")


# --- the states ----------------------------------------------------------------------------------------------------------------

BOTH_DATES = "b@20.rest_room.exists=false&b@25!train=0.3:threat&a@30!crisis=20&b@30!rule_changes=5"
PANELS = "office?at=50-720&person=a3&practice=a2"


def bet_on(lesson):
    """A bet for the address of a lesson."""
    if not isinstance(lesson.bet, Curve):
        return lesson.bet.sides[-1]
    return ",".join(str(5 + i) for i in range(stretches(lesson) - lesson.bet.first // lesson.bet.days))


LESSON_STATES = [State("lessons", "lessons"), *(State(f"lessons/{lesson.name}-{i}-{step}", f"lessons?lesson={lesson.name}&step={step}&bet={bet_on(lesson)}", RAN) for lesson in LESSONS for i, step in enumerate(STEPS, 1))]

WHAT_IF_STATES = [
    State("what-if", "what-if", DONE),
    State("what-if/open", f"what-if?{BOTH_DATES}&b.breaks.overlap=7&b.no.such=1&b.manager.floor=0.05&b.calendar.open_hour=9", DONE, add_dates),
    State("what-if/impossible", "what-if?b.manager.floor=1&b.manager.listening=1", "!!document.querySelector('.what-if .problem')"),
    State("what-if/same", "what-if?b=laissez_faire", DONE),
    State("what-if/through", "what-if", DONE, taken_apart),
    State("what-if/own-log", "what-if", DONE, import_log),
    State("what-if/own-ask", "what-if", DONE, ask_log),
    State("what-if/presenter", "what-if", DONE, presented),
    State("what-if/lost", "nowhere", DONE),
]

OFFICE_STATES = [
    State("office", "office?at=12-655", THERE),
    State("office/outburst", "office?at=1-600", THERE, jumped("grave")),
    State("office/call", "office?at=30-600", THERE, jumped("call")),
    State("office/leaver", "office?at=1-600", THERE, jumped("exit")),
    State("office/panels", PANELS, THERE, unfolded),
    State("office/twins", "office?at=50-720&a=discreet&b=discreet&b.rest_room.exists=false&change=rest_room.exists&person=a3", THERE),
    State("office/one", "office?at=20-640&view=b", THERE),
    State("office/presenter", "office?at=20-640&person=b2", THERE, presented),
    State("office/impossible", "office?at=999-5&b.counter.posts=0&b.staff.blend=0", "!!document.querySelector('.office .problem')"),
]

LAB_VIEWS = {"grid": ("map", "shares", "parallel", "strips", "enough"), "saltelli": ("sobol", "parallel"), "morris": ("morris",), "swings": ("swings", "strips"), "latin": ("shares", "parallel")}
assert set(LAB_VIEWS) == set(STUDIES)

LAB_STATES = [
    State("lab", "lab", DRAWN),
    *(State(f"lab/{name}-{view}", f"lab?study={name}&view={view}", DRAWN, open_all) for name, views in LAB_VIEWS.items() for view in views),
    *(State(f"lab/{name.replace('/', '-')}", f"lab?study={name}", DRAWN, open_all) for name in ("compare", "reference", "reference/social_agency", "reference/when")),
    State("lab/unknown", "lab?study=nowhere", "!!document.querySelector('.lab-body .problem')"),
]

CLASS_STATES = [
    State("class/offered", "lessons?lesson=hulk&step=bet", "!!document.querySelector('[data-action=open]')?.offsetParent", site="class"),
    State("class/open", "lessons?lesson=rest_room&step=bet", RAN, opened_room, site="class"),
    State("class/closed", "lessons?lesson=hulk&step=bet", RAN, closed_room, site="class"),
    State("class/reveal", "lessons?lesson=helpful_manager&step=bet", RAN, shown_bets, site="class"),
    State("class/reveal-curve", "lessons?lesson=rest_room&step=bet", RAN, shown_bets, site="class"),
    State("join", lambda address: "join", site="class"),
    State("join/lost", lambda address: "join", then=wrong_room, site="class"),
    *(State(f"join/{lesson.name}-{phase}", room_of(lesson), then=then, site="class") for lesson in LESSONS if lesson.name in ("rest_room", "helpful_manager") for phase, then in (("open", lambda page: None), ("sent", bet_sent), ("closed", bets_closed))),
]

FILE_STATES = [
    State("file", "what-if", DONE, site="file"), State("file/lessons", "lessons", site="file"), State("file/lab", "lab", "!!document.querySelector('.lab-body .panel')", site="file"),
    State("study-file", "lab", DRAWN, site="study"),
]

STATES = [*WHAT_IF_STATES, *OFFICE_STATES, *LESSON_STATES, *LAB_STATES, *CLASS_STATES, *FILE_STATES]


@contextlib.contextmanager
def sites(results, folder):
    """The addresses of all of them. results: where little results lie or are made; folder: for files."""
    from simulation.app.bundle import one_file
    little_results(results)
    (folder / "guichet.html").write_text(one_file(), encoding="utf-8")
    printed("export", "--study", results / "grid", "--out", folder / "study.html")
    with serving(application(lab_routes(results))) as pages, serving(Doors(application([*lab_routes(results), *class_routes([JOINS])]), ["192.168.7.7"], open_to_all)) as in_class:
        yield {"pages": pages, "class": in_class, "file": (folder / "guichet.html").as_uri(), "study": (folder / "study.html").as_uri()}
