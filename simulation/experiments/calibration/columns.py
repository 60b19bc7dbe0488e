"""What the columns of a calibration's tables mean; the command writes it beside them."""

from .waves import LEVEL

_INTERVAL = f"interval that holds one more draw with {LEVEL:.0%}"

COLUMNS = {
    "ensemble": {
        "member": "number of the member, from 0", "weight": "its weight; all sum to 1", "evaluation": "number of the evaluation that it comes from (point of `evaluations/`)"},
    "parameters": {
        "parameter": "name of the axis; values are those of its first key", "prior_low": "lower end of what was allowed", "prior_high": "upper end", "low": f"lower end of the {_INTERVAL}",
        "median": "median of the ensemble", "high": "upper end of the interval", "place_low": "the lower end as a place on the axis, from 0 to 1", "place_high": "the upper end likewise",
        "narrower": "by how much narrower than the prior the interval is, as a share", "identified": "yes; hardly (less than half narrower); no (less than a fifth)"},
    "fit": {
        "measure": "outcome or column that was observed", "value": "what was observed", "error": "its standard error, or that of an accepted range", "observed_low": "lower end of what is accepted as observed",
        "observed_high": "upper end", "mean": "mean over the members, run once more in new worlds", "low": f"lower end of their {_INTERVAL}", "high": "upper end", "prior_low": "the same of the first wave, lower end",
        "prior_high": "upper end", "noise": "standard error of a member's mean by the chance of its runs", "reproduced": "whether what was observed lies within what the members give, both widened by what is not known"},
    "correlations": {"parameter": "name of an axis", "other": "name of another", "correlation": "Spearman's rank correlation over the ensemble"},
    "waves": {
        "wave": "number of the wave, from 1", "sets": "parameter sets so far", "runs": "runs so far", "failed": "sets without a value for some pattern", "epsilon": "distance from the patterns within which sets count, in standard deviations",
        "effective": "effective number of sets within it", "nearest": "least distance of any set"},
}
"""For each table the meaning of its columns. `ensemble` has a further column for each key of each axis; `members.csv` holds these alone."""
