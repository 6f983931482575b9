"""Which encoding a file is in."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn import read_model
from bpmn.encoding import decode_xml
from bpmn.errors import UnreadableFileError

CYRILLIC = "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя"


def declared(encoding: str, text: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?><a>{text}</a>'


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("head", ["", '<?xml version="1.0" encoding="UTF-16"?>'])
def test_utf_16_without_a_mark_is_recognised(encoding: str, head: str) -> None:
    data = f"{head}<a>Өртөө</a>".encode(encoding)
    found = decode_xml(data, source_name="")
    assert (found.text, found.encoding, found.mark) == (f"{head}<a>Өртөө</a>", encoding, b"")


@pytest.mark.parametrize("mark", [codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE])
def test_utf_32_is_refused_by_name(mark: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="encoding utf-32"):
        decode_xml(mark + b"<\0\0\0", source_name="x.bpmn")


def test_bytes_in_no_declared_encoding_are_refused_with_their_line() -> None:
    with pytest.raises(UnreadableFileError, match="names no other encoding") as caught:
        decode_xml("<a>\n\nИргэн</a>".encode("cp1251"), source_name="x.bpmn")
    assert caught.value.line == 3


def test_bytes_that_are_not_in_the_declared_encoding_are_refused() -> None:
    with pytest.raises(UnreadableFileError, match="not utf-8, which the file says it is"):
        decode_xml(declared("utf-8", "Иргэн").encode("cp1251"), source_name="x.bpmn")


@given(st.text(alphabet=CYRILLIC + CYRILLIC.upper() + " ", min_size=1).filter(lambda text: not text.isspace()))
def test_utf_8_is_read_as_that_whatever_one_byte_encoding_it_claims(text: str) -> None:
    data = declared("windows-1252", text).encode()
    found = decode_xml(data, source_name="")
    assert (found.text, found.encoding, found.claimed) == (declared("windows-1252", text), "utf-8", "windows-1252")
    assert found.text.encode(found.encoding) == data


@given(st.text(alphabet=CYRILLIC.replace("ө", "").replace("ү", "")))
def test_text_that_is_in_the_one_byte_encoding_it_claims_is_believed(text: str) -> None:
    found = decode_xml(declared("windows-1251", text).encode("cp1251"), source_name="")
    assert (found.text, found.claimed) == (declared("windows-1251", text), "")


def test_a_wrong_claim_is_noted() -> None:
    text = (
        '<?xml version="1.0" encoding="ISO-8859-1"?><definitions name="Өргөдөл"'
        ' xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>'
    )
    model = read_model(text.encode(), source_name="")
    assert model.name == "Өргөдөл"
    assert [note.rule for note in model.notes] == ["encoding"]
