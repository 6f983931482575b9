"""The 29 heuristics of Reijers and Limam Mansar, and two rules of government services, with what they are for.

Source: H. A. Reijers, S. Liman Mansar, "Best practices in business process redesign: an overview and qualitative
evaluation of successful redesign heuristics", Omega 33 (2005) 283-306, doi 10.1016/j.omega.2004.04.012: list, groups
and expected directions. They are rules of thumb: an expectation, until the change has been simulated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bpmn.language import Text

__all__ = ["HEURISTICS", "Directions", "Heuristic"]

_OMEGA = "Reijers, Liman Mansar, Omega 33 (2005) 283-306, doi 10.1016/j.omega.2004.04.012"
_TALLINN = "Tallinn Declaration on eGovernment (2017), principles 1 and 2"
_SIGNS = {"+": 1, "-": -1, ".": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Directions:
    """What a change is expected to do on the four sides of the devil's quadrangle: 1 better, -1 worse, 0 neither."""

    time: int
    cost: int
    quality: int
    flexibility: int

    def as_json(self) -> dict[str, int]:
        """Return it as data."""
        return {"time": self.time, "cost": self.cost, "quality": self.quality, "flexibility": self.flexibility}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heuristic:
    """One rule for redesigning a process.

    Attributes:
        key: Its name in identifiers.
        number: Its number among the 29; None for a rule of government services.
        name: What people call it.
        group: What it changes: "customers", "operation", "behaviour", "organisation", "information", "technology",
            "external" or "government".
        expected: What it is expected to do.
        source: Where the expectation comes from.
    """

    key: str
    number: int | None
    name: Text
    group: str
    expected: Directions
    source: str

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """Return it as data, the name in a language."""
        return {
            "key": self.key,
            "number": self.number,
            "name": self.name.into(language),
            "group": self.group,
            "expected": self.expected.as_json(),
            "source": self.source,
        }


_TABLE: tuple[tuple[int | None, str, Text, str, str], ...] = (
    (1, "control-relocation", Text("Control relocation"), "customers", ".-+."),
    (2, "contact-reduction", Text("Contact reduction"), "customers", "+-+."),
    (3, "integration", Text("Integration"), "customers", "++.-"),
    (4, "case-types", Text("Case types"), "operation", "++--"),
    (5, "elimination", Text("Activity elimination"), "operation", "++-."),
    (6, "case-based-work", Text("Case-based work"), "operation", "+-.."),
    (7, "triage", Text("Triage"), "operation", ".-+-"),
    (8, "composition", Text("Activity composition"), "operation", "++.-"),
    (9, "resequencing", Text("Resequencing"), "behaviour", "++.."),
    (10, "parallelism", Text("Parallelism"), "behaviour", "+-.-"),
    (11, "knock-out", Text("Knock-out order"), "behaviour", "-+.."),
    (12, "exception", Text("Exception"), "behaviour", "+..."),
    (13, "case-assignment", Text("Case assignment"), "organisation", "..+-"),
    (14, "flexible-assignment", Text("Flexible assignment"), "organisation", "+.-+"),
    (15, "centralisation", Text("Centralisation"), "organisation", "+-.+"),
    (16, "split-responsibilities", Text("Split responsibilities"), "organisation", "+.+-"),
    (17, "customer-teams", Text("Customer teams"), "organisation", "..+-"),
    (18, "numerical-involvement", Text("Numerical involvement"), "organisation", "+-.-"),
    (19, "case-manager", Text("Case manager"), "organisation", ".-+."),
    (20, "extra-resources", Text("Extra resources"), "organisation", "+-.+"),
    (21, "specialist-generalist", Text("Specialist or generalist"), "organisation", "+.+-"),
    (22, "empower", Text("Empower"), "organisation", "+.-+"),
    (23, "control-addition", Text("Control addition"), "information", "--+."),
    (24, "buffering", Text("Buffering"), "information", "+-.."),
    (25, "automation", Text("Task automation"), "technology", "+-+-"),
    (26, "integral-technology", Text("Integral technology"), "technology", "+-.."),
    (27, "trusted-party", Text("Trusted party"), "external", "++.-"),
    (28, "outsourcing", Text("Outsourcing"), "external", "++--"),
    (29, "interfacing", Text("Interfacing"), "external", "+.+-"),
    (None, "once-only", Text("Once only"), "government", "++.-"),
    (None, "digital-by-default", Text("Digital by default"), "government", "+-+."),
)

HEURISTICS: Mapping[str, Heuristic] = {
    key: Heuristic(
        key=key,
        number=number,
        name=name,
        group=group,
        expected=Directions(**dict(zip(Directions.__slots__, (_SIGNS[sign] for sign in signs), strict=True))),
        source=_OMEGA if number else _TALLINN,
    )
    for number, key, name, group, signs in _TABLE
}
"""All of them by key, in their order."""
