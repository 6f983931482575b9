"""The two ways in which the kernel's functions are compiled by numba, with their types kept for the checker."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

from numba import config, njit

__all__ = ["compiled", "inlined"]

P = ParamSpec("P")
R = TypeVar("R")


def _cache_folder() -> str:
    """Return a folder for compiled code that belongs to exactly these sources.

    numba looks only at the file of the function it compiles, not at those of the functions that one calls, and would go
    on using old code after an update; so the folder's name holds a digest of all sources here.
    """
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    name = f"ortoo-kernel-{digest.hexdigest()[:16]}"
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    for folder in (home / name, Path(tempfile.gettempdir()) / f"{name}-{os.getuid() if hasattr(os, 'getuid') else 0}"):
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return str(folder)
    return ""


if not getattr(config, "CACHE_DIR", ""):
    setattr(config, "CACHE_DIR", _cache_folder())  # noqa: B010 - numba makes its settings when it is imported


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function to machine code at its first call and keep the code in the cache.

    It runs without the interpreter's lock, so that replications share the cores. With NUMBA_DISABLE_JIT=1 the function
    itself runs, and gives the same numbers.
    """
    return cast("Callable[P, R]", njit(cache=True, nogil=True)(function))


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Compile likewise, and always put the code into its callers: for what is called for every token."""
    return cast("Callable[P, R]", njit(cache=True, nogil=True, forceinline=True)(function))
