"""The way into the simulation's kernel, known without the kernel's modules: forty that a kept kernel needs none of."""

from collections.abc import Callable

import numpy as np

from analysis.simulation.compiling import Entry
from analysis.simulation.tables import State, Tables

__all__ = ["replicate"]


def _replicate() -> Callable[[Tables, State, np.uint64], None]:
    from analysis.simulation.kernel import replicate

    return replicate


replicate = Entry("ortoo_replicate", _replicate, Tables, State, np.uint64, None)
"""`analysis.simulation.kernel.replicate`."""
