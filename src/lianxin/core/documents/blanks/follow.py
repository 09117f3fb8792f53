"""What else in a workbook must follow when cells were filled and rows were added."""

import posixpath
import re
from xml.sax.saxutils import quoteattr

from lianxin.core.documents.blanks.package import Package
from lianxin.core.documents.blanks.refs import Insertion
from lianxin.core.documents.blanks.scan import scan, splice, text_of

BOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
_TYPES = "[Content_Types].xml"
_CHAIN = "xl/calcChain.xml"


def recount_on_opening(package: Package) -> None:
    """Make the workbook count again when it is opened; the list of calculating cells may be wrong now and goes."""
    book = package.part(BOOK)
    root = scan(book)
    settings = root.first("calcPr")
    prefix = f"{root.prefix}:" if root.prefix else ""
    if settings is not None:
        kept = {name: value for name, value in settings.attrs.items() if name != "fullCalcOnLoad"}
        attrs = "".join(f" {name}={quoteattr(value)}" for name, value in kept.items())
        changes = [(settings.start, settings.end, f'<{prefix}calcPr{attrs} fullCalcOnLoad="1"/>'.encode())]
    else:
        after = root.first("definedNames") or root.first("externalReferences") or root.first("sheets")
        at = after.end if after else root.inner_end
        changes = [(at, at, f'<{prefix}calcPr fullCalcOnLoad="1"/>'.encode())]
    package.exchange(BOOK, splice(book, changes))
    if package.has(_CHAIN):
        package.remove(_CHAIN)
        _without(package, _TYPES, "Override", "PartName", "calcChain.xml")
        _without(package, RELATIONS, "Relationship", "Target", "calcChain.xml")


def follow_elsewhere(package: Package, path: str, insertion: Insertion) -> None:
    """Move what other parts say about rows of a sheet: print areas, pictures, notes, tables."""
    book = package.part(BOOK)
    names = list(scan(book).below("definedName"))
    changes = [(node.inside, node.inner_end, quoted(insertion.formula(text_of(book, node), ""))) for node in names]
    package.exchange(BOOK, splice(book, changes))
    folder, name = posixpath.split(path)
    for target in relation_targets(package, f"{folder}/_rels/{name}.rels", folder).values():
        if re.match(r"xl/(drawings/drawing|comments|tables/table)", target) and package.has(target):
            package.exchange(target, _followed(package.part(target), insertion))


def quoted(text: str) -> bytes:
    """A formula as XML holds it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode("utf-8")


def _followed(data: bytes, insertion: Insertion) -> bytes:
    """A drawing, the notes or a table with its rows moved."""
    root = scan(data)
    changes: list[tuple[int, int, bytes]] = []
    for node in root.below("row"):
        written = text_of(data, node).strip()
        if written.isdigit():
            changes.append((node.inside, node.inner_end, str(insertion.moved(int(written) + 1) - 1).encode()))
    tagged = [*root.below("comment", "autoFilter"), *([root] if root.name == "table" else [])]
    for node in tagged:
        tag = data[node.start : node.inside]
        moved = insertion.sqref(node.attrs.get("ref", "")).encode()
        changes.append((node.start, node.inside, re.sub(rb'\sref="[^"]*"', b' ref="' + moved + b'"', tag, count=1)))
    return splice(data, changes)


def _without(package: Package, part: str, name: str, attribute: str, ending: str) -> None:
    data = package.part(part)
    gone = [node for node in scan(data).all(name) if node.attrs.get(attribute, "").endswith(ending)]
    package.exchange(part, splice(data, [(node.start, node.end, b"") for node in gone]))


def relation_targets(package: Package, part: str, folder: str) -> dict[str, str]:
    """Relation id → path in the archive, as a .rels part says it."""
    if not package.has(part):
        return {}
    found = {}
    for node in scan(package.part(part)).all("Relationship"):
        target = node.attrs.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        if node.attrs.get("TargetMode") != "External":
            found[node.attrs.get("Id", "")] = path
    return found
