"""A property that is made when it is first asked for, of objects that one thread has for itself."""

from collections.abc import Callable
from typing import Generic, Self, TypeVar, overload

__all__ = ["once"]

Made = TypeVar("Made")


class once(Generic[Made]):  # noqa: N801 - used as `property` is
    """As `functools.cached_property`, which takes a lock before Python 3.12: ten times as long, for what needs none."""

    def __init__(self, make: Callable[..., Made]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        """Learn what it is called."""
        self._name = name

    @overload
    def __get__(self, owner: None, kind: type) -> Self: ...

    @overload
    def __get__(self, owner: object, kind: type) -> Made: ...

    def __get__(self, owner: object | None, kind: type) -> Self | Made:
        """Make it; afterwards Python finds what was made by itself."""
        if owner is None:
            return self
        made = owner.__dict__[self._name] = self._make(owner)
        return made
