"""The same expressions in feelin (npm): where we differ, the standard's text says who is right.

Every difference is traced to the smallest part on which we differ; that part must be one of the known differences,
each of which is as narrow as it can be: the function, what its operands are, and what feelin makes of it. The section
numbers are those of DMN 1.5.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from random import Random

import pytest

from bpmn.expressions.values import Value
from tests.bpmn.expressions.beside_feelin import Difference, differences, is_same, ours, theirs
from tests.bpmn.expressions.typed_texts import TypedTexts
from tests.peers.node import NodePeers

_OF_RANGES = {"before", "after", "during"}


def _has_null(values: tuple[Value, ...]) -> bool:
    return any(value is None or (isinstance(value, list) and None in value) for value in values)


def _is_outside(found: Difference) -> bool:
    """Whether a position or a length is outside of the list or text."""
    value, *numbers = found.operands
    length = len(value) if isinstance(value, list | str) else 1
    parts = [number for number in numbers if isinstance(number, Decimal)]
    first = int(parts[0]) if parts else 0
    left = length - first + 1 if first > 0 else -first
    return first == 0 or abs(first) > length or (len(parts) > 1 and not 1 <= int(parts[1]) <= left)


def _is_backwards(found: Difference) -> bool:
    value, *bounds = found.operands
    if isinstance(value, list):
        return found.ours is None
    return isinstance(value, Decimal) and len(bounds) == 2


# What differs, and why ours is what the standard says.
KNOWN: dict[str, Callable[[Difference], bool]] = {
    # Tables 74 and 75, first notes: a start position or length outside of the list or string is an error, so null.
    "positions outside": lambda found: (
        found.what in {"sublist", "substring", "list replace", "insert before", "remove"} and _is_outside(found)
    ),
    # Table 74 wants whole positions; the public test cases cut others: substring("foobar", 3, 3.8) = "oba".
    "cut positions": lambda found: (
        found.what in {"sublist", "substring", "remove", "insert before", "list replace"}
        and any(isinstance(value, Decimal) and value % 1 != 0 for value in found.operands)
    ),
    # Table 74: what may be left out may be null: substring(s, 1, null) is substring(s, 1).
    "no length": lambda found: found.what == "substring" and found.operands[-1] is None,
    # Table 75: the median is the middle one of the numbers in their order; feelin has 10 before 2.
    "order of median": lambda found: found.what == "median" and not _has_null(found.operands),
    # §10.3.2.9.2 and figure 10-26: Null conforms to every type, so a list of numbers and nulls is a list<number>.
    "nulls in typed lists": lambda found: found.what == "feel_instance_of" and _has_null(found.operands),
    # §10.3.4: an argument that is null where the domain is not Any is outside of it, so null.
    "null arguments": lambda found: found.what in _OF_RANGES | {"concatenate", "context merge"} and found.ours is None,
    # Table 75: union removes duplicates from the concatenation; of what is not a list it is a list of one.
    "union with null": lambda found: found.what == "union" and found.theirs is None and _has_null(found.operands),
    # Table 78: a comparison with a range whose end is computed. feelin has null, for 1 in [1..n] too.
    "during a computed range": lambda found: found.what == "during" and found.theirs is None,
    # §10.3.2.14: start..end counts down where the end is less; feelin has null if one of them is 0.
    "counting down": lambda found: "1..count(" in found.source and found.theirs is None,
    # Table 49: every and some are conjunctions and disjunctions in three-valued logic, so null beside true is null.
    "quantifiers with null": lambda found: found.what == "iteration" and found.ours is None,
    # Table 53: lists of different lengths are not equal: false, not null.
    "lengths of lists": lambda found: found.what in {"feel_eq", "feel_ne"} and found.theirs is None,
    # Table 81: context put with keys puts into the context at the first key; where that is none, the result is null.
    "no context at the key": lambda found: found.what == "context put" and found.ours is None,
    # Grammar rule 2: a comparison binds more tightly than `and` and `or`: `x in < y and z` is a conjunction.
    "in before and": lambda found: " in " in found.source and (" and " in found.source or " or " in found.source),
    # Table 55 (49.c): a range whose start is above its end holds nothing; feelin turns it round.
    "ranges backwards": lambda found: found.what == "let" and ".." in found.source and not _has_null(found.operands),
    # §10.3.2.7: a range with a null end has no answer for `in`; feelin takes null for 0.
    "null ends": lambda found: found.what in {"let", "feel_range"} and ".." in found.source,
    # Table 55: null in null is the comparison null = null.
    "null in null": lambda found: found.what == "let" and found.theirs is None,
    # Table 55: between is >= and <=, so false where the first bound is above the second, and null for a list.
    "between backwards": lambda found: found.what == "feel_between" and _is_backwards(found),
    # Tables 53 and 54: a list is not equal to, nor before, a number or a string: no answer, not true or false.
    "lists beside others": lambda found: (
        found.what in {"feel_lt", "feel_le", "feel_gt", "feel_ge", "let"}
        and found.ours is None
        and any(isinstance(value, list) for value in found.operands)
    ),
    # Table 77: values of different kinds are not the same: false, not null.
    "is of different kinds": lambda found: (
        found.what == "is" and found.ours is False and any(isinstance(value, list) for value in found.operands)
    ),
    # §10.3.2.3.1: numbers have 34 digits; feelin's have 17.
    "digits": lambda found: (
        found.what == "string" and isinstance(found.operands[0], Decimal) and len(str(found.operands[0])) > 17
    ),
    # Table 68: a filter keeps the items for which the test is true; null is not true.
    "filters by null": lambda found: found.what == "filter" and found.ours == [] and found.theirs is None,
    # Table 75: mode gives its numbers in ascending order.
    "order of mode": lambda found: found.what == "mode" and found.ours == sorted(found.theirs),  # type: ignore[call-overload]
    # §10.3.4.9: sort asks the function; where that has no answer, there is no order.
    "sorting nulls": lambda found: found.what == "sort" and _has_null(found.operands),
    # Table 54: a comparison with a name without value is null; feelin fails.
    "feelin fails": lambda found: isinstance(found.theirs, dict) and "error" in found.theirs and found.ours is None,
}


def assert_differs_only_where_known(peers: NodePeers, sources: list[str]) -> None:
    unknown = [
        found for found in differences(peers, sources) if not any(is_known(found) for is_known in KNOWN.values())
    ]
    assert unknown == []


def sources(count: int, seed: int) -> list[str]:
    texts = TypedTexts(Random(seed))  # noqa: S311 - no secrets
    return list(dict.fromkeys(texts.expression() for _ in range(count)))


def test_random_expressions_have_the_values_of_feelin(node_peers: NodePeers) -> None:
    assert_differs_only_where_known(node_peers, sources(600, 1))


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(2, 22))
def test_forty_thousand_random_expressions_have_the_values_of_feelin(node_peers: NodePeers, seed: int) -> None:
    assert_differs_only_where_known(node_peers, sources(2000, seed))


def test_random_cells_of_decision_tables_have_the_values_of_feelin(node_peers: NodePeers) -> None:
    texts = TypedTexts(Random(1), depth=2)  # noqa: S311 - no secrets
    cells = list(dict.fromkeys(texts.unary_tests() for _ in range(300)))
    said = theirs(node_peers, cells, tested=3)
    differing = [(cell, ours(cell, tested=3), their) for cell, their in zip(cells, said, strict=True)]
    unknown = [
        (cell, our, their)
        for cell, our, their in differing
        if not is_same(our, their) and not is_known_for_cells(cell, our)
    ]
    assert unknown == []


def is_known_for_cells(cell: str, our: object) -> bool:
    """Return whether a bound is null (ours is null then, table 54), or a range ends before it begins (table 55)."""
    if our is None:
        return any(name in cell for name in ("null", "nothing", "unknown name"))
    backwards = re.finditer(r"[\[(\]]([^,\[\]()]+)\.\.([^,\[\]()]+)[\])\[]", cell)
    return any(ours(f"{found[1]} > {found[2]}") is True for found in backwards)
