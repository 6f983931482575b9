"""Activities of both sides, set against those they are or replace."""

from analysis.comparison.grouping import group_activities
from bpmn.difference import Change
from bpmn.language import Text

NOTHING = Text("")


def _kinds(as_is: list[str], to_be: list[str], *changes: Change) -> dict[tuple[tuple[str, ...], tuple[str, ...]], str]:
    return {(group.as_is, group.to_be): group.kind for group in group_activities(as_is, to_be, changes)}


def test_the_same_id_is_the_same_activity() -> None:
    assert _kinds(["a", "b"], ["a", "c"]) == {
        (("a",), ("a",)): "changed",
        (("b",), ()): "eliminated",
        ((), ("c",)): "added",
    }


def test_merged_activities_stand_against_what_they_became() -> None:
    merged = Change(kind="merged", as_is=("a", "b"), to_be=("c",), text=NOTHING)
    assert _kinds(["a", "b"], ["c"], merged) == {(("a", "b"), ("c",)): "merged"}


def test_as_many_on_both_sides_are_joined_one_to_one() -> None:
    moved = Change(kind="resequenced", as_is=("a", "b"), to_be=("x", "y"), text=NOTHING)
    assert _kinds(["a", "b"], ["x", "y"], moved) == {
        (("a",), ("x",)): "resequenced",
        (("b",), ("y",)): "resequenced",
    }
