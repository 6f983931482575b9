"""Which language an expression is written in, as its file says."""

import re
from enum import StrEnum

__all__ = ["Language", "decide_language"]


class Language(StrEnum):
    """The three front ends of the one closed runtime."""

    FEEL = "feel"
    PYTHON = "python"
    JUEL = "juel"


_KNOWN = (
    (re.compile(r"feel|omg\.org/spec/DMN", re.IGNORECASE), Language.FEEL),
    (re.compile(r"python|jython", re.IGNORECASE), Language.PYTHON),
    (re.compile(r"juel|unified[- ]?el|\bel\b", re.IGNORECASE), Language.JUEL),
)
_SILENT = frozenset({"http://www.w3.org/1999/XPath", "http://www.java.com/javaTypes", ""})
_JUEL = re.compile(r"[$#]\{")
_IN_QUOTES = re.compile(r"""\"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'""")
# What FEEL has not: `&&`, `||` and `!` are JUEL's; `==`, `%`, the capitalised constants and texts in single quotes
# Python's (FEEL may have one quote inside a name).
_LIKE_JUEL = re.compile(r"&&|\|\||!(?!=)")
_LIKE_PYTHON = re.compile(r"==|%|\b(?:True|False|None)\b")
_SINGLE_QUOTED = re.compile(r"(?<!\w)'[^']*'")
_JUEL_DIALECTS = frozenset({"camunda", "camunda7", "operaton", "flowable", "activiti"})


def decide_language(
    expression_language_uri: str | None, source: str, dialect: str | None
) -> tuple[Language | None, str]:
    """Return the front end for an expression and the text to hand to it.

    A text that shows its language itself decides first (`=…` in Zeebe's files, `${…}` or `#{…}` anywhere), then the
    language named for it, then the dialect of the file. BPMN's default, XPath, is written by tools without being
    meant, so it says nothing; an XPath expression proper does not compile as FEEL and is found that way. Where nothing
    says anything it is FEEL, unless it holds an operator that FEEL has not: then it is JUEL or Python, whose it is.

    Args:
        expression_language_uri: The attribute `language`, `expressionLanguage` or `scriptFormat`, or None.
        source: The expression's text as in the file.
        dialect: The vendor dialect of the file ("zeebe", "camunda", "flowable", ...), or None.

    Returns:
        The language, or None where the one that is named (Groovy, JavaScript, Java, ...) is not run here, and the text.
    """
    text = source.strip()
    named = (expression_language_uri or "").strip()
    vendor = (dialect or "").lower()
    if text.startswith("=") and not text.startswith("=="):
        return Language.FEEL, text[1:].strip()
    if _JUEL.search(text) and (not named or named in _SILENT or _language_named(named) is Language.JUEL):
        return Language.JUEL, text
    if named not in _SILENT:
        return _language_named(named), text
    if vendor in _JUEL_DIALECTS:
        return Language.JUEL, text
    return _by_operators(text) if not vendor else (Language.FEEL, text)


def _by_operators(text: str) -> tuple[Language, str]:
    bare = _IN_QUOTES.sub("", text)
    if _LIKE_JUEL.search(bare):
        return Language.JUEL, f"${{{text}}}"
    is_python = _LIKE_PYTHON.search(bare) or _SINGLE_QUOTED.search(text)
    return (Language.PYTHON if is_python else Language.FEEL), text


def _language_named(name: str) -> Language | None:
    return next((language for pattern, language in _KNOWN if pattern.search(name)), None)
