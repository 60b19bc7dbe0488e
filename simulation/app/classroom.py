"""A class's bets: students place them from their own devices on the local network, the teacher opens, closes and shows them.

All is in memory and bounded, and gone when the server ends. Nobody has a name: a random token of the student's browser makes a bet count once, however often it is sent or changed.
"""

import io
import json
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass, field

import segno
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from .bundle import SERVED_POLICY, bundled, joining_page
from .declared import texts_of
from .lessons import BY_NAME, SAME, Curve, declared_lessons
from .server import HEADERS

MOST_ROOMS, MOST_BETS, MOST_FROM_ONE, MOST_BYTES, HIGHEST = 12, 200, 60, 4_000, 1e6
BURST, A_SECOND = 300.0, 60.0
"""Requests of one address: so many at once, and so many a second for ever."""

TOKEN_BURST, TOKEN_A_SECOND = 12.0, 1.0
MOST_WATCHED = 2_000
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""Of codes of rooms: no vowels, no words."""

PHASES = ("open", "closed", "shown")
JOIN_TEXTS = ("brand", "language", "language.label", "close", "lessons.join.", "lessons.draw.", "lessons.pick.", "lessons.bet.")
"""Keys of texts (or how they begin) that a student's page needs, besides those of its lesson's bet."""


class Refused(Exception):
    """What cannot be done: status, and why."""

    def __init__(self, status, why):
        super().__init__(why)
        self.status, self.why = status, why


class Buckets:
    """Leaky buckets by name, the least recently used forgotten first."""

    def __init__(self, burst, a_second, clock=time.monotonic):
        self.burst, self.a_second, self.clock, self.held = burst, a_second, clock, OrderedDict()

    def take(self, name):
        """Whether one more is allowed now."""
        now = self.clock()
        left, then = self.held.pop(name, (self.burst, now))
        left = min(self.burst, left + (now - then) * self.a_second)
        self.held[name] = (left - 1.0 if left >= 1.0 else left, now)  # what is refused costs nothing: whoever asks too often still gets so many a second
        while len(self.held) > MOST_WATCHED:
            self.held.popitem(last=False)
        return left >= 1.0


@dataclass
class Room:
    """A lesson's bets. given: the side that students see, by stretches of days; high: the end of the axis; bets by token, with where each came from."""

    lesson: str
    given: list
    high: float
    phase: str = "open"
    bets: dict = field(default_factory=dict)
    rounds: int = 0


