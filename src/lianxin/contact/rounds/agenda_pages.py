"""The agenda on the desk and as a sheet."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.contact import workflow
from lianxin.contact.models import AgendaItem, AgendaQuestion, Round
from lianxin.contact.policies import OFFICE, READERS
from lianxin.contact.rounds import forms
from lianxin.contact.rounds import selectors as found
from lianxin.contact.rounds.agenda import (
    AnswerQuestion,
    CiteRecord,
    DropItem,
    MoveItem,
    RecordQuestion,
    SetItem,
    rows_of,
)
from lianxin.contact.rounds.pages import page_of, round_here
from lianxin.people.access import actor_of, loaded, requires
from lianxin.records import citing
from lianxin.records.citing_form import CiteForm
from lianxin.ui.acting import form_page, posted


def item_here(_request: HttpRequest, pk: int, **_rest: object) -> AgendaItem | None:
    """An item of a round of this town, or nothing."""
    return AgendaItem.objects.select_related("round").filter(pk=pk).first()


def question_here(_request: HttpRequest, pk: int) -> AgendaQuestion | None:
    """A question of a round of this town, or nothing."""
    return AgendaQuestion.objects.select_related("item__round").filter(pk=pk).first()


def _context(request: HttpRequest, one: Round) -> dict[str, Any]:
    rows = rows_of(one, actor_of(request))
    return {
        "round": one, "sub": found.sub_of(one), "rows": rows,
        "minutes": sum(row["minutes"] for row in rows if not row["dropped"]),
        "may_keep": OFFICE.check(actor_of(request)) and one.state not in workflow.ROUND_FINAL,
    }  # fmt: skip


@requires(READERS, round_here)
@require_safe
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda with questions and answers."""
    return render(request, "contact/agenda.html", _context(request, loaded(request, Round)))


@requires(READERS, round_here)
@require_safe
def agenda_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda to print."""
    return render(request, "contact/agenda_sheet.html", _context(request, loaded(request, Round)))


@requires(OFFICE, round_here)
@require_http_methods(["GET", "POST"])
def new_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an item."""
    one = loaded(request, Round)

    def run(data: Mapping[str, Any]) -> None:
        SetItem(actor=actor_of(request), round=one, **data).execute()

    return form_page(
        request, forms.AgendaForm(posted(request)), run, title=_("加一项议程"), sub=one.name,
        back=page_of(one.pk, "agenda"), done=_("已经加上。"),
    )  # fmt: skip


@requires(OFFICE, item_here)
@require_http_methods(["GET", "POST"])
def change_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an item."""
    item = loaded(request, AgendaItem)
    names = ("kind", "title", "minutes", "speaker", "text")

    def run(data: Mapping[str, Any]) -> None:
        SetItem(actor=actor_of(request), round=item.round, item=item, **data).execute()

    form = forms.AgendaForm(posted(request), initial={name: getattr(item, name) for name in names})
    return form_page(
        request, form, run, title=_("更正议程"), sub=item.title, back=page_of(item.round_id, "agenda"),
        done=_("已经更正。"),
    )  # fmt: skip


@requires(OFFICE, item_here)
@require_POST
def move_item(request: HttpRequest, pk: int, where: str) -> HttpResponse:
    """Move an item up or down."""
    item = loaded(request, AgendaItem)
    MoveItem(actor=actor_of(request), round=item.round, item=item, up=where == "up").execute()
    return HttpResponseRedirect(page_of(item.round_id, "agenda"))


@requires(OFFICE, item_here)
@require_http_methods(["GET", "POST"])
def drop_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an item off."""
    item = loaded(request, AgendaItem)

    def run(data: Mapping[str, Any]) -> None:
        DropItem(actor=actor_of(request), round=item.round, item=item, reason=data["reason"]).execute()

    return form_page(
        request, forms.ReasonForm(posted(request)), run, title=_("取消这一项"), sub=item.title,
        back=page_of(item.round_id, "agenda"), done=_("已经取消，原因留在议程里。"),
    )  # fmt: skip


@requires(OFFICE, item_here)
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a question."""
    item = loaded(request, AgendaItem)

    def run(data: Mapping[str, Any]) -> None:
        RecordQuestion(actor=actor_of(request), round=item.round, item=item, **data).execute()

    return form_page(
        request, forms.QuestionForm(posted(request)), run, title=_("记一个提问"), sub=item.title,
        back=page_of(item.round_id, "agenda"), done=_("已经记下。"),
    )  # fmt: skip


@requires(OFFICE, question_here)
@require_http_methods(["GET", "POST"])
def answer_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down the answer."""
    asked = loaded(request, AgendaQuestion)

    def run(data: Mapping[str, Any]) -> None:
        AnswerQuestion(actor=actor_of(request), round=asked.item.round, asked=asked, **data).execute()

    return form_page(
        request, forms.AnswerForm(posted(request)), run, title=_("补答复"), sub=asked.question[:60],
        back=page_of(asked.item.round_id, "agenda"), done=_("已经记下。"),
    )  # fmt: skip


@requires(OFFICE, item_here)
@require_http_methods(["GET", "POST"])
def cite(request: HttpRequest, pk: int) -> HttpResponse:
    """Link a record."""
    item = loaded(request, AgendaItem)

    def run(data: Mapping[str, Any]) -> None:
        kind, pk = citing.find(actor_of(request), data["kind"], data["number"])
        CiteRecord(actor=actor_of(request), round=item.round, item=item, kind=kind, object_id=pk).execute()

    return form_page(
        request, CiteForm(posted(request)), run, title=_("引用记录"), sub=item.title,
        back=page_of(item.round_id, "agenda"), done=_("已经引用，两边都能查到。"),
    )  # fmt: skip
