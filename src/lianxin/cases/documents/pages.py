"""Papers as pages to print and as files; the wording of a paper is Chinese whatever language the screen has."""

from collections.abc import Iterable
from functools import partial
from typing import Any, Final, cast

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from lianxin.cases import policies
from lianxin.cases.actions.base import KIND
from lianxin.cases.actions.receipt import may_hand_out
from lianxin.cases.desk.page import by_number
from lianxin.cases.desk.tables import case_list
from lianxin.cases.documents import catalogue, handled, handling, lists, reading
from lianxin.cases.documents.answers import Door
from lianxin.cases.documents.house import House, house_of
from lianxin.cases.documents.policies import FEEDBACK, HANDLING, LEDGERS
from lianxin.cases.models import Case, Opinion
from lianxin.cases.selectors import case_page, transfer, worklists
from lianxin.core.documents.letters.model import Paper
from lianxin.db.models import Town
from lianxin.people import roles
from lianxin.people.access import actor_of, loaded, requires
from lianxin.people.policies import reach_of
from lianxin.places.models import Place
from lianxin.records import attachments
from lianxin.reports.figures.forms import narrowed, read_period
from lianxin.ui import papers
from lianxin.ui.errors import error_page

#: The language of every paper.
LANGUAGE: Final = "zh-hans"
#: So many rows go onto paper; the writers refuse more.
MOST_ROWS: Final = 1_000


def _house(request: HttpRequest) -> House:
    town: Town = request.town  # type: ignore[attr-defined]
    return house_of(town, actor_of(request).label)


@requires(policies.SEE_CASE, by_number)
@require_safe
def of_case(request: HttpRequest, number: str, code: str) -> HttpResponseBase:
    """One paper of a matter; 404 with a sentence while the matter has nothing for it."""
    kind = catalogue.BY_CODE.get(code)
    if kind is None:
        raise Http404
    back = reverse("cases:desk_case", args=[number])
    with override(LANGUAGE):
        paper = kind.make(_wanted(request, loaded(request, Case), code))
    if paper is None:
        text = _("这件事现在还没有可以写进“%(what)s”的内容。") % {"what": kind.label}
        return error_page(request, 404, text=text, href=back, link=_("返回"))
    return papers.respond(request, paper, back=back)


def _wanted(request: HttpRequest, case: Case, code: str) -> catalogue.Wanted:
    actor = actor_of(request)
    page = case_page.page_of(actor, case)
    files: tuple[str, ...] = ()
    if code == "order":
        files = tuple(str(one["name"]) for one in attachments.of(KIND, case.pk))
    door = _door(request, page) if code == "notice" else Door()
    return catalogue.Wanted(page, _house(request), actor, door, files)


def _door(request: HttpRequest, page: case_page.CasePage) -> Door:
    """The speaker's own page for who may have its key; else the page that asks for the code of the slip.

    With that key one judges in the speaker's name: a unit hands the notice out and must not hold it, as with receipts.
    """
    if not page.opinions:
        return Door()
    if not may_hand_out(actor_of(request), page.case):
        return Door(request.build_absolute_uri(reverse("cases:follow")), asks_code=True)
    token = Opinion.objects.values_list("public_token", flat=True).get(pk=page.opinions[0].id)
    return Door(request.build_absolute_uri(reverse("cases:status", args=[token])))


@requires(policies.TRANSFER_LIST)
@require_safe
def of_transfer(request: HttpRequest, number: str, code: str) -> HttpResponseBase:
    """The 汇总表 or the 转交函 of a list that went."""
    lines = transfer.sent(actor_of(request), number)
    if not lines or code not in {"summary", "handover"}:
        raise Http404
    back = reverse("cases:desk_transfer_list", args=[number])
    with override(LANGUAGE):
        rows, house = reading.summary_rows(lines), _house(request)
        if code == "summary":
            paper = lists.summary(number, rows, house)
        else:
            went = Case.objects.filter(pk=lines[0].id).values_list("transferred_on", flat=True).first()
            paper = lists.handover(number, rows, went, house)
    return papers.respond(request, paper, back=back)


