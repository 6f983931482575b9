"""Case references: what an applicant writes down, reads out on the telephone and types in again.

Fourteen symbols of a 30-letter alphabet (68.7 bits, not guessable) and a check symbol, shown as XXXX-XXXX-XXXX-XX-C.
There is no 0, O, 1, I, L or U in it.
"""

import secrets
from collections.abc import Callable

__all__ = ["create_reference", "read_reference"]

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 14
_BLOCKS = (4, 4, 4, 2, 1)
# Cyrillic letters that look like one of the alphabet's: what a Mongolian keyboard gives for what is read.
_LOOK_ALIKES = str.maketrans("АВЕКМНРСТУХ", "ABEKMHPCTYX")


def create_reference(choose: Callable[[str], str] = secrets.choice) -> str:
    """Return a new reference.

    Args:
        choose: Gives one symbol of a text, unpredictably.
    """
    symbols = "".join(choose(_ALPHABET) for _ in range(_LENGTH))
    return _show(symbols + _check_symbol(symbols))


def read_reference(typed: str) -> str | None:
    """Return the reference that somebody typed, as it is stored, or None where it cannot be one.

    Small letters, spaces, missing or other dashes and Cyrillic look-alikes are all right; a wrong or swapped symbol is
    found by the check symbol, without a question to the database.

    >>> read_reference("2345 6789 abcd ef t")
    """
    symbols = "".join(symbol for symbol in typed.upper().translate(_LOOK_ALIKES) if symbol.isalnum())
    if len(symbols) != _LENGTH + 1 or not set(symbols) <= set(_ALPHABET):
        return None
    return _show(symbols) if _check_symbol(symbols[:-1]) == symbols[-1] else None


def _check_symbol(symbols: str) -> str:
    """Return the check symbol: ISO 7064's hybrid system, with modulus 31 and 30 symbols."""
    count = len(_ALPHABET)
    product = count
    for symbol in symbols:
        total = (product + _ALPHABET.index(symbol)) % count or count
        product = total * 2 % (count + 1)
    return _ALPHABET[(count + 1 - product) % count]


def _show(symbols: str) -> str:
    blocks, start = [], 0
    for length in _BLOCKS:
        blocks.append(symbols[start : start + length])
        start += length
    return "-".join(blocks)
