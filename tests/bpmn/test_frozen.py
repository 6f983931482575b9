"""Data classes made here are those of the standard library, but for how soon they are made."""

import copy
import dataclasses
import inspect
import pickle
import typing
from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn import frozen

T = TypeVar("T")
Decorator = Callable[..., Callable[[type[Any]], type[Any]]]
MINE: Decorator = frozen.dataclass
THEIRS: Decorator = dataclasses.dataclass


@frozen.dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A class that can be found by name, as pickling wants it."""

    name: str
    at: tuple[float, float] = (0.0, 0.0)
    remarks: list[str] = dataclasses.field(default_factory=list)


@frozen.dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlace(Place):
    """One that inherits."""

    people: int | None = None


def both(options: dict[str, bool]) -> tuple[type[Any], type[Any]]:
    """Return the same class, made here and by the standard library."""

    def make(decorator: Decorator) -> type[Any]:
        @decorator(frozen=True, **options)
        class Thing:
            """A thing."""

            KINDS: ClassVar[tuple[str, ...]] = ("a", "b")
            number: float
            text: str = "nothing"
            hidden: int = dataclasses.field(default=0, repr=False, compare=False)
            unhashed: list[int] = dataclasses.field(default_factory=list, hash=False)
            counted: int = dataclasses.field(default=3, init=False)
            derived: dict[str, int] = dataclasses.field(default_factory=dict, init=False, compare=False)
            last: int = dataclasses.field(default=1, kw_only=True)

            def __post_init__(self) -> None:
                if self.number < 0:
                    message = "negative"
                    raise ValueError(message)

        return Thing

    return make(MINE), make(THEIRS)


OPTIONS = st.fixed_dictionaries({}, optional={name: st.booleans() for name in ("slots", "kw_only", "eq")})
VALUES = st.fixed_dictionaries(
    {"number": st.sampled_from([0.0, 1.5, float("nan")])},
    optional={
        "text": st.text(max_size=2),
        "hidden": st.integers(0, 1),
        "unhashed": st.lists(st.integers(0, 1), max_size=1),
        "last": st.integers(0, 1),
    },
)


@given(options=OPTIONS, first=VALUES, second=VALUES)
def test_objects_look_compare_and_change_as_those_of_the_standard_library(
    options: dict[str, bool], first: dict[str, Any], second: dict[str, Any]
) -> None:
    mine, theirs = both(options)
    a, b = mine(**first), mine(**second)
    x, y = theirs(**first), theirs(**second)
    assert repr(a) == repr(x)
    assert (a == b) == (x == y)
    assert (a == mine(**first)) == (x == theirs(**first))
    assert a != x
    assert dataclasses.asdict(a) == dataclasses.asdict(x) or first["number"] != first["number"]
    assert repr(dataclasses.replace(a, text="other")) == repr(dataclasses.replace(x, text="other"))
    assert mine.__match_args__ == theirs.__match_args__
    assert hasattr(a, "__dict__") == hasattr(x, "__dict__")
    if options.get("eq", True):
        assert hash(a) == hash(x)


@given(options=OPTIONS)
def test_what_their_makers_are_called_with_is_told_alike(options: dict[str, bool]) -> None:
    mine, theirs = both(options)
    stated = [[(one.name, one.kind, one.annotation) for one in parameters_of(kind)] for kind in (mine, theirs)]
    assert stated[0] == stated[1]
    assert typing.get_type_hints(mine.__init__) == typing.get_type_hints(theirs.__init__)
    assert [one.name for one in dataclasses.fields(mine)] == [one.name for one in dataclasses.fields(theirs)]


def parameters_of(kind: type[Any]) -> list[inspect.Parameter]:
    """Return what a class is called with."""
    return list(inspect.signature(kind).parameters.values())


@given(options=OPTIONS)
def test_what_is_wrong_with_a_call_is_told_alike(options: dict[str, bool]) -> None:
    mine, theirs = both(options)
    for given_ in ({}, {"number": 1.0, "unknown": 2}, {"number": 1.0, "counted": 2}):
        assert refusal(mine, **given_) == refusal(theirs, **given_)
    assert refusal(mine, 1, "a", 2, [], 3, 4) == refusal(theirs, 1, "a", 2, [], 3, 4)
    assert refusal(mine, 1, number=1) == refusal(theirs, 1, number=1)
    with pytest.raises(ValueError, match="negative"):
        mine(number=-1.0)


@given(options=OPTIONS, name=st.sampled_from(["number", "hidden"]))
def test_nothing_of_an_object_can_be_changed(options: dict[str, bool], name: str) -> None:
    one, other = (kind(number=1.0) for kind in both(options))
    assert refusal(setattr, one, name, 2) == refusal(setattr, other, name, 2)
    assert refusal(delattr, one, name) == refusal(delattr, other, name)


def refusal(call: Callable[..., object], *said: object, **named: object) -> tuple[str, str]:
    """Return how a call is refused."""
    with pytest.raises((TypeError, AttributeError)) as caught:
        call(*said, **named)
    return type(caught.value).__name__, str(caught.value)


def test_each_object_has_its_own_of_what_is_made_anew() -> None:
    one, other = Place(name="one"), Place(name="one")
    one.remarks.append("changed")
    assert other.remarks == []
    assert one != other


def test_copies_and_pickled_objects_are_equal_to_the_first() -> None:
    whole = NamedPlace(name="office", at=(1.0, 2.0), remarks=["by the river"], people=3)
    assert copy.deepcopy(whole) == copy.copy(whole) == pickle.loads(pickle.dumps(whole)) == whole  # noqa: S301 - ours
    match whole:
        case NamedPlace(name="office", people=people):
            assert people == 3


def test_a_class_inherits_fields_and_its_family_is_no_other() -> None:
    assert repr(NamedPlace(name="a")) == "NamedPlace(name='a', at=(0.0, 0.0), remarks=[], people=None)"
    assert NamedPlace(name="a") != Place(name="a")
    assert issubclass(NamedPlace, Place)


def test_methods_of_the_class_itself_stay() -> None:
    class Said:
        name: str = "x"

        def __repr__(self) -> str:
            return "mine"

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 7

    made = MINE(frozen=True, slots=True)(Said)
    assert (repr(made()), made() == 3, hash(made())) == ("mine", True, 7)


@given(st.lists(st.integers(), max_size=3), st.dictionaries(st.sampled_from(["a", "b", "c", "d", "e"]), st.integers()))
def test_what_is_said_by_place_and_by_name_comes_to_the_same(said: list[int], named: dict[str, int]) -> None:
    def make(decorator: Decorator) -> type[Any]:
        @decorator(frozen=True, slots=True)
        class Five:
            a: int
            b: int = 2
            c: list[int] = dataclasses.field(default_factory=list)
            d: int = dataclasses.field(default=4, kw_only=True)

        return Five

    mine, theirs = (outcome(make(decorator), said, named) for decorator in (MINE, THEIRS))
    assert mine == theirs


def outcome(kind: type[Any], said: list[int], named: dict[str, int]) -> str:
    """Return what an object looks like, or how it is refused."""
    try:
        return repr(kind(*said, **named))
    except TypeError as error:
        return str(error)


def test_a_class_may_have_an_init_of_its_own() -> None:
    @frozen.dataclass(frozen=True, slots=True, init=False)
    class Total:
        value: int

        def __init__(self, *parts: int) -> None:
            object.__setattr__(self, "value", sum(parts))

    assert repr(Total(1, 2)).endswith("Total(value=3)")
    assert Total(1, 2) == Total(3)


def test_a_subclass_that_is_no_data_class_may_have_attributes_of_its_own() -> None:
    class Marked(Place):
        pass

    marked = Marked(name="a")
    marked.mark = 1  # type: ignore[attr-defined]
    assert vars(marked) == {"mark": 1}
    with pytest.raises(dataclasses.FrozenInstanceError):
        marked.name = "b"  # type: ignore[misc]


def test_generic_classes_are_made_too() -> None:
    @frozen.dataclass(frozen=True, slots=True)
    class Box(Generic[T]):
        content: T

    assert Box[int](3) == Box(3)


def test_classes_that_change_or_are_ordered_are_those_of_the_standard_library() -> None:
    @frozen.dataclass(slots=True)
    class Counter:
        count: int = 0

    @frozen.dataclass(frozen=True, order=True)
    class Version:
        number: int

    counter = Counter()
    counter.count += 1
    assert counter == Counter(1)
    assert Version(1) < Version(2)


def test_no_method_is_written_before_it_is_needed() -> None:
    @frozen.dataclass(frozen=True)
    class Late:
        value: int

    assert not inspect.isfunction(vars(Late)["__init__"])
    assert Late(1) == Late(1)
    assert all(inspect.isfunction(vars(Late)[name]) for name in ("__init__", "__eq__"))
    assert not inspect.isfunction(vars(Late)["__hash__"])
