"""What a script or a notebook needs of the program; `simulation.__all__` lists it. Thin: each function calls what the command of the same name calls, so that
figures are the same to the bit.

Errors are of two kinds. `ScenarioError`: something that was given cannot be used; its text lists all that is wrong, what is allowed, and how to mend it.
`RuntimeError`: runs broke. Tables are pandas data frames; days are working days and count from 0.
"""

import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from html import escape
from os import PathLike
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go  # type: ignore[import-untyped]

from .charts import forest
from .charts.answer import answer
from .charts.report import report
from .charts.summary import as_table, as_text
from .experiments import DEFAULT_ENGINE, DEFAULT_OFFICE, DEFAULT_POLICIES, DEFAULT_REPLICATES, DEFAULT_SEED, DEFAULT_YEARS, Engine
from .experiments import compare as comparing
from .experiments import run as running
from .experiments.detail import run_in_full
from .measures.outcomes import MAIN, OUTCOMES
from .measures.outcomes import dictionary as dictionary_of_outcomes
from .measures.story_words import LANGUAGES, Language
from .measures.tables import Tables
from .measures.tables import dictionary as dictionary_of_tables
from .model import Employee as Employee
from .model import FrontOffice as FrontOffice
from .scenario import PARAMETERS, Named, Problem, load
from .scenario import Scenario as Scenario
from .scenario import ScenarioError as ScenarioError
from .scenario import offices as shipped_offices
from .scenario import policies as shipped_policies
from .scenario.schema import plain

File = str | PathLike[str]
"""A shipped name, or the path of a file."""

Overrides = Mapping[str, bool | float | str | Sequence[float]]
"""Values by key, laid over office and policy; `parameters()` lists keys, units and bounds."""

KEYS = [outcome.key for outcome in OUTCOMES]
MAIN_KEYS = [outcome.key for outcome in MAIN]


@dataclass(frozen=True, repr=False)
class Comparison:
    """What `compare` found: policies in twin worlds. In a notebook it shows itself as the table of main outcomes, in the language `lang`."""

    found: comparing.Comparison
    lang: Language = "en"

    @property
    def differences(self) -> pd.DataFrame:
        """The paired differences, a row for each outcome and pair of policies, as `differences.csv` of `guichet compare` holds them.

        Columns: outcome (key), policy, against (the earlier of the two), twin_worlds (pairs in which both runs gave a value), mean_against, mean, difference (policy
        less against), low and high (80 % t interval of the mean difference), p10 and p90 (of the differences over twin worlds), better and ties (numbers of twin
        worlds), verdict ("better", "worse", "higher", "lower", "cannot tell", "same"), variance_ratio, and unit: that of the figures from mean_against to p90. What is not
        defined is NaN.
        """
        return self.found.with_units

    @property
    def outcomes(self) -> pd.DataFrame:
        """The outcomes, a row for each run. Columns: policy, twin_world (from 0), seed, and each outcome by its key; `simulation.outcomes()` gives units. `outcomes.csv` of `guichet compare`
        holds the same figures in long form, a row for each run and outcome."""
        return self.found.outcomes

    @property
    def daily(self) -> pd.DataFrame:
        """Some figures day by day, a row for each run and day. Columns: policy, twin_world, seed, day, exhaustion (SD), coverage (share), and living
        practices, practices_shared, practices_named (numbers). `run` gives all columns of one run."""
        return self.found.series

    @property
    def failures(self) -> pd.DataFrame:
        """Runs that broke, and are left out with their twins. Columns: policy, twin_world, seed, stage, message."""
        return self.found.failures

    @property
    def policies(self) -> list[str]:
        """The names of the policies, the baseline first."""
        return self.found.policies

    def table(self, keys: Iterable[str] | None = None, lang: Language | None = None) -> pd.DataFrame:
        """The differences from the baseline for reading: a row for each outcome and policy, all cells texts, with as many digits as the intervals allow.

        keys: of the outcomes; the main ones if none are given; a text with commas does, too. Raises `ScenarioError` for a key that is none.
        """
        chosen = MAIN_KEYS if keys is None else _listed("table", "keys", keys)
        unknown = [str(key) for key in chosen if key not in KEYS]
        if unknown:
            raise _refused("table", "keys", ", ".join(unknown), "must be keys of outcomes", "simulation.outcomes() lists them")
        return as_table(self.found, self._in(lang), chosen)

    def answer(self, lang: Language | None = None) -> str:
        """The answer in plain words: what differs, what cannot be told, what it costs, how far to believe it. Paragraphs with blank lines between."""
        return "\n\n".join(answer(self.found, self._in(lang)))

    def figure(self, lang: Language | None = None) -> go.Figure:
        """The main figure, of plotly: how each policy differs from the baseline on each main outcome, with intervals."""
        return forest.figure(forest.numbers(self.found, self._in(lang)), self._in(lang))

    def report(self, path: str | PathLike[str], lang: Language | None = None) -> Path:
        """Write the report of `guichet compare`, one HTML file, and give its path. Raises `OSError` where it cannot be written."""
        Path(path).write_text(report(self.found, self._in(lang)), encoding="utf-8")
        return Path(path)

    def _in(self, lang: Language | None) -> Language:
        return self.lang if lang is None else _language("Comparison", lang)

    def _repr_html_(self) -> str:
        setting, *_, caution = answer(self.found, self.lang)
        return f"<p>{escape(setting)}</p>\n{self.table().to_html()}\n<p><small>{escape(caution)}</small></p>"

    def __repr__(self) -> str:
        return as_text(self.found, self.lang)


