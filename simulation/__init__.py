"""guichet: an agent-based simulation of front-office communities of practice."""

import os

__version__ = "0.1.0"

if not os.path.isabs(os.path.expanduser("~")):  # whoever runs this has no home: numba would make a folder named "~" where they are; so it keeps no cache
    os.environ.setdefault("XDG_CACHE_HOME", os.devnull)
