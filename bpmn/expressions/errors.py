"""What can be wrong with an expression: where, and what to write instead."""

from bpmn.errors import BpmnFileError
from bpmn.language import Text

__all__ = [
    "BudgetExceededError",
    "ExpressionError",
    "ExpressionEvaluationError",
    "ExpressionRefusedError",
    "ExpressionSyntaxError",
]


class ExpressionError(BpmnFileError):
    """An expression cannot be used.

    Attributes:
        source: The expression's text.
        language: Its language: "feel", "python" or "juel".
        position: 0-based character in `source` where it goes wrong, or None where no single place does.
    """

    def __init__(self, text: Text, *, source: str = "", language: str = "", position: int | None = None) -> None:
        super().__init__(text)
        self.source = source
        self.language = language
        self.position = position

    def into(self, language: str) -> str:
        """Return the sentence and the place in `language`."""
        sentence = self.text.into(language)
        if self.position is None:
            return sentence
        where = Text("(character {number})", number=self.position + 1).into(language)
        return f"{sentence} {where}"


class ExpressionSyntaxError(ExpressionError):
    """The text is not an expression of its language."""


class ExpressionRefusedError(ExpressionError):
    """The text asks for something that an expression may not do; the sentence says what to write instead."""


class ExpressionEvaluationError(ExpressionError):
    """The expression has no value for these data, in a language that has no null for it."""


class ScriptThrewError(ExpressionError):
    """The script raised a BPMN error, which an event of the model may catch.

    Attributes:
        code: The error's code.
        message: What it says, "" for nothing.
    """

    def __init__(self, text: Text, *, code: str, message: str) -> None:
        super().__init__(text)
        self.code = code
        self.message = message


class BudgetExceededError(ExpressionError):
    """The evaluation went over its bound on steps, time, depth or size."""
