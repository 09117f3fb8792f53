"""A round's results on the desk: the summary, levels, the transfer with its preview, the end, the hall's address."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.cases.issues.actions import MERGE
from lianxin.contact import workflow
from lianxin.contact.models import Round
from lianxin.contact.policies import OFFICE, READERS
from lianxin.contact.results import forms, shown
from lianxin.contact.results.actions import WORKED_ON, CloseRound, SetLevel, TakeIn, TransferRound
from lianxin.contact.results.items import of_round, tally
from lianxin.contact.results.lists import list_of
from lianxin.contact.results.quiet import quiet_before
from lianxin.contact.results.sheet import lists_missing, sheet_of
from lianxin.contact.results.texts import LEFT_OUT
from lianxin.core.ids import typed_id
from lianxin.journal.errors import Invalid
from lianxin.people.access import actor_of, loaded, requires
from lianxin.ui.acting import posted

#: So many items are picked at once at most.
MOST: Final = 200
#: Sections of the results, in order: code, word.
_TABS: Final = (
    ("summary", gettext_lazy("汇总")),
    ("transfer", gettext_lazy("转交")),
    ("ending", gettext_lazy("着落和结束")),
    ("documents", gettext_lazy("文件")),
    ("hall_links", gettext_lazy("大屏")),
)


def round_here(_request: HttpRequest, pk: int, **_rest: object) -> Round | None:
    """A round of this town, or nothing."""
    return Round.objects.filter(pk=pk).first()


def frame(request: HttpRequest, one: Round, current: str, **context: Any) -> dict[str, Any]:
    """What every page of the results shows: the round and the way between them."""
    may_keep = OFFICE.check(actor_of(request))
    tabs = [
        {"label": str(label), "href": reverse(f"contact:{code}", args=[one.pk]), "current": code == current}
        for code, label in _TABS
        if may_keep or code not in {"transfer", "hall_links"}
    ]
    return {"round": one, "tabs": tabs, "may_keep": may_keep, **context}


@requires(READERS, round_here)
@require_safe
def summary(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Everything heard on the round, by neighbourhood, class and level, with where it stands."""
    one = loaded(request, Round)
    counted = tally(of_round(one))
    places = [(str(group.place), group.place_name) for group in counted.groups]
    spec = list_of(list(dict.fromkeys(places)), shown.categories(counted))
    context = frame(
        request, one, "summary",
        stats=shown.stats(one, counted), by_place=shown.by_place(one, counted),
        by_category=shown.by_category(one, counted),
        may_work=OFFICE.check(actor_of(request)) and one.state in WORKED_ON,
        may_merge=MERGE.check(actor_of(request)),
    )  # fmt: skip
    return spec.respond(request, of_round(one), "contact/results/summary.html", context)


@requires(OFFICE, round_here)
@require_POST
def take_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Put what carries the round's name elsewhere onto the lists."""
    one = loaded(request, Round)
    taken = TakeIn(actor=actor_of(request), round=one).execute()
    messages.success(request, _("已列入 %(n)d 件。") % {"n": taken} if taken else _("没有要补列的。"))
    return HttpResponseRedirect(reverse("contact:summary", args=[one.pk]))


def _numbers(typed: list[str]) -> list[int]:
    return list(dict.fromkeys(one for one in map(typed_id, typed) if one is not None))[:MOST]


@requires(OFFICE, round_here)
@require_http_methods(["GET", "HEAD", "POST"])
def level(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whose power the picked items are."""
    one = loaded(request, Round)
    back = reverse("contact:summary", args=[one.pk])
    data = posted(request)
    ids = _numbers(data.get("ids", "").split() if data is not None else request.GET.getlist("pick"))
    rows = list(of_round(one).filter(case__in=ids).order_by("visit__place__sort", "pk"))
    if not rows:
        messages.warning(request, _("请先在清单上选出事项。"))
        return HttpResponseRedirect(back)
    form = forms.LevelForm(data, initial={"ids": " ".join(str(number) for number in ids)})
    if form.is_bound and form.is_valid():
        action = SetLevel(actor=actor_of(request), round=one, case_ids=ids, level=form.cleaned_data["level"])
        try:
            changed = action.execute()
        except Invalid as problem:
            form.take(problem)
        else:
            messages.success(request, _("已写明 %(n)d 件的层级。") % {"n": changed})
            if action.refused:
                text = _("%(n)d 件已经交办或移交，层级不能在这里改。") % {"n": len(action.refused)}
                messages.warning(request, text)
            return HttpResponseRedirect(back)
    context = frame(request, one, "summary", form=form, rows=shown.picked(rows), back=back)
    return render(request, "contact/results/level.html", context, status=form.status)


@requires(OFFICE, round_here)
@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet as it will go, with what stays and why; pressing the button sends it."""
    one = loaded(request, Round)
    sheet = sheet_of(one)
    data = posted(request)
    form = forms.TransferForm(data, ready=[str(line.case_id) for line in sheet.lines])
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        action = TransferRound(
            actor=actor_of(request), round=one, case_ids=[int(pk) for pk in typed["case_ids"]], note=typed["note"],
            reason=typed["reason"], once=typed["once"],
        )  # fmt: skip
        try:
            done = action.execute()
        except Invalid as problem:
            form.take(problem)
        else:
            _say(request, done.number, len(done.gone), [sentence for _pk, sentence in done.refused])
            return HttpResponseRedirect(reverse("contact:transfer", args=[one.pk]))
    chosen = set(data.getlist("case_ids")) if data is not None else None
    context = frame(
        request, one, "transfer", form=form, homes=shown.lines(sheet.lines, chosen), n=len(sheet.lines),
        out=shown.out(sheet.out, LEFT_OUT), missing=lists_missing(one) if one.state == workflow.GATHERING else 0,
        lists=shown.sent(sheet), may_send=one.state in {workflow.GATHERING, workflow.TRANSFERRED},
    )  # fmt: skip
    return render(request, "contact/results/transfer.html", context, status=form.status)


def _say(request: HttpRequest, number: str, n: int, refused: list[str]) -> None:
    if n:
        messages.success(request, _("已转交 %(n)d 件，转交单 %(number)s。") % {"n": n, "number": number})
    else:
        messages.success(request, _("没有要转交的事项，这一轮已进入办理。"))
    for sentence in refused:
        messages.warning(request, sentence)


@requires(READERS, round_here)
@require_http_methods(["GET", "HEAD", "POST"])
def ending(request: HttpRequest, pk: int) -> HttpResponse:
    """What is still open and why, by neighbourhood; the feedback by place and unit; the button that ends the round."""
    one = loaded(request, Round)
    if request.method == "POST":
        CloseRound(actor=actor_of(request), round=one, expected_version=one.version).execute()
        messages.success(request, _("这一轮已经结束。"))
        return HttpResponseRedirect(reverse("contact:ending", args=[one.pk]))
    found = tally(of_round(one))
    context = frame(
        request, one, "ending", stats=shown.feedback_stats(one, found), open_n=found.open,
        by_place=shown.feedback_by(one, found, "place"), by_unit=shown.feedback_by(one, found, "unit"),
        open_groups=shown.still_open(one), quiet=quiet_before(one), is_transferred=one.state == workflow.TRANSFERRED,
    )  # fmt: skip
    return render(request, "contact/results/ending.html", context)
