"""The room's sentences in Mongolian."""

import ast
import re
from pathlib import Path

import bpmn
from bpmn.catalogues import read_catalogue

ROOM = Path(bpmn.__file__).parent
CATALOGUE = ROOM / "translations" / "mn" / "LC_MESSAGES" / "messages.po"


def sentences() -> set[str]:
    """Return the English sentences of reading, writing and the normal form."""
    files = [*ROOM.glob("*.py"), *(ROOM / "reading").rglob("*.py"), *(ROOM / "normal").rglob("*.py")]
    calls = (node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8"))) if is_text(node))
    return {str(ast.literal_eval(call.args[0])) for call in calls if isinstance(call.args[0], ast.Constant)}


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text"


def test_every_sentence_of_the_reader_has_a_translation() -> None:
    assert len(sentences()) > 20
    assert sentences() - set(read_catalogue(CATALOGUE)) == set()


def test_translations_fill_the_same_blanks() -> None:
    for english, mongolian in read_catalogue(CATALOGUE).items():
        assert set(re.findall(r"\{\w+\}", mongolian)) == set(re.findall(r"\{\w+\}", english)), english


def test_strings_over_several_lines_and_escapes_are_read(tmp_path: Path) -> None:
    path = tmp_path / "messages.po"
    path.write_text(
        'msgid ""\nmsgstr "Language: mn\\n"\n\n'
        '# why\n#: place.py:3\n#, fuzzy\nmsgid "Say \\"{a}\\"."\nmsgstr ""\n"«{a}» "\n"гэ.\\n"\n\n'
        'msgid "Not translated."\nmsgstr ""\n',
        encoding="utf-8",
    )
    assert read_catalogue(path) == {'Say "{a}".': "«{a}» гэ.\n"}


def test_a_missing_catalogue_translates_nothing(tmp_path: Path) -> None:
    assert read_catalogue(tmp_path / "messages.po") == {}
