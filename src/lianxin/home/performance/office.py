"""Files on the desk: one deputy's file, what waits, and the answers to objections."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.cases.documents.house import House, house_of
from lianxin.db.models import Town
from lianxin.deputies.models import Deputy
from lianxin.deputies.policies import KEEPERS, READERS
from lianxin.home.models import PerformanceEntry
from lianxin.home.performance import forms, papers
from lianxin.home.performance import selectors as found
from lianxin.home.performance import workflow as w
from lianxin.home.performance.actions import ConfirmEntry, CorrectEntry, ObjectToEntry, TakeOutEntry, UpholdEntry
from lianxin.home.performance.actions.entries import notify_all
from lianxin.home.performance.lists import FILES
from lianxin.home.performance.standard import standard
from lianxin.people.access import actor_of, loaded, requires
from lianxin.ui import papers as printing
from lianxin.ui.acting import form_page, posted

#: The language of every paper.
LANGUAGE: Final = "zh-hans"


def deputy_here(_request: HttpRequest, pk: int) -> Deputy | None:
    """A deputy of this town, or nothing."""
    return Deputy.objects.select_related("group").filter(pk=pk).first()


def entry_here(_request: HttpRequest, pk: int, **_rest: object) -> PerformanceEntry | None:
    """An entry of this town, or nothing."""
    return found.entry_here(pk)


def year_of(request: HttpRequest, years: list[int]) -> int:
    """The year of ``?year=``; the newest where it says none that there is."""
    typed = request.GET.get("year", "")
    return int(typed) if typed.isdecimal() and len(typed) == 4 and int(typed) in years else years[0]


def tabs(request: HttpRequest, years: list[int], year: int) -> list[dict[str, Any]]:
    """A tab for every year."""
    return [{"label": str(one), "href": f"{request.path}?year={one}", "current": one == year} for one in years]


@requires(READERS)
@require_safe
def files(request: HttpRequest) -> HttpResponseBase:
    """Every deputy in the order of the register, with what waits; nothing is counted or ranked."""
    objected = [
        {"pk": one.pk, "name": one.deputy.display_name, "title": one.title, "words": one.objection}
        for one in found.objections()[:50]
    ]
    context = {"title": _("履职档案"), "objected": objected, "may_keep": KEEPERS.check(actor_of(request))}
    return FILES.respond(request, found.files(), "home/files.html", context)


@requires(READERS, deputy_here)
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """One deputy's file of a year."""
    one = loaded(request, Deputy)
    years = found.years_of(one.pk)
    year = year_of(request, years)
    context = {
        "file": found.file_of(one, year), "tabs": tabs(request, years, year),
        "paper": f"{reverse('home:file_paper', args=[one.pk])}?year={year}",
        "may_keep": KEEPERS.check(actor_of(request)),
    }  # fmt: skip
    return render(request, "home/file.html", context)


def house_here(request: HttpRequest) -> House:
    """Whose paper it is."""
    town: Town = request.town  # type: ignore[attr-defined]
    return house_of(town, actor_of(request).label)


@requires(READERS, deputy_here)
@require_safe
def file_paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of a year as a page to print, as Excel, Word or PDF."""
    one = loaded(request, Deputy)
    year = year_of(request, found.years_of(one.pk))
    with override(LANGUAGE):
        paper = papers.file(found.file_of(one, year), house_here(request), standard().silent_days)
        return printing.respond(request, paper, back=f"{reverse('home:file', args=[one.pk])}?year={year}")


@requires(KEEPERS, deputy_here)
@require_POST
def handed_out(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet was handed to a deputy without an account; the days for looking begin."""
    one = loaded(request, Deputy)
    count = notify_all(actor_of(request), one, on_paper=True)
    messages.success(request, _("%(n)d 条开始请本人核对，期限从今天算。") % {"n": count})
    return HttpResponseRedirect(reverse("home:file", args=[one.pk]))


@requires(READERS, entry_here)
@require_safe
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry with its whole history and, for the office, what can be answered."""
    one = loaded(request, PerformanceEntry)
    context = {
        "entry": found.row_of(one, standard()), "deputy": one.deputy, "history": found.history(one),
        "is_current": one.is_current, "is_objected": one.state == w.OBJECTED,
        "may_object": one.on_paper and one.state in w.BY_CODE["object"].sources,
        "may_confirm": one.state == w.NOTIFIED and one.on_paper,
        "may_keep": KEEPERS.check(actor_of(request)) and one.is_current,
    }  # fmt: skip
    return render(request, "home/entry.html", context)


#: Code → action, title, message.
_DECISIONS: Final[dict[str, tuple[Any, str | Promise, str | Promise]]] = {
    "uphold": (UpholdEntry, gettext_lazy("维持原记录"), gettext_lazy("已经告诉代表，理由写在档案里。")),
    "object": (ObjectToEntry, gettext_lazy("代记本人的异议"), gettext_lazy("已经记下，请核实后答复。")),
    "take-out": (TakeOutEntry, gettext_lazy("撤下这一条"), gettext_lazy("已经撤下，原来的记录留着备查。")),
}


@requires(KEEPERS, entry_here)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Uphold an entry, take it out, or write down what a deputy without an account objects to; with a reason."""
    one = loaded(request, PerformanceEntry)
    action, title, done = _DECISIONS[code]

    def run(data: Mapping[str, Any]) -> None:
        action(actor=actor_of(request), entry=one, expected_version=one.version, reason=data["reason"]).execute()

    return form_page(
        request, forms.DecisionForm(posted(request)), run, title=str(title), sub=_about(one),
        back=reverse("home:file", args=[one.deputy_id]), done=str(done),
    )  # fmt: skip


@requires(KEEPERS, entry_here)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down how it really was; the source is put right with it."""
    one = loaded(request, PerformanceEntry)

    def run(data: Mapping[str, Any]) -> None:
        CorrectEntry(
            actor=actor_of(request), entry=one, expected_version=one.version, reason=data["reason"],
            presence=data["presence"], happened_on=data["happened_on"], people=data["people"],
        ).execute()  # fmt: skip

    known = {"presence": one.presence, "happened_on": one.happened_on, "people": one.people or None}
    return form_page(
        request, forms.CorrectionForm(posted(request), initial=known), run, title=_("更正这一条"), sub=_about(one),
        back=reverse("home:file", args=[one.deputy_id]), done=_("已经更正，新的一条请代表再核对。"),
    )  # fmt: skip


def _about(one: PerformanceEntry) -> str:
    return f"{one.deputy.display_name} · {one.title}"


@requires(KEEPERS, entry_here)
@require_POST
def signed(request: HttpRequest, pk: int) -> HttpResponse:
    """The deputy has signed on paper that it is right."""
    one = loaded(request, PerformanceEntry)
    ConfirmEntry(actor=actor_of(request), entry=one).execute()
    messages.success(request, _("已经记下本人签字核对。"))
    return HttpResponseRedirect(reverse("home:file", args=[one.deputy_id]))
