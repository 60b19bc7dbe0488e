"""How the kernels of the engine are compiled: as the rules are (`rules.compile.OPTIONS`), all together, once.

Left to itself numba optimises and emits every function anew inside each that calls it. Here a kernel is only typed and turned into LLVM code (`Part`); the entry
(`office.run`), which alone is kept on disk, links all parts and all rules into one module, hides everything but itself, and has that optimised once (`Whole`): half the
compile, and faster code, since nobody else can call a part. The same module is what `wasm.py` carries to WebAssembly.

The object file goes to LLVM's own linker (JITLink), not to the older loader that numba uses: there code may reach its constants directly (the "small" code model, some 4 % faster), because
all of it is laid side by side, and where it could not reach, linking fails instead of going wrong.

A kernel is compiled once for each set of types, not anew for each constant that it is called with.
"""

import ctypes
import hashlib
import threading
from pathlib import Path

import numba
from llvmlite import binding
from numba.core import compiler, types
from numba.core.codegen import JITCodeLibrary
from numba.core.registry import cpu_target

from ..rules.compile import OPTIONS, Store, digest
from . import layout

SIGNATURE = (layout.STATE, types.int64, types.int64)
"""What the entry takes: the state, a job, days."""

SOURCES = digest(Path(__file__).parent, Path(__file__).parent.parent / "rules") + hashlib.sha256(layout.text().encode()).hexdigest()[:16]
"""What compiled code depends on: all kernels, all rules, and the numbers and types of the layout, of which some follow from declarations elsewhere."""


class _NoEnvironment:
    """A code generator that is not asked to fill in environments: parts have no machine code that could hold one."""

    def __init__(self, codegen):
        self._made = codegen

    def __getattr__(self, name):
        return getattr(self._made, name)

    def set_env(self, name, env):
        """Do nothing."""


class Part(JITCodeLibrary):
    """A kernel's code, to be linked: neither optimised nor emitted."""

    def finalize(self):
        """Do nothing but say that all is there."""
        self._raise_if_finalized()
        self._finalized = True

    @property
    def codegen(self):
        """The code generator."""
        return _NoEnvironment(self._codegen)

    def get_pointer_to_function(self, name):
        """Give no address: numba has no machine code of it."""
        self._ensure_finalized()
        return 0


class Whole(Part):
    """The entry's code, with that of all parts and rules that it reaches."""

    def finalize(self):
        """Link each part once, hide all but the entry, then optimise and emit."""
        self.link()
        self.emit()
        super().finalize()

    def emit(self):
        """Optimise, and keep the object file."""
        self._optimize_final_module()
        self._final_module.verify()
        self.object = machine(self._codegen).emit_object(self._final_module)

    def link(self):
        """Link each part once and hide all but the entry."""
        own = next(f.name for f in self._final_module.functions if not f.is_declaration)
        reached, seen = list(self._linking_libraries), set()
        while reached:
            library = reached.pop()
            if library not in seen:
                seen.add(library)
                self._final_module.link_in(library._get_module_for_linking(), preserve=True)
                if isinstance(library, Part):
                    reached += library._linking_libraries
        self._linking_libraries = []
        for thing in [*self._final_module.global_variables, *self._final_module.functions]:
            if not thing.is_declaration and thing.name != own:
                thing.linkage = binding.Linkage.internal
        self._final_module.get_function(own).name = ENTRY


class _Compiler(compiler.Compiler):
    library = None

    def compile_extra(self, function):
        self.state.library = self.library(self.state.targetctx.codegen(), function.__qualname__)
        self.state.library.enable_object_caching()
        return super().compile_extra(function)


class _PartCompiler(_Compiler):
    library = Part


class WholeCompiler(_Compiler):
    library = Whole


def kernel(function):
    """Compile a kernel, which is called from kernels only."""
    made = numba.njit(**OPTIONS, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True, pipeline_class=_PartCompiler)(function)
    if made is not function:  # with NUMBA_DISABLE_JIT=1 it is the function itself
        template = made.get_call_template
        made.get_call_template = lambda args, kws: template(tuple(types.unliteral(a) for a in args),
                                                            {k: types.unliteral(a) for k, a in kws.items()})
    return made


ENTRY = "guichet_entry"
"""What the entry is called in object files."""


def machine(codegen):
    """What object files are made for: this processor as numba sees it, code that lies together."""
    return binding.Target.from_triple(binding.get_process_triple()).create_target_machine(
        cpu=codegen._get_host_cpu_name(), features=codegen._tm_features, opt=3, codemodel="small", reloc="pic")


class Entry:
    """A kernel that Python calls with a state, a job and a number of days: compiled at the first call, unless the object file is kept on disk. It lets other threads go on."""

    def __init__(self, function):
        self.py_func, self.store = function, Store(function, SOURCES)
        self._call, self._lock = None, threading.Lock()

    def __call__(self, state, job, days):
        status, error = ctypes.c_int64(), ctypes.c_void_p()
        (self._call or self._ready())(status, error, state.address, job, days)
        return status.value

    def object(self):
        """Compile, and give the object file."""
        made = numba.njit(**OPTIONS, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True, pipeline_class=WholeCompiler)(self.py_func)
        made.compile(SIGNATURE)
        return made.overloads[SIGNATURE].library.object

    def _ready(self):
        with self._lock:
            if not self._call:
                codegen = cpu_target.target_context.codegen()
                key = (binding.llvm_version_info, *codegen.magic_tuple())
                try:
                    self._link(self.store.load(key), codegen)
                except (RuntimeError, TypeError):  # damaged, or not there
                    code = self.object()
                    self._link(code, codegen)
                    self.store.save(key, code)
            return self._call

    def _link(self, code, codegen):
        """Lay an object file into memory. Raises RuntimeError if it is none."""
        self._linker = binding.create_lljit_compiler(machine(codegen), use_jit_link=True)
        self._linked = binding.JITLibraryBuilder().add_current_process().add_object_img(code).export_symbol(ENTRY).link(self._linker, "engine")
        pointer, number = ctypes.c_void_p, ctypes.c_int64
        self._call = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.POINTER(number), ctypes.POINTER(pointer), pointer, number, number)(self._linked[ENTRY])


def entry(function):
    """Let Python call a kernel; with NUMBA_DISABLE_JIT=1 it is the function itself."""
    return function if numba.config.DISABLE_JIT else Entry(function)
