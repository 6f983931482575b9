"""Which expressions are evaluated, by which front end, and which texts are just texts."""

import re

from bpmn.expressions.language import decide_language

__all__ = ["condition_language", "timer_language", "value_language"]

# ISO 8601 dates, times, durations, intervals and repetitions; only recognised here, checked where they are used.
_ISO = re.compile(r"R?\d*/?[PT0-9:.,+\-/YMWDHSZ]*\d[PT0-9:.,+\-/YMWDHSZ]*", re.IGNORECASE)
_CRON_FIELD = r"(?:[\d*?LW#/,-]|MON|TUE|WED|THU|FRI|SAT|SUN|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)+"
_CRON = re.compile(rf"@\w+|{_CRON_FIELD}(?:\s+{_CRON_FIELD}){{4,6}}", re.IGNORECASE)
_LONGEST_PLAIN = 200
# What tools write for languages that are not run here, and what people call them.
_SHORT_NAMES = {
    "http://www.java.com/java": "java",
    "http://www.mvel.org/2.0": "mvel",
    "http://www.jboss.org/drools/rule": "drools",
    "http://www.javascript.com/javascript": "javascript",
    "application/javascript": "javascript",
    "text/javascript": "javascript",
    "ecmascript": "javascript",
    "http://groovy.codehaus.org/": "groovy",
}
_EMBEDDED = re.compile(r"[$#]\{")


def condition_language(uri: str, text: str, vendor: str) -> tuple[str, str]:
    """Return the language and text of something that is always evaluated: a condition or a script.

    Args:
        uri: The language the file names for it, "" for none.
        text: The text in the file.
        vendor: The dialect of the file, "" for none.

    Returns:
        The language as in `Expression.language`, and the text to compile.
    """
    if vendor == "spiffworkflow" and (not uri or "XPath" in uri):
        # XPath is BPMN's default, which modellers write without meaning it.
        uri = "python"
    language, inner = decide_language(uri, text, vendor)
    named = uri.strip().lower()
    return (language.value if language else _SHORT_NAMES.get(named, named)), inner


def value_language(text: str, vendor: str) -> tuple[str, str]:
    """Return the language and text of a vendor's attribute: plain unless it is marked as an expression."""
    marked = _EMBEDDED.search(text) or (vendor == "zeebe" and text.strip().startswith("="))
    return condition_language("", text, vendor) if marked else ("", text.strip())


def timer_language(uri: str, text: str, vendor: str) -> tuple[str, str]:
    """Return the language and text of a timer's date, duration or cycle: plain where it is ISO 8601 or cron."""
    text = text.strip()
    if len(text) <= _LONGEST_PLAIN and (_ISO.fullmatch(text) or _CRON.fullmatch(text)):
        return "", text
    return condition_language(uri, text, vendor)
