"""What can be cited on a page, and by what is typed: each room registers the kinds people know by a number.

A citation is a link of lineage (cited by), so both sides show it.  Nobody cites, or reads the name of, what he or she
may not open (``access.describe``).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _

from lianxin.journal import kinds
from lianxin.journal.actors import SYSTEM_KIND, Actor
from lianxin.journal.errors import Invalid
from lianxin.records import lineage
from lianxin.records.access import Label, describe, describe_openly
from lianxin.records.models import LineageLink, Relation

#: From a typed number to the ids of the objects that bear it, the one meant first; one statement.
Find = Callable[[str], Iterable[int]]
#: From objects to the labels of those that may be named.
Read = Callable[[Iterable[lineage.Pair]], Mapping[lineage.Pair, Label]]
#: At most so many citations are read for one page.
MOST: Final = 200

_found_by: dict[str, Find] = {}


def citable(kind: str, find: Find) -> None:
    """Let objects of a registered kind be cited by number; a second call replaces the first."""
    _found_by[kind] = find


def choices() -> list[tuple[str, str]]:
    """The kinds that can be cited with their words, in the order in which they were registered."""
    return [(kind, kinds.word_for(kind)) for kind in _found_by]


def find(actor: Actor, kind: str, number: str) -> lineage.Pair:
    """The object a number names; raises ``Invalid`` at ``number`` where there is none that the actor may open."""
    typed = number.strip()
    ids = list(_found_by[kind](typed)) if kind in _found_by and typed else []
    seen = describe(actor, [(kind, one) for one in ids])
    for one in ids:
        if (kind, one) in seen:
            return kind, one
    raise Invalid.at("number", "unknown", _("没有找到这条记录，请核对编号和种类。"))


def require(actor: Actor, pair: lineage.Pair) -> None:
    """Raise ``Invalid`` at ``number`` unless the object exists and the actor may open it; for actions that cite."""
    kind, pk = pair
    known = {one.code: one for one in kinds.known()}.get(kind)
    there = known is not None and known.rows().filter(pk=pk).exists()
    if not there or (actor.kind != SYSTEM_KIND and pair not in describe(actor, [pair])):
        raise Invalid.at("number", "unknown", _("没有找到这条记录，请核对编号和种类。"))


def cited_on(actor: Actor, kind: str, ids: Sequence[int]) -> Mapping[int, list[Label]]:
    """What each of the objects cites, as far as the actor may see it; a statement and one for each kind cited."""
    return _cited(kind, ids, lambda pairs: describe(actor, pairs))


def cited_openly(kind: str, ids: Sequence[int]) -> Mapping[int, list[Label]]:
    """What each of the objects cites that is a public fact; notes are for the desk and left out."""
    found = _cited(kind, ids, describe_openly)
    return {pk: [Label(one.title, one.url) for one in labels] for pk, labels in found.items()}


def _cited(kind: str, ids: Sequence[int], read: Read) -> dict[int, list[Label]]:
    """The citations of some objects in the order in which they were made."""
    rows = LineageLink.objects.filter(to_kind=kind, to_id__in=list(ids), relation=Relation.CITED_BY).order_by("id")
    links = list(rows.values_list("to_id", "from_kind", "from_id", "note")[:MOST])
    seen = read([(from_kind, from_id) for _to, from_kind, from_id, _note in links])
    found: dict[int, list[Label]] = {}
    for to, from_kind, from_id, note in links:
        label = seen.get((from_kind, from_id))
        if label is not None:
            title = f"{kinds.word_for(from_kind)} {label.title}".strip()
            found.setdefault(to, []).append(Label(title, label.url, note))
    return found
