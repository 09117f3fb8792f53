"""What a correction changed: two contents compared place by place. No Django."""

from collections.abc import Mapping
from typing import Any

Change = tuple[str, str, str]


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """``(where, before, after)`` of every value that differs; "" stands for what was not there."""
    old, new = flat(before), flat(after)
    places = [*old, *(place for place in new if place not in old)]
    return [(place, old.get(place, ""), new.get(place, "")) for place in places if old.get(place) != new.get(place)]


def flat(content: Mapping[str, Any]) -> dict[str, str]:
    """A content as places and what stands there: head, text, every figure, every cell of every table."""
    found = {name: str(content.get(name, "")) for name in ("title", "first", "last", "as_of", "text")}
    for figure in content.get("figures", ()):
        found[str(figure["name"])] = f"{figure['value']} {figure['unit']}；{figure['n']}"
    for table in content.get("tables", ()):
        head = table["columns"]
        for row in table["rows"]:
            for name, cell in zip(head[1:], row[1:], strict=True):
                found[f"{table['name']}／{row[0]}／{name}"] = str(cell)
    return found
