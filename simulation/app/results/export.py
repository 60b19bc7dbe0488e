"""A folder of results for a file of its own: what it holds, in the room that is left, and where the file opens."""

from . import runs
from .folders import only
from .opened import read


def study_and_start(path, outcomes=(), room: int | None = None) -> tuple[dict, str]:
    """The data of a folder, and the address of the page: the Lab, with the office and the policies of the study, which the other pages then take up. Raises Trouble."""
    held = read(only(path), outcomes, room)
    sides = [policy["base"] for policy in held.get("policies") or [] if isinstance(policy, dict) and "problem" not in policy["base"]]
    if not sides and "problem" not in held.get("base", {"problem": ""}):
        sides = [held["base"]]
    if not sides or len({str((side["office"], side["own"])) for side in sides[:2]}) > 1:
        return held, "lab"
    return held, runs.address("lab", *sides[:2], **_years(held.get("facts", {}).get("days") or held.get("days"), sides[0]["per_year"]))


def _years(days, per_year):
    """The length of a run, where pages can take it."""
    years = days / per_year if days else 0
    return {"years": years} if 0.25 <= years <= 10 else {}
