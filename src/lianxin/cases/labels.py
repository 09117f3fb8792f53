"""How what hangs on a matter is named on the drawing of a chain: dates, results and numbers; no words of anybody.

Each is seen by whoever may open the case it belongs to.
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from lianxin.cases import lists, policies
from lianxin.cases.models import Case, ImportBatch, Reply, Suggestion
from lianxin.cases.selectors.scope import visible
from lianxin.clocks.models import CongressStep, Promise, PromiseState, SupervisionOrder
from lianxin.journal.actors import Actor
from lianxin.people.models import AccessLink
from lianxin.people.policies import DESK
from lianxin.places.models import Place
from lianxin.records.access import Label, labels_of
from lianxin.records.citing import citable
from lianxin.ui.dates import zh_date

Labels = Mapping[int, Label]


def reply_labels(actor: Actor, ids: Iterable[int]) -> Labels:
    """Which round, with which result, signed when."""
    rows = Reply.objects.filter(pk__in=list(ids), case__in=visible(actor)).values_list(
        "pk", "round", "scheme", "result_code", "signed_at"
    )
    return {pk: Label(_reply(round_, scheme, code, signed)) for pk, round_, scheme, code, signed in rows}


def _reply(round_: int, scheme: str, code: str, signed: object) -> str:
    result = lists.results(scheme).get(code)
    when = zh_date(signed) if signed else _("未签发")  # type: ignore[arg-type]
    return _("第%(n)s轮 %(result)s %(when)s") % {"n": round_, "result": result.label if result else code, "when": when}


def promise_labels(actor: Actor, ids: Iterable[int]) -> Labels:
    """Of which matter, by when, and what became of it."""
    rows = Promise.objects.filter(pk__in=list(ids), owner_kind="case").values_list("pk", "owner_id", "due_on", "state")
    found = list(rows)
    mine = dict(visible(actor).filter(pk__in=[owner for _pk, owner, _on, _s in found]).values_list("pk", "number"))
    return {
        pk: Label(f"{mine[owner]} {zh_date(due_on)} {PromiseState(state).label}")
        for pk, owner, due_on, state in found
        if owner in mine
    }


def batch_labels(actor: Actor, ids: Iterable[int]) -> Labels:
    """The day of an import and its lines, for those who may import; a file's name may name people and stays away."""
    if not policies.IMPORT.check(actor):
        return {}
    rows = ImportBatch.objects.filter(pk__in=list(ids)).values_list("pk", "made_at", "rows_total")
    return {pk: Label(_("%(day)s 共 %(n)s 行") % {"day": zh_date(at), "n": total}) for pk, at, total in rows}


def place_labels(actor: Actor, ids: Iterable[int]) -> Labels:
    """Places are no secret at the desk."""
    if not DESK.check(actor):
        return {}
    return {place.pk: Label(place.label) for place in Place.objects.filter(pk__in=list(ids))}


def link_labels(actor: Actor, ids: Iterable[int]) -> Labels:
    """A visit's link by its purpose and day; what was written on it may name people and stays away."""
    if not DESK.check(actor):
        return {}
    rows = AccessLink.objects.filter(pk__in=list(ids))
    return {link.pk: Label(f"{link.get_purpose_display()} {zh_date(link.issued_at)}") for link in rows}


def _numbered_cases(number: str) -> list[int]:
    return list(Case.objects.filter(number=number, sealed=False).values_list("pk", flat=True))


def _promises_of(number: str) -> list[int]:
    """The promises of the matter with that number, the latest first."""
    cases = Case.objects.filter(number=number, sealed=False).values("pk")
    rows = Promise.objects.filter(owner_kind="case", owner_id__in=cases).order_by("-pk")
    return list(rows.values_list("pk", flat=True))


def _suggestions(number: str) -> list[int]:
    return list(Suggestion.objects.filter(number=number).values_list("pk", flat=True))


def _orders(number: str) -> list[int]:
    return list(SupervisionOrder.objects.filter(number=number).values_list("pk", flat=True))


def _steps(number: str) -> list[int]:
    return list(CongressStep.objects.filter(number=number).values_list("pk", flat=True))


def register_citable() -> None:
    """Let matters, promises, suggestions, supervision orders and the congress's measures be cited by their numbers."""
    citable("case", _numbered_cases)
    citable("promise", _promises_of)
    citable("suggestion", _suggestions)
    citable("supervision_order", _orders)
    citable("congress_step", _steps)


def register() -> None:
    """Name the kinds that stand on a chain."""
    labels_of("reply", reply_labels)
    labels_of("promise", promise_labels)
    labels_of("import_batch", batch_labels)
    labels_of("place", place_labels)
    labels_of("access_link", link_labels)
    register_citable()
