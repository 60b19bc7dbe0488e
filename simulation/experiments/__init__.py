"""Many runs: by either driver, side by side; twin worlds, comparisons of policies."""

from typing import Literal, get_args

Engine = Literal["compiled", "mesa"]
COMPILED, MESA = ENGINES = get_args(Engine)
"""The drivers; both give the same figures, to the bit."""

DEFAULT_ENGINE: Engine = "compiled"
DEFAULT_OFFICE = "social_agency"
DEFAULT_POLICIES = ("laissez_faire", "present", "discreet", "present_and_discreet")
DEFAULT_YEARS = 2
DEFAULT_REPLICATES = 50
DEFAULT_SEED = 1
"""What is compared if nothing is said: as much as fits into half a minute on two cores. Here, because the command's help tells them."""

DEFAULT_EPS = 0.05
"""How far a coefficient of variation may still move for replicates to be enough, if nothing else is asked for."""

DEFAULT_MOST_REPLICATES = 200
"""Replicates of a point at most, until they are enough, if nothing else is asked for."""

LARGEST_FIRST_SEED = 2**62
"""The first seed may be as large as this where further worlds take the next ones: they still fit into 63 bits."""

MOST_YEARS = 100
"""Of a run."""
