"""A form-js schema (versions 16 to 19) as plain values, and what about it cannot be shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import re2

from bpmn.expressions import CompiledExpression, ExpressionError, Language, compile_expression
from bpmn.language import Text

__all__ = [
    "Component",
    "FormFinding",
    "FormSchema",
    "FormSchemaError",
    "Option",
    "Rules",
    "find_form_problems",
    "read_form",
]

INPUTS = frozenset(
    {"textfield", "textarea", "number", "datetime", "select", "radio", "checkbox", "checklist", "filepicker"}
    | {"dynamiclist"}
)
DISPLAYS = frozenset({"text", "separator", "spacer", "table", "group"})
CONTROLS = frozenset({"button"})
"""The page brings its own buttons; those of the schema are for viewers that do not."""

_LARGEST_NESTING = 8
_LARGEST_FORM = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer of a choice: what is kept, and what is shown."""

    value: Any
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What an answer must be. `pattern` is matched anywhere, as in form-js, in time linear to the answer (RE2)."""

    is_required: bool = False
    pattern: str = ""
    pattern_message: str = ""
    kind: str = ""
    least: float | None = None
    most: float | None = None
    shortest: int | None = None
    longest: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFinding:
    """What about a form cannot be shown or asked here.

    Attributes:
        component: The component's key or id.
        text: What is wrong and what to do.
    """

    component: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One component of a form.

    Attributes:
        kind: Its form-js type.
        key: Where its answer is kept; dots lead into nested objects.
        label: Its question.
        description: A hint below the question.
        text: The Markdown of a text component.
        rules: What an answer must be.
        options: The answers of a choice.
        options_from: A FEEL expression or key that gives the options instead.
        default: The answer before one is given.
        hide: Hidden while this is true.
        is_read_only: Shown, not asked.
        components: What a group or a row of a dynamic list holds.
        columns: Keys and headings of a table.
        source: The FEEL expression that gives a table's rows.
        moment: "date", "time" or "datetime".
        decimals: How many decimals a number may have; None for any.
        affixes: What is written before and after the input: a currency, a unit.
        rows: How many rows a dynamic list starts with.
        accept: What a browser offers for a file: endings and media types. What is taken, the file's content decides.
        is_many: Whether several files may be given.
        groups: The candidate groups that may read the files; none for every case worker.
    """

    kind: str
    key: str = ""
    label: str = ""
    description: str = ""
    text: str = ""
    rules: Rules = field(default_factory=Rules)
    options: tuple[Option, ...] = ()
    options_from: CompiledExpression | None = None
    default: Any = None
    hide: CompiledExpression | None = None
    is_read_only: bool = False
    components: "tuple[Component, ...]" = ()
    columns: tuple[tuple[str, str], ...] = ()
    source: CompiledExpression | None = None
    moment: str = "date"
    decimals: int | None = None
    affixes: tuple[str, str] = ("", "")
    rows: int = 1
    accept: str = ""
    is_many: bool = False
    groups: tuple[str, ...] = ()

    @property
    def is_input(self) -> bool:
        """Whether it asks for an answer."""
        return self.kind in INPUTS


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSchema:
    """A form: its title and components."""

    id: str
    title: str
    components: tuple[Component, ...]


class FormSchemaError(Exception):
    """The form holds what cannot be shown here.

    Attributes:
        findings: What that is.
    """

    def __init__(self, findings: Sequence[FormFinding]) -> None:
        super().__init__("; ".join(f"{finding.component}: {finding.text}" for finding in findings))
        self.findings = tuple(findings)


def read_form(schema: Mapping[str, Any]) -> FormSchema:
    """Return a form-js schema as values.

    Raises:
        FormSchemaError: If it holds a component, an expression or a pattern that cannot be used.
    """
    reader = _Reader()
    components = reader.components(schema.get("components", ()))
    if reader.findings:
        raise FormSchemaError(reader.findings)
    return FormSchema(id=str(schema.get("id", "")), title=str(schema.get("title", "")), components=components)


def find_form_problems(schema: Mapping[str, Any]) -> tuple[FormFinding, ...]:
    """Return what about a form-js schema cannot be shown here; nothing for a form that can."""
    try:
        read_form(schema)
    except FormSchemaError as error:
        return error.findings
    return ()


