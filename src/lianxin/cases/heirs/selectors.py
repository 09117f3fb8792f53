"""How what was taken over is read: who follows whom, and whose words a successor may read."""

from collections.abc import Iterable

from lianxin.deputies.models import Deputy, Passed
from lianxin.ui.listing import listed


def labels(ids: Iterable[int]) -> list[str]:
    """The labels of some deputies in the order of the register; no statement for nobody."""
    wanted = sorted(ids)
    if not wanted:
        return []
    return list(Deputy.objects.filter(pk__in=wanted).order_by("sort", "id").values_list("label", flat=True))


def words(ids: Iterable[int]) -> str:
    """The same as one line."""
    return listed(labels(ids))


def predecessors(kind: str, object_id: int, own: frozenset[int]) -> frozenset[int]:
    """Whose matter the actor took over, back to the first; one statement."""
    rows = Passed.objects.filter(object_kind=kind, object_id=object_id).exclude(successor=None)
    gave: dict[int, set[int]] = {}
    for giver, taker in rows.values_list("deputy_id", "successor_id"):
        gave.setdefault(taker, set()).add(giver)
    found, front = set(own), set(own)
    while front:
        front = {giver for taker in front for giver in gave.get(taker, ())} - found
        found |= front
    return frozenset(found - own)
