"""The bits of a double as a whole number, and back: the one place where the rulebook borrows from NumPy (numba turns both into a move, no code)."""

import numpy as np

from .compile import rule


@rule
def bits_of(x):
    """The 64 bits of a double as a signed whole number. Equation: sign, 11 bits of exponent, 52 of fraction. Source: IEEE 754, binary64."""
    return int(np.float64(x).view(np.int64))


@rule
def from_bits(n):
    """The double of these 64 bits, the inverse of `bits_of`. Equation: sign, 11 bits of exponent, 52 of fraction. Source: IEEE 754, binary64."""
    return float(np.int64(n).view(np.float64))
