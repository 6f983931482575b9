"""What attributes and expressions can be: which values, and whether any number."""

from collections.abc import Iterable

from analysis.scenario.attributes import Scalar
from bpmn.frozen import dataclass

__all__ = ["Domain", "Step", "UnsupportedError", "domain_of"]

Step = tuple[int, int | Scalar]
"""An operator of the machine of `analysis.simulation.rules` and its argument."""


class UnsupportedError(Exception):
    """The machine has nothing for a part of an expression."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """What an attribute or expression can be.

    Attributes:
        values: Single values.
        has_numbers: Whether it can be any number beside them.
    """

    values: frozenset[Scalar] = frozenset()
    has_numbers: bool = False

    def joined(self, other: "Domain") -> "Domain":
        """Return what is in either."""
        return domain_of((*self.values, *other.values), has_numbers=self.has_numbers or other.has_numbers)

    @property
    def has_texts(self) -> bool:
        """Whether it can be a text."""
        return any(isinstance(value, str) for value in self.values)


def domain_of(values: Iterable[Scalar], *, has_numbers: bool = False) -> Domain:
    """Return the domain of some values.

    Raises:
        UnsupportedError: If numbers and truth values are among them, which Python takes for each other.
    """
    listed = tuple(values)
    kinds = {type(value) for value in listed}
    if bool in kinds and (float in kinds or has_numbers):
        raise UnsupportedError
    return Domain(values=frozenset(listed), has_numbers=has_numbers)
