"""What a compiled kernel belongs to: these sources, these versions of what compiles them, and this processor."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from analysis.digests import blake2b

__all__ = ["kernel_name"]

_ROOM = Path(__file__).parent
_PROCESSOR = Path("/proc/cpuinfo")
_A_PROCESSOR = 16_384
"""At least as many bytes as the first of the processors takes there, which are written out again at every reading."""
# Of what Linux says about a processor, what code for it depends on; clock rates and numbers of its parts change.
_KINDS = frozenset({b"vendor_id", b"cpu family", b"model", b"model name", b"stepping", b"CPU implementer"})
_KINDS |= {b"CPU architecture", b"CPU variant", b"CPU part", b"CPU revision"}
_ABILITIES = frozenset({b"flags", b"Features"})


def kernel_name() -> str:
    """Return a name that says all that a kernel depends on, as files are now: two of one name are the same."""
    digest = blake2b(digest_size=8)
    for name in sorted(name for name in os.listdir(_ROOM) if name.endswith(".py")):  # noqa: PTH208 - in half the time
        digest.update(b"%b\0%b\0" % (name.encode(), (_ROOM / name).read_bytes()))
    versions = (_version_of("numba"), _version_of("llvmlite"), np.__version__, sys.version, sys.platform)
    digest.update("\n".join(versions).encode())
    digest.update(_processor() or _processor_by_llvm())
    return f"ortoo-kernel-{digest.hexdigest()}"


def _version_of(package: str) -> str:
    """Return what says which version of a package there is, without importing it."""
    spec = find_spec(package)
    places = spec.submodule_search_locations if spec is not None else None
    return (Path(places[0]) / "_version.py").read_text(encoding="utf-8") if places else ""


def _processor() -> bytes | None:
    """Return what kind of processor Linux says this is; None where it does not say what the processor can do."""
    try:
        with _PROCESSOR.open("rb", buffering=0) as file:
            said, _, _ = file.read(_A_PROCESSOR).partition(b"\n\n")
    except OSError:
        return None
    fields = [line.partition(b":") for line in said.splitlines()]
    known = {name.strip(): value for name, _, value in fields}
    if not known.keys() & _ABILITIES:
        return None
    return b"\n".join(name + value for name, value in known.items() if name in _KINDS | _ABILITIES)


def _processor_by_llvm() -> bytes:
    from llvmlite import binding as llvm

    about = (llvm.get_process_triple(), llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten())
    return "\n".join(about).encode()
