"""Telling the reasons that matter from those that did not: an expression may look for a value and do without.

What comes out null on the way is noted with its reason. Where the result is null, or has a null in it, all of them may
explain it and are errors. Where the result is whole, only those are errors that say that the model or the data are not
as the model itself says they should be: a value of the wrong type, contradicting rules, a circle, a bound.
"""

from collections.abc import Iterable, Sequence

from bpmn.expressions.values import Value
from bpmn.language import Text

__all__ = ["errors_and_notes", "missing_in"]

_VIOLATIONS = frozenset(
    {
        "The value of {name} is not of its type.",
        "The result of a function is not of its type.",
        "The value of {name} is not one of the allowed values.",
        "More than one rule matches in a table where only one may.",
        "The rules that match give different results.",
        "{name} depends on itself.",
    }
)

_MISSPELT = "There is no value called {name}. Is {near} meant?"
_MISSING = frozenset({"There is no value for the input {name}.", "There is no value called {name}.", _MISSPELT})


def errors_and_notes(value: Value, reasons: Sequence[Text]) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    """Return the reasons that explain a null in a result or tell of a violation, and the others; each once."""
    told = tuple({str(reason): _clearer(reason) for reason in reasons}.values())
    if _has_null(value):
        return told, ()
    errors = tuple(reason for reason in told if reason.template in _VIOLATIONS)
    return errors, tuple(reason for reason in told if reason.template not in _VIOLATIONS)


def missing_in(reasons: Iterable[Text]) -> tuple[str, ...]:
    """Return the names that had no value."""
    return tuple(dict.fromkeys(str(reason.values["name"]) for reason in reasons if reason.template in _MISSING))


def _clearer(reason: Text) -> Text:
    """Return what to say of a name that has a value, which the decision does not see."""
    if reason.template == _MISSPELT and reason.values["name"] == reason.values["near"]:
        return Text("There is a value called {name}, but the decision does not require it.", **reason.values)
    return reason


def _has_null(value: Value) -> bool:
    if isinstance(value, dict):
        return any(map(_has_null, value.values()))
    return any(map(_has_null, value)) if isinstance(value, list) else value is None