@dataclass(frozen=True, repr=False)
class Run:
    """What `run` found: an office, once, over `days` days. In a notebook it shows itself as the table of main outcomes, in the language `lang`."""

    scenario: Scenario
    seed: int
    days: int
    engine: Engine
    tables: Tables
    lang: Language = "en"

    @property
    def daily(self) -> pd.DataFrame:
        """The daily table: a row for each day (`days` rows), a column for each figure that is counted."""
        return self.tables.daily

    @property
    def events(self) -> pd.DataFrame:
        """The event log, a row for each event, in order. Columns: row, day, minute (min since midnight), event, who, whom, practice, situation, parent (the row that
        led to it, -1 none), value."""
        return self.tables.events

    @property
    def practices(self) -> pd.DataFrame:
        """The practices that there were, a row each."""
        return self.tables.practices

    @property
    def people(self) -> pd.DataFrame:
        """The people who were employed, a row each."""
        return self.tables.people

    @property
    def ties(self) -> pd.DataFrame:
        """The ties at the end, a row for each pair of people. Columns: who, whom, strength (0 to 1)."""
        return self.tables.ties

    @property
    def outcomes(self) -> pd.DataFrame:
        """What the run comes to, a row for each outcome, by its key. Columns: title, value (NaN where it is not defined), unit, better ("lower", "higher", or nothing)."""
        values = running.figures(self.tables, self.scenario)["outcomes"]
        rows = [(one.title(self.lang), values[one.key], one.unit_in(self.lang), one.better or "") for one in OUTCOMES]
        return pd.DataFrame(rows, pd.Index(KEYS, name="outcome"), ["title", "value", "unit", "better"])

    @property
    def dictionary(self) -> pd.DataFrame:
        """What each column of these tables is. Columns: table, column, type, unit, meaning."""
        return dictionary_of_tables()

    def save(self, folder: str | PathLike[str], force: bool = False) -> Path:
        """Write the folder that `guichet run` writes and `guichet story` reads, and give its path. force: even among other files.

        Raises `simulation.experiments.run.RunFolderError`, which says why it cannot be written.
        """
        running.save(folder, self.tables, self.scenario, running.about(self.scenario, self.days, self.seed, self.engine), force)
        return Path(folder)

    def _repr_html_(self) -> str:
        title = self.scenario.title_fr if self.lang == "fr" else self.scenario.title_en
        return f"<p>{escape(title)}</p>\n{self.outcomes.loc[MAIN_KEYS].to_html()}"

    def __repr__(self) -> str:
        return self.outcomes.loc[MAIN_KEYS].to_string()


def compare(office: File = DEFAULT_OFFICE, policies: Iterable[File] = DEFAULT_POLICIES, *, years: float = DEFAULT_YEARS, replicates: int = DEFAULT_REPLICATES,
            seed: int = DEFAULT_SEED, overrides: Overrides | None = None, engine: Engine = DEFAULT_ENGINE, workers: int | None = None,
            progress: Callable[[int, int], object] | None = None, lang: Language = "en") -> Comparison:
    """Compare policies over an office in twin worlds, as `guichet compare` does: under every policy the same users, the same bad days.

    policies: the first is the baseline; a text with commas does, too. years: of `calendar.days_per_year` working days each, may be a fraction. replicates: twin worlds. seed:
    of the first world; the next ones add 1 each. engine: "compiled", or "mesa", which gives the same figures far more slowly. workers: runs side by side, one for each core if
    not given. progress: called with (runs done, runs in all).

    Raises `ScenarioError` for what cannot be used (all of it at once, before anything runs), and `RuntimeError` if no run of a policy came to its end; where only some broke,
    a warning tells so, and they stand in `failures`. By the Mesa model and several workers, a script must call this under ``if __name__ == "__main__":``.
    """
    if isinstance(office, Scenario):
        raise _refused("compare", "office", f"the scenario {office.name}", "must be a name or a path, over which policies are laid", "write it to a file: Path(...).write_text(office.to_toml())")
    named = _listed("compare", "policies", policies)
    _language("compare", lang)
    _callable("compare", progress)
    found = comparing.compare(office, named, years, replicates, seed, overrides, workers, progress, engine)
    if set(found.policies) - set(found.outcomes.policy):
        raise RuntimeError(f"nothing can be compared: {found.broken}")
    if found.broken:
        warnings.warn(found.broken, RuntimeWarning, stacklevel=2)
    return Comparison(found, lang)


