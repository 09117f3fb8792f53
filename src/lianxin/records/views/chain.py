"""The page that draws where an object comes from and what became of it."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.journal import kinds
from lianxin.people import roles
from lianxin.people.access import actor_of, requires
from lianxin.people.policies import RolePolicy
from lianxin.records import lineage
from lianxin.records.access import Label, describe
from lianxin.records.drawing import draw
from lianxin.records.models import Relation

READERS = RolePolicy(*roles.AT_THE_DESK)
#: Ids have 63 bits; an address may hold any number of digits.
_LARGEST_ID: Final = 2**63 - 1


@requires(READERS)
@require_safe
def show(request: HttpRequest, kind: str, object_id: int) -> HttpResponse:
    """The chain of one object; 404 when the actor may not see the object itself.

    Objects of the chain that the actor may not see are drawn without their name.
    """
    if object_id > _LARGEST_ID:
        raise Http404
    root = (kind, object_id)
    actor = actor_of(request)
    if root not in describe(actor, [root]):
        raise Http404
    chain = lineage.chain(kind, object_id)
    labels = describe(actor, chain.generations)
    hidden = _("（您不能查看）")
    words = {code: kinds.word_for(code) for code, _id in chain.generations}
    context = {
        "label": labels[root],
        "word": words[kind],
        "picture": draw(chain, labels, words, hidden),
        "steps": [_step(edge, labels, words, hidden) for edge in chain.edges],
        "is_cut": chain.is_cut,
    }
    return render(request, "records/chain.html", context)


def _step(edge: lineage.Edge, labels: dict[lineage.Pair, Label], words: dict[str, str], hidden: str) -> dict[str, Any]:
    """One link as finished strings."""
    source, target = labels.get(edge.source), labels.get(edge.target)
    return {
        "source": f"{words[edge.source[0]]} {source.title if source else hidden}",
        "source_href": source.url if source else "",
        "relation": Relation(edge.relation).label if edge.relation in Relation.values else edge.relation,
        "target": f"{words[edge.target[0]]} {target.title if target else hidden}",
        "target_href": target.url if target else "",
        "note": edge.note,
    }
