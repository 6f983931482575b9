"""Flows find their way over the board: never through a node, with few bends, and in bounded time."""

from itertools import pairwise

import pytest

from bpmn.picture.board import Board, Path, Strip, build_board
from bpmn.picture.paths import find_paths
from bpmn.picture.tracks import corners_of, set_tracks
from bpmn.picture.wires import Habit, Wire

# a b c
#   d
ROWS = Strip(cells={"a": (0, 0), "b": (0, 1), "c": (0, 2), "d": (1, 1)})
ACROSS = Habit(ahead=6.0, upright=0.0, back=6.0)


def board(*strips: Strip) -> Board:
    return build_board(strips or (ROWS,), {})


def path_of(wire: Wire, on: Board, **options: int) -> Path:
    return find_paths(on, [wire], **options).of[wire.id]


def is_a_walk_past_nodes(path: Path, on: Board) -> bool:
    steps = all(abs(a[0] - b[0]) + abs(a[1] - b[1]) == 1 for a, b in pairwise(path))
    return steps and not set(path[1:-1]) & set(on.spots.values())


def test_neighbours_are_joined_by_a_straight_line() -> None:
    assert corners_of(path_of(Wire(id="f", source="a", target="b"), board())) == ((1, 1), (3, 1))


@pytest.mark.parametrize(("source", "target"), [("a", "c"), ("c", "a"), ("d", "a"), ("a", "d"), ("b", "b")])
@pytest.mark.parametrize("most_steps", [100_000, 0])
def test_no_flow_goes_through_a_node_whether_searched_for_or_not(source: str, target: str, most_steps: int) -> None:
    path = path_of(Wire(id="f", source=source, target=target), board(), most_steps=most_steps)
    assert (path[0], path[-1]) == (board().spots[source], board().spots[target])
    assert is_a_walk_past_nodes(path, board())


def test_a_boundary_event_s_flow_begins_below_its_activity() -> None:
    path = path_of(Wire(id="f", source="a", target="c", starts_below=True), board())
    assert path[0] == (1, 2)
    assert is_a_walk_past_nodes(path, board())


@pytest.mark.parametrize("most_steps", [100_000, 0])
def test_a_black_box_is_reached_anywhere_along_it(most_steps: int) -> None:
    pools = board(ROWS, Strip(cells={}, wall="box", is_apart=True))
    there = path_of(Wire(id="f", source="a", target="box", leaves=ACROSS), pools, most_steps=most_steps)
    back = path_of(Wire(id="f", source="box", target="a", enters=ACROSS), pools, most_steps=most_steps)
    assert there[-1][1] == pools.walls["box"] == back[0][1]
    assert is_a_walk_past_nodes(there, pools)


def test_black_boxes_are_joined_straight() -> None:
    pools = board(Strip(cells={}, wall="one"), ROWS, Strip(cells={}, wall="two", is_apart=True))
    for source, target in (("one", "two"), ("two", "one")):
        path = path_of(Wire(id="f", source=source, target=target), pools)
        assert len(corners_of(path)) == 2
        assert not set(path) & set(pools.spots.values())


def test_what_is_not_on_the_board_has_no_path() -> None:
    assert find_paths(board(), [Wire(id="f", source="a", target="nowhere")]).of == {}


def test_the_way_around_costs_more_than_the_straight_one() -> None:
    straight = find_paths(board(), [Wire(id="f", source="a", target="b")]).cost
    around = find_paths(board(), [Wire(id="f", source="a", target="c")]).cost
    assert straight < around


def test_strangers_on_one_line_get_tracks_of_their_own_and_those_with_one_target_share() -> None:
    wide = board(
        Strip(cells={name: (row, column) for row in (0, 1) for column, name in enumerate(("abc", "def")[row])})
    )
    strangers = [Wire(id="f", source="a", target="c"), Wire(id="g", source="b", target="b")]
    tracks = set_tracks(wide, strangers, find_paths(wide, strangers).of)
    assert max(tracks.counts.values()) == 2
    friends = [Wire(id="f", source="a", target="f"), Wire(id="g", source="d", target="f")]
    assert max(set_tracks(wide, friends, find_paths(wide, friends).of).counts.values()) == 1
