"""Small BPMN files for the tests of this room."""

from collections.abc import Callable

import pytest

from bpmn import Model, read_model


def bpmn_file(body: str, *, dialect: str = "") -> bytes:
    """Return a file with this inside its definitions; `dialect` is a name of those below, or attributes."""
    namespaces = {
        "zeebe": ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"',
        "camunda": ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn"',
        "operaton": ' xmlns:operaton="http://operaton.org/schema/1.0/bpmn"',
        "flowable": ' xmlns:flowable="http://flowable.org/bpmn"',
        "ortoo": ' xmlns:ortoo="urn:ortoo:bpmn:1"',
    }
    more = namespaces.get(dialect, dialect)
    head = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:t="urn:test" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:test" id="defs"{more}>\n'
    )
    return f"{head}{body}\n</definitions>\n".encode()


@pytest.fixture
def make_file() -> Callable[..., bytes]:
    """Makes a BPMN file from what is inside its definitions."""
    return bpmn_file


@pytest.fixture
def read() -> Callable[..., Model]:
    """Reads a model from what is inside its definitions."""

    def read_body(body: str, *, dialect: str = "") -> Model:
        return read_model(bpmn_file(body, dialect=dialect), source_name="small.bpmn")

    return read_body


@pytest.fixture
def read_process(read: Callable[..., Model]) -> Callable[..., Model]:
    """Reads a model whose only process "P" has this inside."""

    def read_body(body: str, *, dialect: str = "") -> Model:
        return read(f'<process id="P">\n{body}\n</process>', dialect=dialect)

    return read_body
