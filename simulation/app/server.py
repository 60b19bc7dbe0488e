"""The server behind the pages: it gives the files, and does what needs Python. It listens on 127.0.0.1 unless told otherwise, and keeps nothing of anybody."""

from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from ..engine import wasm
from .bundle import SERVED_POLICY, WEB, modules, served_page
from .declared import declared_json
from .imports import imported

TYPES = {".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".wasm": "application/wasm"}

HEADERS = {"Content-Security-Policy": SERVED_POLICY + "; frame-ancestors 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-cache",
           "Cross-Origin-Resource-Policy": "same-origin"}


def files() -> dict:
    """Every file that is served, by its address. Nothing else is: no address is looked up on disk."""
    found = {f"/{name}": WEB / name for name in modules() if not name.startswith("engine/")}
    found |= {f"/{name}": WEB / name for name in ("style.css", "vendor/plotly-basic.min.js")}
    return found | {f"/engine/{name}": wasm.WEB / name for name in ("engine.js", "engine.json", "engine.wasm")}


def application(routes=()) -> Starlette:
    """The application. routes: further ones, of what is switched on (results, a class)."""
    known, declared = files(), declared_json()

    async def index(request):
        return HTMLResponse(served_page(), headers=HEADERS)

    async def said(request):
        return Response(declared, media_type="application/json", headers=HEADERS)

    async def no_class(request):
        return JSONResponse({"on": False}, headers=HEADERS)

    async def file(request):
        path = known.get(request.url.path)
        if path is None:
            return PlainTextResponse("there is no such page", 404, headers=HEADERS)
        return Response(path.read_bytes(), media_type=TYPES[path.suffix], headers=HEADERS)

    return Starlette(routes=[Route("/", index), Route("/declared.json", said), Route("/import", imported, methods=["POST"]), *routes, Route("/class.json", no_class),
                             Route("/{path:path}", file)])