@requires(LEDGERS)
@require_safe
def ledger(request: HttpRequest) -> HttpResponseBase:
    """The 办理台账 of a work list with the filters of its page; everything in Excel, the main columns on paper."""
    actor = actor_of(request)
    mine = [one.code for one in worklists.lists_for(actor)]
    code = request.GET.get("list") or mine[-1]
    if code not in mine:
        raise Http404
    full = request.GET.get("format") == "xlsx"
    cases = reading.ledger_cases(actor, code, partial(_narrowed, request))
    query = request.GET.copy()
    query.pop("format", None)
    back = f"{reverse('cases:desk_cases')}?{query.urlencode()}"
    if not full:
        cases = cases[: MOST_ROWS + 1]
    with override(LANGUAGE):
        what = str(worklists.BY_CODE[code].label)
        rows = reading.ledger_rows(cases)
        return _respond(request, lists.ledger(rows, _house(request), what=what, full=full), back)


def _narrowed(request: HttpRequest, rows: QuerySet[Case]) -> QuerySet[Case]:
    """What the filters of the list's page leave, as they stand in the address."""
    for one in case_list().filters:
        options = one.options(request) if one.kind == "choice" else ()
        value = one.read(request.GET.get(one.name, ""), options)
        if value is not None:
            rows = one.apply(rows, value)
    return rows


def _respond(request: HttpRequest, paper: Paper, back: str) -> HttpResponseBase:
    """Answer while the language of papers still holds, because rows of a stream are made only now."""
    return papers.respond(request, paper, back=back)


@requires(LEDGERS)
@require_safe
def promises(request: HttpRequest) -> HttpResponseBase:
    """The 承诺台账 of what the actor sees; ``?year=`` narrows to what fell due in it."""
    typed = request.GET.get("year", "")
    year = int(typed) if typed.isdecimal() and len(typed) == 4 else None
    with override(LANGUAGE):
        title = f"{year}年承诺台账" if year else "承诺台账"
        paper = lists.promises(reading.promise_rows(actor_of(request), year), _house(request), title)
        return _respond(request, paper, reverse("cases:desk_cases") + "?list=promises")


@requires(FEEDBACK)
@require_safe
def feedback(request: HttpRequest) -> HttpResponseBase:
    """The 上轮反馈单 of a neighbourhood; without a choice the page to choose one."""
    actor = actor_of(request)
    places = reading.neighbourhoods(_paths(request))
    place = next((one for one in places if one.code == request.GET.get("place", "")), None)
    if place is None:
        return _choose(request, places)
    occasion = request.GET.get("occasion", "")[:60] or reading.last_occasion(actor, place)
    with override(LANGUAGE):
        rows = reading.feedback_rows(actor, place, occasion) if occasion else []
        paper = lists.feedback(place.name, occasion or "没有登记过活动", rows, _house(request))
    return papers.respond(request, paper, back=reverse("cases:feedback"))


def _paths(request: HttpRequest) -> tuple[str, ...] | None:
    """Where the actor may prepare a visit: None for the whole town."""
    actor = actor_of(request)
    if actor.has(roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR):
        return None
    reach = reach_of(actor, roles.SECRETARY, roles.COMMITTEE)
    return None if reach.whole_town else tuple(reach.paths)


def _choose(request: HttpRequest, places: Iterable[Place]) -> HttpResponse:
    rows: list[dict[str, Any]] = [{"href": f"?place={one.code}", "name": one.name} for one in places]
    return render(request, "cases/documents/feedback.html", cast("dict[str, Any]", {"places": rows}))


@requires(HANDLING)
@require_safe
def handling_report(request: HttpRequest) -> HttpResponseBase:
    """The 办理情况报告 of a period; without one, or with one that runs backwards, the page to choose it."""
    form, period = read_period(request)
    if not form.is_bound or not form.is_valid():
        return render(request, "cases/documents/handling.html", {"form": form}, status=form.status)
    with override(LANGUAGE):
        facts = handled.read(actor_of(request), narrowed(period, {}))
        paper = handling.report(facts, _house(request))
        return _respond(request, paper, reverse("cases:handling_report"))
