"""Asking residents: consultations and the advisory vote, at the desk and for everybody."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.cases.documents.house import house_of
from lianxin.core.documents.letters.model import Boxes, Form, Heading, Paper, QrCode, Text
from lianxin.db.scope import current_town
from lianxin.journal.actors import anonymous_resident
from lianxin.journal.errors import Invalid
from lianxin.people.access import actor_of, loaded, public, requires
from lianxin.people.addresses import client_address
from lianxin.people.throttles import Limit, forgive, hit
from lianxin.places.models import Place
from lianxin.projects import asked, forms_asking
from lianxin.projects.actions.asking import AnswerConsultation, CastWish, OpenConsultation, OpenWish, PrintCodes
from lianxin.projects.models import Consultation, Season, Way, Wish
from lianxin.projects.pages.ideas import season_here, season_page
from lianxin.projects.policies import KEEPERS, LISTERS, READERS, TALLIERS
from lianxin.ui import papers as paper_pages
from lianxin.ui.acting import act_on, form_page, posted
from lianxin.ui.dates import zh_date

#: Our default against guessing codes and against one address answering for a whole house.
GUESSING: Final = Limit(10, dt.timedelta(minutes=15), dt.timedelta(minutes=15))
ANSWERING: Final = Limit(30, dt.timedelta(hours=1), dt.timedelta(hours=1))


def consultation_here(_request: HttpRequest, pk: int) -> Consultation | None:
    """A consultation of this town, or nothing."""
    return Consultation.objects.filter(pk=pk).first()


def wish_here(_request: HttpRequest, pk: int) -> Wish | None:
    """An advisory vote of this town, or nothing."""
    return Wish.objects.select_related("season").filter(pk=pk).first()


def _place(data: Mapping[str, Any]) -> Place | None:
    return Place.objects.filter(pk=int(data["place"])).first()


@requires(LISTERS)
@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    """All consultations."""
    context = {"rows": asked.consultation_rows(), "may_open": KEEPERS.check(actor_of(request))}
    return render(request, "projects/consultations.html", context)


@requires(KEEPERS)
@require_http_methods(["GET", "POST"])
def new_consultation(request: HttpRequest) -> HttpResponse:
    """Ask a question."""

    def run(data: Mapping[str, Any]) -> None:
        OpenConsultation(actor=actor_of(request), **{**data, "choices": data["choices"].splitlines()}).execute()

    return form_page(
        request, forms_asking.ConsultationForm(posted(request)), run, title=_("新的征询"),
        back=reverse("projects:consultations"), done=_("已经登记，可以印征询单。"),
        sub=_("征询的结果供参考，不作决定。候选项目、投放点时间这类事都可以问。"),
    )  # fmt: skip


@requires(LISTERS, consultation_here)
@require_safe
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """What was answered: in all, by neighbourhood, by building."""
    one = loaded(request, Consultation)
    context = {"row": asked.figures(one), "may_tally": TALLIERS.check(actor_of(request))}
    return render(request, "projects/consultation.html", context)


@requires(TALLIERS, consultation_here)
@require_http_methods(["GET", "POST"])
def tally(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what the paper sheets of a building add up to."""
    one = loaded(request, Consultation)
    form = forms_asking.TallyForm(one.choices.splitlines(), posted(request))

    def run(data: Mapping[str, Any]) -> None:
        AnswerConsultation(
            actor=actor_of(request), consultation=one, place=_place(data), building=data["building"],
            counts=form.counts(), way=Way.PAPER,
        ).execute()  # fmt: skip

    return form_page(
        request, form, run, title=_("录入纸质征询"), sub=one.title, done=_("已经加上。"),
        back=reverse("projects:consultation", args=[one.pk]),
    )  # fmt: skip


