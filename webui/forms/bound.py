"""One set of answers to a form: read, checked, shown again, kept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form as WtForm

from bpmn.expressions import CompiledExpression, ExpressionError
from webui.forms.fields import AnswerField, ChoiceField
from webui.forms.files import FileField, KnownFiles, files_in
from webui.forms.kinds import field_class
from webui.forms.nodes import Node, Row, walk
from webui.forms.paths import get_at, has_at, put_at
from webui.forms.prose import to_markup
from webui.forms.schema import Component, FormSchema, Option
from webui.words import gettext as _

__all__ = ["BoundForm", "ErrorLink"]

_MOST_ROWS = 50
_ROW_MARK = "row"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorLink:
    """What is wrong, and the id of the input it leads to."""

    text: str
    target: str


class BoundForm:
    """A form with answers: those kept, or those just posted.

    Args:
        schema: The form.
        kept: Answers by key, as `kept` or `answers` gave them.
        posted: What a browser posted; it stands instead of `kept`.
        context: What expressions may use beside the form's own answers.
        files: What is known of the documents that the posted answers may name, by id, beside those kept.
        refusals: Why a file just sent was not taken, by the field's name.
    """

    def __init__(
        self,
        schema: FormSchema,
        *,
        kept: Mapping[str, Any] | None = None,
        posted: "MultiDict[str, str] | None" = None,
        context: Mapping[str, Any] | None = None,
        files: KnownFiles | None = None,
        refusals: Mapping[str, str] | None = None,
    ) -> None:
        self.schema = schema
        self._kept = kept or {}
        self._context = {**(context or {}), **self._kept}
        self._posted = MultiDict(_encode(schema.components, self._kept)) if posted is None else posted
        self._files = {str(each["document"]): each for each in files_in(self._kept)} | dict(files or {})
        self._refusals = dict(refusals or {})
        self._fields: dict[str, AnswerField] = {}
        self._marks: set[str] = set()
        self.nodes = self._bind(schema.components, "", self._context)

    @property
    def title(self) -> str:
        """The form's title."""
        return self.schema.title

    @property
    def has_lists(self) -> bool:
        """Whether it has buttons of its own, which add and remove rows."""
        return any(node.kind == "dynamiclist" for node in walk(self.nodes))

    @property
    def file_fields(self) -> tuple[FileField, ...]:
        """Its questions for files."""
        return tuple(node.field for node in self._asked() if isinstance(node.field, FileField))

    @property
    def is_refusing(self) -> bool:
        """Whether a file just sent was not taken."""
        return bool(self._refusals)

    @cached_property
    def errors(self) -> tuple[ErrorLink, ...]:
        """What is wrong with the answers, in the order of the page; nothing before `validate`."""
        return tuple(self._errors())

    def validate(self) -> bool:
        """Check all answers that are asked for now; return whether all are as they must be."""
        for node in self._asked():
            if node.field is not None:
                node.field.validate(None)
                if node.name in self._refusals:
                    node.field.errors = [self._refusals[node.name]]
        return not self.errors

    def answers(self) -> dict[str, Any]:
        """Return the answers as JSON by key: of what is seen and asked, nothing else."""
        return _gather(self.nodes, "value")

    def kept(self) -> dict[str, Any]:
        """Return what to keep of answers that may be unfinished or wrong, so that they are shown again as typed."""
        return _gather(self.nodes, "kept")

    def unknown_names(self, *, beside: Iterable[str] = ()) -> frozenset[str]:
        """Return the posted names that no question of the form has, apart from those of the page itself."""
        known = set(beside) | self._marks
        for name, field in self._fields.items():
            if not field.component.is_read_only:
                known |= field.names(name)
        return frozenset(self._posted) - known

    def with_rows(self, action: str) -> "BoundForm":
        """Return the form after "add:LIST" or "remove:LIST-NUMBER" was pressed; the same form for any other action."""
        verb, _colon, name = action.partition(":")
        posted = self._posted.copy()
        lists = {node.name: node for node in walk(self.nodes) if node.kind == "dynamiclist"}
        if verb == "add" and name in lists and len(lists[name].rows) < _MOST_ROWS:
            numbers = [int(row.name.rpartition("-")[2]) for row in lists[name].rows]
            posted.add(f"{name}-{max(numbers, default=-1) + 1}", _ROW_MARK)
        elif verb == "remove" and name.rpartition("-")[0] in lists:
            posted = MultiDict(
                (key, text) for key, text in posted.items(multi=True) if key != name and not key.startswith(f"{name}-")
            )
        return self.with_posted(posted)

    def with_posted(
        self,
        posted: "MultiDict[str, str]",
        *,
        files: KnownFiles | None = None,
        refusals: Mapping[str, str] | None = None,
    ) -> "BoundForm":
        """Return the form with other posted answers; `files` come to those it knows already."""
        known = {**self._files, **(files or {})}
        return BoundForm(self.schema, posted=posted, context=self._context, files=known, refusals=refusals)

    def _asked(self) -> Iterator[Node]:
        return (node for node in walk(self.nodes) if node.component.is_input and not node.component.is_read_only)

    def _errors(self) -> Iterator[ErrorLink]:
        for node in self._asked():
            if node.field is not None and node.field.errors:
                yield ErrorLink(text=str(node.field.errors[0]), target=node.field.error_target)
            elif node.error:
                yield ErrorLink(text=node.error, target=node.name)

    def _bind(self, components: Sequence[Component], prefix: str, context: Mapping[str, Any]) -> tuple[Node, ...]:
        fields = {
            component.key: field_class(component)(component)
            for component in _questions(components)
            if component.kind != "dynamiclist"
        }
        form = type("Answers", (WtForm,), fields)(self._source(components, prefix, context), prefix=prefix)
        for key in fields:
            self._fields[form[key].name] = form[key]
            if isinstance(form[key], FileField):
                form[key].known = self._files
        data = {**context}
        for key in fields:
            put_at(data, key, form[key].value)
        for key in fields:
            if _put_options(form[key], data):
                put_at(data, key, form[key].value)
        return tuple(self._node(each, form, prefix, data) for each in components if _is_seen(each, data))

    def _source(
        self, components: Sequence[Component], prefix: str, context: Mapping[str, Any]
    ) -> "MultiDict[str, str]":
        """Return what is posted, with what is only shown taken from the data, not from the browser."""
        shown = [component for component in _questions(components) if component.is_read_only]
        if not shown:
            return self._posted
        dash = f"{prefix}-" if prefix else ""
        source = self._posted.copy()
        for component in shown:
            for name in field_class(component).names(f"{dash}{component.key}"):
                source.poplist(name)
        source.update(MultiDict(_encode(shown, context, dash)))
        return source

    def _node(self, component: Component, form: WtForm, prefix: str, data: Mapping[str, Any]) -> Node:
        if component.kind == "group":
            inner = tuple(self._node(each, form, prefix, data) for each in component.components if _is_seen(each, data))
            return Node(component=component, nodes=inner)
        if component.kind == "dynamiclist":
            return self._list_node(component, prefix, data)
        if component.kind == "text":
            return Node(component=component, html=to_markup(component.text, data))
        if component.kind == "table":
            return Node(component=component, table=_table(component, data))
        if component.is_input:
            field = form[component.key]
            return Node(component=component, name=field.name, field=field)
        return Node(component=component)

    def _list_node(self, component: Component, prefix: str, data: Mapping[str, Any]) -> Node:
        name = f"{prefix}-{component.key}" if prefix else component.key
        marks = [f"{name}-{number}" for number in range(_MOST_ROWS * 4)]
        names = [mark for mark in marks if mark in self._posted][:_MOST_ROWS]
        self._marks.update(names)
        rows = tuple(
            Row(name=mark, number=place, nodes=self._bind(component.components, mark, data))
            for place, mark in enumerate(names, start=1)
        )
        error = "" if rows or not component.rules.is_required else _("Give an answer: %(label)s", label=component.label)
        return Node(component=component, name=name, rows=rows, error=error)


