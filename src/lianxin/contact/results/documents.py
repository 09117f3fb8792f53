"""The papers of a round: the page that offers them, the words of the 活动总结, each as a page or a file."""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.cases.documents.house import House, day, house_of
from lianxin.contact.models import Round, RoundText
from lianxin.contact.policies import OFFICE, READERS
from lianxin.contact.results import papers as made
from lianxin.contact.results.actions import WriteText
from lianxin.contact.results.forms import TextForm
from lianxin.contact.results.items import of_round
from lianxin.contact.results.numbers import numbers_of
from lianxin.contact.results.pages import frame, round_here
from lianxin.core.documents.letters.model import Paper
from lianxin.db.models import Town
from lianxin.deputies.models import Deputy
from lianxin.journal.errors import Invalid
from lianxin.people.access import actor_of, loaded, requires
from lianxin.places.routing import load_router
from lianxin.ui import papers
from lianxin.ui.acting import posted

#: The language of every paper.
LANGUAGE: Final = "zh-hans"
#: Code → what it is called and what stands in it.
KINDS: Final = {
    "summary": (
        gettext_lazy("意见汇总表"),
        gettext_lazy("每一件：来源、原话摘要、类别、层级、代表、当场答复、拟交办单位、时限"),
    ),
    "report": (gettext_lazy("活动总结"), gettext_lazy("按记录生成的数字和您改过的文字，附各居民区的表")),
    "statistics": (gettext_lazy("统计表"), gettext_lazy("各居民区、各类别、各层级、办理情况的件数")),
}  # fmt: skip


@requires(READERS, round_here)
@require_safe
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be printed or taken along, and where the district's own forms are filled."""
    one = loaded(request, Round)
    rows = []
    for code, (label, what) in KINDS.items():
        href = reverse("contact:paper", args=[one.pk, code])
        rows.append({"code": code, "label": label, "what": what, "href": href, "files": papers.links(href)})
    context = frame(request, one, "documents", rows=rows, edited=RoundText.objects.filter(round=one.pk).exists())
    return render(request, "contact/results/documents.html", context)


def _house(request: HttpRequest) -> House:
    town: Town = request.town  # type: ignore[attr-defined]
    return house_of(town, actor_of(request).label)


@requires(READERS, round_here)
@require_safe
def paper(request: HttpRequest, pk: int, code: str) -> HttpResponseBase:
    """One paper."""
    if code not in KINDS:
        raise Http404
    one = loaded(request, Round)
    with override(LANGUAGE):
        return papers.respond(
            request, _made(one, code, _house(request)), back=reverse("contact:documents", args=[one.pk])
        )


def _made(one: Round, code: str, house: House) -> Paper:
    if code == "summary":
        items: list[Any] = list(of_round(one).order_by("visit__place__sort", "visit_id", "order"))
        ids = {int(part) for item in items for part in item.case.deputy_path.split("/") if part}
        names = dict(Deputy.objects.filter(pk__in=ids).values_list("pk", "label"))
        router = load_router()
        return made.summary(one, [made.summary_row(item, names, router) for item in items], house)
    found = numbers_of(one)
    if code == "statistics":
        return made.statistics(found, house)
    return made.report(found, words_of(one) or made.draft(found, day(house.day)), house)


def words_of(one: Round) -> str:
    """The words of the 活动总结 as the office last wrote them; empty while it did not; one statement."""
    return RoundText.objects.filter(round=one.pk).order_by("-pk").values_list("text", flat=True).first() or ""


@requires(OFFICE, round_here)
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the words of the 活动总结; ``?draft=1`` begins again with today's numbers."""
    one = loaded(request, Round)
    back = reverse("contact:documents", args=[one.pk])
    written = "" if request.GET.get("draft") else words_of(one)
    initial = {}
    if request.method != "POST":
        with override(LANGUAGE):
            initial = {"text": written or made.draft(numbers_of(one), day(_house(request).day))}
    form = TextForm(posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        try:
            WriteText(actor=actor_of(request), round=one, text=form.cleaned_data["text"]).execute()
        except Invalid as problem:
            form.take(problem)
        else:
            messages.success(request, _("总结的文字已经保存，原来的版本留着。"))
            return HttpResponseRedirect(back)
    context = frame(request, one, "documents", form=form, back=back, is_written=bool(written))
    return render(request, "contact/results/text.html", context, status=form.status)
