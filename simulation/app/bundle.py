"""The pages as text: what the server gives, and one HTML file with everything inside that opens without a server.

A module of ours begins with ``import {a, b} from "./other.js";`` lines and ends with one ``export {a, b};`` line. So it can be made into a function that takes what it imports from a
table and puts what it exports there: no bundler is needed, and browsers that refuse modules from ``file://`` have nothing to refuse.
"""

import base64
import json
import posixpath
import re
from pathlib import Path

from ..engine import wasm
from .declared import declared_json

WEB = Path(__file__).parent / "web"
ENGINE = "engine/engine.js"
MAIN = "main.js"

FILE_POLICY = ("default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; worker-src blob:; style-src 'unsafe-inline'; img-src data: blob:; connect-src 'none'; "
               "form-action 'none'; base-uri 'none'")
"""What the browser lets a file do: run what it holds, and ask nobody for anything."""

SERVED_POLICY = ("default-src 'none'; script-src 'self' 'wasm-unsafe-eval' blob:; worker-src blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; "
                 "form-action 'none'; base-uri 'none'")
"""The same for a served page, which may ask its own server. Plotly sets styles in place."""

IMPORT = re.compile(r'^import \{([^}]*)\} from "([^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export \{([^}]*)\};\s*\Z", re.MULTILINE)


def served_page() -> str:
    """The page that the server gives; it asks for its modules."""
    head = '<link rel="stylesheet" href="style.css">\n<script defer src="vendor/plotly-basic.min.js"></script>'
    return _page(SERVED_POLICY, head, f'<script type="module" src="{MAIN}"></script>')


def joining_page() -> str:
    """The page on which a student places a bet: one small script, no engine, no charts."""
    return _page(SERVED_POLICY, '<link rel="stylesheet" href="style.css">', '<script defer src="join.js"></script>')


def one_file(extras=None, start="", lang="") -> str:
    """The pages with everything inside. extras: further tables of data by name, for `assets.inside`; start: the address after # that the file opens at; lang: its language."""
    held = {"declared": declared_json(), "layout": wasm.JSON.read_text(encoding="utf-8"), "engine": _engine(), "wasm": base64.b64encode(wasm.WASM.read_bytes()).decode(),
            **{name: json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False) for name, value in (extras or {}).items()}}
    assets = "\n".join(f'<script type="text/plain" id="asset-{name}">{_inert(text)}</script>' for name, text in held.items())
    opening = f"document.documentElement.dataset.lang = {json.dumps(lang)}; " if lang else ""
    opening += f"if (!location.hash) history.replaceState(null, '', {_inert(json.dumps('#' + start))});" if start else ""
    plotly = (WEB / "vendor" / "plotly-basic.min.js").read_text(encoding="utf-8")
    head = f"<style>{(WEB / 'style.css').read_text(encoding='utf-8')}</style>"
    return _page(FILE_POLICY, head, f"{assets}\n<script>{_inert(plotly)}</script>\n<script>{opening}\n{_inert(bundled())}</script>")


def _page(policy, head, body):
    text = (WEB / "index.html").read_text(encoding="utf-8")
    for name, held in (("policy", policy), ("head", head), ("body", body)):
        text = text.replace(f"%({name})s", held, 1)
    return text


def _inert(text):
    """A text that cannot end the script element that holds it. In JSON and in texts of scripts the backslash changes nothing."""
    return text.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _engine():
    return (wasm.WEB / "engine.js").read_text(encoding="utf-8")


def source(name: str) -> str:
    """The text of a module by its path below `web/`; the engine's door is the engine's own."""
    return _engine() if name == ENGINE else (WEB / name).read_text(encoding="utf-8")


def modules(first: str = MAIN) -> list[str]:
    """All modules that one needs, each after those that it imports. Raises ValueError where two import each other."""
    found, open_ones = [], []

    def visit(name):
        """Find a module, after all that it imports."""
        if name in found:
            return
        if name in open_ones:
            raise ValueError(f"modules import each other: {' -> '.join([*open_ones, name])}")
        open_ones.append(name)
        for _, other in IMPORT.findall(source(name)):
            visit(_resolved(name, other))
        open_ones.pop()
        found.append(name)

    visit(first)
    return found


def _resolved(name, other):
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), other))


def bundled(first: str = MAIN) -> str:
    """All modules as one script."""
    return '"use strict";\nconst _modules = {};\n' + "\n".join(_wrapped(name) for name in modules(first))


def _wrapped(name):
    """A module as a function that is called at once. Raises ValueError for imports or exports of another form."""
    text = source(name)
    exported = EXPORT.search(text)
    body = EXPORT.sub("", IMPORT.sub(lambda m: f"const {{{_renamed(m[1])}}} = _modules[{json.dumps(_resolved(name, m[2]))}];\n", text))
    strange = re.search(r"^(import|export)\b.*", body, re.MULTILINE)
    if strange:
        raise ValueError(f"{name}: the bundle understands `import {{a}} from \"./b.js\";` and one `export {{a}};` at the end (found {strange[0]!r})")
    given = f"_modules[{json.dumps(name)}] = {{{exported[1]}}};" if exported else ""
    return f"(() => {{ // {name}\n{body}{given}\n}})();"


def _renamed(names):
    """``a as b`` of an import as ``a: b`` of an assignment."""
    return re.sub(r"(\w+) as (\w+)", r"\1: \2", names)
