"""The files a command is given: read whole, with a sentence where one cannot be."""

import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bpmn import Model, read_model

if TYPE_CHECKING:
    from bpmn.decisions import DecisionModel

__all__ = ["decisions_in", "exact_json_object", "json_object", "read_bytes", "read_file"]


def read_bytes(path: str) -> bytes:
    """Return a file's bytes; an `OSError` has the file's name in it."""
    return Path(path).read_bytes()


def read_file(path: str) -> Model:
    """Return the model in a file.

    Raises:
        UnreadableFileError: If it is not BPMN.
        OSError: If the file cannot be opened.
    """
    return read_model(read_bytes(path), source_name=path)


def decisions_in(paths: Iterable[str]) -> "list[DecisionModel]":
    """Return the decisions in DMN files."""
    names = list(paths)
    if not names:
        return []
    # Not at the top: who has none need not wait for DMN.
    from bpmn.decisions import read_decisions

    return [read_decisions(read_bytes(name), source_name=name) for name in names]


def json_object(_context: click.Context, parameter: click.Parameter, value: str | None) -> dict[str, Any]:
    """Read an option's value as a JSON object; `@file` reads it from a file. A callback for click."""
    return _object(parameter, value, number=float)


def exact_json_object(_context: click.Context, parameter: click.Parameter, value: str | None) -> dict[str, Any]:
    """Read an option's value as `json_object` does, with every digit of its numbers."""
    return _object(parameter, value, number=Decimal)


def _object(parameter: click.Parameter, value: str | None, *, number: type[float | Decimal]) -> dict[str, Any]:
    if not value:
        return {}
    try:
        source = read_bytes(value[1:]) if value.startswith("@") else value
        found = json.loads(source, parse_float=number)
    except (ValueError, OSError, ArithmeticError, RecursionError) as error:
        raise click.BadParameter(f"not JSON: {error}", param=parameter) from error
    if not isinstance(found, dict):
        raise click.BadParameter('an object is wanted, such as {"amount": 5}', param=parameter)
    return found