class Classroom:
    """All rooms. What a request may do is decided here, what it looks like in `routes`."""

    def __init__(self, clock=time.monotonic):
        self.rooms, self.lessons = OrderedDict(), {lesson["name"]: lesson for lesson in declared_lessons()}
        self.addresses, self.tokens = Buckets(BURST, A_SECOND, clock), Buckets(TOKEN_BURST, TOKEN_A_SECOND, clock)

    def open(self, given):
        """Open a room for a lesson; beyond the bound the oldest goes. Gives its code."""
        lesson = self.lessons.get(_text(given, "lesson"))
        if lesson is None:
            raise Refused(404, "there is no such lesson")
        curve = lesson["bet"]["kind"] == "curve"
        line = _numbers(given.get("given"), lesson["stretches"], HIGHEST) if curve else []
        high = _numbers([given.get("high")], 1, HIGHEST)[0] if curve else 0.0
        if curve and high <= 0:
            raise Refused(400, "the axis needs an end above zero")
        code = next(code for code in iter(lambda: "".join(secrets.choice(LETTERS) for _ in range(4)), None) if code not in self.rooms)
        self.rooms[code] = Room(lesson["name"], line, high)
        while len(self.rooms) > MOST_ROOMS:
            self.rooms.popitem(last=False)
        return code

    def room(self, code):
        """A room by its code, however it is written."""
        found = self.rooms.get(code.upper())
        if found is None:
            raise Refused(404, "there is no such room")
        return found

    def bet(self, code, given, address):
        """Count a bet once: a token that comes again changes what it had said."""
        room, token = self.room(code), _text(given, "token")
        if not (16 <= len(token) <= 64 and token.isascii() and token.isalnum()):
            raise Refused(400, "a token has 16 to 64 letters and digits")
        if not self.tokens.take((code.upper(), token)):
            raise Refused(429, "too often; wait a moment")
        if room.phase != "open":
            raise Refused(409, "bets are closed")
        if token not in room.bets:
            if len(room.bets) >= MOST_BETS or sum(where == address for where, _ in room.bets.values()) >= MOST_FROM_ONE:
                raise Refused(409, "the room is full")
        room.bets[token] = (address, self.checked(room, given))
        return room.rounds

    def checked(self, room, given):
        """What is bet, if it is something that can be bet."""
        bet = BY_NAME[room.lesson].bet
        if isinstance(bet, Curve):
            return _numbers(given.get("points"), self.lessons[room.lesson]["stretches"] - bet.first // bet.days, room.high)
        if given.get("pick") not in (*bet.sides, SAME):
            raise Refused(400, "that cannot be picked")
        return given["pick"]

    def phase(self, code, given):
        """Open, close or show."""
        if given.get("phase") not in PHASES:
            raise Refused(400, f"a phase is one of {', '.join(PHASES)}")
        self.room(code).phase = given["phase"]

    def reset(self, code):
        """Forget all bets of a room and open it again."""
        room = self.room(code)
        room.bets.clear()
        room.phase, room.rounds = "open", room.rounds + 1

    def seen(self, code):
        """What a student sees of a room: what is asked, and whether bets are taken."""
        room = self.room(code)
        return {"lesson": room.lesson, "phase": room.phase, "given": room.given, "high": room.high, "round": room.rounds}

    def tally(self, code):
        """What the teacher sees of it: what was bet, in the order of what was bet, which is nobody's order."""
        room = self.room(code)
        return {"lesson": room.lesson, "phase": room.phase, "count": len(room.bets), "bets": sorted(bet for _, bet in room.bets.values())}


def _text(given, name):
    found = given.get(name)
    if not isinstance(found, str) or len(found) > 100:
        raise Refused(400, f"{name} must be a short text")
    return found


def _numbers(given, count, high):
    ok = isinstance(given, list) and len(given) == count and all(type(one) in (int, float) and 0 <= one <= high for one in given)
    if not ok:
        raise Refused(400, f"{count} numbers from 0 to {high:g} are needed")
    return [float(one) for one in given]


PUBLIC = ("/join", "/join.js", "/join.json", "/style.css")
"""Addresses that everybody on the network gets, besides those of a room."""


def open_to_all(path: str) -> bool:
    """Whether an address is for students."""
    parts = path.split("/")
    return path in PUBLIC or (path.startswith("/class/rooms/") and (len(parts) == 4 or (len(parts) == 5 and parts[4] == "bet")))


def routes(joining: list[str], classroom: Classroom | None = None) -> list[Route]:
    """The routes of a class. joining: addresses at which students join, to be shown."""
    room = classroom or Classroom()
    script, told = bundled("join.js"), join_json()
    headers = {**HEADERS, "Cache-Control": "no-store", "Content-Security-Policy": SERVED_POLICY + "; frame-ancestors 'none'"}

    def answering(work, teacher=False):
        """An endpoint that does some work on a request and its body, for everybody or the teacher alone."""
        async def answer(request):
            """What came of it, or why it was refused."""
            try:
                if not room.addresses.take(request.client.host if request.client else ""):
                    raise Refused(429, "too many requests; wait a moment")
                if teacher and not request.scope.get("guichet.teacher"):
                    raise Refused(403, "only the teacher can do that")
                given = await _body(request) if request.method in ("POST", "PUT") else {}
                made = work(request, given)
                return made if isinstance(made, Response) else JSONResponse(made, headers=headers)
            except Refused as refused:
                return JSONResponse({"error": refused.why}, refused.status, headers=headers)
        return answer

    def done(action):
        return lambda request, given: action(request, given) or {}

    async def page(request):
        return HTMLResponse(joining_page(), headers=headers)

    async def js(request):
        return Response(script, media_type="text/javascript", headers=headers)

    async def words(request):
        return Response(told, media_type="application/json", headers=headers)

    def code(request):
        return request.path_params["code"]

    def picture(request, given):
        room.room(code(request))
        if not joining:
            raise Refused(404, "this machine is on no network")
        return Response(qr_code(joining_address(joining[0], code(request))), media_type="image/svg+xml", headers=headers)

    return [
        Route("/class.json", answering(lambda request, given: {"on": True, "join": joining}, teacher=True)),
        Route("/class/rooms", answering(lambda request, given: {"room": room.open(given)}, teacher=True), methods=["POST"]),
        Route("/class/rooms/{code:str}", answering(lambda request, given: room.seen(code(request)))),
        Route("/class/rooms/{code:str}/bet", answering(lambda request, given: {"round": room.bet(code(request), given, request.client.host if request.client else "")}), methods=["PUT"]),
        Route("/class/rooms/{code:str}/tally", answering(lambda request, given: room.tally(code(request)), teacher=True)),
        Route("/class/rooms/{code:str}/phase", answering(done(lambda request, given: room.phase(code(request), given)), teacher=True), methods=["PUT"]),
        Route("/class/rooms/{code:str}/reset", answering(done(lambda request, given: room.reset(code(request))), teacher=True), methods=["POST"]),
        Route("/class/rooms/{code:str}/qr.svg", answering(picture, teacher=True)),
        Route("/join", page), Route("/join.js", js), Route("/join.json", words),
    ]


def joining_address(join: str, code: str) -> str:
    """The address that leads a device straight into a room."""
    return f"{join}#{code.upper()}"


def qr_code(text: str) -> bytes:
    """A text as a QR code, an SVG with the margin that cameras need."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=4, light="#fff", omitsize=True)
    return out.getvalue()


async def _body(request):
    """The JSON object of a request, of bounded size."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(415, "JSON is expected")
    held = b""
    async for chunk in request.stream():
        held += chunk
        if len(held) > MOST_BYTES:
            raise Refused(413, f"at most {MOST_BYTES} bytes")
    try:
        given = json.loads(held)
    except (ValueError, RecursionError):
        raise Refused(400, "that is no JSON") from None
    if not isinstance(given, dict):
        raise Refused(400, "an object is expected")
    return given


def join_json() -> str:
    """All that a student's page needs: its texts, and what the lessons ask; no policy, nothing of what comes out."""
    asked = {lesson["name"]: {key: lesson[key] for key in ("name", "bet", "stretches", "days")} for lesson in declared_lessons()}
    mine = tuple(f"lessons.{name}.{what}" for name in asked for what in ("title", "bet", "given", "unit", "side."))
    return json.dumps({"texts": texts_of((*JOIN_TEXTS, *mine)), "lessons": asked}, ensure_ascii=False, separators=(",", ":"))
