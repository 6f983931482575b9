"""How alike two labels are."""

import re
from difflib import SequenceMatcher
from functools import lru_cache

__all__ = ["label_similarity", "normal_label", "words_of"]

_WORD = re.compile(r"[^\W_]+")
_STEM = 4
_ALIKE = 0.75


def normal_label(label: str) -> str:
    """Return a label without what makes no difference: case, punctuation, blanks.

    >>> normal_label("Өргөдөл  авах!") == normal_label("өргөдөл авах")
    True
    """
    return " ".join(words_of(label))


@lru_cache(maxsize=20_000)
def words_of(label: str) -> tuple[str, ...]:
    """Return the words of a label in lower case, without punctuation."""
    return tuple(_WORD.findall(label.casefold()))


@lru_cache(maxsize=50_000)
def label_similarity(a: str, b: str) -> float:
    """Return how alike two labels are, from 0 to 1, whatever their case, punctuation and the order of their words.

    Words count as alike by what they begin with, for endings change (Mongolian "өргөдөл", "өргөдлийг"; "check",
    "checking"); the share of words that both have is Dice's.

    >>> label_similarity("Check papers", "check papers")
    1.0
    >>> label_similarity("Check papers", "Papers are checked") > 0.5 > label_similarity("Check papers", "Pay the fee")
    True
    """
    ours, theirs = words_of(a), words_of(b)
    if not ours or not theirs:
        return float(ours == theirs)
    left = list(theirs)
    shared = 0.0
    for word in ours:
        likenesses = [_word_likeness(word, other) for other in left]
        best = max(likenesses, default=0.0)
        if best > 0:
            shared += best
            left.pop(likenesses.index(best))
    return 2 * shared / (len(ours) + len(theirs))


@lru_cache(maxsize=50_000)
def _word_likeness(a: str, b: str) -> float:
    if a == b:
        return 1.0
    if a[:_STEM] == b[:_STEM] and min(len(a), len(b)) >= _STEM:
        return 0.9
    matcher = SequenceMatcher(None, a, b)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= _ALIKE else 0.0
