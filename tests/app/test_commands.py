"""guichet app and guichet export, as a stranger runs them."""

import os
import re
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from terminal import guichet

from simulation.app.doors import addresses
from simulation.cli.folder import PAGE, refuse_to_lose

GUICHET = [sys.executable, "-c", "from simulation.cli import main; main()"]


def test_app_serves_on_this_machine_alone_and_ends_by_ctrl_c():
    process = subprocess.Popen([*GUICHET, "app", "--port", "0", "--no-browser"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())[0]
        for _ in range(100):
            try:
                answer = httpx2.get(address)
                break
            except httpx2.ConnectError:
                pass
        assert answer.status_code == 200 and "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        process.send_signal(signal.SIGINT)
        assert process.wait(10) in (0, 130) and "Traceback" not in process.stderr.read()
    finally:
        process.kill()


def test_class_mode_says_what_it_opens_and_opens_no_more():
    """It listens on the network; a stranger there gets the page to join and no other; what is printed names the address, whom, what, and how it ends."""
    process = subprocess.Popen([*GUICHET, "app", "--class", "--port", "0", "--no-browser"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        lines = [process.stdout.readline()]
        port = int(re.search(r"http://127\.0\.0\.1:(\d+)/", lines[0])[1])
        lines += [process.stdout.readline() for _ in range(5 if addresses() else 1)]
        told = "".join(lines)
        for _ in range(100):
            try:
                assert httpx2.get(f"http://127.0.0.1:{port}/class.json").json()["on"] is True
                break
            except httpx2.ConnectError:
                pass
        assert httpx2.get(f"http://127.0.0.1:{port}/", headers={"host": "evil.example"}).status_code == 421
        for name in addresses()[:1]:
            address = f"http://{name}:{port}/"
            assert f"{address}join" in told and all(word in told for word in ("Who:", "What:", "Stop:", "Ctrl-C", "everybody on that network", "no name"))
            assert httpx2.get(f"{address}join").status_code == 200 and httpx2.get(address).status_code == 403 and httpx2.get(f"{address}class.json").status_code == 403
            key = re.search(r"http://\S+/class/teacher\?key=\S+", told)[0]
            assert httpx2.get(key, follow_redirects=True).status_code == 200 and httpx2.get(key[:-1]).status_code == 403
        process.send_signal(signal.SIGINT)
        assert process.wait(10) in (0, 130) and "Traceback" not in process.stderr.read()
    finally:
        process.kill()


def test_a_port_that_is_taken_is_told():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = guichet("app", "--no-browser", "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 2 and "--port" in result.output and "Traceback" not in result.output


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_export_writes_one_file(tmp_path, lang):
    out = tmp_path / "page.html"
    result = guichet("export", "--out", str(out), "--lang", lang)
    assert result.exit_code == 0 and out.stat().st_size <= 3_000_000 and str(out) in result.output


def test_export_of_a_lesson_opens_there_without_a_network(tmp_path, open_page):
    """In the language asked for; everyone bets alone."""
    out = tmp_path / "lesson.html"
    result = guichet("export", "--lesson", "rest_room", "--lang", "fr", "--out", str(out))
    assert result.exit_code == 0 and out.stat().st_size <= 3_000_000
    page = open_page(out.as_uri())
    assert page.inner_text("h1") == "Ils ont fermé la salle de repos" and page.evaluate("document.documentElement.lang") == "fr"
    page.click("[data-step=bet]")
    page.wait_for_selector(".mark", timeout=60_000)
    assert page.locator(".class").is_hidden()


def test_a_lesson_that_is_not_there_is_told(tmp_path, monkeypatch):
    """With the nearest name, and the names; without --out the file is called after the lesson."""
    monkeypatch.chdir(tmp_path)
    near, far = (guichet("export", "--lesson", name) for name in ("restroom", "zzz"))
    assert near.exit_code == far.exit_code == 2 and "did you mean rest_room?" in near.output and "call_out" in far.output
    assert guichet("export", "--lesson", "hulk").exit_code == 0 and (tmp_path / "lesson-hulk.html").exists()


def test_export_where_nothing_can_be_written_is_told(tmp_path):
    result = guichet("export", "--out", str(tmp_path / "no" / "page.html"))
    assert result.exit_code == 2 and "--out" in result.output


def test_nobody_waits_for_a_pipe_in_the_place_of_a_page(tmp_path):
    os.mkfifo(tmp_path / "page.html")
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(refuse_to_lose, tmp_path / "page.html", PAGE, "page")
        try:
            assert asked.result(timeout=10) is None
        finally:
            os.close(os.open(tmp_path / "page.html", os.O_WRONLY | os.O_NONBLOCK)) if not asked.done() else None


def test_pages_of_older_rules_are_told(tmp_path, monkeypatch):
    """Whoever changes a rule and forgets to make engine.wasm again would look at the rules as they were."""
    out = ["export", "--out", str(tmp_path / "page.html")]
    assert "python -m simulation.engine.wasm" not in guichet(*out).stderr
    monkeypatch.setattr("simulation.engine.wasm.sources", lambda: "others")
    told = guichet(*out)
    assert told.exit_code == 0 and "python -m simulation.engine.wasm" in told.stderr


def test_export_replaces_a_page_and_nothing_else(tmp_path):
    page, study = tmp_path / "page.html", tmp_path / "my_study.toml"
    study.write_text("[study]\n")
    refused = guichet("export", "--out", str(study))
    assert refused.exit_code == 2 and "is no page" in refused.output and study.read_text() == "[study]\n"
    assert all(guichet("export", "--out", str(page)).exit_code == 0 for _ in range(2))