def run(office: File | Scenario = DEFAULT_OFFICE, policy: File | None = None, *, years: float = 1.0, seed: int = DEFAULT_SEED, overrides: Overrides | None = None,
        engine: Engine = DEFAULT_ENGINE, employee_class: type[Employee] | None = None, progress: Callable[[int], object] | None = None,
        lang: Language = "en") -> Run:
    """Run an office once, as `guichet run` does, and give its tables.

    office, policy: names or paths, or a scenario from `load_office` in place of both. years: of `calendar.days_per_year` working days each, may be a fraction. employee_class: a subclass
    of `Employee` with decisions of its own; the Mesa model then runs, whatever the engine. progress: called with the number of days done.

    Raises `ScenarioError` for what cannot be used.
    """
    _language("run", lang)
    _callable("run", progress)
    if employee_class is not None and not (isinstance(employee_class, type) and issubclass(employee_class, Employee)):
        raise _refused("run", "employee_class", repr(employee_class), "must be a class made from simulation.Employee", "class Mine(simulation.Employee): ...")
    if isinstance(office, Scenario):
        if policy is not None:
            raise _refused("run", "policy", str(policy), "cannot be laid over a scenario that is already resolved", "give it to load_office")
        scenario = office.with_values(overrides) if overrides else office
    else:
        scenario = load(office, policy, overrides)
    comparing.check_size(years, 1, seed, engine=engine, job="run")
    driver: Engine = "mesa" if employee_class else engine
    seed = int(seed)
    days = comparing.working_days(scenario, years)
    return Run(scenario, seed, days, driver, run_in_full(scenario, days, seed, progress or (lambda day: None), driver, employee_class), lang)


def load_office(office: File = DEFAULT_OFFICE, policy: File | None = None, overrides: Overrides | None = None) -> Scenario:
    """An office, with a policy and values laid over it, resolved and checked: `values` by key, `changes` on dates, `with_values({...})`, `to_toml()`, `digest`.

    Raises `ScenarioError`, which lists all problems with file and line.
    """
    return load(office, policy, overrides)


def offices() -> pd.DataFrame:
    """The shipped offices, a row each, by name. Columns: title_en, title_fr."""
    return _named(shipped_offices())


def policies() -> pd.DataFrame:
    """The shipped policies, a row each, by name. Columns: title_en, title_fr."""
    return _named(shipped_policies())


def parameters() -> pd.DataFrame:
    """Everything that can be set, a row each, by key.

    Columns: group, default, unit, low and high (bounds of the number, or of each number of a list; NaN where there are none), allowed (the same in words), lever (whether a manager or an
    organisation could decide it), grade ("measured", "analogous", "assumed"), source, en and fr (the meaning).
    """
    rows = [(p.group, plain(p.default), p.unit, p.low, p.high, p.allowed, p.lever, p.grade, p.source, p.en, p.fr) for p in PARAMETERS.values()]
    columns = ["group", "default", "unit", "low", "high", "allowed", "lever", "grade", "source", "en", "fr"]
    return pd.DataFrame(rows, pd.Index(list(PARAMETERS), name="key"), columns)


def outcomes() -> pd.DataFrame:
    """The outcomes by which a run is judged, a row each, by key. Columns: group, unit, better ("lower", "higher", or nothing), main, title_en, title_fr, meaning_en, meaning_fr."""
    rows = [row for row in dictionary_of_outcomes() if row.pop("table") == "outcomes"]
    return pd.DataFrame(rows).set_index("name").rename_axis("outcome")


def _named(found: Iterable[Named]) -> pd.DataFrame:
    return pd.DataFrame(found).set_index("name")


def _listed(job: str, key: str, given: object) -> list[object]:
    """Names in order, from a list or a text with commas."""
    if isinstance(given, str):
        return [name.strip() for name in given.split(",") if name.strip()]
    if not isinstance(given, Iterable) or isinstance(given, (Mapping, Set)):
        raise _refused(job, key, repr(given), "must be a list of names, in order", "a text with commas does, too")
    return list(given)


def _callable(job: str, given: object) -> None:
    if given is not None and not callable(given):
        raise _refused(job, "progress", repr(given), "must be a function, or None")


def _language(job: str, lang: Language) -> Language:
    if lang not in LANGUAGES:
        raise _refused(job, "lang", repr(lang), f"must be one of {', '.join(LANGUAGES)}")
    return lang


def _refused(job: str, key: str, given: str, allowed: str, hint: str = "") -> ScenarioError:
    return ScenarioError([Problem(f"simulation.{job}", key=key, given=given, allowed=allowed, hint=hint)])
