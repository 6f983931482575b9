"""The words and signs of the unified expression language (JSR 245, EL 2.2 §1.19)."""

import re
from dataclasses import dataclass

from bpmn.expressions.errors import ExpressionSyntaxError
from bpmn.language import Text

__all__ = ["Token", "split_text", "tokens_of"]

_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,4})?|\.[0-9]+)"
    r"""|(?P<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
    r"|(?P<name>[^\W\d][\w$]*)"
    r"|(?P<sign>&&|\|\||==|!=|<=|>=|[-+*/%!<>?:.,()\[\]]))",
    re.DOTALL,
)
# What words mean the same as a sign.
_WORDS = {
    "and": "&&",
    "or": "||",
    "not": "!",
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "gt": ">",
    "le": "<=",
    "ge": ">=",
    "div": "/",
    "mod": "%",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One piece of an expression.

    Attributes:
        kind: "number", "string", "name", "sign" or "end".
        text: As it is written; a word that means a sign is that sign.
        position: 0-based character in the source.
    """

    kind: str
    text: str
    position: int


def tokens_of(source: str, start: int, end: int) -> list[Token]:
    """Return the tokens between two places of a source, and one that says the end.

    Raises:
        ExpressionSyntaxError: If there is a character that belongs to no token.
    """
    tokens: list[Token] = []
    position = start
    while source[position:end].strip():
        found = _TOKEN.match(source, position, end)
        if found is None:
            position += len(source[position:end]) - len(source[position:end].lstrip())
            raise ExpressionSyntaxError(
                Text("The character {character} cannot stand here.", character=source[position]),
                source=source,
                language="juel",
                position=position,
            )
        kind = str(found.lastgroup)
        text = found[kind]
        sign = _WORDS.get(text) if kind == "name" else None
        tokens.append(Token(kind="sign" if sign else kind, text=sign or text, position=found.start(kind)))
        position = found.end()
    return [*tokens, Token(kind="end", text="", position=end)]


def split_text(source: str) -> list[tuple[str, int, int]]:
    """Return the pieces of a text with `${…}` in it: "text" or "expression", and from where to where.

    Raises:
        ExpressionSyntaxError: If an expression has no closing brace.
    """
    pieces: list[tuple[str, int, int]] = []
    position = 0
    while position < len(source):
        found = re.compile(r"[$#]\{").search(source, position)
        if found is None:
            return [*pieces, ("text", position, len(source))]
        if found.start() > position:
            pieces.append(("text", position, found.start()))
        end = _closing_brace(source, found.end())
        pieces.append(("expression", found.end(), end))
        position = end + 1
    return pieces


_QUOTED_OR_BRACE = re.compile(r"""["'}]""")


def _closing_brace(source: str, start: int) -> int:
    position = start
    while found := _QUOTED_OR_BRACE.search(source, position):
        if found[0] == "}":
            return found.start()
        closing = re.compile(rf"(?:\\.|[^{found[0]}\\])*{found[0]}", re.DOTALL).match(source, found.end())
        if closing is None:
            break
        position = closing.end()
    raise ExpressionSyntaxError(
        Text("Here {symbol} is missing.", symbol="}"), source=source, language="juel", position=len(source)
    )
