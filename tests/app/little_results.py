"""A folder of little results for the tests of the Lab: real studies of a few days, of every kind of design, and folders that mean harm."""

import json
import os
import shutil
from functools import cache
from pathlib import Path

import pandas as pd
from terminal import printed

REFERENCE = Path(__file__).parents[2] / "results" / "reference"
HEAD = """
[study]
name = "{name}"
title_en = "Little {name}"
title_fr = "Petite {name}"
{more}
years = {years}
replicates = {replicates}
"""
TINY = """
[set]
counter = { posts = 2, per_day = 25.0 }
"phone.posts" = 2
phone.per_day = 60
mail = { posts = 1, per_day = 10.0 }
demand.population = 400
"""
LOAD = '[[axes]]\nkey = "demand.load"\nlow = 0.7\nhigh = 1.3\n'
LEAVE = '[[axes]]\nkey = "turnover.leave_per_year"\nlow = 0.01\nhigh = 0.45\nscale = "log"\n'
EPISODES = '[[axes]]\nkey = "episode.base"\nlow = -4.0\nhigh = -2.0\n'
BOTH = 'policies = ["present", "discreet"]'
STUDIES = {
    "grid": (BOTH, 4, '[design]\nkind = "grid"\n' + LOAD + "steps = 3\n" + '[[axes]]\nkey = "episode.base"\nvalues = [-4.0, -2.5]\n'),
    "saltelli": ('policies = ["present_and_discreet"]\nseeds = "independent"', 3, '[design]\nkind = "saltelli"\npoints = 8\n' + LOAD + EPISODES + LEAVE),
    "morris": (BOTH, 3, '[design]\nkind = "morris"\ntrajectories = 3\n' + LOAD + EPISODES + LEAVE),
    "swings": ("", 4, '[design]\nkind = "one_at_a_time"\n' + '[[axes]]\nkey = "demand.load"\nvalues = [0.7, 1.3]\n[[axes]]\nkey = "rest_room.exists"\nvalues = [false]\n[[axes]]\nname = "room"\n'
               'keys = ["rest_room.comfort", "breaks.protection"]\nvalues = [[0.1, 0.0], [0.9, 0.8]]\n[[axes]]\nkey = "calendar.open_hour"\nvalues = [[9.5], [9.0, 9.0, 9.0, 9.0, 10.0]]\n'),
    "latin": (BOTH, 2, '[design]\nkind = "latin_hypercube"\npoints = 12\n' + LOAD + LEAVE + '[[axes]]\nkey = "staff.buddy"\nvalues = [true, false]\n'),
}
MARKUP = "<img src=x onerror=globalThis.harm=1>"


def run(root, name, years=0.02, replicates=None, text=None, **more):
    """Write a study and run it into a folder of its name; give the folder."""
    head, each, design = STUDIES[name if name in STUDIES else "grid"]
    file = Path(root) / f"{name}.toml"
    file.write_text(HEAD.format(name=name, more=more.get("head", head), years=years, replicates=replicates or each) + (TINY if more.get("tiny", True) else "") + (text or design), encoding="utf-8")
    printed("sweep", file, "--out", Path(root) / name, "--workers", 1)
    file.unlink()
    return Path(root) / name


@cache
def little_results(root: Path) -> Path:
    """All kinds of good folders below one."""
    root.mkdir(exist_ok=True)
    for name in STUDIES:
        run(root, name)
    printed("compare", "--policies", "present,discreet", "--years", 0.02, "--replicates", 3, "--out", root / "compare", "--no-report")
    shutil.copytree(REFERENCE, root / "reference")
    return root


def hostile(root: Path, good: Path) -> Path:
    """Folders that mean harm, or are broken; `good` is a study to begin from."""
    root.mkdir()

    def copy(name):
        shutil.copytree(good, root / name)
        return root / name

    evil = copy(MARKUP.replace("/", ""))
    told = json.loads((evil / "_manifest.json").read_text())
    told |= {"title_en": f"{MARKUP}</script><script>globalThis.harm=2</script>", "title_fr": MARKUP, "study": MARKUP, "office": MARKUP}
    told["sessions"][-1]["command"] = MARKUP
    for one in told["scenarios"]:
        one["title_en"] = one["title_fr"] = f"<b>{one['policy']}</b>{MARKUP}"
    told["description"]["axes"][0]["name"] = f"javascript:{MARKUP}"
    (evil / "_manifest.json").write_text(json.dumps(told))
    part = next(evil.glob("part-*"))
    rows = pd.read_parquet(part)
    rows.loc[rows.replicate == rows.replicate.max(), ["stage", "message"]] = ["run", f"it broke: {MARKUP}"]
    rows.to_parquet(part, index=False)

    shutil.copytree(good, root.parent / "outside")
    linked = copy("linked_part")
    part = next(linked.glob("part-*"))
    part.unlink()
    part.symlink_to(next((root.parent / "outside").glob("part-*")))
    (root / "linked_folder").symlink_to(root.parent / "outside")
    os.mkfifo(copy("pipe") / "part-000000000000000000000000.parquet")
    part = next(copy("truncated").glob("part-*"))
    part.write_bytes(part.read_bytes()[:200])
    with open(copy("huge") / "_manifest.json", "r+b") as file:
        file.truncate(17_000_000)
    (copy("no_json") / "_manifest.json").write_text("{" * 5000)
    (copy("other_types") / "_manifest.json").write_text('{"study": 3, "description": {"outcomes": {"a": 1}, "design": {"kind": []}, "axes": 7, "policies": "x"}}')
    shutil.copytree(good, root / "nothing_run", ignore=shutil.ignore_patterns("part-*"))
    (root / "tables").mkdir()
    (root / "tables" / "a.csv").write_bytes(b"a,b\n1,\xff\n")
    (root / "markup").mkdir()
    (root / "markup" / f"{MARKUP.replace('/', '')}.csv").write_text(f"{MARKUP},n\n{MARKUP},1\n")
    (root / "patterns").mkdir()
    (root / "patterns" / "patterns.csv").write_text("arm,pattern\nfull,C1\n")
    return root
