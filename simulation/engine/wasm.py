"""The engine as WebAssembly: `python -m simulation.engine.wasm` makes `web/engine.wasm` and `web/engine.json` from the kernels, the same that run natively.

The kernels are linked into one module before anything has been optimised for this machine (`Carried`); the module is aimed at WebAssembly, optimised by
LLVM and linked by `wasm-ld` (from the `ziglang` package: `pip install guichet[wasm]`). It imports nothing: no allocation, no libm; `memset` and `memcpy`
are instructions. `engine.json` says what `engine.js` must know of layout, jobs and names; nothing of it is written twice. `Wasmtime` runs the same file
from Python, for the tests.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

import numba
import numpy as np
from llvmlite import binding

from ..measures.daily import NAMES
from ..measures.events import EVENT_NAMES
from ..measures.outcomes import LAST_DAYS
from ..rules.order import CHANNELS, KINDS, STATUSES
from ..scenario.declare import ACTIONS
from ..scenario.load import PARAMETERS
from . import layout as lay
from .build import Capacity
from .kernel import ENTRY, OPTIONS, SIGNATURE, Whole, WholeCompiler
from .office import run
from .run import EVENTS_AT_FIRST, STEPS_AT_FIRST

WEB = Path(__file__).parent / "web"
WASM, JSON = WEB / "engine.wasm", WEB / "engine.json"

DRIVERS = ("__init__.py", "build.py", "run.py", "wasm.py")
"""Files of the engine that hold no kernel."""

PLAIN = {"NUMBA_OPT": "0", "NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": "", "NUMBA_DISABLE_JIT": "0", "NUMBA_BOUNDSCHECK": "0", "NUMBA_DEBUGINFO": "0"}
"""How numba is set while the kernels are carried over: nothing is optimised, and nothing suits this machine."""

TRIPLE = "wasm32-unknown-unknown"
FEATURES = "+bulk-memory,+sign-ext,+nontrapping-fptoint,+mutable-globals"
INSTRUCTIONS = ("sqrt", "floor")
"""Functions of libm that are instructions of WebAssembly."""

STACK = 1 << 18
LINK = ("--no-entry", "--export=run", "--export=__heap_base", "--strip-all", "--stack-first", "-z", f"stack-size={STACK}", "-O3")

DOOR = """
target datalayout = "{layout}"
target triple = "{triple}"
declare i32 @"{entry}"(ptr, ptr, ptr, i64, i64)
define i32 @run(ptr %state, i32 %job, i32 %days) {{
  %given = alloca i64
  %error = alloca ptr
  %job64 = sext i32 %job to i64
  %days64 = sext i32 %days to i64
  %failed = call i32 @"{entry}"(ptr %given, ptr %error, ptr %state, i64 %job64, i64 %days64)
  %status64 = load i64, ptr %given
  %status = trunc i64 %status64 to i32
  ret i32 %status
}}
"""
"""The one export: `run(state, job, days)` gives the status, as `office.run` does; numba's own way to call is hidden behind it."""


# --- making it ----------------------------------------------------------------------------------------------------------------------


class Carried(Whole):
    """The entry's code with that of all kernels and rules, kept as LLVM code before it is optimised."""

    module = None

    def emit(self):
        Carried.module = self._final_module.as_bitcode()


class CarriedCompiler(WholeCompiler):
    library = Carried


def kernels():
    """Give all kernels and rules as one LLVM module, as bitcode; only where numba has been set as `PLAIN` says."""
    made = numba.njit(**OPTIONS, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True, pipeline_class=CarriedCompiler)(run.py_func)
    made.compile(SIGNATURE)
    return Carried.module


