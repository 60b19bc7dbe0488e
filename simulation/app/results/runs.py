"""How a scenario is said in the address of a page: an office and a policy by name where they are shipped, and what differs from them."""

import json
from functools import cache
from urllib.parse import urlencode

from ...scenario import DEFAULTS, load
from ...scenario.checks import Document, fill
from ...scenario.load import parse, shipped_files
from ...scenario.messages import ScenarioError, line_index
from ...scenario.schema import plain, plain_change

NO_POLICY = "none"


@cache
def _shipped(office, policy):
    """A shipped office under a shipped policy, or nothing where the two do not go together."""
    try:
        return load(office, policy)
    except ScenarioError:
        return None


def side(values, changes, office="", policy="", title="") -> dict:
    """A scenario as a side of a page has it: {office, own, policy, per_year, set, changes}, or {"problem": key of a text} where no address can say it.

    values, changes: of the scenario; office, policy: shipped names that it may come from; title: what an office of one's own is called.
    """
    offices, policies = shipped_files("office"), shipped_files("policy")
    policy = policy if policy in policies else None
    for one in dict.fromkeys((policy, None)) if office in offices else ():
        base = _shipped(office, one)
        if base is not None and list(base.changes) == list(changes):
            return _said(office, None, one, base.values, values, ())
    if office in offices and not load(office).changes:
        return _said(office, None, None, load(office).values, values, changes)
    own = {"title": title or office, "values": {key: plain(value) for key, value in values.items() if value != DEFAULTS[key]}}
    return _said("", own, None, values, values, changes)


def _said(office, own, policy, base, values, changes):
    return {"office": office, "own": own, "policy": policy or NO_POLICY, "per_year": values["calendar.days_per_year"], "set": {key: plain(value) for key, value in values.items() if value != base[key]},
            "changes": [plain_change(change) for change in changes]}


def from_toml(text: str, office="", policy="") -> dict:
    """The same for the text of a resolved scenario, as manifests hold it."""
    try:
        document = Document("", "office")
        fill(document, parse(text, ""), line_index(text))
    except ScenarioError:
        return {"problem": "scenario"}
    if document.problems or document.head is None:
        return {"problem": "scenario"}
    return side({**DEFAULTS, **document.values}, [change for change, _ in document.changes], office, policy, document.head.title_en)


def address(page: str, a: dict, b: dict | None = None, **more) -> str:
    """The address of a page, as core/state.js writes it, with such sides."""
    said = []
    if a.get("office"):
        said.append(("office", a["office"]))
    if a.get("own"):
        said.append(("own", json.dumps(a["own"], ensure_ascii=False)))
    for which, one in (("a", a), ("b", b or a)):
        said.append((which, one["policy"]))
        said += [(f"{which}.{key}", _shown(value)) for key, value in one["set"].items()]
        for change in one["changes"]:
            said += [(f"{which}@{change['day']}.{key}", _shown(value)) for key, value in change["set"].items()]
            if change["action"]:
                said.append((f"{which}@{change['day']}!{change['action']}", ":".join(_shown(part) for part in (change["amount"], change["situation"]) if part is not None)))
    return f"{page}?{urlencode([*said, *((key, _shown(value)) for key, value in more.items())])}"


def _shown(value):
    if isinstance(value, list):
        return ",".join(map(_shown, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
