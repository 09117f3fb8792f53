"""What the cases room offers lower rooms: who may read its files, how its objects are named, and its figures."""

from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from lianxin.cases import labels, policies
from lianxin.cases.models import IMPORT_UNDONE, Case, Opinion
from lianxin.cases.selectors.scope import visible
from lianxin.clocks.models import Clock, ClockState
from lianxin.core.masking import mask
from lianxin.core.text import shorten
from lianxin.db.models import Town
from lianxin.journal.actors import RESIDENT, Actor
from lianxin.records import access
from lianxin.records.access import Label
from lianxin.records.models import Attachment
from lianxin.reports.registry import Figure, Period, figure
from lianxin.ui import registry


def register() -> None:
    """Register policies, labels and figures."""
    access.files_of("case", may_read_files)
    access.labels_of("case", case_labels)
    access.labels_of("opinion", opinion_labels)
    labels.register()
    registry.panel("case", "cases/desk/chain_panel.html", order=80, policy=policies.SEE_CASE, context=chain_link)
    matters = _("件")
    figure("received", _("收到"), _("期内收到的事项"), matters, received)
    figure("contact", _("首次联系"), _("期内交办、已经首次联系的 ÷ 期内交办的"), matters, contacted)
    figure("on_time", _("按期答复"), _("期内到期、按时答复的 ÷ 期内到期的答复"), matters, on_time)
    figure(
        "confirmed",
        _("居民说解决了"),
        _("期内评价为“解决了”的 ÷ 期内作出评价的；没有评价的不算在内"),
        matters,
        confirmed,
    )
    figure("returned", _("退回"), _("期内交办、被退回过的 ÷ 期内交办的"), matters, returned)


def may_read_files(actor: Actor, case_id: int, attachment: Attachment) -> bool:
    """Whoever may open the case may see its photos and documents; who spoke sees the own ones, until withdrawing."""
    if actor.kind == RESIDENT:
        own = attachment.uploaded_by_kind == RESIDENT and attachment.uploaded_by_id == actor.id
        return own and Opinion.objects.filter(pk=int(actor.id or 0), case_id=case_id, withdrawn_at=None).exists()
    return visible(actor).filter(pk=case_id).exists()


def case_labels(actor: Actor, ids: Iterable[int]) -> Mapping[int, Label]:
    """Number and title of the cases among ``ids`` that the actor may open."""
    rows = visible(actor).filter(pk__in=list(ids)).values_list("pk", "number", "title")
    return {pk: Label(f"{number} {title}", _address(number)) for pk, number, title in rows}


def opinion_labels(actor: Actor, ids: Iterable[int]) -> Mapping[int, Label]:
    """The summary of the opinions among ``ids`` whose case the actor may open; it leads to the case."""
    rows = Opinion.objects.filter(pk__in=list(ids), case__in=visible(actor)).values_list(
        "pk", "summary", "case__number"
    )
    return {pk: Label(shorten(mask(summary), 40) or number, _address(number)) for pk, summary, number in rows}


def chain_link(_request: HttpRequest, case: Case) -> Mapping[str, object]:
    """The way from a case to the drawing of its chain; no statement."""
    return {"chain_href": reverse("records:chain", args=["case", case.pk])}


def received(period: Period, town: Town) -> Figure:
    """How many matters came in."""
    came = Case.objects.filter(received_on__range=(period.first, period.last))
    count = came.exclude(outcome=IMPORT_UNDONE).count()
    return Figure(count, None, count)


def contacted(period: Period, town: Town) -> Figure:
    """First contact made, of what was assigned."""
    return _share(Q(assigned_on__range=(period.first, period.last)), Q(contacted_on__isnull=False))


def on_time(period: Period, town: Town) -> Figure:
    """Answered by the due day, of the answers that fell due; cancelled clocks are not counted."""
    due = Clock.objects.filter(owner_kind="case", code__startswith="answer", due_on__range=(period.first, period.last))
    due = due.exclude(state=ClockState.CANCELLED)
    total = due.count()
    return Figure(due.filter(state=ClockState.MET).count(), total, total)


def confirmed(period: Period, town: Town) -> Figure:
    """Solved by the resident's own word, of what the resident judged."""
    judged = Q(judged_on__range=(period.first, period.last)) & ~Q(resident_says="")
    return _share(judged, Q(resident_says="solved"))


def returned(period: Period, town: Town) -> Figure:
    """Returned at least once, of what was assigned."""
    return _share(Q(assigned_on__range=(period.first, period.last)), Q(return_count__gt=0))


def _share(whole: Q, part: Q) -> Figure:
    """Counts of two conditions; the part lies within the whole."""
    rows = Case.objects.filter(whole)
    total = rows.count()
    return Figure(rows.filter(part).count(), total, total)


def _address(number: str) -> str:
    """The page of a case; empty where the desk is not mounted."""
    try:
        return reverse("cases:desk_case", args=[number])
    except NoReverseMatch:
        return ""
