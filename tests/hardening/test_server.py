"""The server behind the pages, asked whatever one can ask of a server: an answer in the four hundreds at worst, in time, and no file but its own."""

import gzip
import json
import socket
import threading
import time

import pytest
from little_results import run
from serve_pages import serving
from spoil import TEXTS, bounded, each, few_or_many, spoilt_bytes, spoilt_data
from starlette.testclient import TestClient

from simulation.app.classroom import open_to_all, routes
from simulation.app.doors import Doors
from simulation.app.results.routes import routes as lab_routes
from simulation.app.server import application, files

KEY = "k" * 24
PATHS = ("/", "/declared.json", "/import", "/results", "/results/grid", "/class.json", "/class/rooms", "/class/rooms/ROOM", "/class/rooms/ROOM/bet", "/class/rooms/ROOM/tally", "/class/rooms/ROOM/phase",
         "/class/rooms/ROOM/reset", "/join", "/join.js", "/join.json", "/class/teacher", *list(files())[:4])
BITS = ("..", "%2e%2e", "..%2f", "%00", "%ff", "%c0%af", "\\", "%5c", ".", "~", "%0d%0a", "?x=1", "%", "%zz", "é", ";", "*", "a" * 5000, "/../../etc/passwd", "/etc/passwd", "%252e")
METHODS = ("GET", "GET", "POST", "POST", "PUT", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "FOO", "get")
NAMES = ("host", "origin", "content-type", "cookie", "sec-fetch-site", "range", "if-none-match", "accept-encoding", "transfer-encoding", "content-length", "x-forwarded-for", "expect", "upgrade", "connection")
VALUES = ("", "*", "null", "127.0.0.1", "localhost", "evil", "application/json", "application/json; charset=utf-16", "text/plain", "guichet-teacher=x", 'guichet-teacher="\\"', "a=" * 1000, "bytes=0-", "-1",
          "0", "99999999999", "chunked", "100-continue", "websocket", "same-origin", "cross-site", "http://127.0.0.1:8137")
BODIES = (b"", b"{}", json.dumps({"lesson": "rest_room", "given": [1.0] * 11, "high": 80}).encode(), b'{"lesson": "hulk"}', json.dumps({"token": "a" * 20, "pick": "b"}).encode(), b'{"phase": "closed"}',
          b'[office]\nname = "x"\ntitle_en = "x"\ntitle_fr = "x"\n')


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    """The application behind its doors, in class mode, with a folder of results."""
    root = tmp_path_factory.mktemp("results")
    run(root, "grid")
    return Doors(application([*lab_routes(root), *routes(["http://10.0.0.5/join"])]), ["10.0.0.5"], open_to_all, KEY)


def client(shell, address, host):
    return TestClient(shell, base_url=f"http://{host}:8137", client=(address, 5))


@few_or_many(100, 3000)
def test_odd_requests_are_answered_or_refused(count, shell):
    """Paths, methods, headers and bodies of all sorts, from the teacher and from a student. What goes wrong inside is raised here."""
    teacher, student = client(shell, "127.0.0.1", "127.0.0.1"), client(shell, "10.0.0.9", "10.0.0.5")
    seen, room = set(), teacher.post("/class/rooms", json={"lesson": "hulk"}).json()["room"]

    def ask(draws, number):
        path = draws.choice(PATHS).replace("ROOM", draws.choice((room, "BBBB", room.lower())))
        for _ in range(draws.choice((0, 0, 1, 3))):
            at = draws.randrange(1, len(path) + 1)
            path = path[:at] + draws.choice(BITS) + path[at:]
        path = "/" + path.lstrip("/\\")  # else what follows would be a host
        headers = {draws.choice(NAMES): draws.choice(VALUES) for _ in range(draws.choice((0, 1, 3)))} | ({"content-type": "application/json"} if draws.random() < 0.6 else {})
        body = draws.choice(BODIES)
        if draws.random() < 0.4:
            body = spoilt_bytes(body or b"{}", draws)
        elif body[:1] == b"{" and draws.random() < 0.5:
            body = json.dumps(spoilt_data(json.loads(body), draws)).encode()
        asked = {draws.choice(("name", "channel", "map", "outcomes", "key")): draws.choice(TEXTS).replace("\ud800", "") for _ in range(draws.choice((0, 1, 2)))}
        with bounded():
            answer = draws.choice((teacher, student)).request(draws.choice(METHODS), path, headers=headers, content=body, params=asked or None, follow_redirects=False)
        assert answer.status_code < 500 and "root:" not in answer.text, (path, answer.status_code)
        seen.add(answer.status_code)

    each(count, ask)
    assert {200, 403, 404} <= seen


def raw(address, held, wait=3.0):
    """What the server says to some bytes; nothing if it says nothing for a while."""
    host, _, port = address.removeprefix("http://").strip("/").partition(":")
    with socket.create_connection((host, int(port)), timeout=wait) as line:
        try:
            line.sendall(held)
            line.shutdown(socket.SHUT_WR)
            found = b""
            while piece := line.recv(65536):
                found += piece
                if len(found) > 10_000_000:
                    break
        except OSError:  # it has hung up on us
            return b""
        return found


