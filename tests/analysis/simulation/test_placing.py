"""The compiled kernel is put into memory without LLVM, and works there as it does where LLVM has put it."""

import ctypes
import os
import sys
from collections.abc import Callable
from functools import lru_cache

import llvmlite.binding as llvm
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.simulation.loading import loaded_by_llvm
from analysis.simulation.placing import UnplaceableError, placed

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.uname().machine != "x86_64", reason="elsewhere LLVM's loader is used"
)

WHOLE = """
declare double @pow(double, double)
declare ptr @memcpy(ptr, ptr, i64)
@numbers = internal constant [4 x double] [double 1.5, double 2.5, double -7.25, double 1.0e300]
@places = internal constant [2 x ptr] [ptr @numbers, ptr getelementptr (i8, ptr @numbers, i64 16)]
define double @number(i64 %which) {
  %base = load ptr, ptr getelementptr (i8, ptr @places, i64 8)
  %place = getelementptr double, ptr %base, i64 %which
  %value = load double, ptr %place
  ret double %value
}
define internal double @squared(double %value) noinline {
  %result = call double @pow(double %value, double 2.0)
  ret double %result
}
define double @sum(i64 %which, double %value) {
  %one = call double @number(i64 %which)
  %other = call double @squared(double %value)
  %result = fadd double %one, %other
  ret double %result
}
define i64 @kind(i64 %which) {
  switch i64 %which, label %other [
    i64 0, label %a
    i64 1, label %b
    i64 2, label %c
    i64 3, label %d
    i64 4, label %e
  ]
a:
  ret i64 11
b:
  ret i64 -3
c:
  ret i64 400
d:
  ret i64 7
e:
  ret i64 99
other:
  ret i64 0
}
"""


@lru_cache(maxsize=8)
def object_of(text: str, *, reloc: str = "static", codemodel: str = "jitdefault") -> bytes:
    """Return what LLVM makes of a module, as it makes the kernel."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    target = llvm.Target.from_triple(llvm.get_process_triple())
    machine = target.create_target_machine(opt=0, reloc=reloc, codemodel=codemodel, jit=True)
    return bytes(machine.emit_object(llvm.parse_assembly(text)))


def callable_at(address: int, result: type, *arguments: type) -> Callable[..., object]:
    """Return a function that is in memory."""
    return ctypes.CFUNCTYPE(result, *arguments)(address)


@given(which=st.integers(0, 1), value=st.floats(-1e100, 1e100), kind=st.integers(-2, 6))
def test_functions_give_what_they_give_where_llvm_has_loaded_them(which: int, value: float, kind: int) -> None:
    made = object_of(WHOLE)
    for find in (places(made).__getitem__, loaded(made)):
        total = callable_at(find("sum"), ctypes.c_double, ctypes.c_int64, ctypes.c_double)
        assert total(which, value) == (-7.25, 1.0e300)[which] + value**2
        kinds = callable_at(find("kind"), ctypes.c_int64, ctypes.c_int64)
        assert kinds(kind) == {0: 11, 1: -3, 2: 400, 3: 7, 4: 99}.get(kind, 0)


places = lru_cache(maxsize=8)(placed)
loaded = lru_cache(maxsize=8)(loaded_by_llvm)


def test_only_what_is_seen_from_outside_is_given() -> None:
    assert sorted(places(object_of(WHOLE))) == ["kind", "number", "sum"]


def test_nobody_can_write_into_what_runs() -> None:
    address = places(object_of(WHOLE))["sum"]
    with open("/proc/self/maps", encoding="ascii") as maps:  # noqa: PTH123 - it is no file
        rights = [line.split()[1] for line in maps if int(line.split("-")[0], 16) <= address < ending(line)]
    assert rights == ["r-xp"]


def ending(line: str) -> int:
    """Return where a part of memory ends."""
    return int(line.split("-")[1].split(maxsplit=1)[0], 16)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("@count = global i64 3", {}),
        ("@count = thread_local global i64 3", {}),
        ("@count = common global i64 0", {}),
        ("declare void @nobody_has_this()\ndefine void @f() {\n call void @nobody_has_this()\n ret void\n}", {}),
        (WHOLE, {"reloc": "pic", "codemodel": "small"}),
    ],
    ids=["a variable", "one of a thread", "room to be found", "a function that is nowhere", "short addresses"],
)
def test_what_needs_a_real_loader_is_left_to_it(text: str, options: dict[str, str]) -> None:
    with pytest.raises(UnplaceableError):
        placed(object_of(text, **options))


@pytest.mark.parametrize("made", [b"", b"\x7fELF", b"MZ" + b"\0" * 100, b"\x7fELF\x02\x01\x01" + b"\xff" * 200])
def test_what_is_no_object_file_is_refused(made: bytes) -> None:
    with pytest.raises(UnplaceableError):
        placed(made)


@given(st.data())
def test_an_object_file_that_is_damaged_is_refused_or_placed_but_ends_nothing(data: st.DataObject) -> None:
    made = bytearray(object_of(WHOLE))
    for _ in range(data.draw(st.integers(1, 4))):
        made[data.draw(st.integers(0, len(made) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = placed(bytes(made))
    except UnplaceableError:
        return
    assert all(address >= 0 for address in found.values())


@pytest.mark.parametrize("machine", ["aarch64", "i686"])
def test_other_machines_have_a_real_loader(machine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.uname()
    monkeypatch.setattr(os, "uname", lambda: os.uname_result((*real[:4], machine)))
    with pytest.raises(UnplaceableError):
        placed(object_of(WHOLE))
