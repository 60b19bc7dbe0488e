"""What the server adds for the page *Lab*: the list of folders, and what one of them holds. Nothing is written; whatever is asked is looked up in the list."""

import json

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from ..server import HEADERS
from .folders import STUDY, Trouble, listing, manifest
from .opened import opened

LONGEST_ASKED = 4000
"""Letters of a list of outcomes."""


def routes(root) -> list[Route]:
    """The routes for a folder of results."""

    async def folders(request):
        return await run_in_threadpool(_answered, lambda: {"folders": [_told(folder) for folder in listing(root)], "root": str(root)})

    async def folder(request):
        name, asked = request.path_params["name"], request.query_params.get("outcomes", "")[:LONGEST_ASKED]
        return await run_in_threadpool(_answered, lambda: _one(root, name, tuple(filter(None, asked.split(",")))))

    return [Route("/results", folders), Route("/results/{name:path}", folder)]


def _one(root, name, outcomes):
    held = {folder.name: folder for folder in listing(root)}.get(name)
    if held is None:
        raise Trouble("unknown", name=name)
    return opened(held, outcomes)


def _told(folder):
    """A folder in the list: of a study also what it is called."""
    title = None
    if folder.kind == STUDY:
        try:
            about = manifest(folder, "_manifest.json")
            title = [str(about.get(f"title_{lang}") or "") for lang in ("en", "fr")]
        except Trouble:
            pass
    return {"name": folder.name, "kind": folder.kind, "title": title}


def _answered(made):
    """The answer as JSON, or which sentence says what is wrong. Only a name that is not listed is no page."""
    status = 200
    try:
        told = made()
    except Trouble as trouble:
        told, status = {"problem": trouble.key, "named": trouble.named}, 404 if trouble.key == "unknown" else 200
    return Response(json.dumps(told, separators=(",", ":"), allow_nan=False), status, media_type="application/json", headers=HEADERS)
