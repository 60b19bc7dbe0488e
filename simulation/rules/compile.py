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

Two faults of numba's cache are mended here. It renews an entry when the file that holds a function changes, not when a function or constant of another file that it uses
does: the stamp of an entry holds a digest of all sources of the rules. And two processes that compile at the same time can write different
versions of a function under one name, which then crash whoever loads them: here the name of a file follows from what it holds.
"""

import hashlib
from contextlib import suppress
from pathlib import Path

import numba
from numba.core.caching import FunctionCache, IndexDataCacheFile

OPTIONS = {
    "nogil": True,  # a rule touches no Python object
    "error_model": "numpy",  # no test for a zero divisor, hence no exception path
    "fastmath": False,  # no reordering, no fused multiply-add, no flushing of subnormals
    "boundscheck": False,  # whatever NUMBA_BOUNDSCHECK says: no exception path
    "inline": "never",  # leave inlining to LLVM; numba's own would rewrite the rule before typing it
}


def digest(*folders):
    """Give a digest of all sources in some folders."""
    found = hashlib.sha256()
    for path in sorted(path for folder in folders for path in Path(folder).glob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


class _CacheFile(IndexDataCacheFile):
    """The files of a function's cache; the name of a version's file follows from its key, so that none is ever written over by another."""

    def save(self, key, data):
        name = f"{self._index_name.removesuffix('.nbi')}.{hashlib.sha256(repr(key).encode()).hexdigest()[:16]}.nbc"
        self._save_data(name, data)
        self._save_index({**self._load_index(), key: name})


class _Cache(FunctionCache):
    """A function's cache, which other sources make obsolete, too."""

    def __init__(self, function, sources):
        super().__init__(function)
        self._cache_file = _CacheFile(self._cache_path, self._impl.filename_base, (self._impl.locator.get_source_stamp(), sources))


class Store:
    """Where something made of a function is kept on disk by key, as long as its sources have this digest; false where no folder can be written."""

    def __init__(self, function, sources):
        try:
            self._cache = _Cache(function, sources)
        except RuntimeError:
            self._cache = None

    def __bool__(self):
        return self._cache is not None

    def load(self, key):
        """Give what is kept, or None: also where it cannot be read; what is damaged is let go."""
        try:
            return self._cache._cache_file.load(key) if self else None
        except Exception:  # a damaged file can break in any way when it is unpickled
            with suppress(OSError):
                self._cache.flush()
            return None

    def save(self, key, data):
        """Keep something, if there is room."""
        if self:
            with suppress(OSError):
                self._cache._impl.locator.ensure_cache_path()
                self._cache._cache_file.save(key, data)


def kept(made, sources):
    """Let a compiled function be kept on disk, as long as its sources have this digest; where no folder can be written, it is not."""
    if hasattr(made, "py_func"):  # with NUMBA_DISABLE_JIT=1 there is nothing to keep
        try:
            made._cache = _Cache(made.py_func, sources)
        except RuntimeError:
            pass
    return made


SOURCES = digest(Path(__file__).parent)


def rule(function):
    """Compile a rule with `OPTIONS`; with NUMBA_DISABLE_JIT=1 numba hands the plain function back unchanged."""
    return kept(numba.njit(**OPTIONS)(function), SOURCES)
