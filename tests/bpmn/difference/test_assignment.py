"""The best assignment, against trying all of them."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from bpmn.difference.assignment import assign

SCORES = st.dictionaries(
    st.tuples(st.sampled_from("abcde"), st.sampled_from("vwxyz")), st.integers(1, 100).map(lambda n: n / 100)
)


def best(scores: dict[tuple[str, str], float]) -> float:
    """Return the highest sum of any assignment."""
    ways = permutations("vwxyz")
    return max(sum(scores.get(pair, 0.0) for pair in zip("abcde", way, strict=True)) for way in ways)


@given(SCORES)
def test_no_other_assignment_scores_more(scores: dict[tuple[str, str], float]) -> None:
    found = assign(scores)
    assert len(set(found.values())) == len(found)
    assert set(found.items()) <= set(scores)
    assert abs(sum(scores[pair] for pair in found.items()) - best(scores)) < 1e-9


def test_large_groups_are_paired_too() -> None:
    names = [f"{number:03}" for number in range(80)]
    scores = {(a, b): 1.0 if a == b else 0.6 for a in names for b in names}
    assert assign(scores) == {name: name for name in names}
