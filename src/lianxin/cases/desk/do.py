"""Making a move: show its form, try the action, put refusals where they belong, keep what was typed."""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.cases import policies, texts, workflow
from lianxin.cases.desk.after import after
from lianxin.cases.desk.beside import beside
from lianxin.cases.desk.forms import MoveForm
from lianxin.cases.desk.overtaken import overtaken, typed_in
from lianxin.cases.desk.page import by_number
from lianxin.cases.desk.party import VERDICT, check_party, possible_now, why_not
from lianxin.cases.desk.table import TABLE, Entry
from lianxin.cases.models import Case
from lianxin.cases.selectors import case_page
from lianxin.journal.errors import Invalid, WrongState
from lianxin.journal.models import IdempotencyKey
from lianxin.people.access import actor_of, loaded, requires


@requires(policies.SEE_CASE, by_number)
@require_http_methods(["GET", "HEAD", "POST"])
def do(request: HttpRequest, number: str, move: str) -> HttpResponse:
    """One move on one case; who may never make it is refused first, what cannot be made now leads back."""
    if move not in TABLE:
        raise Http404
    page = case_page.page_of(actor_of(request), loaded(request, Case))
    if request.method == "POST":
        check_party(actor_of(request), page, move)
        return _try(request, page, move)
    if not any(one.code == move for one in page.moves):
        messages.warning(request, why_not(page, move))
        return redirect("cases:desk_case", number=number)
    return _show(request, page, move, _form(request, page, move))


#: Guard of a move → the field it asks for.
_ASKED: Final = {"reason_given": "reason", "channel_told": "channel"}


def label_of(move: str) -> str:
    """The word on the button."""
    return _("登记评价") if move == VERDICT else _(workflow.BY_CODE[move].label)


def _form(request: HttpRequest, page: case_page.CasePage, move: str, data: Any = None) -> MoveForm:
    files = request.FILES if data is not None else None
    form = TABLE[move].form(data, files, page=page, actor=actor_of(request))
    guards = workflow.BY_CODE[move].guards if move in workflow.BY_CODE else ()
    form.asked |= {name for guard, name in _ASKED.items() if guard in guards}
    return form


def _show(
    request: HttpRequest, page: case_page.CasePage, move: str, form: MoveForm, status: int = 0, **more: Any
) -> HttpResponse:
    """The form beside what it is about."""
    context = {
        "form": form,
        "case": page.case,
        "page": page,
        "code": move,
        "label": label_of(move),
        "after": after(page.case, move),
        "beside": beside(page),
        "possible": True,
        **form.context(),
        **more,
    }
    return render(request, form.template, context, status=status or form.status)


def _try(request: HttpRequest, page: case_page.CasePage, move: str) -> HttpResponse:
    """The press of the button."""
    form = _form(request, page, move, request.POST)
    if "preview" in request.POST:
        form.is_valid()
        return _show(request, page, move, form, status=200, previewing=True)
    if not form.is_valid():
        return _not_valid(request, page, move, form)
    try:
        _execute(request, page.case, TABLE[move], form)
    except Invalid as problem:
        form.take(problem)
        return _show(request, page, move, form)
    except WrongState as problem:
        if problem.code == "once_done":
            return _done(request, page.case, move, form)
        return _overtaken(request, page, move, problem.message)
    return _done(request, page.case, move, form)


def _not_valid(request: HttpRequest, page: case_page.CasePage, move: str, form: MoveForm) -> HttpResponse:
    """Errors at the fields; but a second press of a form that worked, or one from another state, is answered first."""
    once = request.POST.get("once", "")
    if once and IdempotencyKey.objects.filter(key=once, result_kind="case", result_id=page.case.pk).exists():
        return _done(request, page.case, move, form)
    if not possible_now(page, move):
        return _overtaken(request, page, move, texts.not_from_here(label_of(move), page.case.state))
    if form.cleaned_data.get("expected_version") not in (None, page.case.version):
        return _overtaken(request, page, move, texts.somebody_was_faster())
    return _show(request, page, move, form)


def _done(request: HttpRequest, case: Case, move: str, form: MoveForm) -> HttpResponse:
    messages.success(request, form.done(label_of(move)))
    return redirect("cases:desk_case", number=case.number)


def _execute(request: HttpRequest, case: Case, entry: Entry, form: MoveForm) -> None:
    form.action(entry.action)(
        actor=actor_of(request),
        case_id=case.pk,
        expected_version=form.cleaned_data["expected_version"],
        once=form.cleaned_data["once"] or None,
        **form.facts(),
    ).execute()


def _overtaken(request: HttpRequest, page: case_page.CasePage, move: str, sentence: str) -> HttpResponse:
    """Refused as it stands now: the true reason, both versions only where it really changed, and all that was typed."""
    typed = request.POST.get("expected_version", "")
    seen = int(typed) if typed.isascii() and typed.isdigit() else None
    fresh = case_page.load(actor_of(request), page.case.pk)
    data = request.POST.copy()
    data["expected_version"], data["once"] = str(fresh.case.version), ""
    form = _form(request, fresh, move, data)
    form.add_error(None, sentence)
    both = None if seen == fresh.case.version else overtaken(fresh, seen)
    possible = possible_now(fresh, move) and any(one.code == move for one in fresh.moves)
    more = {"both": both, "possible": possible, "typed": [] if possible else typed_in(form), "why": sentence}
    return _show(request, fresh, move, form, status=409, **more)
