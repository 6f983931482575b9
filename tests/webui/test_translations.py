"""Every sentence of the pages is there in Mongolian."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

WEBUI = Path(__file__).resolve().parents[2] / "webui"
CATALOGUE = WEBUI / "translations" / "mn" / "LC_MESSAGES" / "messages.po"
METHODS = [("frontend/**", "ignore"), ("**.py", "python"), ("templates/**.html", "jinja2")]


@pytest.fixture(scope="module")
def translations() -> dict[str, str]:
    with CATALOGUE.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale="mn") if message.id}


def test_every_sentence_is_translated(translations: dict[str, str]) -> None:
    keywords = {"_": None, "gettext": None, "lazy_gettext": None}
    said = {
        str(message)
        for _file, _line, message, _comments, _context in extract_from_dir(
            WEBUI, method_map=METHODS, keywords=keywords, directory_filter=lambda folder: "frontend" not in str(folder)
        )
    }
    assert len(said) > 150
    assert sorted(said - {message for message, text in translations.items() if text}) == []


def test_translations_fill_the_same_blanks(translations: dict[str, str]) -> None:
    import re

    blanks = re.compile(r"%\((\w+)\)s")
    for message, text in translations.items():
        assert sorted(blanks.findall(message)) == sorted(blanks.findall(text)), message
