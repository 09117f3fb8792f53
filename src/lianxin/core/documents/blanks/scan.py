"""Where every element of an XML part begins and ends, so that single elements can be cut out and exchanged."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

from lianxin.core.documents.blanks.model import BlankError

_DEEPEST = 200


@dataclass
class Node:
    """One element: its local name and prefix, attributes as written, and byte positions in the part.

    ``start`` is its ``<``, ``inside`` the first byte after the start tag, ``inner_end`` the first of the end tag,
    ``end`` the first byte after it all. For ``<a/>`` the middle two equal ``end``.
    """

    name: str
    prefix: str
    attrs: dict[str, str]
    start: int
    inside: int
    inner_end: int = -1
    end: int = -1
    children: list["Node"] = field(default_factory=list)

    @property
    def is_empty_tag(self) -> bool:
        """Whether it is written ``<a/>``."""
        return self.inside == self.end

    def all(self, name: str) -> Iterator["Node"]:
        """Walk its children of this local name."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> "Node | None":
        """Return its first child of this local name."""
        return next(self.all(name), None)

    def below(self, *names: str) -> Iterator["Node"]:
        """Walk all its descendants of these local names, in the order of the part."""
        for child in self.children:
            if child.name in names:
                yield child
            yield from child.below(*names)


def scan(data: bytes) -> Node:
    """Read a part; BlankError (``damaged``) when it is not well-formed or nests too deep."""
    reader = _Reader(data)
    reader.run()
    return reader.root


class _Reader:
    """The expat parser with a stack. Nothing outside the part is ever fetched; a DTD is refused: entities grow."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.stack: list[Node] = []
        self.top: Node | None = None
        # The encoding was made UTF-8 before: a part that says or hides another one is damaged.
        self.parser = expat.ParserCreate("UTF-8")
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._finish

    @property
    def root(self) -> Node:
        """The outermost element."""
        if self.top is None:
            raise BlankError("damaged")
        return self.top

    def run(self) -> None:
        """Parse it all."""
        try:
            self.parser.Parse(self.data, True)
        except expat.ExpatError:
            raise BlankError("damaged") from None

    def _refuse(self, *_facts: object) -> None:
        raise BlankError("damaged", "DOCTYPE")

    def _begin(self, name: str, attrs: dict[str, str]) -> None:
        start = self.parser.CurrentByteIndex
        prefix, _, local = name.rpartition(":")
        node = Node(local, prefix, attrs, start, _tag_end(self.data, start))
        if self.stack:
            self.stack[-1].children.append(node)
        elif self.top is None:
            self.top = node
        if len(self.stack) > _DEEPEST:
            raise BlankError("damaged", "depth")
        self.stack.append(node)

    def _finish(self, _name: str) -> None:
        node = self.stack.pop()
        if self.data[node.inside - 2 : node.inside] == b"/>":
            node.inner_end = node.end = node.inside
            return
        node.inner_end = self.parser.CurrentByteIndex
        node.end = self.data.index(b">", node.inner_end) + 1


_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")


def _tag_end(data: bytes, at: int) -> int:
    """Return the position after the start tag that begins at ``at``; a ``>`` inside quotes does not end it."""
    found = _TAG.match(data, at)
    if found is None:
        raise BlankError("damaged")
    return found.end()


def text_of(data: bytes, node: Node) -> str:
    """Return the character data directly inside an element."""
    inner = data[node.inside : node.inner_end].decode("utf-8")
    if "<![CDATA[" in inner:
        inner = escape(inner.replace("<![CDATA[", "").replace("]]>", ""))
    return html.unescape(inner)


def splice(data: bytes, changes: Iterable[tuple[int, int, bytes]]) -> bytes:
    """Exchange byte ranges ``(start, end, new)``; ranges may not overlap."""
    pieces: list[bytes] = []
    at = 0
    for start, end, new in sorted(changes, key=lambda change: (change[0], change[1])):
        if start < at:
            raise ValueError("changes overlap")
        pieces += [data[at:start], new]
        at = end
    pieces.append(data[at:])
    return b"".join(pieces)


def escaped(text: str) -> str:
    """Return text as it may stand between tags; signs that XML cannot hold are left out."""
    kept = "".join(sign for sign in text if sign in "\t\n\r" or (sign >= " " and sign not in "\ufffe\uffff"))
    return escape("".join(sign for sign in kept if not "\ud800" <= sign <= "\udfff"))
