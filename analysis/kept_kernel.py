"""Whether the simulator's kernel has been compiled on this machine already."""

from typing import Literal

__all__ = ["state_of_kernel"]


def state_of_kernel() -> Literal["kept", "missing", "damaged"]:
    """Return whether the compiled kernel is kept; where it is not, the first simulation compiles it for a while.

    "damaged": there was one, and it is not whole; it is compiled again. Uncompiled (NUMBA_DISABLE_JIT=1) nothing is
    missing.
    """
    from analysis.simulation.compiling import is_interpreted
    from analysis.simulation.keeping import state_of_kept

    return "kept" if is_interpreted() else state_of_kept()
