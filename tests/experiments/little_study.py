"""A little study, in pieces that tests put together, and a sweep of it in a process of its own, with short chunks."""

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd

import simulation

ROOT = str(Path(simulation.__file__).parents[1])

HEAD = """
[study]
name = "little"
title_en = "Little"
title_fr = "Petite"
policies = ["present", "discreet"]
years = {years}
replicates = {replicates}
"""
TINY = """
[set]
counter = {{ posts = 2, per_day = 25.0 }}
"phone.posts" = 2
phone.per_day = 60
mail = {{ posts = 1, per_day = 10.0 }}
demand.population = 400
"""
GRID = """
[design]
kind = "grid"

[[axes]]
key = "demand.load"
values = [0.7, 1.0, 1.3]

[[axes]]
key = "rest_room.exists"
values = [true, false]
"""
STUDY = HEAD + TINY + GRID

MOMENTS = int(os.environ.get("GUICHET_FAULT_MOMENTS", "20"))
"""So often slow tests kill or interrupt; CI does it less often."""

PROGRAM = ("import simulation.experiments.sweep as s; s.CHUNK_SECONDS, s.LEAST_SECONDS = {seconds}, {seconds} / 4; {more}\n"
           "from simulation.cli import main; main(prog_name='guichet')")


def write(path, text=STUDY, years=0.02, replicates=4):
    """Write a study into a file."""
    path.write_text(text.format(years=years, replicates=replicates), encoding="utf-8")
    return path


THREADS, PROCESSES = "s.SHORT_RUN = 0", "s.SHORT_RUN, s.LONG_SWEEP = 9, 0"
"""Where the compiled engine is to run, whatever the length of a run."""


def start(cwd, *args, seconds=0.1, more=THREADS, session=False):
    """Start `guichet sweep` in a process of its own; chunks take so many seconds. more: said before, as `THREADS` or `PROCESSES`;
    session: it has a group of processes of its own."""
    return subprocess.Popen([sys.executable, "-c", PROGRAM.format(seconds=seconds, more=more), "sweep", *map(str, args)], cwd=cwd, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | {"PYTHONPATH": ROOT},
                            start_new_session=session)


def table(folder):
    """The results of a study, sorted."""
    found = pd.read_parquet(folder).sort_values(["point", "replicate"], ignore_index=True)
    assert not found.duplicated(["point", "replicate"]).any()
    return found
