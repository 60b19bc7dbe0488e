"""guichet app, guichet export: the pages, served or as one file."""

import socket
import webbrowser
from pathlib import Path

import click

from . import BadInput


@click.command("app")
@click.option("--port", type=click.IntRange(0, 65_535), default=8137, show_default=True, help="Port; 0 takes a free one.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
def app(port, no_browser):
    """Serve the pages on this machine, and open them in a browser.

    Each visitor computes in their own browser; nothing leaves the machine.
    """
    import uvicorn

    from ..app.server import application
    try:
        door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(("127.0.0.1", port))
    except OSError as error:
        raise BadInput(f"port {port} cannot be used: {error.strerror}; choose another with --port, or --port 0 for any that is free") from error
    address = f"http://127.0.0.1:{door.getsockname()[1]}/"
    click.echo(f"guichet is at {address} (Ctrl-C ends it)")
    if not no_browser:
        webbrowser.open(address)
    uvicorn.Server(uvicorn.Config(application(), log_level="warning", timeout_graceful_shutdown=1)).run(sockets=[door])


@click.command("export")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=Path("guichet.html"), show_default=True, help="The file to write.")
@click.option("--lang", type=click.Choice(["en", "fr"]), default=None, help="Language at the start; the reader's own if not given.")
def export(out, lang):
    """Write the pages as one HTML file that opens without a server or a network."""
    from ..app.bundle import one_file
    from ..scenario.write import replace_file
    try:
        replace_file(out, one_file(lang=lang or ""))
    except OSError as error:
        raise BadInput(f"{out} cannot be written: {error.strerror or error}; choose another place with --out") from error
    click.echo(f"{out} ({out.stat().st_size / 1e6:.1f} MB): open it in a browser")