def test_what_is_no_request_is_refused_and_the_server_goes_on(shell):
    host = b"Host: 127.0.0.1\r\n"
    with serving(shell) as address:
        for held in (b"", b"\0" * 1000, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET " + b"/a" * 100_000 + b" HTTP/1.1\r\n" + host + b"\r\n", b"GET / HTTP/1.1\r\n" + host + b"X: " + b"a" * 2_000_000 + b"\r\n\r\n",
                     b"GET / HTTP/1.1\r\n" + host + b"".join(b"X%d: a\r\n" % i for i in range(50_000)) + b"\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nHost: 127.0.0.1\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n",
                     b"GET http://evil/ HTTP/1.1\r\n" + host + b"\r\n", b"GET /../../etc/passwd HTTP/1.1\r\n" + host + b"\r\n", b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n" + host + b"\r\n",
                     b"POST /import?name=x.csv HTTP/1.1\r\n" + host + b"Content-Length: -5\r\n\r\nx", b"POST /import?name=x.csv HTTP/1.1\r\n" + host + b"Content-Length: 99999999999999999999\r\n\r\nx",
                     b"POST /import?name=x.csv HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nffffffffffffffff\r\nx",
                     b"POST /import?name=x.csv HTTP/1.1\r\n" + host + b"Content-Length: 1000\r\n\r\nless", b"GET /websocket HTTP/1.1\r\n" + host + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n"):
            said = raw(address, held)
            assert said[:9] in (b"", b"HTTP/1.1 ") and said[9:10] in (b"", b"4", b"2") and b"root:" not in said and b"Traceback" not in said, (held[:80], said[:200])
        assert raw(address, b"GET /class.json HTTP/1.1\r\n" + host + b"Connection: close\r\n\r\n").startswith(b"HTTP/1.1 200")


def test_a_request_that_never_ends_holds_nobody_up(shell):
    with serving(shell) as address:
        host, _, port = address.removeprefix("http://").strip("/").partition(":")
        lines = [socket.create_connection((host, int(port)), timeout=5) for _ in range(50)]
        for line in lines:
            line.sendall(b"POST /import?name=x.csv HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\nx")
        assert raw(address, b"GET /class.json HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 200")
        for line in lines:
            line.close()


def test_no_cookie_of_a_student_takes_long(shell):
    """Python's own reader of cookies takes a time that grows with the square of their quotes, in which nobody else would be answered."""
    student = client(shell, "10.0.0.9", "10.0.0.5")
    with bounded():
        for cookie in ('a="' + '\\"' * 300_000 + '"', 'a="' + "\\x" * 300_000 + '"', "a=;" * 200_000):
            assert student.get("/join.json", headers={"cookie": cookie}).status_code == 200
    assert student.get("/", headers={"cookie": f"x=y; guichet-teacher={KEY}"}).status_code == 200 and student.get("/", headers={"cookie": f'x="guichet-teacher={KEY}"'}).status_code == 403


def test_deep_json_and_large_numbers_are_refused(shell):
    teacher = client(shell, "127.0.0.1", "127.0.0.1")
    for body in (b"[" * 3999, b'{"lesson":' * 390, b'{"high": 1' + b"0" * 3000 + b"}", b'{"lesson": "\\ud800"}', b'{"lesson": "hulk", "lesson": 3}', b"\xef\xbb\xbf{}", b"NaN", b'{"a": ' + b"9" * 3900 + b"}"):
        assert teacher.post("/class/rooms", content=body, headers={"content-type": "application/json"}).status_code in (400, 404), body[:40]


@pytest.mark.slow
def test_a_log_that_was_packed_in_parts_is_read_whole(shell):
    """Of files that were packed one by one and put together, once only the first was read; and what follows the last must be nothing but zeros."""
    from test_logs_and_staff import log_table
    held = log_table().to_csv(index=False).encode()
    teacher, middle = client(shell, "127.0.0.1", "127.0.0.1"), held.index(b"\n", len(held) // 2) + 1
    whole = teacher.post("/import?name=log.csv", content=held).json()
    for parts in ([held[:middle], held[middle:]], [held[:middle], b"", held[middle:]]):
        for tail in (b"", b"\0" * 512):
            assert teacher.post("/import?name=log.csv.gz", content=b"".join(map(gzip.compress, parts)) + tail).json()["values"] == whole["values"]
    for tail in (b"junk", gzip.compress(held)[:-20]):
        assert teacher.post("/import?name=log.csv.gz", content=gzip.compress(held) + tail).status_code == 422


@pytest.mark.slow
def test_uploads_of_all_sorts_leave_no_file_and_the_server_answers_meanwhile(shell, tmp_path, monkeypatch):
    """Four send what is no log at once, many times; somebody else is answered all the while, and the folder of what is passing through is empty in the end."""
    import httpx2
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    wrong = []

    def send(address, first):
        import random
        for number in range(first, first + 12):
            draws = random.Random(number)
            name = draws.choice(("x.csv", "x.csv.gz", "x.toml", "../../x.toml", "\0.csv", "x" * 300 + ".csv"))
            body = draws.choice((gzip.compress(b"0" * 30_000_000), spoilt_bytes(b"date,arrival,outcome,queue_seconds,service_seconds\n" * 300, draws), draws.randbytes(100_000), b"," * 5_000_000, b""))
            answer = httpx2.post(f"{address}import", params={"name": name, "map": draws.choice(TEXTS[9:])}, content=body, timeout=60)
            if not (answer.status_code in (413, 422) and all(answer.json()["problems"]) and str(tmp_path) not in answer.text):
                wrong.append((number, answer.status_code, answer.text[:300]))

    with serving(shell) as address:
        senders = [threading.Thread(target=send, args=(address, 100 * k)) for k in range(4)]
        for sender in senders:
            sender.start()
        while any(sender.is_alive() for sender in senders):
            assert httpx2.get(f"{address}class.json", timeout=20).status_code == 200
            time.sleep(0.05)
    assert not wrong and not list(tmp_path.iterdir())
