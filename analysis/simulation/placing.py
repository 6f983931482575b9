"""Puts the compiled kernel into this process's memory, on x86-64 under Linux: 1 ms, where loading LLVM takes 40.

What LLVM makes of the kernel needs little of a loader: code and constants without variables, and places in them where
the address of another belongs, each a whole word. Whatever else an object file can hold is refused here, and left to
LLVM's loader (`analysis.simulation.loading`). Source: System V Application Binary Interface, chapter 4, "Object
Files", with its AMD64 supplement, §4.4, "Relocation".
"""

import ctypes
import mmap
import os
import struct
import sys

from bpmn.frozen import dataclass

__all__ = ["UnplaceableError", "placed"]

_HEADER = struct.Struct("<16sHHIQQQIHHHHHH")
_SECTION = struct.Struct("<IIQQQQIIQQ")
_SYMBOL = struct.Struct("<IBBHQQ")
_RELOCATION = struct.Struct("<QQq")
_WORD = struct.Struct("<Q")

_KIND = b"\x7fELF\x02\x01\x01"  # 64 bits, the low byte first
_RELOCATABLE, _X86_64 = 1, 62
_SYMBOLS, _RELOCATIONS, _ZEROS, _SHORT_RELOCATIONS = 2, 4, 8, 9
_WRITTEN, _IN_MEMORY, _OF_THREADS = 0x1, 0x2, 0x400
_FROM_HERE = {1: False, 24: True}  # R_X86_64_64, R_X86_64_PC64: an address, or how far it is from where it is written
_ELSEWHERE, _FIRST_SPECIAL, _AS_IT_IS = 0, 0xFF00, 0xFFF1

_in_use: list[mmap.mmap] = []  # code stays as long as the process does


class UnplaceableError(Exception):
    """This machine, or this object file, needs a real loader."""


@dataclass(frozen=True, slots=True)
class _Section:
    type: int
    flags: int
    offset: int
    size: int
    link: int
    info: int
    alignment: int


def placed(made: bytes) -> dict[str, int]:
    """Return the address of each function of an object file that is seen from outside, ready to be called.

    Raises:
        UnplaceableError: If it holds what is not known here, or this is another kind of machine.
    """
    if sys.platform != "linux" or os.uname().machine != "x86_64":
        raise UnplaceableError(sys.platform)
    try:
        sections = _sections(made)
        places, length = _plan(sections)
        memory = mmap.mmap(-1, length, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, mmap.PROT_READ | mmap.PROT_WRITE)
        base = ctypes.addressof(ctypes.c_char.from_buffer(memory))
        for number, place in places.items():
            section = sections[number]
            if section.type != _ZEROS:
                memory[place : place + section.size] = made[section.offset : section.offset + section.size]
        addresses, names = _symbols(made, sections, {number: base + place for number, place in places.items()})
        _relocate(made, sections, places, memory, addresses)
    except (struct.error, IndexError, ValueError, OverflowError, MemoryError, OSError) as error:
        raise UnplaceableError(str(error)) from error
    _make_executable(base, length)
    _in_use.append(memory)
    return names


def _sections(made: bytes) -> list[_Section]:
    kind, type_, machine, _, _, _, table, _, _, _, _, size, count, _ = _HEADER.unpack_from(made)
    if kind[: len(_KIND)] != _KIND or (type_, machine, size) != (_RELOCATABLE, _X86_64, _SECTION.size):
        raise UnplaceableError(kind.hex())
    found = []
    for number in range(count):
        _, type_, flags, _, offset, length, link, info, alignment, _ = _SECTION.unpack_from(made, table + number * size)
        found.append(_Section(type_, flags, offset, length, link, info, max(alignment, 1)))
        if type_ != _ZEROS and offset + length > len(made):
            raise UnplaceableError(number)
    return found


def _plan(sections: list[_Section]) -> tuple[dict[int, int], int]:
    """Return where in memory each section goes that is needed there, and how much room they take."""
    places, end = {}, 0
    for number, section in enumerate(sections):
        if not section.flags & _IN_MEMORY:
            continue
        if section.size and (section.flags & (_WRITTEN | _OF_THREADS) or section.alignment > mmap.PAGESIZE):
            raise UnplaceableError(section.flags)
        places[number] = -(-end // section.alignment) * section.alignment
        end = places[number] + section.size
    return places, max(end, 1)


def _symbols(made: bytes, sections: list[_Section], places: dict[int, int]) -> tuple[list[int], dict[str, int]]:
    """Return the address of each symbol by its number, and of those that are seen from outside by their names."""
    (table,) = (section for section in sections if section.type == _SYMBOLS)
    texts = sections[table.link].offset
    process = ctypes.CDLL(None)
    addresses: list[int] = []
    names = {}
    for name, _, _, section, value, _ in _SYMBOL.iter_unpack(made[table.offset : table.offset + table.size]):
        number = len(addresses)
        text = made[texts + name : made.index(b"\0", texts + name)].decode()
        if section == _ELSEWHERE:
            addresses.append(_address_in(process, text) if number else 0)
        elif section in places:
            addresses.append(places[section] + value)
            if number >= table.info:
                names[text] = addresses[-1]
        elif section == _AS_IT_IS or section < _FIRST_SPECIAL:
            addresses.append(value)
        else:
            raise UnplaceableError(section)
    return addresses, names


def _address_in(process: ctypes.CDLL, name: str) -> int:
    """Return where a function of the C library is."""
    try:
        return ctypes.cast(process[name], ctypes.c_void_p).value or 0
    except AttributeError as error:
        raise UnplaceableError(name) from error


def _relocate(
    made: bytes, sections: list[_Section], places: dict[int, int], memory: mmap.mmap, addresses: list[int]
) -> None:
    """Write the addresses into the places where they belong."""
    base = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    for section in sections:
        if section.type == _SHORT_RELOCATIONS:
            raise UnplaceableError(section.type)
        if section.type != _RELOCATIONS or section.info not in places:
            continue
        start, room = places[section.info], sections[section.info].size - _WORD.size
        for offset, about, more in _RELOCATION.iter_unpack(made[section.offset : section.offset + section.size]):
            is_from_here = _FROM_HERE.get(about & 0xFFFF_FFFF)
            if is_from_here is None or offset > room:
                raise UnplaceableError(about)
            value = addresses[about >> 32] + more - (base + start + offset if is_from_here else 0)
            _WORD.pack_into(memory, start + offset, value & 0xFFFF_FFFF_FFFF_FFFF)


def _make_executable(base: int, length: int) -> None:
    """Let the code run, and nobody write into it any more."""
    protect = ctypes.CDLL(None, use_errno=True).mprotect
    protect.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    if protect(base, length, mmap.PROT_READ | mmap.PROT_EXEC):
        raise UnplaceableError(ctypes.get_errno())
