"""An XML document in pieces: each element with its tags as written, so that what nobody changes stays as it was."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bpmn.writing.attributes import dropped, escaped, held, unescaped, value_of, with_value

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Pieces", "Tag", "take_apart"]

# A well-formed document in pieces. What starts no element is skipped whole, so that nothing in it is taken for one.
_PIECE = re.compile(
    r"""<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|(?P<end></[^>]*>)"""
    r"""|<(?P<name>[^\s/>!?][^\s/>]*)(?P<attributes>(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*)(?P<close>\s*/?>)""",
    re.DOTALL,
)
_WHITE = " \t\r\n"
_CDATA = "<![CDATA["


@dataclass(slots=True, eq=False)
class Tag:
    """One element as it is written.

    Attributes:
        name: Its name with its prefix.
        attributes: Its attributes as written, with the blanks before each.
        content: What is inside: elements, and between them text, comments and the like as written.
        close: How its start tag ends: ">", "/>", perhaps with blanks.
        end: Its end tag as written, "" where it has none.
        namespace: Its namespace URI, "" for none.
        parent: The element around it.
    """

    name: str
    attributes: str = ""
    content: "list[Tag | str]" = field(default_factory=list)
    close: str = "/>"
    end: str = ""
    namespace: str = ""
    parent: "Tag | None" = None

    @property
    def local(self) -> str:
        """Its name without a prefix."""
        return self.name.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """Its prefix with the colon, "" for none."""
        return self.name[: self.name.rfind(":") + 1]

    @property
    def tags(self) -> "list[Tag]":
        """The elements directly inside."""
        return [inner for inner in self.content if isinstance(inner, Tag)]

    @property
    def text(self) -> str:
        """The text directly inside, without the blanks around it."""
        parts = (part for part in self.content if isinstance(part, str) and not part.startswith(("<!--", "<?")))
        said = (part[len(_CDATA) : -3] if part.startswith(_CDATA) else unescaped(part) for part in parts)
        return "".join(said).strip()

    def get(self, name: str) -> str:
        """Return an attribute's value without the blanks around it, "" where there is none."""
        return (value_of(self.attributes, name) or "").strip()

    def has(self, name: str) -> bool:
        """Return whether there is an attribute of that name."""
        return value_of(self.attributes, name) is not None

    def set(self, name: str, value: str) -> None:
        """Set an attribute; one that already has the value stays as it is written."""
        if value_of(self.attributes, name) != value:
            self.attributes = with_value(self.attributes, name, value)

    def drop(self, name: str) -> None:
        """Remove an attribute."""
        self.attributes = dropped(self.attributes, name)

    def say(self, text: str) -> None:
        """Make a text all there is inside."""
        self.content = [escaped(text)]

    def children(self, *names: str) -> "list[Tag]":
        """Return the elements of these local names directly inside that are in the same namespace as this one."""
        return [tag for tag in self.tags if tag.local in names and tag.namespace == self.namespace]

    def child(self, name: str) -> "Tag | None":
        """Return the first of `children`, or None."""
        return next(iter(self.children(name)), None)

    def walk(self) -> "Iterator[Tag]":
        """Yield the element and every one inside it, in the document's order."""
        yield self
        for tag in self.tags:
            yield from tag.walk()

    def declared(self) -> dict[str, str]:
        """Return the namespace URIs in scope by prefix, "" for the default."""
        found = {} if self.parent is None else self.parent.declared()
        for name, value in held(self.attributes).items():
            if name == "xmlns":
                found[""] = value
            elif name.startswith("xmlns:"):
                found[name[6:]] = value
        return found

    def blanks_before(self) -> str:
        """Return the blanks written directly before it."""
        siblings = [] if self.parent is None else self.parent.content
        place = siblings.index(self) if siblings else 0
        before = siblings[place - 1] if place else ""
        return _blanks(before) if isinstance(before, str) else ""

    def write(self, parts: list[str]) -> None:
        """Append the element as text to `parts`."""
        is_open = bool(self.content) and self.close.endswith("/>")
        parts += ["<", self.name, self.attributes, ">" if is_open else self.close]
        for inner in self.content:
            if isinstance(inner, str):
                parts.append(inner)
            else:
                inner.write(parts)
        parts.append(self.end or (f"</{self.name}>" if self.content else ""))


@dataclass(slots=True)
class Pieces:
    """A whole document: what comes before its root, the root, and what comes behind it."""

    before: str
    root: Tag
    behind: str

    def __str__(self) -> str:
        parts = [self.before]
        self.root.write(parts)
        return "".join((*parts, self.behind))


def take_apart(text: str) -> Pieces:
    """Return a well-formed document in pieces; joined again they are the same text."""
    above = Tag(name="")
    inside = [above]
    place = 0
    for found in _PIECE.finditer(text):
        if found.start() > place:
            inside[-1].content.append(text[place : found.start()])
        place = found.end()
        if found["name"] is not None:
            _begin(found, inside)
        elif found["end"] is not None:
            inside.pop().end = found[0]
        else:
            inside[-1].content.append(found[0])
    above.content.append(text[place:])
    root = above.tags[0]
    root.parent = None
    at = above.content.index(root)
    before, behind = ("".join(map(str, part)) for part in (above.content[:at], above.content[at + 1 :]))
    return Pieces(before=before, root=root, behind=behind)


def _begin(found: re.Match[str], inside: list[Tag]) -> None:
    tag = Tag(name=found["name"], attributes=found["attributes"], close=found["close"], parent=inside[-1])
    inside[-1].content.append(tag)
    if not tag.close.endswith("/>"):
        inside.append(tag)


def _blanks(text: str) -> str:
    return text[len(text.rstrip(_WHITE)) :]
