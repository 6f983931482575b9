"""How far the hourly check is, kept in its job from round to round."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.values import Json

__all__ = ["CheckProgress"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckProgress:
    """How far the hourly check is.

    Attributes:
        rounds: How many rounds were made.
        after_chain: The chain that was hashed last.
        after_case: The number of the case that was looked at last.
        chains: Audit chains at which something was wrong: each round looks at them again.
        cases: Numbers of such cases.
        is_row_wrong: Whether rows were there together that must not be.
        faults: How much is wrong in the audit trail, as far as it is known.
        violations: How much is wrong in the other data.
    """

    rounds: int = 0
    after_chain: str = ""
    after_case: int = 0
    chains: tuple[str, ...] = ()
    cases: tuple[int, ...] = ()
    is_row_wrong: bool = False
    faults: int = 0
    violations: int = 0

    def as_json(self) -> dict[str, Json]:
        """Return it as JSON."""
        return {
            "rounds": self.rounds,
            "after_chain": self.after_chain,
            "after_case": self.after_case,
            "chains": list(self.chains),
            "cases": list(self.cases),
            "is_row_wrong": self.is_row_wrong,
            "faults": self.faults,
            "violations": self.violations,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Json]) -> "CheckProgress":
        """Return what `as_json` wrote; what is missing is as at the beginning."""
        known = {name: one for name, one in value.items() if name in cls.__dataclass_fields__}
        lists = {name: tuple(one) for name, one in known.items() if isinstance(one, list)}
        return cls(**{**known, **lists})  # type: ignore[arg-type]  # what `as_json` wrote
