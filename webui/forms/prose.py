"""The texts of forms: a small part of Markdown, with answers filled in, as safe markup.

Paragraphs, headings, lists, bold and links are known; everything else is shown as it is written. What comes from data
is text, never markup.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup, escape

from bpmn.expressions import ExpressionError, Language, compile_expression

__all__ = ["to_markup"]

_INLINE = re.compile(r"\{\{([^{}]{1,200})\}\}|\*\*([^*\n]+)\*\*|\[([^\]\n]+)\]\(([^)\s]+)\)")
_HEADING = re.compile(r"(#{1,4})\s+(.*)")
_ITEM = re.compile(r"[-*]\s+(.*)")
_HEADING_CLASSES = {1: "l", 2: "m", 3: "s", 4: "s"}


def to_markup(text: str, data: Mapping[str, Any]) -> Markup:
    """Return a text as markup; a text that begins with `=` is a FEEL expression that gives it."""
    source = _evaluate(text[1:], data) if text.startswith("=") else text
    blocks = (block.strip() for block in re.split(r"\n\s*\n", source.replace("\r\n", "\n")))
    return Markup("\n").join(_block(block, data) for block in blocks if block)


def _block(block: str, data: Mapping[str, Any]) -> Markup:
    lines = block.split("\n")
    heading = _HEADING.fullmatch(block)
    if heading:
        level = len(heading[1])
        # The page has the only h1, so a text's first level is h2.
        return Markup('<h{0} class="govuk-heading-{1}">{2}</h{0}>').format(
            min(level + 1, 4), _HEADING_CLASSES[level], _inline(heading[2], data)
        )
    items = [_ITEM.fullmatch(line.strip()) for line in lines]
    if all(items):
        inner = Markup().join(Markup("<li>{}</li>").format(_inline(item[1], data)) for item in items if item)
        return Markup('<ul class="govuk-list govuk-list--bullet">{}</ul>').format(inner)
    return Markup('<p class="govuk-body">{}</p>').format(Markup("<br>").join(_inline(line, data) for line in lines))


def _inline(line: str, data: Mapping[str, Any]) -> Markup:
    parts, end = [], 0
    for match in _INLINE.finditer(line):
        parts += [escape(line[end : match.start()]), _piece(match, data)]
        end = match.end()
    return Markup().join([*parts, escape(line[end:])])


def _piece(match: re.Match[str], data: Mapping[str, Any]) -> Markup:
    expression, bold, label, address = match.groups()
    if expression is not None:
        return escape(_evaluate(expression, data))
    if bold is not None:
        return Markup("<strong>{}</strong>").format(_inline(bold, data))
    if address.startswith("https://") or (address.startswith("/") and not address.startswith("//")):
        return Markup('<a class="govuk-link" href="{}">{}</a>').format(address, label)
    return escape(match[0])


def _evaluate(expression: str, data: Mapping[str, Any]) -> str:
    try:
        value = compile_expression(expression.strip(), Language.FEEL).evaluate(data).json
    except ExpressionError:
        return ""
    show: Mapping[type, Callable[[Any], str]] = {type(None): lambda _none: "", bool: lambda truth: str(truth).lower()}
    return show.get(type(value), str)(value)
