"""Search the ranges that the evidence allows for conditions where presence wins, where discretion wins, where both together do, and where the
repertoire does not matter: `python -m simulation.experiments.search --points 64 --replicates 6 --years 1 --out FILE.csv`.

Points are a scrambled Sobol sequence over `RANGES`; at each, the four policies run in the same twin worlds over one office. The bounds are those of
evidence.md, section D, and were written down before the first search; nothing is tuned to the answer.
"""

import argparse
from contextlib import closing

import numpy as np
import pandas as pd
from scipy.stats import qmc
from tqdm import tqdm

from ..measures.outcomes import MAIN, OUTCOMES, outcomes_of
from ..scenario import load
from . import DEFAULT_POLICIES
from .compare import working_days
from .drivers import runs
from .paired import paired
from .parallel import cores

RANGES = {
    "demand.load": (0.7, 1.2),  # D2, D3: contacts a day
    "episode.base": (-5.0, -2.8),  # D5: felt incivility .02-.20
    "episode.reminder": (0.4, 1.8),  # D11
    "staff.novice_share": (0.05, 0.5),  # B4: up to a third and more in the first year
    "turnover.leave_per_year": (0.01, 0.45),  # D44
    "users.captivity": (0.5, 1.0),  # D18
    "territory.tension": (0.0, 0.8),  # S1
    "desks.rooms": (1, 4),  # S3, S44
    "talk.solution": (0.1, 0.6),  # D28
    "talk.transmit": (0.02, 0.3),  # D37
    "learning.half_life_weeks": (4.0, 26.0),  # D40
    "territory.rule_changes_per_month": (0.2, 1.2),  # D42
    "talk.admission_days": (0.0, 120.0),  # D43
    "manager.step_in_success": (0.5, 0.9),  # D34
    "manager.watched_tax": (0.0, 0.15),  # D35
    "exhaustion.manager_support": (0.05, 0.25),  # D33
    "exhaustion.contagion": (0.0, 0.1),  # D31
    "answer.practice": (0.0, 4.0),  # the model's own assumption, null included
}
WITHOUT = "without_repertoire"
JUDGED = tuple(outcome.key for outcome in MAIN)
"""The six main outcomes on which a policy is judged; wins and losses are counted, none weighs more than another."""


def points(number, seed=1):
    """Give the points of the design: a dict of parameter values for each."""
    unit = qmc.Sobol(len(RANGES), scramble=True, rng=np.random.default_rng(seed)).random(number)
    keys, bounds = list(RANGES), list(RANGES.values())
    return [{k: int(round(lo + (hi - lo) * u)) if isinstance(lo, int) else float(round(lo + (hi - lo) * u, 4))
             for k, (lo, hi), u in zip(keys, bounds, row)} for row in unit]


def scenarios(office, point):
    """Give the scenarios of a point: the four policies, and laissez-faire whose practices answer nothing."""
    found = {policy: load(office, policy, point) for policy in DEFAULT_POLICIES}
    found[WITHOUT] = found["laissez_faire"].with_values({"answer.practice": 0.0, "mechanisms.crew": False})
    return found


def search(office, number, replicates, years, workers=None, progress=True, seed=1, at=()):
    """Run the search and give a table: a row for each point, pair of policies and outcome, with the paired difference and its verdict.

    seed: of the first twin world; at: the positions of the points to run, all if empty.
    """
    design = points(number)
    chosen = at or range(number)
    keys, laid = zip(*(((i, arm), scenario) for i in chosen for arm, scenario in scenarios(office, design[i]).items()))
    tasks = [(which, seed + r) for which in range(len(laid)) for r in range(replicates)]
    values = {}
    with closing(runs(laid, tasks, working_days(laid[0], years), workers=workers or cores())) as results:
        for position, found in tqdm(results, total=len(tasks), unit="run", disable=not progress):
            if found.failure:
                raise RuntimeError(f"point {keys[position // replicates]}, seed {tasks[position][1]}: {found.failure.message}")
            values[*keys[position // replicates], position % replicates] = outcomes_of(found.run)
    rows = []
    for i in chosen:
        point = design[i]
        for one, other in PAIRS:
            for outcome in OUTCOMES:
                pair = [np.array([values[i, arm, r][outcome.key] for r in range(replicates)], float) for arm in (one, other)]
                found = paired(*pair, outcome.better)
                rows.append({"point": i, **point, "policy": one, "against": other, "outcome": outcome.key, "difference": found["difference"],
                             "low": found["low"], "high": found["high"], "verdict": found["verdict"]})
    return pd.DataFrame(rows)


PAIRS = (("present", "laissez_faire"), ("discreet", "laissez_faire"), ("present_and_discreet", "laissez_faire"), ("discreet", "present"),
         ("present_and_discreet", "present"), ("present_and_discreet", "discreet"), ("laissez_faire", WITHOUT))


def wins(table):
    """Count for each point and pair the judged outcomes on which the one is better, and worse."""
    judged = table[table.outcome.isin(JUDGED)]
    counted = judged.assign(better=judged.verdict == "better", worse=judged.verdict == "worse")
    return counted.groupby(["point", "policy", "against"])[["better", "worse"]].sum().reset_index()


def winners(table):
    """Name for each point the policy that beats each of the three others on more judged outcomes than it loses; "none" if there is none."""
    counted = wins(table)
    lead = {(r.point, r.policy, r.against): r.better - r.worse for r in counted.itertuples()}
    found = {}
    for point in sorted(counted.point.unique()):
        ahead = [a for a in DEFAULT_POLICIES if all(lead.get((point, a, b), -lead.get((point, b, a), 0)) > 0 for b in DEFAULT_POLICIES if b != a)]
        found[point] = ahead[0] if ahead else "none"
    return pd.Series(found, name="winner")


def report(table):
    """Say in a text what was found."""
    found = winners(table)
    lines = [f"{len(found)} points", ""]
    lines += [f"  point {point}: {name}" for point, name in found.items()] if len(found) < 10 else []
    lines += ["", "a policy ahead of all three others on the six main outcomes, counted alike:"]
    lines += [f"  {name:22s} {count}" for name, count in found.value_counts().items()]
    lines += ["", "points at which the first is better / worse / undecided, by outcome:"]
    for one, other in PAIRS:
        lines.append(f"  {one} against {other}")
        part = table[(table.policy == one) & (table.against == other)]
        for key in JUDGED:
            v = part[part.outcome == key].verdict
            lines.append(f"    {key:20s} {sum(v == 'better'):3d} {sum(v == 'worse'):3d} {sum(~v.isin(['better', 'worse'])):3d}")
    return "\n".join(lines)


def main():
    """Search, as the command line asks; print what was found and keep the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--office", default="social_agency")
    parser.add_argument("--points", type=int, default=64)
    parser.add_argument("--replicates", type=int, default=6)
    parser.add_argument("--years", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at", default="", help="positions of the points to run, with commas; all if empty")
    parser.add_argument("--workers", type=int, default=None)
    parser.add_argument("--out", default="")
    given = parser.parse_args()
    at = tuple(int(i) for i in given.at.split(",") if i)
    table = search(given.office, given.points, given.replicates, given.years, given.workers, seed=given.seed, at=at)
    if given.out:
        table[table.outcome.isin(JUDGED)].to_csv(given.out, index=False, float_format="%.6g")
    print(report(table))


if __name__ == "__main__":
    main()
