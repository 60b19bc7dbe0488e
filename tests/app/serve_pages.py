"""What tests and scripts share that look at pages: serve them, and wait for something on one."""

import contextlib
import socket
import sys
import threading
import time
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))  # for scripts, which have no pytest to find `one_browser`

from one_browser import CHROMIUM, FLAGS  # noqa: E402, F401


@contextlib.contextmanager
def serving(application):
    """Serve an application on a free port of this machine; give its address."""
    import uvicorn
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(application, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{door.getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join(10)


def until(page, expression, seconds=20.0):
    """Wait until an expression is true on a page. Playwright's own `wait_for_function` would need a policy that lets pages evaluate texts."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"after {seconds} s still not: {expression}"
        time.sleep(0.02)
