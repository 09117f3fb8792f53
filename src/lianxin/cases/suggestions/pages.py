"""Suggestions read: the lists, one page on either face, the answer on paper, the list for the report."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from lianxin.cases.documents.house import house_of
from lianxin.cases.lists import usual_results
from lianxin.cases.models.suggestion import Suggestion
from lianxin.cases.suggestions import letter, listing, origins, policies, rules, selectors, sheets, shown, texts
from lianxin.cases.suggestions import workflow as w
from lianxin.core.clock import today
from lianxin.db.scope import current_town
from lianxin.deputies.models import Level
from lianxin.people.access import actor_of, loaded, requires
from lianxin.ui import papers
from lianxin.ui.listing import listed


def suggestion_of(_request: HttpRequest, pk: int, **_kwargs: Any) -> Suggestion:
    """The suggestion of an address; 404 for one that is not in this town."""
    row = Suggestion.objects.select_related("deputy", "lead_unit").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@requires(policies.SEE)
@require_safe
def at_desk(request: HttpRequest) -> HttpResponseBase:
    """The suggestions the actor sees at the desk."""
    actor = actor_of(request)
    acts = []
    if policies.REPORT.check(actor):
        acts = [{"label": gettext("报告用表"), "href": reverse("cases:suggestion_report")}]
    context = {"title": gettext("代表建议"), "sub": gettext("法定时限，与居民意见分开计时。"), "acts": acts}
    spec = listing.leading_to(listing.DESK_LIST, "cases:suggestion")
    return spec.respond(request, selectors.at_desk(actor), "cases/pressing/list.html", context)


@requires(policies.OWN)
@require_safe
def own(request: HttpRequest) -> HttpResponseBase:
    """What the deputy wrote, signed, or is asked to sign."""
    rows = selectors.own(actor_of(request))
    return listing.leading_to(listing.OWN_LIST, "cases:own_suggestion").respond(
        request, rows, "cases/suggestions/own_list.html", {"title": gettext("我的建议")}
    )  # fmt: skip


@requires(policies.REPORT)
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The suggestions of one session year with counts: for the report to the congress."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == len("2026") else today().year
    rows = list(
        Suggestion.objects.select_related("deputy", "lead_unit")
        .filter(session_year=year, level=Level.TOWN)
        .exclude(registered_on=None)
        .order_by("number")
    )
    words = usual_results()
    context = {"year": year, "years": range(today().year, today().year - 5, -1), "counts": shown.counts(rows),
               "rows": [listing.row_of(one, "cases:suggestion", words) for one in rows]}  # fmt: skip
    return render(request, "cases/suggestions/report.html", context)


@requires(policies.SEE, suggestion_of)
@require_safe
def at_desk_one(request: HttpRequest, pk: int) -> HttpResponse:
    """One suggestion at the desk."""
    return _one(request, "ui/desk.html", "cases:suggestion", "cases:suggestions")


@requires(policies.OWN, suggestion_of)
@require_safe
def own_one(request: HttpRequest, pk: int) -> HttpResponse:
    """One suggestion on the deputy's face."""
    return _one(request, "ui/deputy.html", "cases:own_suggestion", "cases:own_suggestions")


def _one(request: HttpRequest, face: str, name: str, list_name: str) -> HttpResponse:
    row, actor = loaded(request, Suggestion), actor_of(request)
    page = selectors.page_of(actor, row)
    writing = row.state in w.WRITING and w.DEPUTY in page.parties
    examining = row.state == w.SUBMITTED and w.OFFICE in page.parties
    doubts = rules.doubts(row.title, row.facts, row.proposal, row.ticks.split("/")) if writing or examining else []
    deputys = face == "ui/deputy.html"
    context = {
        "face": face,
        "page": page,
        "row": row,
        "title": row.title,
        "state": f"suggestion_{row.state}",
        "moves": shown.moves(page, f"{name}_do", deputys=deputys),
        "facts": shown.facts_of(page),
        "doubts": [(str(texts.DOUBTS[one.code]), listed(one.words)) for one in doubts],
        "likes": selectors.similar(actor, row.title, row.pk) if writing else [],
        "origins": origins.of_suggestion(actor, row.pk) if page.parties & shown.READS_ORIGINS else None,
        "replies": shown.replies(page),
        "promises": shown.promises(page),
        "voices": shown.voices(page),
        "contacts": shown.contacts(page),
        "asks": shown.asks(page),
        "clocks": shown.clocks(page),
        "signers": shown.signers(page),
        "timeline": shown.timeline(page),
        "list_href": reverse(list_name),
        "papers": _papers(page, name),
    }
    return render(request, "cases/suggestions/one.html", context)


def _papers(page: selectors.Page, name: str) -> list[dict[str, Any]]:
    """The letter or the text, and the sheets there is something for; no statement."""
    answered = any(one.signed_at is not None for one in page.replies)
    found = [(gettext("答复函") if answered else gettext("建议文本"), reverse(f"{name}_print", args=[page.row.pk]))]
    found += [
        (str(kind.label), reverse(f"{name}_sheet", args=[page.row.pk, kind.code]))
        for kind in sheets.KINDS
        if kind.offered(page)
    ]
    return [{"label": label, "href": href, "files": papers.links(href)} for label, href in found]


@requires(policies.SEE, suggestion_of)
@require_safe
def at_desk_print(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The answer, or the text, on paper."""
    return _print(request, reverse("cases:suggestion", args=[pk]))


@requires(policies.OWN, suggestion_of)
@require_safe
def own_print(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same for a deputy."""
    return _print(request, reverse("cases:own_suggestion", args=[pk]))


@requires(policies.SEE, suggestion_of)
@require_safe
def at_desk_sheet(request: HttpRequest, pk: int, code: str) -> HttpResponseBase:
    """One of the other papers; 404 while there is nothing for it."""
    return _print(request, reverse("cases:suggestion", args=[pk]), code)


@requires(policies.OWN, suggestion_of)
@require_safe
def own_sheet(request: HttpRequest, pk: int, code: str) -> HttpResponseBase:
    """The same for a deputy; requests of units are not among them."""
    return _print(request, reverse("cases:own_suggestion", args=[pk]), code)


def _print(request: HttpRequest, back: str, code: str = "") -> HttpResponseBase:
    actor = actor_of(request)
    page = selectors.page_of(actor, loaded(request, Suggestion))
    kind = sheets.BY_CODE.get(code)
    if code and (kind is None or not kind.offered(page)):
        raise Http404
    house = house_of(current_town(), actor.label)
    with override("zh-hans"):
        paper = kind.make(page, house) if kind is not None else letter.paper_of(page, house)
    if paper is None:
        raise Http404
    return papers.respond(request, paper, back=back)
