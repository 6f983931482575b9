"""Digests of texts and files, by the function that `hashlib` has without OpenSSL, which takes 3 ms to load.

Source: RFC 7693.
"""

try:
    from _blake2 import blake2b
except ImportError:  # another Python than CPython
    from hashlib import blake2b

__all__ = ["blake2b", "word_of"]

_WORD_BYTES = 8


def word_of(text: str) -> int:
    """Return the 64 bits that stand for a text, the same on every machine."""
    return int.from_bytes(blake2b(text.encode(), digest_size=_WORD_BYTES).digest(), "little")