@requires(LISTERS, consultation_here)
@require_safe
def consultation_paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The sheet to hand round: the question, boxes, and the code to scan instead."""
    one = loaded(request, Consultation)
    house = house_of(current_town(), actor_of(request).label)
    address = request.build_absolute_uri(reverse("projects:ask", args=[one.code]))
    paper = Paper(
        code="projects-ask", form=Form.SHEET, title=f"{one.title}征询单", number=f"征询-{one.pk % 100000:05d}",
        issued_on=house.day, issuer=house.desk, made_by=house.made_by, mark=house.mark,
        blocks=(
            Text(one.question), Heading("您的意见"), Boxes("只选一项", tuple(one.choices.splitlines())),
            Text("不写姓名和室号。填好交给楼组长或者居委会；也可以扫下面的码，两样只做一样。"),
            QrCode(address, f"扫一扫也可以答，{zh_date(one.closes_on)}截止"),
        ),
        notes=("征询的结果供参考，按楼、按居民区汇总公布。",),
    )  # fmt: skip
    return paper_pages.respond(request, paper, back=reverse("projects:consultation", args=[one.pk]))


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """A resident answers by the code on the sheet: no name, no sign-in."""
    one = get_object_or_404(Consultation, code=code)
    form = forms_asking.AnswerForm(one.choices.splitlines(), posted(request))
    context = {"row": asked.figures(one), "form": form, "is_done": False}
    if form.is_bound and form.is_valid():
        hit("consultation", client_address(request), ANSWERING)
        data = form.cleaned_data
        try:
            AnswerConsultation(
                actor=anonymous_resident(), consultation=one, place=_place(data), building=data["building"],
                counts={int(data["choice"]): 1},
            ).execute()  # fmt: skip
        except Invalid as problem:
            form.take(problem)
        else:
            context |= {"is_done": True, "row": asked.figures(one)}
    return render(request, "projects/ask.html", context, status=form.status)


# The advisory vote ----------------------------------------------------------------------------------------------------


@requires(KEEPERS, season_here)
@require_http_methods(["GET", "POST"])
def new_wish(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin an advisory vote."""
    one = loaded(request, Season)

    def run(data: Mapping[str, Any]) -> None:
        OpenWish(actor=actor_of(request), season=one, **data).execute()

    return form_page(
        request, forms_asking.WishForm(posted(request)), run, title=_("群众点单"), back=season_page(one.pk),
        sub=_("居民在预算内选项目，一户一码。结果供代表参考，不作决定。"), done=_("已经登记，可以印码。"),
    )  # fmt: skip


@requires(READERS, wish_here)
@require_safe
def wish(request: HttpRequest, pk: int) -> HttpResponse:
    """The analysis for the office: ranking, equal shares beside it, coverage by neighbourhood."""
    one = loaded(request, Wish)
    context = {"head": asked.wish_head(one), "row": asked.analysis(one), "may_print": KEEPERS.check(actor_of(request))}
    return render(request, "projects/wish.html", context)


@requires(KEEPERS, wish_here)
@require_http_methods(["GET", "POST"])
def codes(request: HttpRequest, pk: int) -> HttpResponse:
    """Make codes for a neighbourhood and show them once, to be printed and cut."""
    one = loaded(request, Wish)
    form = forms_asking.CodesForm(posted(request))
    back = reverse("projects:wish", args=[one.pk])
    if form.is_bound and form.is_valid():
        place = _place(form.cleaned_data)
        made = PrintCodes(actor=actor_of(request), wish=one, place=place, many=form.cleaned_data["many"]).execute()
        address = request.build_absolute_uri(reverse("projects:cast", args=[one.pk]))
        context = {"codes": made, "place": place, "head": asked.wish_head(one), "address": address, "back": back}
        return render(request, "projects/codes.html", context)
    return act_on(
        request, form, lambda _data: None, template="ui/form_page.html", back=back, done="",
        context={"title": _("印码"), "sub": _("码只在这一次显示，当场打印；系统只存摘要，不记哪一户拿了哪张。")},
    )  # fmt: skip


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cast(request: HttpRequest, pk: int) -> HttpResponse:
    """A household chooses; after the last day everybody reads the ranking."""
    one = wish_here(request, pk)
    if one is None:
        raise Http404
    head = asked.wish_head(one)
    if head["is_over"]:
        return render(request, "projects/cast.html", {"head": head, "row": asked.ranking(one)})
    items = asked.wish_items(one)
    form = forms_asking.CastForm(items, posted(request))
    context = {"head": head, "form": form, "is_done": False}
    if form.is_bound and form.is_valid():
        hit("wish", client_address(request), GUESSING)
        data = form.cleaned_data
        try:
            CastWish(
                actor=anonymous_resident(), wish=one, code=data["code"], picks=[int(at) for at in data["picks"]]
            ).execute()
        except Invalid as problem:
            form.take(problem)
        else:
            forgive("wish", client_address(request))
            context["is_done"] = True
    return render(request, "projects/cast.html", context, status=form.status)
