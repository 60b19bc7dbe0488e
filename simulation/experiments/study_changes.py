"""What differs between a study that was run and one that is asked for, in words."""

import json

from ..scenario import PARAMETERS
from ..scenario.load import parse
from ..scenario.messages import shown


def changes_of(manifest, study):
    """Give a text for each difference. manifest: of the study that was run."""
    before, now = manifest["description"], json.loads(json.dumps(study.description))
    for name in now:
        if name == "scenarios":
            yield from _scenario_changes(manifest, study)
        elif name == "axes" and before.get(name) != now[name]:
            old, new = ({axis["name"]: axis for axis in axes} for axes in (before.get(name, ()), now[name]))
            for axis in [*old, *(axis for axis in new if axis not in old)]:
                if axis not in new or axis not in old:
                    yield f"axis {axis}: {'is gone' if axis not in new else 'is new'}"
                for key in old.get(axis, ()) if axis in new else ():
                    if old[axis][key] != new[axis].get(key):
                        yield f"axis {axis}, {key}: {shown(old[axis][key])} → {shown(new[axis].get(key))}"
            if old == new:
                yield f"the order of the axes: {', '.join(old)} → {', '.join(new)}"
        elif name == "outcomes" and before.get(name) != now[name]:
            gone, come = ([key for key in a if key not in b] for a, b in ((before[name], now[name]), (now[name], before[name])))
            yield "outcomes: " + ("; ".join(f"{', '.join(keys)} {word}" for keys, word in ((gone, "gone"), (come, "new")) if keys) or "their order")
        elif before.get(name) != now[name]:
            yield f"{name}: {shown(before.get(name))} → {shown(now[name])}" if name != "design" else (
                "design: " + ", ".join(f"{key} {shown(before[name].get(key))} → {shown(now[name].get(key))}"
                                       for key in sorted({*before[name], *now[name]}) if before[name].get(key) != now[name].get(key)))


def _scenario_changes(manifest, study):
    """Which values of the resolved scenarios differ."""
    for told, base in zip(manifest["scenarios"], study.bases):
        if told.get("digest") == base.digest or told.get("policy") != base.policy:
            continue
        old, new = (_flat(parse(text, "")) for text in (told.get("toml") or "", base.to_toml()))
        under = f" under {base.policy}" if base.policy else ""
        for key in sorted({*old, *new}):
            was, will = (table.get(key, PARAMETERS[key].default if key in PARAMETERS else None) for table in (old, new))
            if was != will:
                yield f"{key}{under}: {shown(was)} → {shown(will)}"


def _flat(table):
    found = {f"{group}.{name}": value for group, inside in table.items() if isinstance(inside, dict) and group != "office" for name, value in inside.items()}
    return found | {"dated changes": table["changes"]} if "changes" in table else found
