"""The compiled driver: the same day as `simulation.model`, over plain arrays, in Python that numba compiles; see `run.simulate`."""

from .run import Result, simulate

__all__ = ["Result", "simulate"]
