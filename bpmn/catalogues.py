"""Reading gettext catalogues (`.po`) as they are written, so that no build step is needed for a translation."""

import json
from pathlib import Path

__all__ = ["read_catalogue"]


def read_catalogue(path: Path) -> dict[str, str]:
    """Return the translations in a catalogue by message id; those marked fuzzy, for review, count as well.

    Only plain entries are read: contexts and plural forms are not used by Ortoo's rooms. A file that is not there gives
    no translations.
    """
    if not path.is_file():
        return {}
    found: dict[str, str] = {}
    for entry in path.read_text(encoding="utf-8").split("\n\n"):
        fields = _fields(entry)
        if fields.get("msgid") and fields.get("msgstr"):
            found[fields["msgid"]] = fields["msgstr"]
    return found


def _fields(entry: str) -> dict[str, str]:
    """Return an entry's fields; a field goes on as long as lines are quoted strings."""
    fields: dict[str, str] = {}
    keyword = ""
    for line in map(str.strip, entry.splitlines()):
        if line.startswith("#") or not line:
            continue
        word, _, rest = ("", "", line) if line.startswith('"') else line.partition(" ")
        keyword = word or keyword
        # A quoted string of a catalogue is written as one in JSON is.
        fields[keyword] = fields.get(keyword, "") + str(json.loads(rest))
    return fields
