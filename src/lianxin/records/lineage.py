"""Lineage: where an object comes from and what became of it, across rooms.

Rooms add links inside the transaction of their change; links are never removed.  Reading is bounded, so that a
mistaken loop or a very popular object cannot make a page endless.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lianxin.core.clock import now
from lianxin.db.scope import current_town_id
from lianxin.journal.actors import Actor
from lianxin.records.models import LineageLink, Relation

DEPTH: Final = 8
MOST: Final = 120

Pair = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Edge:
    """One link: the earlier object, the later one, and how they relate."""

    source: Pair
    target: Pair
    relation: str
    note: str


@dataclass(frozen=True, slots=True)
class Chain:
    """An object's surroundings: generation of each object (0 the object itself, negative earlier) and the links.

    ``is_cut`` says that there is more than what was read.
    """

    generations: dict[Pair, int]
    edges: tuple[Edge, ...]
    is_cut: bool


def link(source: Pair, target: Pair, relation: Relation, actor: Actor, note: str = "") -> LineageLink:
    """Add the link ``source relation target``; the same link again is the one that is there.

    Must run in the change's transaction.  Raises ``ValueError`` for a link of an object to itself.
    """
    if source == target:
        raise ValueError("an object is not its own origin")
    row, _created = LineageLink.objects.get_or_create(
        from_kind=source[0],
        from_id=source[1],
        to_kind=target[0],
        to_id=target[1],
        relation=relation,
        defaults={
            "town_id": current_town_id(),
            "note": note[:200],
            "made_by_label": actor.label[:120],
            "made_at": now(),
        },
    )
    return row


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain that is about to be written: ``source relation target``."""

    source: Pair
    target: Pair
    relation: Relation
    note: str = ""


def born(actor: Actor, steps: Sequence[Step]) -> None:
    """Add links to objects that this very change makes, so that none of them can be there yet; one statement.

    Must run in the change's transaction.  Raises ``ValueError`` for a link of an object to itself.
    """
    if any(step.source == step.target for step in steps):
        raise ValueError("an object is not its own origin")
    moment = now()
    LineageLink.objects.bulk_create(
        [
            LineageLink(
                town_id=current_town_id(),
                from_kind=step.source[0],
                from_id=step.source[1],
                to_kind=step.target[0],
                to_id=step.target[1],
                relation=step.relation,
                note=step.note[:200],
                made_by_label=actor.label[:120],
                made_at=moment,
            )
            for step in steps
        ]
    )


def loops() -> Iterator[Pair]:
    """The objects of the current town that lie on a ring of links, or lead into one: there should be none.

    Reads all links once; an object is taken away as soon as nothing is left that comes from it (Kahn's order), and what
    cannot be taken away is reported.
    """
    heirs: dict[Pair, set[Pair]] = {}
    origins: dict[Pair, list[Pair]] = {}
    rows = LineageLink.objects.values_list("from_kind", "from_id", "to_kind", "to_id")
    for from_kind, from_id, to_kind, to_id in rows.iterator(chunk_size=2000):
        source, target = (from_kind, from_id), (to_kind, to_id)
        heirs.setdefault(source, set()).add(target)
        heirs.setdefault(target, set())
        origins.setdefault(target, []).append(source)
    free = [pair for pair, left in heirs.items() if not left]
    while free:
        gone = free.pop()
        heirs.pop(gone)
        for source in origins.get(gone, ()):
            left = heirs.get(source)
            if left is not None and gone in left:
                left.discard(gone)
                if not left:
                    free.append(source)
    yield from sorted(heirs)


def ancestors(kind: str, object_id: int) -> list[Pair]:
    """Everything the object comes from, nearest first."""
    generations, _edges, _cut = _walk((kind, object_id), backwards=True)
    return [pair for pair in generations if pair != (kind, object_id)]


def descendants(kind: str, object_id: int) -> list[Pair]:
    """Everything that became of the object, nearest first."""
    generations, _edges, _cut = _walk((kind, object_id), backwards=False)
    return [pair for pair in generations if pair != (kind, object_id)]


def chain(kind: str, object_id: int) -> Chain:
    """Both directions in one picture; at most two statements a generation."""
    root = (kind, object_id)
    before, back_edges, cut_before = _walk(root, backwards=True)
    after, edges, cut_after = _walk(root, backwards=False)
    generations = {**{pair: -depth for pair, depth in before.items()}, **after}
    every = tuple(dict.fromkeys([*back_edges, *edges]))
    return Chain(generations, every, cut_before or cut_after)


def _walk(root: Pair, *, backwards: bool) -> tuple[dict[Pair, int], list[Edge], bool]:
    """Breadth-first from ``root``: depth of each object reached, the links used, and whether something was left out."""
    reached: dict[Pair, int] = {root: 0}
    edges: list[Edge] = []
    front = [root]
    for depth in range(1, DEPTH + 1):
        found = _neighbours(front, backwards=backwards)
        edges.extend(found)
        ends = [edge.source if backwards else edge.target for edge in found]
        front = [pair for pair in dict.fromkeys(ends) if pair not in reached]
        if len(reached) + len(front) > MOST:
            front = front[: MOST - len(reached)]
            reached.update(dict.fromkeys(front, depth))
            return reached, [edge for edge in edges if {edge.source, edge.target} <= reached.keys()], True
        reached.update(dict.fromkeys(front, depth))
        if not front:
            return reached, edges, False
    return reached, edges, bool(_neighbours(front, backwards=backwards))


def _neighbours(front: Iterable[Pair], *, backwards: bool) -> list[Edge]:
    """The links that leave ``front`` in one direction; one statement for each kind in it."""
    by_kind: dict[str, list[int]] = {}
    for kind, object_id in front:
        by_kind.setdefault(kind, []).append(object_id)
    side = "to" if backwards else "from"
    edges: list[Edge] = []
    for kind, ids in sorted(by_kind.items()):
        rows = LineageLink.objects.filter(**{f"{side}_kind": kind, f"{side}_id__in": ids}).order_by("id")[: MOST + 1]
        edges.extend(
            Edge((row.from_kind, row.from_id), (row.to_kind, row.to_id), row.relation, row.note) for row in rows
        )
    return edges
