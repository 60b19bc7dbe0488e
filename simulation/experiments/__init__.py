"""Many runs: work spread over processes, twin worlds, comparisons of policies."""

DEFAULT_OFFICE = "social_agency"
DEFAULT_POLICIES = ("laissez_faire", "present", "discreet", "present_and_discreet")
DEFAULT_YEARS = 0.5
DEFAULT_REPLICATES = 6
DEFAULT_SEED = 1
"""What is compared if nothing is said: as much as fits into two minutes on two cores. Here, because the command's help tells them."""
