"""Helpers of other folders that tests of hardening use, too."""

import sys
from pathlib import Path

sys.path += [str(Path(__file__).parents[1] / name) for name in ("app", "agreement", "intake")]
