"""The towns of rows at hand."""

from collections.abc import Iterable
from typing import Any


def towns_of(rows: Iterable[Any]) -> dict[str, Any]:
    """A filter for the towns of these rows: one constant for one town, a list for several."""
    towns = sorted({row.town_id for row in rows})
    return {"town_id": towns[0]} if len(towns) == 1 else {"town_id__in": towns}
