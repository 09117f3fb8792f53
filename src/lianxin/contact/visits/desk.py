"""The neighbourhood's desk: its visits, the list of a visit, the lines of a paper, what was told, remarks."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.contact import workflow
from lianxin.contact.models import Feedback, Remark, RemarkKind, RemarkState, Visit, VisitItem
from lianxin.contact.policies import KEEPS_VISIT, OFFICE, READS_VISIT
from lianxin.contact.visits import forms, selectors
from lianxin.contact.visits.actions import (
    AnswerRemark,
    BeginVisit,
    EndVisit,
    JudgeByFeedback,
    ListVisit,
    MarkSame,
    ReopenVisit,
    TellResult,
)
from lianxin.contact.visits.actions.items import repeats
from lianxin.contact.visits.earlier import told_rows
from lianxin.contact.visits.lists import VISITS
from lianxin.contact.visits.phone import attendance_form, visit_here
from lianxin.journal.errors import Invalid, WrongState
from lianxin.people.access import actor_of, loaded, requires
from lianxin.ui.acting import form_page, posted


def _page(pk: int) -> str:
    return reverse("contact:visit_list", args=[pk])


def _visit_of(request: HttpRequest) -> Visit:
    return loaded(request, Visit)


@requires(READS_VISIT)
@require_safe
def visits(request: HttpRequest) -> HttpResponseBase:
    """The visits one keeps or reads, those whose list is due first."""
    rows = selectors.at_the_desk(actor_of(request))
    return VISITS.respond(request, rows, "contact/visits/visits.html", {"title": _("走访清单")})


@requires(READS_VISIT, visit_here)
@require_safe
def visit_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of a visit: what was heard, what deputies said to it, what is missing before it goes in."""
    visit, actor = _visit_of(request), actor_of(request)
    rows, remarks = selectors.item_rows(visit, actor), selectors.remark_rows(visit)
    unknown = sum(one.presence == "planned" for one in visit.going)  # type: ignore[attr-defined]
    context = {
        "head": selectors.head_of(visit), "rows": rows, "remarks": remarks, "guests": selectors.guest_rows(visit),
        "open_remarks": sum(row["open"] for row in remarks), "unknown": unknown,
        "late": sum(row["late"] for row in rows), "waiting": sum(row["waits"] for row in rows),
        "keeps": KEEPS_VISIT.check(actor, visit), "is_office": OFFICE.check(actor), "visit": visit,
        "is_held": visit.state == workflow.HELD,
    }  # fmt: skip
    return render(request, "contact/visits/list.html", context)


_MOVES: Final = {
    "begin": (BeginVisit, forms.SureForm, gettext_lazy("开始走访"), gettext_lazy("已经开始。")),
    "end": (EndVisit, forms.SureForm, gettext_lazy("走访结束"), gettext_lazy("走访结束了，请在期限内整理清单。")),
    "give-in": (ListVisit, forms.GiveInForm, gettext_lazy("交清单"), gettext_lazy("清单已经交给镇人大办。")),
    "reopen": (ReopenVisit, forms.ReasonForm, gettext_lazy("退回补充"), gettext_lazy("已经退回，居民区会看到原因。")),
}


@requires(KEEPS_VISIT, visit_here)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Begin, end, give the list in, send it back."""
    visit = _visit_of(request)
    action, form, title, done = _MOVES[code]

    def run(data: Mapping[str, Any]) -> None:
        action(actor=actor_of(request), visit=visit, expected_version=visit.version, **data).execute()

    return form_page(
        request, form(posted(request)), run, title=str(title), sub=f"{visit.place.label}　{visit.number}",
        back=_page(visit.pk), done=str(done),
    )  # fmt: skip


@requires(KEEPS_VISIT, visit_here)
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Who came, and how many guests."""
    visit = _visit_of(request)
    form, run = attendance_form(request, visit)
    return form_page(
        request, form, run, title=_("记到场"), sub=visit.number, back=_page(visit.pk), done=_("到场已经记下。")
    )


@requires(KEEPS_VISIT, visit_here)
@require_http_methods(["GET", "HEAD", "POST"])
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """The matters of last time with a form each; one is sent at a time, so that nothing is lost on errors."""
    visit = _visit_of(request)
    rows = told_rows([visit], pictures=True)[visit.pk]
    sent = request.POST.get("case", "")
    status = 200
    for row in rows:
        mine = request.POST if sent == str(row["case"]) else None
        initial = {"case": str(row["case"]), "resident_says": row["says"], "words": row["told_words"]}
        form = forms.ToldForm(mine, visits=[visit], matters=[(str(row["case"]), row["short"])], initial=initial,
                              prefix=None, auto_id=f"id_{row['case']}_%s")  # fmt: skip
        row["form"] = form
        if mine is not None and form.is_valid():
            answer = _tell(request, visit, form)
            if answer is not None:
                return answer
        status = max(status, form.status)
    context = {"head": selectors.head_of(visit), "rows": rows, "back": _page(visit.pk)}
    return render(request, "contact/visits/told_desk.html", context, status=status)


