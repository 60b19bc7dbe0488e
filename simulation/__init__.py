"""guichet: an agent-based simulation of front-office communities of practice.

`__all__` is the public API, for scripts and notebooks; docs/guides/notebook.md shows it at work. It is imported at its first use, so that the command line
stays quick.
"""

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if not os.path.isabs(os.path.expanduser("~")):  # whoever runs this has no home: numba would make a folder named "~" where they are; so it keeps no cache
    os.environ.setdefault("XDG_CACHE_HOME", os.devnull)

__all__ = [
    "Comparison", "Employee", "FrontOffice", "Run", "Scenario", "ScenarioError",
    "compare", "load_office", "offices", "outcomes", "parameters", "policies", "run",
]

if TYPE_CHECKING:
    from .api import (
        Comparison,
        Employee,
        FrontOffice,
        Run,
        Scenario,
        ScenarioError,
        compare,
        load_office,
        offices,
        outcomes,
        parameters,
        policies,
        run,
    )
else:
    def __getattr__(name):
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it has {', '.join(__all__)}", name=name, obj=sys.modules[__name__])
        return getattr(import_module(".api", __name__), name)

    def __dir__():
        return [*globals(), *__all__]
