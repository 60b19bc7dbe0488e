"""How the kernels of the engine are compiled: as the rules are (`rules.compile.OPTIONS`), with three differences.

Arrays are not counted (`_nrt=False`): a kernel allocates nothing. A kernel is compiled once for each set of types, not anew for each
constant that it is called with. And only the entry (`office.run`) is kept on disk, with all that it calls; what numba misses there, a change in another
file, is seen through `SOURCES`, which names a field of the state: other sources make another type, which is compiled afresh.
"""

import hashlib
from pathlib import Path

import numba
from numba.core import types

from ..rules.compile import OPTIONS


def _digest():
    """Give a digest of all sources of the engine and of the rules."""
    here, found = Path(__file__).parent, hashlib.sha256()
    for path in sorted([*here.glob("*.py"), *(here.parent / "rules").glob("*.py")]):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


SOURCES = f"sources_{_digest()}"


def kernel(function):
    """Compile a kernel, which is called from kernels only."""
    made = numba.njit(**{**OPTIONS, "cache": False}, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)
    if made is not function:  # with NUMBA_DISABLE_JIT=1 it is the function itself
        template = made.get_call_template
        made.get_call_template = lambda args, kws: template(tuple(types.unliteral(a) for a in args),
                                                            {k: types.unliteral(a) for k, a in kws.items()})
    return made


def entry(function):
    """Compile a kernel that Python calls, and keep it on disk."""
    try:
        return numba.njit(**OPTIONS, _nrt=False)(function)
    except RuntimeError:  # no folder anywhere that the cache may be written to
        return numba.njit(**{**OPTIONS, "cache": False}, _nrt=False)(function)
