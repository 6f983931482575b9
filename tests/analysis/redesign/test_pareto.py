"""The front: nothing on it is beaten, everything off it is."""

import math

from hypothesis import given
from hypothesis import strategies as st

from analysis.redesign.pareto import crowding, dominates, front_of, on_grid, ranks_of

VALUES = st.integers(0, 5).map(float) | st.sampled_from([math.inf, -math.inf])
POINTS = st.lists(st.tuples(VALUES, VALUES, VALUES, VALUES), max_size=25)


@given(points=POINTS)
def test_no_point_on_the_front_is_dominated_and_each_other_is_or_is_equal_to_one_on_it(
    points: list[tuple[float, ...]],
) -> None:
    front = front_of(points)
    on_it = {points[place] for place in front}
    assert len(on_it) == len(front)
    for place, point in enumerate(points):
        is_beaten = any(dominates(other, point) for other in points)
        assert is_beaten == (point not in on_it), place


@given(points=POINTS)
def test_ranks_peel_one_front_after_the_other(points: list[tuple[float, ...]]) -> None:
    ranks = ranks_of(points)
    for rank in set(ranks):
        left = [point for point, one in zip(points, ranks, strict=True) if one >= rank]
        assert {left[place] for place in front_of(left)} <= {
            point for point, one in zip(points, ranks, strict=True) if one == rank
        }
    assert sorted(set(ranks)) == list(range(len(set(ranks))))


def test_the_ends_have_endless_room_and_the_middle_what_its_neighbours_leave() -> None:
    assert crowding([(0.0, 4.0), (1.0, 1.0), (4.0, 0.0)]) == [math.inf, 2.0, math.inf]


@given(values=st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=2))
def test_the_grid_keeps_the_order(values: list[float]) -> None:
    low, high = sorted(values)
    (one,), (other,) = on_grid([(low,), (high,)], of=(7.0,))
    assert one <= other
