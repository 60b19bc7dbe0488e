"""The engine's entry: an object file that is no such thing is compiled anew, and code that cannot reach its constants is refused, not run."""

import numba
import numpy as np
import pytest
from llvmlite import binding
from numba.core.registry import cpu_target

from simulation.engine.kernel import ENTRY, Entry, machine
from simulation.engine.run import Engine
from simulation.scenario import load

pytestmark = pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="nothing is compiled")

FAR = f"""
target triple = "{binding.get_process_triple()}"
@far = external dso_local global double
define double @{ENTRY}() {{
  %x = load double, ptr @far
  ret double %x
}}
"""


class Kept:
    """A store that gives what it was told."""

    def __init__(self, code):
        self.code, self.saved = code, []

    def load(self, key):
        return self.code

    def save(self, key, code):
        self.saved.append(code)


@pytest.fixture(scope="module")
def compiled():
    """The entry, and its object file."""
    from simulation.engine.office import run
    Engine(load("social_agency"), 1).one(1)
    keys, store = [], Kept(None)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store, "load", lambda key: keys.append(key) or run.store.load(key))
        entry = Entry(run.py_func)
        entry.store = store
        entry._ready()
    return run, run.store.load(*keys)


@pytest.mark.parametrize("code", [None, b"", b"junk", b"\x7fELF" + bytes(200)])
def test_what_cannot_be_linked_is_compiled_anew(code, compiled, monkeypatch):
    run, whole = compiled
    if whole is None:
        pytest.skip("nothing can be kept on this machine")
    monkeypatch.setattr(Entry, "object", lambda entry: whole)
    entry = Entry(run.py_func)
    entry.store = Kept(code)
    monkeypatch.setattr("simulation.engine.build.run", entry)
    found = Engine(load("social_agency"), 3).one(7)
    assert entry.store.saved == [whole]
    monkeypatch.setattr("simulation.engine.build.run", run)
    assert np.array_equal(found.daily, Engine(load("social_agency"), 3).one(7).daily)


def test_code_that_cannot_reach_its_constants_is_refused():
    made = machine(cpu_target.target_context.codegen())
    linker, library = binding.create_lljit_compiler(made, use_jit_link=True, suppress_errors=True), binding.JITLibraryBuilder()
    with pytest.raises(RuntimeError):
        library.add_object_img(made.emit_object(binding.parse_assembly(FAR))).import_symbol("far", 16).export_symbol(ENTRY).link(linker, "far")
