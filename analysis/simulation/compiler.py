"""Compiles the kernel into one object file: `python -m analysis.simulation.compiler OBJECT`, by numba and LLVM.

numba, left to itself, optimises each function together with all that it calls, and again within each of its callers:
216 functions took 108 s. Here it only writes down what each function does; then all of it is one module, in which
nothing but the entries is seen from outside, and LLVM optimises that once.
"""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeAlias

import llvmlite.binding as llvm

__all__ = ["compile_kernel"]

_Numba: TypeAlias = Any  # numba and llvmlite have no types
_Function: TypeAlias = Callable[..., object]

# What numba's run-time would do for the kernel: room for the rare copy of a row onto itself, which comes from the C
# library as it does there; and errors, which end with the status that the entry returns.
_RUN_TIME = """
declare ptr @malloc(i64)
declare void @free(ptr)
define ptr @NRT_Allocate(i64 %size) {
  %place = call ptr @malloc(i64 %size)
  ret ptr %place
}
define void @NRT_Free(ptr %place) {
  call void @free(ptr %place)
  ret void
}
define ptr @NRT_MemInfo_alloc(i64 %size) {
  ret ptr null
}
define void @NRT_MemInfo_call_dtor(ptr %owner) {
  ret void
}
define void @PyErr_SetString(ptr %kind, ptr %text) {
  ret void
}
@PyExc_RuntimeError = global ptr null
"""
_ENTRY = """
declare i32 @"{name}"(ptr, ptr{types})
define i32 @{symbol}(ptr %words) {{
  %result = alloca i64
  %reason = alloca ptr
{loads}
  %status = call i32 @"{name}"(ptr %result, ptr %reason{values})
  %number = load i64, ptr %result
  store i64 %number, ptr %words
  ret i32 %status
}}
"""


def compile_kernel() -> bytes:
    """Return the kernel as an object file for this machine's processor."""
    import analysis.simulation.recording
    import analysis.simulation.running  # noqa: F401 - with them all entries are known
    from analysis.simulation.compiling import ENTRIES

    libraries, lowered = _lowered()
    module: _Numba = llvm.parse_assembly(_RUN_TIME)
    for library in libraries:
        for part in library.parts:
            module.link_in(llvm.parse_assembly(part))
    for entry in ENTRIES:
        module.link_in(llvm.parse_assembly(_entry_text(module, entry.symbol, lowered[entry.function])))
    _hide(module, {entry.symbol for entry in ENTRIES})
    return _optimised(module)


def _lowered() -> tuple[list[_Numba], dict[_Function, str]]:
    """Let numba write down all functions; return its libraries and what it calls each entry."""
    sys.modules["colorama"] = None  # type: ignore[assignment] # else numba colours thousands of messages nobody sees
    from numba.core.registry import cpu_target

    from analysis.simulation.compiling import ENTRIES
    from analysis.simulation.lowering import Unoptimised, dispatchers
    from analysis.simulation.references import type_of

    codegen: _Numba = cpu_target.target_context.codegen()
    codegen._library_class = Unoptimised  # noqa: SLF001 - the one place where numba says what a library is
    codegen.set_env = lambda *_arguments: None  # nothing of it is in memory yet
    functions = [entry.function for entry in ENTRIES]  # with them all of the kernel's modules are imported
    known = dispatchers()
    names = {}
    for entry, function in zip(ENTRIES, functions, strict=True):
        signature = tuple(type_of(kind) for kind in entry.kinds)
        known[function].compile(signature)
        names[function] = known[function].overloads[signature].fndesc.llvm_func_name
    return Unoptimised.made, names


def _entry_text(module: _Numba, symbol: str, name: str) -> str:
    """Return an entry that takes its arguments, word by word, from one place in memory."""
    parameters = [str(parameter.type) for parameter in module.get_function(name).arguments][2:]
    loads = [
        f"  %p{number} = getelementptr i64, ptr %words, i64 {number}\n  %a{number} = load {kind}, ptr %p{number}"
        for number, kind in enumerate(parameters)
    ]
    return _ENTRY.format(
        name=name,
        symbol=symbol,
        types="".join(f", {kind}" for kind in parameters),
        loads="\n".join(loads),
        values="".join(f", {kind} %a{number}" for number, kind in enumerate(parameters)),
    )


def _hide(module: _Numba, seen: Iterable[str]) -> None:
    """Leave only the entries visible, so that everything else can be put where it is used."""
    for part in (*module.functions, *module.global_variables):
        if not part.is_declaration and part.name not in seen:
            part.linkage = "internal"


def _optimised(module: _Numba) -> bytes:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    target: _Numba = llvm.Target.from_triple(llvm.get_process_triple())
    features = llvm.get_host_cpu_features().flatten()
    reloc = "static" if target.name.startswith("x86") else "default"  # as numba has it for code that is not shipped
    machine = target.create_target_machine(
        opt=3, cpu=llvm.get_host_cpu_name(), features=features, reloc=reloc, codemodel="jitdefault", jit=True
    )
    tuning = llvm.create_pipeline_tuning_options(speed_level=3)
    tuning.loop_vectorization = tuning.slp_vectorization = False
    builder = llvm.create_pass_builder(machine, tuning)
    passes = builder.getModulePassManager()
    passes.add_refprune_pass()
    passes.run(module, builder)
    addresses = [part.name for part in module.global_variables if part.name.startswith("numba.dynamic.globals")]
    if addresses:
        message = f"The kernel holds addresses of this process: {addresses}."
        raise RuntimeError(message)
    return bytes(machine.emit_object(module))


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(compile_kernel())
