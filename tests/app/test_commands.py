"""guichet app and guichet export, as a stranger runs them."""

import re
import signal
import socket
import subprocess
import sys

import httpx
import pytest
from click.testing import CliRunner

from simulation.cli import main

GUICHET = [sys.executable, "-c", "from simulation.cli import main; main()"]


def test_app_serves_on_this_machine_alone_and_ends_by_ctrl_c():
    process = subprocess.Popen([*GUICHET, "app", "--port", "0", "--no-browser"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())[0]
        for _ in range(100):
            try:
                answer = httpx.get(address)
                break
            except httpx.ConnectError:
                pass
        assert answer.status_code == 200 and "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        process.send_signal(signal.SIGINT)
        assert process.wait(10) in (0, 130) and "Traceback" not in process.stderr.read()
    finally:
        process.kill()


def test_a_port_that_is_taken_is_told():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = CliRunner().invoke(main, ["app", "--no-browser", "--port", str(taken.getsockname()[1])])
    assert result.exit_code == 2 and "--port" in result.output and "Traceback" not in result.output


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_export_writes_one_file(tmp_path, lang):
    out = tmp_path / "page.html"
    result = CliRunner().invoke(main, ["export", "--out", str(out), "--lang", lang])
    assert result.exit_code == 0 and out.stat().st_size <= 3_000_000 and str(out) in result.output


def test_export_where_nothing_can_be_written_is_told(tmp_path):
    result = CliRunner().invoke(main, ["export", "--out", str(tmp_path / "no" / "page.html")])
    assert result.exit_code == 2 and "--out" in result.output