def _tell(request: HttpRequest, visit: Visit, form: forms.ToldForm) -> HttpResponse | None:
    data = form.cleaned_data
    action = TellResult(
        actor=actor_of(request), visit=visit, case_id=int(data["case"]), resident_says=data["resident_says"],
        words=data["words"], agreed=data["agreed"],
    )  # fmt: skip
    try:
        action.execute()
    except Invalid as problem:
        form.take(problem)
        return None
    messages.success(request, _("已经记下。"))
    if action.refused:
        messages.warning(request, _("评价没有登记：%(why)s") % {"why": action.refused})
    return HttpResponseRedirect(f"{reverse('contact:visit_told_desk', args=[visit.pk])}#case-{data['case']}")


def _visit_and(request: HttpRequest, visit_id: int | None) -> Visit | None:
    return None if visit_id is None else visit_here(request, visit_id)


def of_feedback(request: HttpRequest, pk: int) -> Visit | None:
    """The visit at which something was told."""
    return _visit_and(request, Feedback.objects.filter(pk=pk).values_list("visit_id", flat=True).first())


def of_item(request: HttpRequest, pk: int) -> Visit | None:
    """The visit of an item."""
    return _visit_and(request, VisitItem.objects.filter(pk=pk).values_list("visit_id", flat=True).first())


def of_remark(request: HttpRequest, pk: int) -> Visit | None:
    """The visit of a remark."""
    return _visit_and(request, Remark.objects.filter(pk=pk).values_list("on_visit__visit_id", flat=True).first())


@requires(KEEPS_VISIT, of_feedback)
@require_POST
def verdict(request: HttpRequest, pk: int) -> HttpResponse:
    """Record as the verdict what the recorder noted of the very person."""
    visit = _visit_of(request)
    try:
        JudgeByFeedback(actor=actor_of(request), visit=visit, feedback=Feedback.objects.get(pk=pk)).execute()
        messages.success(request, _("评价已登记。"))
    except WrongState as refusal:
        messages.warning(request, refusal.message)
    return HttpResponseRedirect(reverse("contact:visit_told_desk", args=[visit.pk]))


@requires(KEEPS_VISIT, of_item)
@require_http_methods(["GET", "HEAD", "POST"])
def same(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an item repeats another one of the list."""
    visit = _visit_of(request)
    rows = list(selectors.items(visit))
    said = {row.pk: selectors.words_for(actor_of(request), row)[0] for row in rows}
    one = next(row for row in rows if row.pk == pk)
    others = [(str(row.pk), f"{row.order}. {said[row.pk][:60]}") for row in rows if row.pk != pk and not repeats(row)]
    form = forms.SameForm(posted(request), others=others, initial={"same_as": str(one.same_as_id or "")})

    def run(data: Mapping[str, Any]) -> None:
        other = next((row for row in rows if str(row.pk) == data["same_as"]), None)
        MarkSame(actor=actor_of(request), visit=visit, item=one, same_as=other).execute()

    return form_page(
        request, form, run, title=_("和清单里哪一条是同一件事"), sub=f"{one.order}. {said[pk][:80]}",
        back=_page(visit.pk), done=_("已经记下。两个人的话都在，办的时候算一件。"),
    )  # fmt: skip


@requires(KEEPS_VISIT, of_remark)
@require_http_methods(["GET", "HEAD", "POST"])
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a deputy's remark up, or explain why the record is kept."""
    visit = _visit_of(request)
    one = Remark.objects.select_related("item__opinion", "on_visit__deputy").get(pk=pk)
    if one.state != RemarkState.OPEN:
        return HttpResponseRedirect(_page(visit.pk))
    places = forms.compounds([visit]) if one.kind == RemarkKind.ADD and one.item is None else None
    form = forms.RemarkForm(posted(request), places=places)

    def run(data: Mapping[str, Any]) -> None:
        record = {"place_id": int(data.get("compound") or visit.place_id)}
        AnswerRemark(
            actor=actor_of(request), visit=visit, remark=one, taken=data["taken"] == "yes", answer=data["answer"],
            record=record,
        ).execute()  # fmt: skip

    by = one.on_visit.deputy.display_name
    return form_page(
        request, form, run, title=_("答复代表的%(kind)s") % {"kind": one.get_kind_display()},
        sub=_("%(by)s：%(text)s") % {"by": by, "text": one.text}, back=_page(visit.pk),
        done=_("已经答复，代表会看到。"),
    )  # fmt: skip
