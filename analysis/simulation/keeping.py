"""Where the compiled kernel is kept: one object file a machine and version, with a digest that tells if it is whole."""

import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import Literal

from analysis.digests import blake2b
from analysis.errors import SimulationError
from analysis.kept_files import folder_of_kept, keep_whole
from analysis.simulation.naming import kernel_name
from bpmn.language import Text

__all__ = ["compile_and_keep", "file_of_kernel", "keep", "kept_kernel", "state_of_kept"]

_MARK = b"ortoo kernel 2\n"
_DIGEST_BYTES = 32
_ROOM = Path(__file__).resolve().parents[1]

_name = lru_cache(maxsize=1)(kernel_name)
"""The name of the kernel that this process needs; whoever replaces its sources later needs another."""


def file_of_kernel() -> Path | None:
    """Return the file in which the kernel of this version and machine is kept, or is to be; None: it cannot be kept."""
    folder = folder_of_kept()
    return None if folder is None else folder / _name()


def kept_kernel() -> bytes | None:
    """Return the object file of this version and machine, or None where none is kept or it is damaged."""
    return _read()[0]


def state_of_kept() -> Literal["kept", "missing", "damaged"]:
    """Return whether one is kept, and whole."""
    return _read()[1]


def _read() -> tuple[bytes | None, Literal["kept", "missing", "damaged"]]:
    path = file_of_kernel()
    if path is None or not path.exists():
        return None, "missing"
    try:
        found = path.read_bytes()
    except OSError:
        return None, "damaged"
    body = found[len(_MARK) + _DIGEST_BYTES :]
    if found[: len(_MARK)] != _MARK or _digest(body) != found[len(_MARK) : len(_MARK) + _DIGEST_BYTES]:
        return None, "damaged"
    return body, "kept"


def _digest(made: bytes) -> bytes:
    return blake2b(made, digest_size=_DIGEST_BYTES).digest()


def compile_and_keep() -> bytes:
    """Compile the kernel in a process of its own, keep it where that is possible, and return it.

    Raises:
        SimulationError: If its sources were replaced since this process began to look for it: what came out may be
            half of each, and does not fit what this process has imported.
        RuntimeError: If it cannot be compiled.
    """
    wanted = _name()
    made = _compiled()
    if kernel_name() != wanted:
        raise SimulationError(Text("The simulator was updated while it was being compiled. Please start again."))
    keep(made)
    return made


def _compiled() -> bytes:
    import subprocess
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        target = Path(name) / "kernel.o"
        paths = os.pathsep.join([str(_ROOM.parent), *filter(None, sys.path)])
        environment = {key: value for key, value in os.environ.items() if not key.startswith("NUMBA_")}
        done = subprocess.run(  # noqa: S603 - this interpreter with a module of ours
            [sys.executable, "-m", "analysis.simulation.compiler", str(target)],
            env=environment | {"PYTHONPATH": paths},
            cwd=name,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            message = f"The simulator cannot be compiled on this machine:\n{done.stderr}"
            raise RuntimeError(message)
        return target.read_bytes()


def keep(made: bytes) -> None:
    """Keep an object file as the one of this version and machine, with its digest."""
    path = file_of_kernel()
    if path is not None:
        keep_whole(path, _MARK + _digest(made) + made)
