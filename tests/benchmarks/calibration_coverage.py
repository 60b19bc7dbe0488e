"""How often do a calibration's 90 % regions hold the parameters that made the data? Many recovery trials on a cheap office, with the interval that chance
allows.

python tests/benchmarks/calibration_coverage.py [--trials 40] [--data-worlds 4] [--replicates 4] [--budget 512]
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from scipy import stats

sys.path.insert(0, str(Path(__file__).parents[1] / "experiments"))
from recovery import AXES, LEVEL, trial


def told(name, hits, trials):
    """A count of trials with the exact interval of the share that it stands for (Clopper and Pearson, 95 %)."""
    low, high = stats.binomtest(hits, trials).proportion_ci(0.95)
    return f"{name:28}{hits:4} of {trials} = {hits / trials:.0%} [{low:.0%}; {high:.0%}], promised {LEVEL:.0%}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("trials", 40), ("first", 0), ("data-worlds", 4), ("replicates", 4), ("wave", 64), ("budget", 512)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked, began, found = parser.parse_args(), time.monotonic(), []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(asked.first, asked.first + asked.trials):
            found.append(trial(number, Path(folder), asked.data_worlds, asked.replicates, asked.wave, asked.budget))
            print(
                f"trial {number}: {'inside' if found[-1].inside else 'OUTSIDE'}, intervals {found[-1].intervals}, places "
                f"{[round(place, 2) for place in found[-1].place]}, {found[-1].sets} sets",
                file=sys.stderr,
                flush=True,
            )
    print(told("joint region", sum(one.inside for one in found), len(found)))
    for i, (key, *_) in enumerate(AXES):
        places = [one.place[i] for one in found]
        print(
            told(key, sum(one.intervals[i] for one in found), len(found)),
            f"; uniform places: p = {stats.kstest(places, 'uniform').pvalue:.2f}"
            f"; interval narrower than the prior by {np.mean([one.narrower[i] for one in found]):.0%} on average",
        )
    print(
        f"first ten trials: {sum(one.inside for one in found[:10])} of 10 inside; {np.mean([one.sets for one in found]):.0f} sets of "
        f"{asked.replicates} runs a trial; {time.monotonic() - began:.0f} s"
    )


if __name__ == "__main__":
    main()
