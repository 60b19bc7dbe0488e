"""What folders of results hold, as plain data for the page *Lab*: which there are, what was run, what `guichet analyse` makes of it, and how to open a run.

Nothing is computed here that a command computes, too: the functions of `experiments` are called. A folder is data from anywhere: names are looked up in the listing and never joined to a
path, links are not followed, sizes are bounded, and whatever cannot be read becomes a `Trouble`, a sentence on the page.
"""

from .folders import Trouble, listing
from .opened import opened

__all__ = ["Trouble", "listing", "opened"]
