"""Functions of strings (DMN 1.5 §10.3.4.3)."""

import re
from collections.abc import Iterator
from decimal import Decimal

from bpmn.expressions.feel.builtins.patterns import compile_pattern
from bpmn.expressions.feel.builtins.registry import Registry
from bpmn.expressions.numbers import whole
from bpmn.expressions.run import Run
from bpmn.expressions.values import Value

__all__ = ["REGISTRY"]

REGISTRY = Registry()
_GROUP = re.compile(r"\\([\\$])|\$([0-9]+)|([\\$])")


@REGISTRY.add("substring", "string: string, start position: number, length: number?")
def _substring(run: Run, text: str, start: Decimal, length: Decimal | None = None) -> Value:
    run.spend_text(len(text))
    position = whole(start)
    if position == 0 or abs(position) > len(text):
        return None
    first = position - 1 if position > 0 else len(text) + position
    if length is None:
        return text[first:]
    return text[first : first + whole(length)] if whole(length) >= 1 else None


@REGISTRY.add("string length", "string: string")
def _string_length(_run: Run, text: str) -> Value:
    return Decimal(len(text))


@REGISTRY.add("upper case", "string: string")
def _upper_case(run: Run, text: str) -> Value:
    run.spend_text(3 * len(text))
    return text.upper()


@REGISTRY.add("lower case", "string: string")
def _lower_case(run: Run, text: str) -> Value:
    run.spend_text(3 * len(text))
    return text.lower()


@REGISTRY.add("substring before", "string: string, match: string")
def _substring_before(run: Run, text: str, match: str) -> Value:
    run.spend_text(len(text))
    before, found, _ = text.partition(match) if match else ("", "", "")
    return before if found else ""


@REGISTRY.add("substring after", "string: string, match: string")
def _substring_after(run: Run, text: str, match: str) -> Value:
    run.spend_text(len(text))
    if not match:
        return text
    _, found, after = text.partition(match)
    return after if found else ""


@REGISTRY.add("contains", "string: string, match: string")
def _contains(run: Run, text: str, match: str) -> Value:
    run.spend_text(len(text))
    return match in text


@REGISTRY.add("starts with", "string: string, match: string")
def _starts_with(_run: Run, text: str, match: str) -> Value:
    return text.startswith(match)


@REGISTRY.add("ends with", "string: string, match: string")
def _ends_with(_run: Run, text: str, match: str) -> Value:
    return text.endswith(match)


@REGISTRY.add("matches", "input: string, pattern: string, flags: string?")
def _matches(run: Run, text: str, pattern: str, flags: str | None = None) -> Value:
    run.spend_text(8 * len(text))
    return compile_pattern(pattern, flags or "").search(text) is not None


@REGISTRY.add("replace", "input: string, pattern: string, replacement: string, flags: string?")
def _replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> Value:
    run.spend_text(8 * len(text))
    compiled = compile_pattern(pattern, flags or "")
    if compiled.search("") is not None:
        return None
    is_literal = "q" in (flags or "")
    pieces: list[str] = []
    end = length = 0
    for found in _all_matches(run, compiled, text):
        filled = replacement if is_literal else _fill(replacement, found)
        length += found.start() - end + len(filled)
        run.spend_text(length)
        pieces += [text[end : found.start()], filled]
        end = found.end()
    return "".join([*pieces, text[end:]])


def _all_matches(run: Run, compiled: "re.Pattern[str]", text: str) -> Iterator["re.Match[str]"]:
    for found in compiled.finditer(text):
        run.spend()
        yield found


def _fill(replacement: str, found: "re.Match[str]") -> str:
    """Return a replacement with `$1` and the like filled in (F&O 3.1 §5.6.4)."""

    def piece(part: "re.Match[str]") -> str:
        if part[3]:
            raise ValueError
        if part[1]:
            return part[1]
        # As many digits as name a group; what is left over stands for itself.
        digits = part[2]
        while len(digits) > 1 and int(digits) > found.re.groups:
            digits = digits[:-1]
        group = int(digits)
        text = (found.group(group) or "") if group <= found.re.groups else ""
        return text + part[2][len(digits) :]

    return _GROUP.sub(piece, replacement)


@REGISTRY.add("split", "string: string, delimiter: string")
def _split(run: Run, text: str, delimiter: str) -> Value:
    run.spend_text(8 * len(text))
    compiled = compile_pattern(delimiter, "")
    parts: list[Value] = []
    end = 0
    for found in _all_matches(run, compiled, text):
        if found.end() == found.start():
            continue
        parts.append(text[end : found.start()])
        end = found.end()
    return [*parts, text[end:]]


@REGISTRY.add("string join", "list: list, delimiter: string?")
def _string_join(run: Run, items: list[Value], delimiter: str | None = None) -> Value:
    texts = [item for item in items if item is not None]
    if not all(isinstance(text, str) for text in texts):
        return None
    separator = delimiter or ""
    run.spend_list(len(texts))
    run.spend_text(sum(len(str(text)) for text in texts) + len(separator) * len(texts))
    return separator.join(str(text) for text in texts)
