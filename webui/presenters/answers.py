"""Answers as rows to read: the question, and what was answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from webui.forms import BoundForm, Node, read_form

if TYPE_CHECKING:
    from processes.catalogue import Service

__all__ = ["AnswerRow", "AnswerSection", "present_answers", "present_form_answers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """One question and its answer.

    Attributes:
        label: The question.
        lines: The answer, line by line; none where it was not given.
        change: The address where it can be changed, "" where it cannot.
    """

    label: str
    lines: tuple[str, ...]
    change: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSection:
    """The answers of one page."""

    title: str
    rows: tuple[AnswerRow, ...]


def present_answers(service: "Service", data: Mapping[str, Any], language: str) -> tuple[AnswerSection, ...]:
    """Return the answers of a service's pages that a case's data hold."""
    forms = (BoundForm(read_form(service.form(page, language)), kept=data) for page in service.pages)
    return tuple(AnswerSection(title=form.title, rows=present_form_answers(form)) for form in forms)


def present_form_answers(form: BoundForm, change: str = "") -> tuple[AnswerRow, ...]:
    """Return the answers of one form; `change` is the address of its page, where it can be changed."""
    return tuple(_rows(form.nodes, change))


def _rows(nodes: Sequence[Node], change: str) -> list[AnswerRow]:
    rows: list[AnswerRow] = []
    for node in nodes:
        if node.field is not None:
            target = f"{change}#{node.field.error_target}" if change else ""
            rows.append(AnswerRow(label=node.component.label, lines=node.field.lines, change=target))
        elif node.kind == "dynamiclist":
            lines = tuple("; ".join(line for each in _rows(row.nodes, "") for line in each.lines) for row in node.rows)
            rows.append(
                AnswerRow(label=node.component.label, lines=lines, change=f"{change}#{node.name}" if change else "")
            )
        rows += _rows(node.nodes, change)
    return rows