def carried():
    """Give `kernels` from a process of its own, set as `PLAIN` says, with a cache of its own."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "kernels.bc")
        done = subprocess.run([sys.executable, "-W", "ignore", "-m", __spec__.name, "--carry", made], capture_output=True, text=True,
                              env={**os.environ, **PLAIN, "NUMBA_CACHE_DIR": folder})
        if done.returncode:
            raise RuntimeError(f"the kernels could not be carried over:\n{done.stderr}")
        return made.read_bytes()


def as_object(bitcode):
    """Give the object file for WebAssembly of a module of kernels."""
    binding.initialize_all_targets()
    binding.initialize_all_asmprinters()
    machine = binding.Target.from_triple(TRIPLE).create_target_machine(cpu="generic", features=FEATURES, opt=3, codemodel="default", reloc="static")
    module = binding.parse_bitcode(bitcode)
    module.triple, module.data_layout = TRIPLE, str(machine.target_data)
    for function in module.functions:
        if function.name in INSTRUCTIONS:
            function.name = f"llvm.{function.name}.f64"
    module.link_in(binding.parse_assembly(DOOR.format(layout=machine.target_data, triple=TRIPLE, entry=ENTRY)))
    module.get_function(ENTRY).linkage = binding.Linkage.internal
    module.verify()
    options = binding.create_pipeline_tuning_options(speed_level=3)
    options.loop_vectorization = options.slp_vectorization = False
    builder = binding.create_pass_builder(machine, options)
    builder.getModulePassManager().run(module, builder)
    return machine.emit_object(module)


def linked(code):
    """Give the WebAssembly file of an object file."""
    try:
        import ziglang
    except ImportError:
        raise SystemExit("the linker wasm-ld is not there: pip install guichet[wasm]") from None
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder, "engine.o"), Path(folder, "engine.wasm")
        source.write_bytes(code)
        subprocess.run([Path(ziglang.__file__).parent / "zig", "wasm-ld", *LINK, source, "-o", made], check=True,
                       env={**os.environ, "ZIG_GLOBAL_CACHE_DIR": folder})
        return made.read_bytes()


def made():
    """Give the WebAssembly file of the present sources."""
    return linked(as_object(carried()))


# --- telling of it -------------------------------------------------------------------------------------------------------------------


def sources():
    """Give a digest of all that the WebAssembly file is made from: kernels, rules, and numbers taken from the declarations."""
    engine = Path(__file__).parent
    found = hashlib.sha256()
    for path in sorted([*engine.glob("*.py"), *(engine.parent / "rules").glob("*.py")]):
        if path.parent != engine or path.name not in DRIVERS:
            found.update(path.read_bytes())
    found.update(lay.text().encode())
    return found.hexdigest()[:16]


def is_stale() -> bool:
    """Whether the files were made from other sources than those that stand beside them, as after a rule was changed: pages then compute with the old ones."""
    return json.loads(JSON.read_text(encoding="utf-8"))["sources"] != sources()


def made_with():
    """Give the versions of Python and of the tools, on which the bytes of the file depend."""
    return {"python": ".".join(map(str, sys.version_info[:2])), **{name: version(name) for name in ("numba", "llvmlite", "ziglang")}}


def fields_of(kind):
    """Give the fields of a record: name -> [offset, kind of number, length]."""
    found = {}
    for name in kind.names:
        field, offset = kind.fields[name][:2]
        found[name] = [offset, field.base.str[1:], field.shape[0] if field.shape else 1]
    return found


def told_of(name):
    """Tell of a table: bytes of an item, its fields or kind of number, the sizes that make its length and its columns, whose memory it shares."""
    kind, *lengths = lay.TABLES[name]
    told = {"name": name, "bytes": kind.itemsize, "lengths": [length.split() for length in lengths]}
    told |= {"fields": fields_of(kind)} if kind.names else {"kind": kind.str[1:]}
    return told | ({"same": lay.SAME[name]} if name in lay.SAME else {})


def places_of(parameter):
    """Give where a parameter stands in the record of parameters: [field, index] of each place."""
    shared = f"channel_{parameter.name}"
    found = [[parameter.field, 0]]
    return found + [[shared, CHANNELS.index(parameter.group)]] if parameter.group in CHANNELS and shared in lay.PARAMS.names else found


def told():
    """Give all that `engine.js` must know."""
    room = asdict(Capacity(events=EVENTS_AT_FIRST, steps=STEPS_AT_FIRST))
    return {"sources": sources(), "tables": [told_of(name) for name in lay.TABLES], "sizes": lay.SIZES, "room": room, "counted": lay.COUNTED,
            "jobs": {name: getattr(lay, name) for name in ("COUNT", "PLAN", "BEGIN", "RUN", "STEP")}, "impossible": lay.IMPOSSIBLE, "over": lay.OVER,
            "grows": {str(status): name for status, name in lay.GROWS.items()}, "last_days": LAST_DAYS,
            "parameters": {key: places_of(parameter) for key, parameter in PARAMETERS.items()},
            "columns": NAMES, "events": EVENT_NAMES, "channels": CHANNELS, "situations": KINDS, "actions": tuple(ACTIONS),
            "statuses": STATUSES, "places": lay.PLACES}


def write():
    """Write `engine.wasm` and `engine.json`."""
    WASM.write_bytes(made())
    told_all = {**told(), "made_with": made_with()}
    JSON.write_text("{\n" + ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in told_all.items()) + "\n}\n", encoding="utf-8")
    print(f"{WASM}: {WASM.stat().st_size:,} bytes; {JSON}: {JSON.stat().st_size:,} bytes")


# --- running it from Python ------------------------------------------------------------------------------------------------------------


class Wasmtime:
    """A machine for `run.Engine` that runs `engine.wasm` by wasmtime. It has one memory, hence one state at a time."""

    def __init__(self, path=WASM):
        import wasmtime
        self.store = wasmtime.Store()
        module = wasmtime.Module.from_file(self.store.engine, str(path))
        self.exports = wasmtime.Instance(self.store, module, []).exports(self.store)
        self.memory = self.exports["memory"]
        self.base = self.exports["__heap_base"].value(self.store)

    def state(self, sizes):
        """Give a state with tables of these sizes, all zero, in the memory of the instance; the one before is gone."""
        own = [name for name in lay.TABLES if name not in lay.SAME]
        addresses, end = {}, self.base + 8 * 3 * len(lay.TABLES)
        for name in own:
            addresses[name] = end = -(-end // 16) * 16
            end += int(np.prod(lay.shape(name, sizes))) * lay.TABLES[name][0].itemsize
        missing = end - self.memory.data_len(self.store)
        if missing > 0:
            self.memory.grow(self.store, -(-missing // 65536))
        whole = np.frombuffer(self.memory.get_buffer_ptr(self.store), np.uint8)
        whole[self.base:end] = 0
        tables = {}
        for name in own:
            shape, kind = lay.shape(name, sizes), lay.TABLES[name][0]
            tables[name] = whole[addresses[name]:addresses[name] + int(np.prod(shape)) * kind.itemsize].view(kind).reshape(shape)
        state = lay.State(tables, addresses)
        whole[self.base:self.base + state.header.nbytes] = state.header.view(np.uint8).reshape(-1)
        return state

    def run(self, state, job, days=0):
        """Do a job and give the status."""
        return self.exports["run"](self.store, self.base, job, days)


def main():
    """Make the files, as the command line asks."""
    parser = argparse.ArgumentParser(prog=f"python -m {__spec__.name}", description="Make engine.wasm and engine.json from the kernels.")
    parser.add_argument("--carry", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.carry:
        options.carry.write_bytes(kernels())
    else:
        write()


if __name__ == "__main__":
    main()
