"""How the kernels of the engine are compiled: as the rules are (`rules.compile.OPTIONS`), all together, once.

Left to itself numba optimises and emits every function anew inside each that calls it. Here a kernel is only typed and turned into LLVM code (`Part`); the entry
(`office.run`), which alone is kept on disk, links all parts and all rules into one module, hides everything but itself, and has that optimised once (`Whole`): half the
compile, and faster code, since nobody else can call a part. The same module is what `wasm.py` carries to WebAssembly.

A kernel is compiled once for each set of types, not anew for each constant that it is called with.
"""

import hashlib
from pathlib import Path

import numba
from llvmlite import binding
from numba.core import compiler, types
from numba.core.codegen import JITCodeLibrary

from ..rules.compile import OPTIONS, digest, kept
from . import layout


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
        """Give no address: there is no machine code."""
        return 0


class Whole(JITCodeLibrary):
    """The entry's code, with that of all parts and rules that it reaches."""

    def finalize(self):
        """Link each part once, hide all but the entry, then optimise and emit."""
        self.link()
        super().finalize()

    def link(self):
        """Link each part once and hide all but the entry."""
        own = {f.name for f in self._final_module.functions if not f.is_declaration}
        reached, seen = list(self._linking_libraries), set()
        while reached:
            library = reached.pop()
            if library not in seen:
                seen.add(library)
                self._final_module.link_in(library._get_module_for_linking(), preserve=True)
                if isinstance(library, Part):
                    reached += library._linking_libraries
        self._linking_libraries = []
        hidden = [f for f in self._final_module.functions if not f.is_declaration and f.name not in own]
        for function in hidden:
            function.linkage = binding.Linkage.internal
            function.name = f"guichet.{function.name}"  # the loader finds even hidden functions by name, and the rules have versions of their own


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


def entry(function):
    """Compile a kernel that Python calls, and keep it on disk."""
    return kept(numba.njit(**OPTIONS, _nrt=False, pipeline_class=WholeCompiler)(function), SOURCES)
