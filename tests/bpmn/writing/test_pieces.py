"""A document that is taken apart and joined again is the same text."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bpmn.writing.pieces import take_apart

NAMES = st.sampled_from(["a", "b:c", "task", "x-1.y", "д"])
LETTERS = st.text("ab <>&'\"=/\n\t!-?[]д", max_size=12)
BLANKS = st.sampled_from(["", " ", "\n  ", "\t"])


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


@st.composite
def attributes(draw: st.DrawFn) -> str:
    written = ""
    for name in draw(st.lists(NAMES, unique=True, max_size=3)):
        quote = draw(st.sampled_from("\"'"))
        value = escaped(draw(LETTERS)).replace(quote, "&#34;" if quote == '"' else "&#39;")
        written += f"{draw(BLANKS) or ' '}{name}{draw(BLANKS)}={draw(BLANKS)}{quote}{value}{quote}"
    return written


def texts() -> st.SearchStrategy[str]:
    plain = LETTERS.map(escaped).map(lambda text: text.replace("]]>", "]]&gt;"))
    section = LETTERS.filter(lambda text: "]]>" not in text).map(lambda text: f"<![CDATA[{text}]]>")
    comment = LETTERS.filter(lambda text: "--" not in text and not text.endswith("-")).map(
        lambda text: f"<!--{text}-->"
    )
    instruction = LETTERS.filter(lambda text: "?>" not in text).map(lambda text: f"<?tool {text}?>")
    return plain | section | comment | instruction


@st.composite
def elements(draw: st.DrawFn, inside: st.SearchStrategy[str]) -> str:
    name, written = draw(NAMES), draw(attributes())
    parts = draw(st.lists(inside, max_size=4))
    if not parts and draw(st.booleans()):
        return f"<{name}{written}{draw(BLANKS)}/>"
    return f"<{name}{written}{draw(BLANKS)}>{''.join(parts)}</{name}{draw(BLANKS)}>"


DOCUMENTS = elements(st.recursive(texts(), lambda inside: elements(inside) | texts(), max_leaves=12))


@given(DOCUMENTS)
def test_any_document_is_taken_apart_without_loss_and_as_a_parser_sees_it(text: str) -> None:
    pieces = take_apart(text)
    assert str(pieces) == text
    parser = etree.XMLParser(recover=True, resolve_entities=False)
    seen = [element.tag for element in etree.fromstring(text.encode(), parser).iter("*")]
    assert [tag.name for tag in pieces.root.walk()] == seen
