"""Whether the simulator's kernel has been compiled on this machine already."""

from pathlib import Path

__all__ = ["is_kernel_kept"]


def is_kernel_kept() -> bool:
    """Return whether the compiled kernel is kept; where it is not, the first simulation compiles it for minutes."""
    from numba import config

    import analysis.simulation.compiling  # noqa: F401 - tells numba where compiled code is kept

    folder = getattr(config, "CACHE_DIR", "")
    is_interpreted = bool(getattr(config, "DISABLE_JIT", 0))
    return is_interpreted or (bool(folder) and any(Path(folder).rglob("kernel.replicate-*.nbi")))
