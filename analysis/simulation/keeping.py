"""Where the compiled kernel is kept: one object file a machine and version, with a digest that tells if it is whole."""

import hashlib
import os
import sys
import tempfile
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

__all__ = ["compile_and_keep", "file_of_kernel", "keep", "kept_kernel", "state_of_kept"]

_MARK = b"ortoo kernel 1\n"
_ROOM = Path(__file__).resolve().parents[1]


@lru_cache(maxsize=1)
def _name() -> str:
    """Return a file name that belongs to exactly these sources, compilers and processor."""
    import llvmlite
    import numpy as np
    from llvmlite import binding as llvm

    digest = hashlib.sha256()
    for source in sorted((_ROOM / "simulation").glob("*.py")):
        digest.update(source.read_bytes())
    about = [_numba(), llvmlite.__version__, np.__version__, sys.version, llvm.get_process_triple()]
    about += [llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()]
    digest.update("\n".join(about).encode())
    return f"ortoo-kernel-{digest.hexdigest()[:16]}"


def _numba() -> str:
    """Return what says which numba there is, without importing it."""
    spec = find_spec("numba")
    places = spec.submodule_search_locations if spec is not None else None
    return (Path(places[0]) / "_version.py").read_text(encoding="utf-8") if places else ""


def _folder() -> Path | None:
    """Return a folder that nobody else can write into, since what is in it will run; None where there is none."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    own = os.getuid() if hasattr(os, "getuid") else 0
    for folder in (home / "ortoo", Path(tempfile.gettempdir()) / f"ortoo-{own}"):
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            about = folder.stat()
        except OSError:
            continue
        is_own = not hasattr(os, "getuid") or (about.st_uid == own and not about.st_mode & 0o022)
        if is_own and os.access(folder, os.W_OK):
            return folder
    return None


def file_of_kernel() -> Path | None:
    """Return the file in which the kernel of this version and machine is kept, or is to be; None: it cannot be kept."""
    folder = _folder()
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
    body = found[len(_MARK) + 32 :]
    if found[: len(_MARK)] != _MARK or hashlib.sha256(body).digest() != found[len(_MARK) : len(_MARK) + 32]:
        return None, "damaged"
    return body, "kept"


def compile_and_keep() -> bytes:
    """Compile the kernel in a process of its own, keep it where that is possible, and return it.

    Raises:
        RuntimeError: If it cannot be compiled.
    """
    import subprocess

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
        made = target.read_bytes()
    keep(made)
    return made


def keep(made: bytes) -> None:
    """Put it in its place whole, whoever else does the same now."""
    path = file_of_kernel()
    if path is None:
        return
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(_MARK + hashlib.sha256(made).digest() + made)
        Path(file.name).replace(path)
    except OSError:  # a full disk: it is compiled again next time
        return