def _questions(components: Sequence[Component]) -> Iterator[Component]:
    """Yield the questions that share one set of keys: those in groups too, those in rows not."""
    for component in components:
        if component.kind == "group":
            yield from _questions(component.components)
        elif component.is_input:
            yield component


def _encode(components: Sequence[Component], data: Mapping[str, Any], dash: str = "") -> Iterator[tuple[str, str]]:
    for component in _questions(components):
        value = get_at(data, component.key) if has_at(data, component.key) else component.default
        name = f"{dash}{component.key}"
        if component.kind == "dynamiclist":
            yield from _encode_rows(component, value, name)
            continue
        for suffix, texts in field_class(component).encode(component, value).items():
            yield from ((f"{name}{suffix}", text) for text in texts)


def _encode_rows(component: Component, value: object, name: str) -> Iterator[tuple[str, str]]:
    rows = value if isinstance(value, list | tuple) else [{}] * component.rows
    for number, row in enumerate(rows[:_MOST_ROWS]):
        yield f"{name}-{number}", _ROW_MARK
        yield from _encode(component.components, row if isinstance(row, Mapping) else {}, f"{name}-{number}-")


def _gather(nodes: Sequence[Node], what: str) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for node in _flat(nodes):
        if node.kind == "dynamiclist":
            put_at(answers, node.component.key, [_gather(row.nodes, what) for row in node.rows])
        elif node.field is not None and not node.component.is_read_only:
            put_at(answers, node.component.key, getattr(node.field, what))
    return answers


def _flat(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _flat(node.nodes)


def _is_seen(component: Component, data: Mapping[str, Any]) -> bool:
    return component.hide is None or _value(component.hide, data) is not True


def _put_options(field: AnswerField, data: Mapping[str, Any]) -> bool:
    source = field.component.options_from
    if source is None or not isinstance(field, ChoiceField):
        return False
    found = _value(source, data)
    field.options = tuple(
        Option(value=each.get("value"), label=str(each.get("label") or each.get("value")))
        if isinstance(each, Mapping)
        else Option(value=each, label=str(each))
        for each in (found if isinstance(found, list) else [])
    )
    return True


def _table(component: Component, data: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    found = _value(component.source, data) if component.source else None
    rows = [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []
    return tuple(
        tuple("" if row.get(key) is None else str(row[key]) for key, _heading in component.columns) for row in rows
    )


def _value(expression: CompiledExpression, data: Mapping[str, Any]) -> Any:  # noqa: ANN401  # JSON
    try:
        return expression.evaluate(data).json
    except ExpressionError:
        return None
