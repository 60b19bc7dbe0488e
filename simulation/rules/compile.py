"""How every rule is compiled, stated once.

A rule is a pure function of scalars.  It is run three ways - plain CPython (NUMBA_DISABLE_JIT=1), numba's native code, and the
same LLVM IR carried to WebAssembly - and must give the same bits in all three.  So a rule uses only + - * /, comparisons,
``int`` (truncation), ``math.sqrt`` and ``math.floor`` (both exact in IEEE 754) and integer operations.  It never divides by zero
(plain Python would raise, numba would not), never calls libm, allocates nothing, raises nothing; where a result has no
value it returns the constant ``numeric.NAN``, since processors disagree on the sign of the one they make themselves.  numba writes
``math.sqrt`` as a call of ``sqrt``: carried to WebAssembly it is the instruction ``f64.sqrt``.

Where the cache goes.  numba writes the machine code (``*.nbi``, ``*.nbc``) into ``__pycache__`` beside the source; where that folder
cannot be written it falls back by itself to the user's cache folder (``~/.cache/numba`` on Linux), and ``NUMBA_CACHE_DIR`` overrides
both.  Where no folder at all can be written, `rule` compiles without a cache, afresh in every process.
``PYTHONDONTWRITEBYTECODE`` concerns only ``.pyc`` files and does not stop it.

What the cache misses.  numba renews an entry when the file that holds the function changes, NOT when a function or a constant
that it uses in another file changes.  After editing a rule that others use, delete ``__pycache__/*.nb?`` in this folder (and in the
folders of its callers); the tests comparing plain and compiled results fail on such a stale entry.
"""

import numba

OPTIONS = {
    "cache": True,  # keep the machine code between processes
    "nogil": True,  # a rule touches no Python object
    "error_model": "numpy",  # no test for a zero divisor, hence no exception path
    "fastmath": False,  # no reordering, no fused multiply-add, no flushing of subnormals
    "boundscheck": False,  # whatever NUMBA_BOUNDSCHECK says: no exception path
    "inline": "never",  # leave inlining to LLVM; numba's own would rewrite the rule before typing it
}


def rule(function):
    """Compile a rule with `OPTIONS`; with NUMBA_DISABLE_JIT=1 numba hands the plain function back unchanged."""
    try:
        return numba.njit(**OPTIONS)(function)
    except RuntimeError:  # no folder anywhere that the cache may be written to
        return numba.njit(**{**OPTIONS, "cache": False})(function)
