"""How long each piece of work waited while those that had come later were done before it.

A person did the pieces one after the other. Whatever they did before a piece that had come later than it lay wholly
within its wait; the sum of that is its waiting by prioritisation, the rest of its wait for busy people is contention.
It is a weighted count of inversions, by a Fenwick tree, in n log n steps.

Source: for the causes Lashkevich, Milani, Chapela-Campa, Suvorau, Dumas, Why Am I Waiting?, CAiSE 2023; for the tree
Fenwick, A New Data Structure for Cumulative Frequency Tables, Software: Practice and Experience 24 (1994).
"""

import numpy as np
from numpy.typing import NDArray

from analysis.simulation.codes import S_CONTENTION, S_PRIORITISED
from analysis.simulation.compiling import entry
from analysis.simulation.layouts import FloatRows, Floats, Ints
from analysis.simulation.tables import Pieces

__all__ = ["tell_prioritisation"]

_ROUNDING = 1e-6


def tell_prioritisation(pieces: NDArray[np.void], stats: NDArray[np.float64]) -> None:
    """Move from contention to prioritisation what pieces of work waited for later ones.

    Args:
        pieces: Rows of `tables.PIECE` in the order in which they were done.
        stats: A row an element, changed in place.
    """
    if not len(pieces):
        return
    by_person = np.argsort(pieces["person"], kind="stable")
    sorted_pieces = pieces[by_person]
    ranks = np.empty(len(pieces), dtype=np.int64)
    ranks[np.lexsort((sorted_pieces["order"], sorted_pieces["person"]))] = np.arange(len(pieces))
    _tell(sorted_pieces, ranks, np.zeros(len(pieces) + 1), stats)


@entry
def _tell(pieces: Pieces, ranks: Ints, tree: Floats, stats: FloatRows) -> None:
    """Go through the pieces, person by person; `tree` sums the time that went to pieces up to each rank.

    Ranks are told person by person too, so what earlier persons did counts in both of the sums that are compared.
    """
    done = 0.0
    for number in range(len(pieces)):
        before = 0.0
        at = ranks[number] + 1
        while at > 0:
            before += tree[at]
            at -= at & -at
        if pieces[number]["counted"] == 1:
            overtaken = min(done - before, pieces[number]["contention"])
            if overtaken > _ROUNDING:
                stats[pieces[number]["stat"], S_CONTENTION] -= overtaken
                stats[pieces[number]["stat"], S_PRIORITISED] += overtaken
        at = ranks[number] + 1
        while at < len(tree):
            tree[at] += pieces[number]["busy"]
            at += at & -at
        done += pieces[number]["busy"]
