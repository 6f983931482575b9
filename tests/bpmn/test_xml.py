"""The hardened door for XML."""

import pytest

from bpmn.errors import UnreadableFileError
from bpmn.xml import XmlLimits, decode_xml, line_of, parse_xml


def refusal(data: bytes, **limits: int) -> UnreadableFileError:
    with pytest.raises(UnreadableFileError) as caught:
        parse_xml(data, source_name="bad.bpmn", limits=XmlLimits(**limits))
    return caught.value


def test_elements_know_their_line() -> None:
    root = parse_xml(b"<?xml version='1.0'?>\n<a>\n  <b/>\n</a>", source_name="")
    assert [line_of(element) for element in root.iter()] == [2, 3]
    assert line_of(None) is None


def test_text_that_is_not_xml_is_refused_with_its_line() -> None:
    error = refusal(b"<a>\n<b>\n</a>")
    assert error.line == 3
    assert str(error).startswith("bad.bpmn:3: This is not well-formed XML: Opening and ending tag mismatch")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"PK\x03\x04", "a ZIP archive. Unpack it"),
        (b"\0" * 100, "does not begin like XML"),
        (b"<a/><b/>", "not well-formed"),
        (b"<a>&own;</a>", "entities of its own"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "DTD"),
        (b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>', "DTD"),
        (b'<?xml version="1.0" encoding="utf-7"?><a/>', "encoding utf-7"),
        (b'<?xml version="1.0" encoding="nonsense"?><a/>', "encoding nonsense"),
        ("<a>\nгэрчилгээ</a>".encode("cp1251"), "Save it as UTF-8"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, says: str) -> None:
    assert says in str(refusal(data))


@pytest.mark.parametrize(
    ("data", "limits", "says"),
    [
        (b"<a>" + b"<b/>" * 20 + b"</a>", {"elements": 20}, "more than 20 elements"),
        (b"<a>" * 9 + b"</a>" * 9, {"depth": 8}, "nested more than 8 deep"),
        (b'<a b="1" c="2" d="3"/>', {"attributes": 2}, "more than 2 attributes"),
        (b'<a b="1234"/>', {"characters": 3}, "longer than 3 characters"),
        (b"<a>1234</a>", {"characters": 3}, "4 characters is too long"),
        (b"<a/>" + b" " * (1 << 20), {"file_bytes": 1 << 20}, "at most 1 MB"),
    ],
)
def test_bounds_are_kept(data: bytes, limits: dict[str, int], says: str) -> None:
    assert says in str(refusal(data, **limits))


@pytest.mark.parametrize(
    "data",
    [
        b"<a>" + b"<b></b>" * 60 + b"</a>",
        b"<a>" + b"<!---->" * 120 + b"</a>",
        b"<a>" + b"<?b?>" * 120 + b"</a>",
        b"<a><b/>" + b"<!---->" * 40 + b"</a>",
    ],
)
def test_elements_comments_and_instructions_are_counted_together(data: bytes) -> None:
    assert "more than 20 elements" in str(refusal(data, elements=20))


@pytest.mark.parametrize(
    "data",
    [
        b"<a>" + b'<b c="1" d="2"/>' * 6 + b"</a>",
        b"<a>" + b'<b xmlns:c="u" d="2"/>' * 6 + b"</a>",
        b"<a>" + b'<b c="1" d="2"/>' * 60 + b"</a>",
    ],
)
def test_attributes_and_namespaces_of_all_elements_are_counted_together(data: bytes) -> None:
    assert "more than 10 attributes in all" in str(refusal(data, attributes_in_all=10))


def test_namespaces_in_force_at_one_place_are_bounded() -> None:
    beside = b"<a>" + b'<b xmlns:c="u"/>' * 9 + b"</a>"
    assert len(parse_xml(beside, source_name="", limits=XmlLimits(namespaces=2))) == 9
    inside = b'<a xmlns:a="u"><b xmlns:b="u"><c xmlns:c="u"/></b></a>'
    assert "More than 2 namespaces" in str(refusal(inside, namespaces=2))


def test_text_behind_an_element_is_bounded_too() -> None:
    assert "4 characters is too long" in str(refusal(b"<a><b/>1234</a>", characters=3))


def test_nesting_beyond_what_the_parser_itself_bears_is_called_nesting() -> None:
    assert "nested more than 100 deep" in str(refusal(b"<a>" * 300 + b"</a>" * 300))


def test_a_document_type_of_entities_in_entities_is_refused_as_one() -> None:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(50))
    data = f'<!DOCTYPE a [<!ENTITY e0 "ha">{entities}]><a>&e50;</a>'
    assert "DTD" in str(refusal(data.encode()))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r"])
def test_declared_encodings_and_byte_order_marks_are_obeyed(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    data = f'<?xml version="1.0" encoding="{declared}"?><a>Иргэн</a>'.encode(encoding)
    assert parse_xml(data, source_name="").text == "Иргэн"


def test_a_declaration_left_behind_by_another_writer_is_seen_through() -> None:
    data = '<?xml version="1.0" encoding="utf-16"?><a>Өргөдөл</a>'.encode()
    assert parse_xml(data, source_name="").text == "Өргөдөл"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_decoded_text_goes_back_to_the_same_bytes(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    data = f'<?xml version="1.0" encoding="{declared}"?>\r\n<a>Гэрчилгээ</a>'.encode(encoding, "xmlcharrefreplace")
    source = decode_xml(data, source_name="")
    assert source.mark + source.text.encode(source.encoding) == data


def test_namespaces_that_are_no_uri_and_undeclared_prefixes_are_read() -> None:
    root = parse_xml(b'<a xmlns:p="http://x y/z" q:c="1"><p:b/></a>', source_name="")
    assert [str(element.tag) for element in root.iter()] == ["a", "{http://x y/z}b"]


def test_a_fault_beside_an_undeclared_prefix_is_still_a_fault() -> None:
    assert "tag mismatch" in str(refusal(b'<a q:c="1"><b></a>'))
