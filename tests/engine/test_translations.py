"""Every sentence of this room's commands has a Mongolian form."""

import ast
from pathlib import Path

import pytest

from bpmn.language import translate
from engine.errors import NotFoundError

ROOM = Path(__file__).resolve().parents[2] / "engine"
FILES = sorted(
    file for file in ROOM.rglob("*.py") if "tokens" not in file.parts and file.name not in {"errors.py", "simulated.py"}
)


def sentences() -> list[str]:
    """Return the first argument of every `Text(…)` in this room, as far as it is written out."""
    calls = (node for file in FILES for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call))
    texts = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Text")
    return sorted({text.args[0].value for text in texts if isinstance(text.args[0], ast.Constant)})


@pytest.mark.parametrize("sentence", sentences())
def test_a_sentence_has_a_mongolian_form(sentence: str) -> None:
    assert translate(sentence, "mn") != sentence


@pytest.mark.parametrize(
    "kind",
    [
        "case",
        "work item",
        "draft",
        "service",
        "definition",
        "incident",
        "analysis",
        "model",
        "account",
        "external task",
        "access token",
        "document",
        "certificate",
    ],
)
def test_what_is_not_found_is_named_in_both_languages(kind: str) -> None:
    error = NotFoundError(kind, "x")
    assert str(error) == f"There is no {kind} x."
    assert error.into("mn") != str(error)
    assert kind not in error.into("mn")
