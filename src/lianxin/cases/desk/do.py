"""Making a move: show its form, try the action, put refusals where they belong, keep what was typed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.cases import policies
from lianxin.cases.desk.forms import MoveForm
from lianxin.cases.desk.page import by_number
from lianxin.cases.desk.table import TABLE, Entry
from lianxin.cases.models import Case
from lianxin.cases.selectors import case_page
from lianxin.journal.errors import Invalid, WrongState
from lianxin.people.access import actor_of, loaded, requires


@requires(policies.SEE_CASE, by_number)
@require_http_methods(["GET", "HEAD", "POST"])
def do(request: HttpRequest, number: str, move: str) -> HttpResponse:
    """One move on one case; a move the actor cannot make now leads back with a sentence."""
    if move not in TABLE:
        raise Http404
    case = loaded(request, Case)
    page = case_page.load(actor_of(request), case.pk)
    button = next((one for one in page.moves if one.code == move), None)
    if request.method == "POST":
        return _try(request, page, move, button.label if button else _("这一步"))
    if button is None:
        messages.warning(request, _("这件事现在不能做这一步，可能已经有人做过了。"))
        return redirect("cases:desk_case", number=number)
    return _show(request, page, move, button.label, TABLE[move].form(page=page))


def _show(
    request: HttpRequest, page: case_page.CasePage, move: str, label: str, form: MoveForm, status: int = 0
) -> HttpResponse:
    context = {"form": form, "case": page.case, "code": move, "label": label}
    return render(request, "cases/desk/do.html", context, status=status or form.status)


def _try(request: HttpRequest, page: case_page.CasePage, move: str, label: str) -> HttpResponse:
    """The press of the button."""
    entry = TABLE[move]
    form = entry.form(request.POST, page=page)
    if not form.is_valid():
        return _show(request, page, move, label, form)
    try:
        _execute(request, page.case, entry, form)
    except Invalid as problem:
        form.take(problem)
        return _show(request, page, move, label, form)
    except WrongState as problem:
        return _overtaken(request, page, move, label, problem)
    messages.success(request, _("“%(move)s”已办好。") % {"move": label})
    return redirect("cases:desk_case", number=page.case.number)


def _execute(request: HttpRequest, case: Case, entry: Entry, form: MoveForm) -> None:
    entry.action(
        actor=actor_of(request),
        case_id=case.pk,
        expected_version=form.cleaned_data["expected_version"],
        once=form.cleaned_data["once"] or None,
        **form.facts(),
    ).execute()


def _overtaken(
    request: HttpRequest, page: case_page.CasePage, move: str, label: str, problem: WrongState
) -> HttpResponse:
    """Somebody was faster: the same form with what was typed, now against the case as it stands."""
    data = request.POST.copy()
    data["expected_version"], data["once"] = str(page.case.version), ""
    form = TABLE[move].form(data, page=page)
    form.add_error(None, problem.message)
    return _show(request, page, move, label, form, status=409)
