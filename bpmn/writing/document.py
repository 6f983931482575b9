"""A BPMN file that is being edited: its elements by id, and ways to put elements in and take them out again."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from bpmn.errors import BpmnFileError
from bpmn.language import Text
from bpmn.reading.identities import Identities
from bpmn.reading.names import BPMN_NAMESPACES, namespace_of
from bpmn.reading.roots import check_root
from bpmn.reading.standard import FLOW_NODES
from bpmn.writing.attributes import escaped
from bpmn.writing.pieces import Tag, take_apart
from bpmn.xml import decode_xml, parse_xml

__all__ = ["Document"]

_WHITE = " \t\r\n"
# What the schemas put before everything else inside an element (BPMN 2.0.2 §8.2.1, §8.3.7).
_FIRST = ("documentation", "extensionElements", "auditing", "monitoring", "categoryValueRef")


class Document:
    """A BPMN file that is being edited.

    Attributes:
        root: The definitions element.
    """

    def __init__(self, data: bytes) -> None:
        """Take a file apart.

        Raises:
            UnreadableFileError: If it is not BPMN 2.0 XML.
        """
        root = parse_xml(data, source_name="")
        check_root(root, "")
        self._source = decode_xml(data, source_name="")
        self._pieces = take_apart(self._source.text)
        self.root = self._pieces.root
        self._tags: dict[str, Tag] = {}
        self._ids: dict[Tag, str] = {}
        self._index(root, Identities(root))

    def _index(self, root: object, ids: Identities) -> None:
        for tag, element in zip(self.root.walk(), root.iter("*"), strict=True):  # type: ignore[attr-defined]
            tag.namespace = namespace_of(str(element.tag))
            if ids.knows(element):
                self._tags[ids[element]] = tag
                self._ids[tag] = ids[element]
        self._taken = {tag.get("id") for tag in self.root.walk()} | self._tags.keys()

    def __bytes__(self) -> bytes:
        """Return the file in its own encoding; what the encoding lacks is written by number."""
        return self._source.mark + str(self._pieces).encode(self._source.encoding, "xmlcharrefreplace")

    def element(self, element_id: str) -> Tag:
        """Return the element of that id, as the `Model` has it (made-up ids included).

        Raises:
            BpmnFileError: If there is none.
        """
        found = self._tags.get(element_id)
        if found is None:
            raise BpmnFileError(Text("The file has no element {id}.", id=element_id), element=element_id)
        return found

    def node(self, element_id: str) -> Tag:
        """Return the flow node of that id.

        Raises:
            BpmnFileError: If there is none.
        """
        found = self.element(element_id)
        if found.local not in FLOW_NODES:
            text = Text("{id} is no event, activity or gateway.", id=element_id)
            raise BpmnFileError(text, element=element_id)
        return found

    def find(self, reference: str) -> Tag | None:
        """Return the element that a reference, which may be a QName, means, or None."""
        reference = reference.strip()
        return self._tags.get(reference) or self._tags.get(reference.rpartition(":")[2])

    def id_of(self, tag: Tag) -> str:
        """Return an element's id; one that has none of its own yet is given it, so that it can be referred to."""
        known = self._ids[tag]
        if tag.get("id") != known:
            tag.set("id", known)
        return known

    def known_id(self, tag: Tag) -> str:
        """Return the id that the `Model` has for an element, "" where it has none."""
        return self._ids.get(tag, "")

    def free_id(self, stem: str) -> str:
        """Return the stem with the first number that makes an id nobody has.

        >>> Document(b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="a_1"/>').free_id("a_")
        'a_2'
        """
        found = next(name for number in count(1) if (name := f"{stem}{number}") not in self._taken)
        self._taken.add(found)
        return found

    def claim(self, element_id: str, stem: str) -> str:
        """Return the id wanted for a new element, or a free one where none is.

        Raises:
            BpmnFileError: If another element has it.
        """
        if not element_id:
            return self.free_id(stem)
        if element_id in self._taken:
            raise BpmnFileError(Text("The file already has an element {id}.", id=element_id), element=element_id)
        self._taken.add(element_id)
        return element_id

    def bpmn(self, *names: str) -> Iterator[Tag]:
        """Yield the BPMN elements of these local names, in the document's order."""
        return (tag for tag in self.root.walk() if tag.local in names and tag.namespace in BPMN_NAMESPACES)

    def make(self, like: Tag, name: str, attributes: Mapping[str, str], inside: Sequence[Tag] | str = "") -> Tag:
        """Return a new element with the prefix of another, in its namespace, not yet put anywhere."""
        written = "".join(f' {key}="{escaped(value)}"' for key, value in attributes.items())
        tag = Tag(name=like.prefix + name, attributes=written, namespace=like.namespace)
        tag.content = [escaped(inside)] if isinstance(inside, str) and inside else list(inside)
        for inner in tag.tags:
            inner.parent = tag
        if like.namespace in BPMN_NAMESPACES and "id" in attributes:
            self._tags[attributes["id"]] = tag
            self._ids[tag] = attributes["id"]
        return tag

    def put_behind(self, sibling: Tag, new: Tag) -> None:
        """Put an element behind another, indented like it."""
        parent = sibling.parent
        if parent is None:
            raise AssertionError("nothing stands behind a root")
        blanks = sibling.blanks_before()
        place = parent.content.index(sibling) + 1
        parent.content[place:place] = [*_some(blanks), self._dressed(new, parent, blanks)]

    def put_inside(self, parent: Tag, new: Tag, *, behind: Sequence[str]) -> None:
        """Put an element behind the last of those named, else first inside its parent."""
        earlier = [tag for tag in parent.children(*behind) if tag is not new]
        if earlier:
            self.put_behind(earlier[-1], new)
            return
        tags = parent.tags
        if tags:
            blanks = tags[0].blanks_before()
            parent.content[0:0] = [*_some(blanks), self._dressed(new, parent, blanks)]
            return
        inside = "".join(map(str, parent.content))
        outer = parent.blanks_before()
        if inside.strip(_WHITE):
            parent.content.insert(0, self._dressed(new, parent, ""))
        elif inside or "\n" not in outer:
            parent.content = [*_some(inside), self._dressed(new, parent, inside), *_some(inside)]
        else:
            line = outer[outer.rindex("\n") :]
            parent.content = [line + self._unit, self._dressed(new, parent, line + self._unit), line]

    def put_first(self, parent: Tag, new: Tag) -> None:
        """Put an element where the schemas want what comes before an element's own parts."""
        names = _FIRST[: _FIRST.index(new.local)] if new.local in _FIRST else _FIRST
        self.put_inside(parent, new, behind=names)

    def put_last(self, parent: Tag, new: Tag) -> None:
        """Put an element last inside its parent."""
        if parent.tags:
            self.put_behind(parent.tags[-1], new)
        else:
            self.put_inside(parent, new, behind=())

    def take_out(self, tag: Tag) -> None:
        """Remove an element with the blanks before it: the inverse of putting it in."""
        parent = tag.parent
        if parent is None:
            raise AssertionError("a root cannot be taken out")
        place = parent.content.index(tag)
        blanks = tag.blanks_before()
        del parent.content[place]
        if blanks:
            parent.content[place - 1] = str(parent.content[place - 1]).removesuffix(blanks)
        tag.parent = None
        if not parent.tags:
            _close_up(parent, blanks)
        for inner in tag.walk():
            known = self._ids.pop(inner, None)
            if known is not None:
                self._tags.pop(known, None)

    def _dressed(self, new: Tag, parent: Tag, blanks: str) -> Tag:
        new.parent = parent
        _settle(new)
        tags = new.tags
        if tags and "\n" in blanks and len(tags) == len(new.content):
            line = blanks[blanks.rindex("\n") :]
            new.content = []
            for tag in tags:
                new.content += [line + self._unit, self._dressed(tag, new, line + self._unit)]
            new.content.append(line)
        else:
            for tag in tags:
                self._dressed(tag, new, "")
        return new

    @property
    def _unit(self) -> str:
        first = self.root.tags[0].blanks_before() if self.root.tags else ""
        return first[first.rindex("\n") + 1 :] or "  " if "\n" in first else "  "


def _settle(new: Tag) -> None:
    """Give a new element a prefix that means its namespace where it stands: some files declare them on each element."""
    declared = new.declared()
    prefix = new.prefix[:-1]
    if not new.namespace or declared.get(prefix) == new.namespace:
        return
    known = next((other for other, uri in declared.items() if uri == new.namespace), None)
    if known is None:
        known = prefix or "bpmn"
        new.attributes += f' xmlns:{known}="{escaped(new.namespace)}"'
    new.name = f"{known}:{new.local}" if known else new.local


def _some(blanks: str) -> list[Tag | str]:
    return [blanks] if blanks else []


def _close_up(parent: Tag, before: str) -> None:
    """Leave inside an element that lost its last one what was there before the element was put in."""
    rest = "".join(map(str, parent.content))
    if rest.strip(_WHITE):
        return
    parent.content = _some(before) if before == rest else []
