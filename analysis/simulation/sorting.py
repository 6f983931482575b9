"""The order of very many activity instances, by digits: compiled, in a tenth of the time that comparing them takes."""

import numpy as np

from analysis.simulation.compiling import entry, inlined, is_interpreted
from analysis.simulation.layouts import Floats, IntRows, Ints, ShortInts, Words

__all__ = ["order_of"]

_PASSES, _BITS = 6, np.uint64(11)
_SIZE = 1 << int(_BITS)
_MOVES = 4
_MASK = np.uint64(_SIZE - 1)


def order_of(start: Floats, end: Floats, case: ShortInts) -> Ints:
    """Return the places of activity instances by their start, then their end, then their case; none is negative.

    They are to come by their end already, as the kernel keeps them, so that hardly any is out of place once they are
    sorted by their start.

    The bits of numbers that are not negative rise with them (IEEE 754 §3.4), so they are sorted as whole numbers,
    eleven bits at a time from the lowest on. Source: Knuth, The Art of Computer Programming, vol. 3, §5.2.5.
    """
    if is_interpreted():
        return np.lexsort((case, end, start))
    keys = (start + 0.0).view(np.uint64)  # a copy, and -0.0 made 0.0
    order = np.arange(len(start))
    sort_by_digits(keys, order, np.empty_like(keys), np.empty_like(order), np.zeros((_PASSES, _SIZE), dtype=np.int64))
    return order if settle(keys, order, end, case) else np.lexsort((case, end, start))


@entry
def settle(keys: Words, order: Ints, end: Floats, case: ShortInts) -> int:
    """Put those of equal keys, which are sorted, in order by end and case; return 1, or 0 if there are too many for it.

    By insertion, as few are out of place.
    """
    moves = _MOVES * len(keys)
    for number in range(1, len(keys)):
        place, row = number, order[number]
        while place > 0 and keys[place - 1] == keys[number]:
            sooner = order[place - 1]
            if end[sooner] < end[row] or (end[sooner] == end[row] and case[sooner] <= case[row]):
                break
            order[place] = sooner
            place -= 1
            moves -= 1
            if moves < 0:
                return 0
        order[place] = row
    return 1


@entry
def sort_by_digits(keys: Words, order: Ints, other_keys: Words, other_order: Ints, counts: IntRows) -> None:
    """Sort keys and what goes with them, to and fro between two places; `counts` is empty at first."""
    for number in range(len(keys)):
        rest = keys[number]
        for turn in range(_PASSES):
            counts[turn, rest & _MASK] += 1
            rest >>= _BITS
    for turn in range(_PASSES):
        before = 0
        for digit in range(_SIZE):
            count = counts[turn, digit]
            counts[turn, digit] = before
            before += count
    for turn in range(0, _PASSES, 2):
        _distribute(keys, order, other_keys, other_order, counts, turn)
        _distribute(other_keys, other_order, keys, order, counts, turn + 1)


@inlined
def _distribute(keys: Words, order: Ints, to_keys: Words, to_order: Ints, counts: IntRows, turn: int) -> None:
    shift = np.uint64(turn) * _BITS
    for number in range(len(keys)):
        digit = (keys[number] >> shift) & _MASK
        place = counts[turn, digit]
        counts[turn, digit] = place + 1
        to_keys[place] = keys[number]
        to_order[place] = order[number]
