"""What can be set: the one declaration of parameters, and scenarios made from it."""

from .checks import Document
from .declare import Change, Parameter, Values
from .load import DEFAULTS, Named, Params, Scenario, check_file, is_study, load, offices, policies, shipped, studies
from .messages import Problem, ScenarioError
from .parameters import GROUPS, PARAMETERS

__all__ = [
    "DEFAULTS", "GROUPS", "PARAMETERS", "Change", "Document", "Named", "Parameter", "Params", "Problem", "Scenario", "ScenarioError",
    "Values", "check_file", "is_study", "load", "offices", "policies", "shipped", "studies",
]
