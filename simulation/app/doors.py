"""Who may come in: a shell around the application that looks at every request before anything else does.

A page of a stranger that is open in the same browser cannot reach the server: its name for this machine (DNS rebinding) is no name of ours, and what changes something must come from a page of ours.
In a class, others on the network get what is listed as theirs and nothing else.
"""

import hmac
import ipaddress
import re
import socket
from urllib.parse import parse_qs

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
COOKIE = "guichet-teacher"
KEY_PATH = "/class/teacher"
PORT = re.compile(r":\d{1,5}\Z")


class Doors:
    """The shell. names: of this machine on the network, none if it does not listen there; open_to_all: whether an address (path) is for everybody; key: of a teacher at another machine."""

    def __init__(self, app, names=(), open_to_all=lambda path: False, key=""):
        self.app, self.open_to_all, self.key = app, open_to_all, key
        self.names = {name.lower() for name in (*LOOPBACK, *names)}

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            if scope["type"] == "websocket":  # there is none
                await send({"type": "websocket.close", "code": 1008})
                return
            await self.app(scope, receive, send)
            return
        status, why = self.judge(scope)
        if status == 303:
            await _answer(send, 303, b"", [(b"location", b"/#lessons"), (b"set-cookie", f"{COOKIE}={self.key}; HttpOnly; SameSite=Strict; Path=/".encode())])
        elif status:
            await _answer(send, status, why.encode())
        else:
            scope["guichet.teacher"] = why == "teacher"
            await self.app(scope, receive, send)

    def judge(self, scope):
        """Give (status, why) of a refusal, or (0, "teacher" or "guest")."""
        headers = {}
        for name, value in scope["headers"]:
            headers[name.decode("latin-1")] = "," if name in (b"host", b"origin") and name.decode() in headers else value.decode("latin-1")
        host = headers.get("host", "").lower()
        if PORT.sub("", host) not in self.names:  # any port: there may be a tunnel
            return 421, "this machine is not known by that name"
        if scope["method"] not in ("GET", "HEAD"):
            origin = headers.get("origin")
            if (origin is not None and origin.lower() != f"http://{host}") or headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
                return 403, "that request comes from another page"
        here = is_loopback((scope.get("client") or ("",))[0])
        if not here and self.key and scope["path"] == KEY_PATH:
            given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("key", [""])[0]
            return (303, "") if self.same(given) else (403, "that is not the teacher's key")
        if here or self.same(_cookie(headers.get("cookie", ""))):
            return 0, "teacher"
        return (0, "guest") if self.open_to_all(scope["path"]) else (403, "this is open on the teacher's machine only; bets are placed at /join")

    def same(self, given):
        """Whether a text is the teacher's key, in a time that tells nothing."""
        return bool(self.key) and hmac.compare_digest(given.encode("utf-8", "replace"), self.key.encode())


async def _answer(send, status, text, more=()):
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain; charset=utf-8"), (b"x-content-type-options", b"nosniff"), (b"cache-control", b"no-store"),
                                                                           (b"content-length", str(len(text)).encode()), *more]})
    await send({"type": "http.response.body", "body": text})


def _cookie(text):
    """The teacher's cookie. Python's own reader takes seconds for some headers, and would let anybody on the network hold the server up."""
    held = {name: value for name, _, value in (part.strip().partition("=") for part in text.split(";"))}
    return held.get(COOKIE, "")


def is_loopback(address: str) -> bool:
    """Whether an address is this machine's own."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def addresses() -> list[str]:
    """The addresses (IPv4) under which others on the network may find this machine, likeliest first. Nothing is sent to find them."""
    found = []
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
            door.connect(("192.0.2.1", 9))  # a documentation address: a datagram socket only looks up the route
            found.append(door.getsockname()[0])
    except OSError:
        pass
    try:
        found += [info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    except OSError:
        pass
    return [one for one in dict.fromkeys(found) if not is_loopback(one) and one != "0.0.0.0"]
