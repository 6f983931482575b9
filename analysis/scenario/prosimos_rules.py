"""What Prosimos files say of cases: their attributes, and the rules over them, as FEEL."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from analysis.scenario.attributes import AttributeSource
from analysis.scenario.fields import Place
from analysis.scenario.prosimos_laws import prosimos_law, prosimos_number
from bpmn.language import Text

__all__ = ["CaseFacts", "case_facts", "case_priority", "feel_rule", "feel_text"]

_COMPARISONS = {"=": "=", "==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_RESERVED = {"and", "between", "else", "every", "false", "for", "function", "if", "in", "instance", "not", "null", "of",
             "or", "return", "satisfies", "some", "then", "true"}  # fmt: skip
_ROUNDING = 1e-6


@dataclass(slots=True, kw_only=True)
class CaseFacts:
    """What is known of cases.

    Attributes:
        attributes: What is known on arrival.
        sets: What becomes known by an activity, by element id.
        numbers: The names, as in the file, of the attributes that are numbers.
    """

    attributes: dict[str, AttributeSource] = field(default_factory=dict)
    sets: dict[str, dict[str, AttributeSource]] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)


def feel_text(text: str) -> str:
    """Return a FEEL string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def case_facts(root: Place, remarks: list[Text]) -> CaseFacts:
    """Return what is known of cases by global, case and event attributes.

    Args:
        root: The document.
        remarks: What could only be approximated is added.

    Raises:
        ScenarioError: If an attribute cannot be understood.
    """
    facts = CaseFacts()
    if root.at("global_attributes").entries():
        remarks.append(Text("Global attributes are those of each case by itself, not shared between cases."))
    everywhere = [*root.at("global_attributes").entries(), *root.at("case_attributes").entries()]
    by_event = [(event.at("event_id").text(), attribute)
                for event in root.at("event_attributes").entries()
                for attribute in event.at("attributes").entries()]  # fmt: skip
    for place in (*everywhere, *(attribute for _, attribute in by_event)):
        if place.at("type").text() != "discrete":
            facts.numbers.add(place.at("name").text())
    for place in everywhere:
        source = _source(place, facts.numbers, remarks)
        if source is not None:
            facts.attributes[_name(place.at("name").text())] = source
    for event, place in by_event:
        source = _source(place, facts.numbers, remarks)
        if source is not None:
            facts.sets.setdefault(event, {})[_name(place.at("name").text())] = source
    return facts


def _name(said: str) -> str:
    """Return a name that FEEL can say."""
    name = re.sub(r"\W+", "_", said).strip("_") or "attribute"
    return f"{name}_" if name in _RESERVED or name[0].isdigit() else name


def _source(place: Place, numbers: set[str], remarks: list[Text]) -> AttributeSource | None:
    kind, name = place.at("type").text(), place.at("name").text()
    values = place.at("values")
    if kind == "discrete":
        return AttributeSource(choices=_choices(values))
    if kind == "continuous":
        return AttributeSource(law=prosimos_law(values))
    if kind == "expression" and isinstance(values.value, str):
        text = values.text().replace("==", "=")
        for known in numbers:
            text = text.replace(known, _name(known))
        from bpmn.expressions import ExpressionError, Language, compile_expression

        try:
            compile_expression(text, Language.FEEL)
        except (ExpressionError, ValueError):
            remarks.append(Text('The expression of "{name}" is not taken over: {text}', name=name, text=text))
            return None
        return AttributeSource(expression=text)
    remarks.append(Text('The attribute "{name}" is not taken over: it is of the type "{type}".', name=name, type=kind))
    return None


def _choices(place: Place) -> tuple[tuple[str, float], ...]:
    said = [(str(entry.at("key").value), prosimos_number(entry.at("value"))) for entry in place.entries()]
    total = sum(chance for _, chance in said)
    if not said or any(chance < 0 for _, chance in said):
        raise place.error(Text("A choice needs at least one value with its probability."))
    if abs(total - 1) > _ROUNDING:
        raise place.error(Text("The probabilities add up to {total}, not to 1.", total=f"{total:g}"))
    return tuple((value, chance / total) for value, chance in said)


def feel_rule(place: Place, facts: CaseFacts) -> str:
    """Return rules as FEEL, given as a list of alternatives, each a list of comparisons that all must hold.

    Raises:
        ScenarioError: If a comparison cannot be understood.
    """
    groups = [" and ".join(_comparison(rule, facts) for rule in group.entries()) for group in place.entries()]
    said = [group for group in groups if group]
    if not said:
        raise place.error(Text("A rule needs at least one comparison."))
    return said[0] if len(said) == 1 else " or ".join(f"({group})" for group in said)


def _comparison(rule: Place, facts: CaseFacts) -> str:
    said, comparison, value = rule.at("attribute").text(), rule.at("comparison").text("="), rule.at("value")
    name = _name(said)
    if comparison == "in":
        return " and ".join(_range(name, value))
    if comparison not in _COMPARISONS:
        known = ", ".join([*_COMPARISONS, "in"])
        raise rule.at("comparison").error(Text("A comparison is one of {known}.", known=known))
    literal = f"{prosimos_number(value):.15g}" if said in facts.numbers else feel_text(str(value.value))
    return f"{name} {_COMPARISONS[comparison]} {literal}"


def _range(name: str, place: Place) -> Iterator[str]:
    bounds = place.entries()
    if len(bounds) != 2:
        raise place.error(Text("A range has two bounds."))
    for sign, bound in zip((">=", "<="), bounds, strict=True):
        if bound.value != "inf":
            yield f"{name} {sign} {prosimos_number(bound):.15g}"


def case_priority(place: Place, facts: CaseFacts) -> str:
    """Return what is added to the priority of a case, "" where no rules are given.

    In Prosimos the lowest level goes first, and cases without a level last; here the highest priority does.

    Args:
        place: `prioritisation_rules`.
        facts: What is known of cases.

    Raises:
        ScenarioError: If a rule cannot be understood.
    """
    levels = sorted(
        (int(prosimos_number(entry.at("priority_level"))), feel_rule(entry.at("rules"), facts))
        for entry in place.entries()
    )
    if not levels:
        return ""
    last = levels[-1][0]
    return "".join(f"if {rule} then {last + 1 - level} else " for level, rule in levels) + "0"
