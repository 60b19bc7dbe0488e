"""codemeta.json, which catalogues of research software read: made from pyproject.toml, so that it says nothing of its own."""

import json
import tomllib
from pathlib import Path

from .. import __version__

ROOT = Path(__file__).parents[2]
NAME = "codemeta.json"


def codemeta(root: Path = ROOT) -> str:
    """The text of the file."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return json.dumps({
        "@context": "https://w3id.org/codemeta/3.0",
        "type": "SoftwareSourceCode",
        "name": project["name"],
        "description": project["description"],
        "version": __version__,
        "license": f"https://spdx.org/licenses/{project['license']}",
        "author": [{"type": "Organization", "name": author["name"]} for author in project["authors"]],
        "keywords": project["keywords"],
        "programmingLanguage": "Python",
        "runtimePlatform": f"Python {project['requires-python']}",
        "softwareRequirements": project["dependencies"],
        "readme": project["readme"],
    }, ensure_ascii=False, indent=2) + "\n"