class _Reader:
    """Reads components and gathers what cannot be used."""

    def __init__(self) -> None:
        self.findings: list[FormFinding] = []
        self._count = 0

    def components(self, raw: Iterable[Mapping[str, Any]], depth: int = 0, within: str = "") -> tuple[Component, ...]:
        if depth > _LARGEST_NESTING:
            self._find("", Text("The form is nested deeper than {limit} levels.", limit=_LARGEST_NESTING))
            return ()
        return tuple(
            self._component(each, depth, within)
            for each in raw
            if isinstance(each, Mapping) and each.get("type") not in CONTROLS
        )

    def _component(self, raw: Mapping[str, Any], depth: int, within: str) -> Component:
        kind = str(raw.get("type", ""))
        key = ".".join(filter(None, (within, str(raw.get("key") or raw.get("path") or ""))))
        name = key or str(raw.get("id", ""))
        self._count += 1
        if self._count == _LARGEST_FORM + 1:
            self._find(name, Text("The form has more than {limit} components.", limit=_LARGEST_FORM))
        if kind not in INPUTS | DISPLAYS:
            self._find(name, Text("Components of type {kind} cannot be shown. Use another type.", kind=kind or "?"))
        if kind in INPUTS and not key:
            self._find(name, Text("The question {label} has no key.", label=str(raw.get("label", "?"))))
        if kind == "dynamiclist" and (raw.get("readonly") or raw.get("disabled")):
            self._find(name, Text("A list that is only shown has to be a table."))
        if kind == "datetime" and raw.get("subtype") == "datetime":
            self._find(name, Text("Ask for the day and the time in two questions."))
        return Component(
            kind=kind,
            key=key,
            label=str(raw.get("label") or raw.get("dateLabel") or raw.get("timeLabel") or ""),
            description=str(raw.get("description") or ""),
            text=str(raw.get("text") or ""),
            rules=self._rules(name, raw),
            options=_options(raw.get("values", ())),
            options_from=self._expression(name, raw.get("valuesExpression") or raw.get("valuesKey")),
            default=raw.get("defaultValue"),
            hide=self._expression(name, _part(raw, "conditional").get("hide")),
            is_read_only=bool(raw.get("readonly") or raw.get("disabled")),
            components=self.components(raw.get("components", ()), depth + 1, key if kind == "group" else ""),
            columns=tuple(
                (str(column.get("key", "")), str(column.get("label", ""))) for column in raw.get("columns", ())
            ),
            source=self._expression(name, raw.get("dataSource")),
            moment=str(raw.get("subtype", "date")),
            decimals=_whole(raw.get("decimalDigits")),
            affixes=_affixes(raw),
            rows=_whole(raw.get("defaultRepetitions")) or 1,
            accept=str(raw.get("accept") or ""),
            is_many=raw.get("multiple") is True,
            groups=tuple(str(_part(raw, "properties").get("groups", "")).replace(",", " ").split()),
        )

    def _rules(self, name: str, raw: Mapping[str, Any]) -> Rules:
        wanted = _part(raw, "validate")
        pattern = str(wanted.get("pattern") or "")
        if pattern:
            try:
                re2.compile(pattern)
            except re2.error:
                self._find(name, Text("The pattern {pattern} cannot be used.", pattern=pattern))
                pattern = ""
        return Rules(
            is_required=wanted.get("required") is True,
            pattern=pattern,
            pattern_message=str(_part(raw, "properties").get("patternMessage", "")),
            kind=str(wanted.get("validationType") or ""),
            least=_number(wanted.get("min")),
            most=_number(wanted.get("max")),
            shortest=_whole(wanted.get("minLength")),
            longest=_whole(wanted.get("maxLength")),
        )

    def _expression(self, name: str, source: object) -> CompiledExpression | None:
        if not isinstance(source, str) or not source.strip():
            return None
        try:
            return compile_expression(source.strip().removeprefix("="), Language.FEEL)
        except ExpressionError as error:
            self._find(name, Text("The expression {source} cannot be used: {reason}", source=source, reason=error.text))
            return None

    def _find(self, component: str, text: Text) -> None:
        self.findings.append(FormFinding(component=component, text=text))


def _options(raw: object) -> tuple[Option, ...]:
    found = raw if isinstance(raw, Sequence) else ()
    return tuple(
        Option(value=each.get("value"), label=str(each.get("label") or each.get("value")))
        for each in found
        if isinstance(each, Mapping)
    )


def _affixes(raw: Mapping[str, Any]) -> tuple[str, str]:
    appearance = _part(raw, "appearance")
    return str(appearance.get("prefixAdorner") or ""), str(appearance.get("suffixAdorner") or "")


def _part(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = raw.get(name)
    return found if isinstance(found, Mapping) else {}


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
