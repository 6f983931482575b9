"""Values of BPSim parameters: constants and distributions with their units, as distributions of seconds."""

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.errors import ScenarioError
from analysis.scenario.bpsim_laws import LAWS
from analysis.scenario.distributions import Distribution
from analysis.scenario.durations import duration_s, why_no_duration
from bpmn.language import Text
from bpmn.xml import line_of

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["UNITS_S", "Values", "local_name"]

UNITS_S = {"ms": 0.001, "s": 1.0, "sec": 1.0, "second": 1.0, "min": 60.0, "minute": 60.0, "h": 3600.0, "hr": 3600.0,
           "hour": 3600.0, "day": 86400.0, "d": 86400.0, "week": 604800.0, "year": 365 * 86400.0}  # fmt: skip
"""Seconds of a time unit; the standard's own are ms, s, min, hour, day and year."""

_CONSTANTS = {"NumericParameter", "FloatingParameter", "DurationParameter", "StringParameter", "BooleanParameter",
              "DateTimeParameter", "ConstantParameter"}  # fmt: skip


def local_name(element: "etree._Element") -> str:
    """Return an element's name without its namespace, "" for comments."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


@dataclass(slots=True, kw_only=True)
class Values:
    """What is needed to understand values.

    Attributes:
        source_name: The file's name, for messages.
        unit_s: The scenario's base time unit, in seconds.
        percent: Whether probabilities are in per cent.
        remarks: What could only be approximated.
    """

    source_name: str
    unit_s: float = 60.0
    percent: bool = False
    remarks: list[Text] = field(default_factory=list)

    def error(self, element: "etree._Element", text: Text) -> ScenarioError:
        """Return an error that names the parameter and its line."""
        return ScenarioError(text, source_name=self.source_name, path=f"{local_name(element)} ({line_of(element)})")

    def unit(self, element: "etree._Element", name: str | None) -> float:
        """Return the seconds of a time unit; without a name those of the base unit.

        Raises:
            ScenarioError: If it is unknown.
        """
        if not name:
            return self.unit_s
        key = name.strip().lower()
        found = UNITS_S.get(key) or UNITS_S.get(key.rstrip("s"))
        if found is None:
            raise self.error(element, Text('"{unit}" is no time unit. Known are: {known}.', unit=name,
                                           known="ms, s, min, hour, day, year"))  # fmt: skip
        return found

    def chosen(self, parameter: "etree._Element", *, in_hours: bool = False) -> "etree._Element | None":
        """Return the value of a parameter: that for all times, else the first; None where it has none.

        Values that only state what is to be measured (`ResultRequest`) are none.

        Args:
            parameter: The parameter.
            in_hours: Whether a value for the hours of a calendar comes before that for all times.
        """
        values = [value for value in parameter if local_name(value) not in {"", "ResultRequest"}]
        always = [value for value in values if not value.get("validFor")]
        if in_hours and len(always) < len(values):
            always = [value for value in values if value.get("validFor")]
        if len(values) > 1 and not _is_one_in_hours(values, in_hours=in_hours):
            self.remarks.append(
                Text("{name} has several values for different times: one of them is used all the time.",
                     name=_place_of(parameter))
            )  # fmt: skip
        return next(iter(always or values), None)

    def number(self, parameter: "etree._Element", *, in_hours: bool = False) -> float | None:
        """Return a plain number such as a quantity or a probability; None where it is no constant.

        Args:
            parameter: The parameter.
            in_hours: See `chosen`.

        Raises:
            ScenarioError: If it is a constant that is no number.
        """
        value = self.chosen(parameter, in_hours=in_hours)
        if value is None:
            return None
        if local_name(value) not in _CONSTANTS:
            self.remarks.append(Text("{name} is not taken over: it is no constant.", name=_place_of(parameter)))
            return None
        return self._attribute(value, "value")

    def law(self, parameter: "etree._Element", *, is_time: bool = True, in_hours: bool = False) -> Distribution | None:
        """Return a value as a distribution, of seconds if it is a time; None where it is an expression.

        Args:
            parameter: The parameter.
            is_time: Whether it is a time.
            in_hours: See `chosen`.

        Raises:
            ScenarioError: If it cannot be understood.
        """
        value = self.chosen(parameter, in_hours=in_hours)
        if value is None:
            return None
        kind = local_name(value)
        if kind in {"DurationParameter", "StringParameter"}:
            said = value.get("value", "")
            seconds = duration_s(said)
            if seconds is None:
                raise self.error(value, why_no_duration(said))
            return Distribution(type="fixed", value=seconds)
        if kind in {"ExpressionParameter", "EnumParameter"}:
            self.remarks.append(Text("{name} is not taken over: it is no constant.", name=_place_of(parameter)))
            return None
        factor = self.unit(value, value.get("timeUnit")) if is_time else 1.0
        return self._made(kind, value).scaled(factor)

    def _made(self, kind: str, value: "etree._Element") -> Distribution:
        if kind in _CONSTANTS:
            return Distribution(type="fixed", value=self._at_least(value, "value", 0.0))
        if kind == "UserDistribution":
            return self._user(value)
        if kind not in LAWS:
            known = ", ".join(sorted(LAWS))
            raise self.error(value, Text('The distribution "{type}" is not understood. Known are: {known}.',
                                         type=kind, known=known))  # fmt: skip
        names, make = LAWS[kind]
        numbers = [self._attribute(value, name) for name in names]
        try:
            return make(*numbers)
        except (ValueError, ZeroDivisionError, OverflowError) as error:
            raise self.error(value, Text("These values do not make a {type} distribution.", type=kind)) from error

    def _user(self, value: "etree._Element") -> Distribution:
        points = [point for point in value if local_name(point) == "UserDistributionDataPoint"]
        found = [(self._attribute(inner, "value"), self._at_least(point, "probability", 0.0))
                 for point in points for inner in point if local_name(inner)]  # fmt: skip
        total = math.fsum(weight for _, weight in found)
        if total <= 0:
            raise self.error(value, Text("The weights must add up to more than 0."))
        if value.get("discrete") == "false":
            self.remarks.append(Text("A continuous user distribution takes its stated values only."))
        return Distribution(type="empirical", values=tuple(one for one, _ in found),
                            weights=tuple(weight / total for _, weight in found))  # fmt: skip

    def _attribute(self, element: "etree._Element", name: str) -> float:
        text = element.get(name)
        if text is None and name == "mode":
            text = element.get("mostLikely")
        if text is None:
            raise self.error(element, Text("The value of {name} is missing.", name=name))
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise self.error(element, Text("The value of {name} must be a number.", name=name))
        return number

    def _at_least(self, element: "etree._Element", name: str, least: float) -> float:
        number = self._attribute(element, name)
        if number < least:
            text = Text("{value} is too small: it must be at least {least}.", value=f"{number:g}", least=f"{least:g}")
            raise self.error(element, text)
        return number


def _is_one_in_hours(values: "list[etree._Element]", *, in_hours: bool) -> bool:
    """Whether of two values one holds in the hours of a calendar and the other says that there is none outside them."""
    outside = [value for value in values if not value.get("validFor")]
    return in_hours and len(values) == 2 and len(outside) == 1 and outside[0].get("value", "") in {"0", "0.0"}


def _place_of(parameter: "etree._Element") -> str:
    """Return a parameter's name with the element that it is about."""
    parent = parameter.getparent()
    while parent is not None and parent.get("elementRef") is None:
        parent = parent.getparent()
    owner = "" if parent is None else f"{parent.get('elementRef')}: "
    return owner + local_name(parameter)
