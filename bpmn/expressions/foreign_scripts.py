"""Small scripts of other languages as statements of ours, where they mean the same in both.

Most scripts in other engines' files are a line or two: a variable is set, something is printed, an error is thrown.
What Groovy, JavaScript and Java have in common for that is read here; anything more is not, and the script stays
refused.
"""

import ast
import re
from collections.abc import Iterator

__all__ = ["translate_script"]

_LANGUAGES = frozenset({"groovy", "javascript", "js", "ecmascript", "java"})
_COMMENT = re.compile(r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|//[^\n]*|/\*.*?\*/""", re.DOTALL)
_STRING = r"""(?:"[^"\\$\n]*"|'[^'\\\n]*')"""
_NAME = r"[^\W\d]\w*"
_PIECE = re.compile(
    rf"""\s*(?:(?P<text>{_STRING})|(?P<number>\d+(?:\.\d+)?)(?![\w.])|(?P<get>execution\.getVariable\(\s*(?P<q>['"])(?P<got>{_NAME})(?P=q)\s*\))
    |(?P<name>{_NAME})(?![\w.(])|(?P<sign>&&|\|\||[=!<>]=|[-+*/%<>()!,\[\]]))\s*""",
    re.VERBOSE,
)
_SIGNS = {"&&": " and ", "||": " or ", "!": " not ", ",": ", "}
_BRACKETS = frozenset("()[]")
_NAMES = {"true": "True", "false": "False", "null": "None"}
# Words that begin something else than a value.
_WORDS = frozenset(
    {"new", "return", "def", "var", "let", "const", "function", "if", "else", "for", "while", "import", "throw", "try"}
    | {"catch", "in", "is", "and", "or", "not"}
)
_PRINTS = re.compile(r"(?:(?:java\.lang\.)?System\.out\.print(?:ln)?|out\s*:\s*println|println|print|console\.log)\b")
_SETS = re.compile(rf"execution\.setVariable\(\s*(['\"])(?P<name>{_NAME})\1\s*,(?P<value>.*)\)", re.DOTALL)
_ASSIGNS = re.compile(rf"(?P<name>{_NAME})\s*(?P<sign>[-+*/]?=)(?!=)(?P<value>.*)", re.DOTALL)
_DECLARES = re.compile(
    rf"(?:def|var|let|const|int|long|double|String|boolean)\s+(?P<name>{_NAME})\s*=(?!=)(?P<value>.*)", re.DOTALL
)
_COUNTS = re.compile(rf"(?P<name>{_NAME})\s*(?P<sign>\+\+|--)")
_THROWS = re.compile(r"throw\s+new\s+(?:[\w.]+\.)?BpmnError\((?P<value>.*)\)", re.DOTALL)


def translate_script(source: str, language: str) -> str | None:
    """Return a script of another language as statements of the Python subset, or None where it says more than these.

    >>> translate_script('execution.setVariable("ok", amount > 5 && !late);', "groovy")
    'ok = amount > 5 and not late'
    """
    if language.lower() not in _LANGUAGES:
        return None
    locals_: dict[str, str] = {}
    found = [_statement(statement, locals_) for statement in _statements(source)]
    if None in found:
        return None
    written = "\n".join(line for line in found if line) or "pass"
    try:
        ast.parse(written)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return written


def _statements(source: str) -> Iterator[str]:
    """Yield the statements: they end with a semicolon, or with a line that leaves nothing open."""
    bare = _COMMENT.sub(lambda part: part[1] or " ", source)
    statement = ""
    for line in re.split(r"(?<=[;\n])", bare):
        statement += line
        ends = line.endswith((";", "\n")) and statement.count("(") == statement.count(")")
        if ends and statement.strip(" \t\r\n;"):
            yield statement.strip(" \t\r\n;")
            statement = ""
    if statement.strip(" \t\r\n;"):
        yield statement.strip(" \t\r\n;")


def _statement(statement: str, locals_: dict[str, str]) -> str | None:
    """Return one statement in Python, "" for one without an effect, None where it is not understood.

    What is declared in the script is no variable of the process: its value stands wherever its name does.
    """
    if _PRINTS.match(statement):
        return ""
    if (declares := _DECLARES.fullmatch(statement)) is not None:
        value = _value(declares["value"], locals_)
        locals_[declares["name"]] = f"({value})"
        return None if value is None else ""
    if (throws := _THROWS.fullmatch(statement)) is not None:
        value = _value(throws["value"], locals_)
        return None if value is None else f"raise BpmnError({value})"
    if (counts := _COUNTS.fullmatch(statement)) is not None:
        return _assignment(counts["name"], f"{counts['sign'][0]}=", "1", locals_)
    if (sets := _SETS.fullmatch(statement)) is not None:
        value = _value(sets["value"], locals_)
        return None if value is None else f"{sets['name']} = {value}"
    assigns = _ASSIGNS.fullmatch(statement)
    return None if assigns is None else _assignment(assigns["name"], assigns["sign"], assigns["value"], locals_)


def _assignment(name: str, sign: str, text: str, locals_: dict[str, str]) -> str | None:
    value = _value(text, locals_)
    return None if value is None or name in _WORDS or name in locals_ else f"{name} {sign} {value}"


def _value(text: str, locals_: dict[str, str]) -> str | None:
    """Return an expression in Python, or None where it is more than names, literals and operators."""
    written: list[str] = []
    position = 0
    follows_operand = False
    while position < len(text):
        piece = _PIECE.match(text, position)
        if piece is None or piece["name"] in _WORDS or (follows_operand and piece["sign"] is None):
            return None
        position = piece.end()
        sign = piece["sign"]
        follows_operand = sign is None
        if sign is not None:
            written.append(_SIGNS.get(sign, sign if sign in _BRACKETS else f" {sign} "))
        else:
            name = piece["name"] or piece["got"]
            known = _NAMES.get(name, name) if piece["got"] else locals_.get(name, _NAMES.get(name, name))
            written.append(known or piece["text"] or piece["number"])
    return " ".join("".join(written).split()) or None
