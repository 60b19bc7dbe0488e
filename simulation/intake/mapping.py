"""Which column of the log is which: our names, theirs, and what their outcomes mean."""

from dataclasses import dataclass, field

from .problems import Problem, Said, ScenarioError, near, problem

COLUMNS = {
    "arrival": Said("when the contact came: a full timestamp, or a time of day beside a date"),
    "outcome": Said("how it ended: agent (served), hang (gave up waiting) or phantom (ignore)"),
    "queue_seconds": Said("time waited for a person, in seconds (or h:mm:ss); 0 if none"),
    "service_seconds": Said("time with a person, in seconds (or h:mm:ss); 0 if none"),
    "date": Said("day of the contact, where arrival is only a time of day"),
    "customer": Said("code of the customer, 0 or empty where unknown; the same code comes again"),
    "service_start": Said("when the service began"),
    "server": Said("code of the employee who served"),
}
"""Our columns, and what each holds. The first four are needed; of the others as many as there are."""

REQUIRED = tuple(COLUMNS)[:4]

OUTCOMES = ("agent", "hang", "phantom")
"""Served; gave up waiting; to be ignored."""


@dataclass(frozen=True)
class Mapping:
    """Our column name → theirs, and their outcome value (in lower case) → ours."""

    columns: dict[str, str] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)

    def column(self, ours: str) -> str:
        """What they call one of our columns."""
        return self.columns.get(ours, ours)


def parse_mapping(items) -> Mapping:
    """Read what ``--map`` was given: ``arrival=start_time``, ``outcome.agent=answered``; all faults are listed at once."""
    columns, outcomes, problems = {}, {name: name for name in OUTCOMES}, []
    for item in items:
        ours, equals, theirs = (part.strip() for part in item.partition("="))
        if not (equals and ours and theirs):
            problems.append(_fault(item, Said("must read ours=theirs"), Said("for example --map arrival=start_time")))
        elif ours.startswith("outcome."):
            problems += _map_outcome(item, ours.partition(".")[2], theirs, outcomes)
        elif ours not in COLUMNS:
            guess = near(ours, COLUMNS)
            hint = Said("did you mean {guess}?", guess=guess) if guess else Said("ours are {names}", names=", ".join(COLUMNS))
            problems.append(_fault(item, Said("{name} is not one of our columns", name=ours), hint))
        elif ours in columns:
            problems.append(_fault(item, Said("{name} is mapped twice", name=ours), Said("give it once")))
        else:
            columns[ours] = theirs
    problems += [_fault(given, Said("two of our columns are mapped to the same one"), Said("give each its own column")) for given in shared(columns, COLUMNS)]
    if problems:
        raise ScenarioError(problems)
    return Mapping(columns, outcomes)


def shared(mapped, known):
    """Texts "ours=theirs, …" of columns of theirs that several of ours are to be. mapped: our column → theirs; known: all of ours, which have their own name if they are not mapped."""
    for theirs in dict.fromkeys(mapped.values()):
        ours = [name for name in known if mapped.get(name, name) == theirs]
        if len(ours) > 1:
            yield ", ".join(f"{name}={theirs}" for name in ours)


def _map_outcome(item, ours, theirs, outcomes):
    """Enter one value of the outcome column."""
    if ours not in OUTCOMES:
        guess = near(ours, OUTCOMES)
        hint = Said("did you mean {guess}?", guess=f"outcome.{guess}") if guess else Said("outcomes are {names}", names=", ".join(OUTCOMES))
        return [_fault(item, Said("{name} is not one of our outcomes", name=ours), hint)]
    if outcomes.get(theirs.lower(), ours) != ours:
        said = Said("{theirs} would mean both {before} and {ours}", theirs=theirs, before=outcomes[theirs.lower()], ours=ours)
        return [_fault(item, said, Said("give it once"))]
    outcomes[theirs.lower()] = ours
    return []


def _fault(item, allowed, hint) -> Problem:
    return problem("--map", allowed, item, hint)
