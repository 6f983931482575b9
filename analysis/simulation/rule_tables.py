"""The rules of a network as tables: attributes, where their values come from, and code for what is evaluated."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.errors import ScenarioError
from analysis.network.repetitions import NUMBERS
from analysis.scenario.attributes import AttributeSource, Scalar
from analysis.scenario.distributions import Distribution
from analysis.simulation.codes import NUMBER_KINDS
from analysis.simulation.domains import Domain, Step, UnsupportedError, domain_of
from analysis.simulation.laws import table_of
from analysis.simulation.rule_codes import IS_BOOLEAN, IS_NULL, IS_NUMBER, IS_TEXT, LOOK_UP, PUSH
from analysis.simulation.tables import AXIS, LOOKUP, SOURCE
from bpmn.language import Text
from bpmn.model import Expression

if TYPE_CHECKING:
    from analysis.simulation.lookups import Axis

__all__ = ["RuleTables"]


@dataclass(slots=True, kw_only=True)
class RuleTables:
    """Gathers attributes, programs and tables of results while the nodes of a network are gone through.

    Attributes:
        source_name: The scenario's or the model's file, for messages.
        add_law: Puts a distribution into the kernel's tables and returns its row.
        hash_of: Returns the 64 bits that stand for a key in the keys of random numbers.
        domains: What each attribute can be; to be filled before anything is added.
    """

    source_name: str
    add_law: Callable[[Distribution | None], int]
    hash_of: Callable[[str], np.uint64]
    domains: dict[str, Domain] = field(default_factory=dict)
    _facts: dict[str, int] = field(default_factory=dict)
    _number_names: frozenset[str] = frozenset()
    _constants: list[Scalar] = field(default_factory=list)
    _places: dict[tuple[type, Scalar], int] = field(default_factory=dict)
    _code: list[tuple[int, int]] = field(default_factory=list)
    _programs: list[tuple[int, int]] = field(default_factory=list)
    _sources: list[dict[str, Any]] = field(default_factory=list)
    _lookups: list[dict[str, Any]] = field(default_factory=list)
    _results: list[int] = field(default_factory=list)
    _axes: list[dict[str, Any]] = field(default_factory=list)
    _axis_values: list[int] = field(default_factory=list)
    _cuts: list[float] = field(default_factory=list)

    def fact(self, name: str) -> int:
        """Return the row of an attribute, or of a number of a repetition, which goes by several names."""
        key = f"\0{NUMBERS[name]}" if name in self._number_names else name
        return self._facts.setdefault(key, len(self._facts))

    @contextmanager
    def numbers(self, domains: Mapping[str, Domain]) -> Iterator[None]:
        """Let rules that are added meanwhile ask for numbers of a repetition by these names (`NUMBERS`)."""
        before = self.domains
        self.domains, self._number_names = {**before, **domains}, frozenset(domains)
        yield
        self.domains, self._number_names = before, frozenset()

    def domain_of_source(self, name: str, source: AttributeSource) -> Domain:
        """Return what an attribute can be by one of its sources.

        Raises:
            ScenarioError: If its expression cannot be read or evaluated in a simulation.
        """
        if source.law is not None:
            return Domain(has_numbers=True)
        if source.choices:
            return domain_of(value for value, _ in source.choices)
        return self._prepared(_feel(source), name)[1]

    def add_source(self, name: str, source: AttributeSource, key: str) -> None:
        """Add a source of an attribute; `key` is what its random numbers hang on."""
        row: dict[str, Any] = {"law": -1, "choice": -1, "program": -1, "hash": self.hash_of(key)}
        if source.law is not None:
            row["law"] = self.add_law(source.law)
        elif source.choices:
            places = tuple(float(place) for place in range(len(source.choices)))
            chances = tuple(chance for _, chance in source.choices)
            row["law"] = self.add_law(Distribution(type="empirical", values=places, weights=chances))
            row["choice"] = len(self._constants)
            self._constants += [value for value, _ in source.choices]
        else:
            row["program"] = self.add_rule(_feel(source), name)
        self._sources.append(row | {"fact": self.fact(name)})

    def add_results(self, axes: "tuple[Axis, ...]", columns: Mapping[str, list[Scalar]]) -> None:
        """Add the sources of attributes that are results of a decision, one column each."""
        for name in sorted(columns, key=lambda name: (name in {axis.name for axis in axes}, name)):
            program = self._add_program([(LOOK_UP, self._add_lookup(axes, columns[name]))])
            row = {"law": -1, "choice": -1, "program": program, "hash": self.hash_of(name)}
            self._sources.append(row | {"fact": self.fact(name)})

    @property
    def source_count(self) -> int:
        """How many sources there are so far."""
        return len(self._sources)

    def add_rule(self, rule: Expression, element: str) -> int:
        """Return the row of the program that evaluates an expression.

        Raises:
            ScenarioError: If it cannot be read or evaluated in a simulation; the message names both.
        """
        return self._add_program(self._prepared(rule, element)[0])

    def _prepared(self, rule: Expression, element: str) -> tuple[list[Step], Domain]:
        """Return the steps of an expression: those of the machine where it can, else a look-up."""
        if not rule.language:
            is_true = rule.text.strip().lower() == "true"
            return [(PUSH, is_true)], Domain(values=frozenset({is_true}))
        from analysis.simulation.rule_steps import steps_of

        try:
            return steps_of(rule, self.domains, self._add_lookup)
        except UnsupportedError as error:
            text = Text(
                "{element}: this rule cannot be simulated: {rule}. Comparisons, arithmetic and conditions can; anything"
                " else only over attributes of few values.",
                element=element,
                rule=rule.text,
            )
            raise self.error(text, element) from error

    def error(self, text: Text, element: str) -> ScenarioError:
        """Return an error about an element or attribute."""
        return ScenarioError(text, source_name=self.source_name, element=element)

    def _add_program(self, steps: list[Step]) -> int:
        first = len(self._code)
        self._code += [(operator, self._argument(operator, argument)) for operator, argument in steps]
        self._programs.append((first, len(self._code)))
        return len(self._programs) - 1

    def _argument(self, operator: int, argument: int | Scalar) -> int:
        if operator == PUSH:
            return self._constant(argument)
        return self.fact(argument) if isinstance(argument, str) else int(argument or 0)

    def _constant(self, value: Scalar) -> int:
        place = self._places.get((type(value), value))
        if place is None:
            place = self._places[(type(value), value)] = len(self._constants)
            self._constants.append(value)
        return place

    def _add_lookup(self, axes: "tuple[Axis, ...]", column: list[Scalar]) -> int:
        first = len(self._axes)
        for axis in axes:
            self._axes.append(
                {
                    "fact": self.fact(axis.name),
                    "size": len(axis.places),
                    "value0": len(self._axis_values),
                    "value1": len(self._axis_values) + len(axis.values),
                    "cut0": len(self._cuts),
                    "cut1": len(self._cuts) + len(axis.cuts),
                }
            )
            self._axis_values += [self._constant(value) for value in axis.values]
            self._cuts += axis.cuts
        self._lookups.append({"axis0": first, "axis1": len(self._axes), "result0": len(self._results)})
        self._results += [self._constant(value) for value in column]
        return len(self._lookups) - 1

    def tables(self) -> dict[str, Any]:
        """Return the kernel's tables of all that was added."""
        texts = sorted({value for value in self._constants if isinstance(value, str)})
        places = {text: place for place, text in enumerate(texts)}
        return {
            "sources": table_of(SOURCE, self._sources),
            "programs": np.array(self._programs or [(0, 0)], dtype=np.int64),
            "code": np.array(self._code or [(0, 0)], dtype=np.int64),
            "constants": np.array([_pair(value, places) for value in self._constants] or [(0.0, 0.0)]),
            "lookups": table_of(LOOKUP, self._lookups),
            "axes": table_of(AXIS, self._axes),
            "axis_values": np.array([*self._axis_values, 0], dtype=np.int64),
            "cuts": np.array([*self._cuts, 0.0]),
            "results": np.array([*self._results, 0], dtype=np.int64),
            "numbers": np.array([self._facts.get(f"\0{kind}", -1) for kind in NUMBER_KINDS], dtype=np.int64),
        }

    @property
    def fact_count(self) -> int:
        """How many attributes there are."""
        return len(self._facts)

    @property
    def depth(self) -> int:
        """How many values a program may have on the machine's stack at once, at most."""
        return max((last - first for first, last in self._programs), default=0) + 1


def _feel(source: AttributeSource) -> Expression:
    return Expression(text=source.expression, language="feel")


def _pair(value: Scalar, texts: Mapping[str, int]) -> tuple[float, float]:
    if value is None:
        return float(IS_NULL), 0.0
    if isinstance(value, bool):
        return float(IS_BOOLEAN), float(value)
    if isinstance(value, str):
        return float(IS_TEXT), float(texts[value])
    return float(IS_NUMBER), value
