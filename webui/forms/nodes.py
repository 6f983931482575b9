"""What a template renders of a form: its components that are to be seen now, with their fields, in order."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from webui.forms.fields import AnswerField
from webui.forms.schema import Component

__all__ = ["Node", "Row", "walk"]

_NOTHING = Markup()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a dynamic list.

    Attributes:
        name: What the browser calls the row: the list's name and the row's number.
        number: Its place, from 1.
        nodes: Its components.
    """

    name: str
    number: int
    nodes: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One component that is to be seen.

    Attributes:
        component: The component.
        name: The name under which a browser posts its answer; "" where it asks for none.
        field: Its field, where it asks for one answer.
        nodes: What a group holds.
        rows: The rows of a dynamic list.
        error: What is wrong with a dynamic list as a whole.
        html: A text as safe markup.
        table: The cells of a table's rows.
    """

    component: Component
    name: str = ""
    field: AnswerField | None = None
    nodes: "tuple[Node, ...]" = ()
    rows: tuple[Row, ...] = ()
    error: str = ""
    html: Markup = _NOTHING
    table: tuple[tuple[str, ...], ...] = ()

    @property
    def kind(self) -> str:
        """The component's form-js type."""
        return self.component.kind


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Yield every node, those in groups and rows too, in the order of the page."""
    for node in nodes:
        yield node
        yield from walk(node.nodes)
        for row in node.rows:
            yield from walk(row.nodes)
