"""The same scenario and seed give the same bits on every machine and Python. A change of results changes these digests, by
`python tests/model/test_golden.py`, together with a line in CHANGELOG.md."""

import hashlib
import json
import struct
from pathlib import Path

import pytest

from simulation.model import FrontOffice
from simulation.scenario import load

FILE = Path(__file__).with_name("golden.json")
RUNS = (("social_agency", "present", 1, 12), ("social_agency", "discreet", 2, 12), ("call_centre", None, 3, 4), ("social_media", None, 4, 6))


def digest(office, policy, seed, days):
    """Give a digest of every bit of the daily table and the event log."""
    model = FrontOffice(load(office, policy), seed=seed).run(days)
    h = hashlib.sha256()
    for row in [*model.daily, *model.events]:
        h.update(struct.pack(f"<{len(row)}d", *row))
    model.close()
    return h.hexdigest()


@pytest.mark.parametrize("run", RUNS, ids=lambda r: "-".join(map(str, r)))
def test_results_change_only_on_purpose(run):
    assert digest(*run) == json.loads(FILE.read_text())["-".join(map(str, run))], "results changed: see the docstring of this file"


if __name__ == "__main__":
    FILE.write_text(json.dumps({"-".join(map(str, run)): digest(*run) for run in RUNS}, indent=1) + "\n")
