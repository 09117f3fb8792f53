"""Looking at contact data: only with a reason, and every look is written down."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lianxin.cases import policies
from lianxin.cases.actions import read_contact
from lianxin.cases.desk.forms import ReadContactForm
from lianxin.cases.desk.page import by_number
from lianxin.cases.models import Case
from lianxin.cases.selectors import case_page
from lianxin.journal.errors import Invalid, WrongState
from lianxin.people.access import actor_of, loaded, requires


@requires(policies.READ_CONTACT, by_number)
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the reason, then show the contact data once, on this answer only."""
    actor, case = actor_of(request), loaded(request, Case)
    page = case_page.load(actor, case.pk)
    form = ReadContactForm(request.POST if request.method == "POST" else None, page=page)
    found = None
    if request.method == "POST" and form.is_valid():
        try:
            found = read_contact(actor, case, form.cleaned_data["opinion_id"], form.cleaned_data["reason"])
        except Invalid as problem:
            form.take(problem)
        except WrongState as problem:
            form.add_error(None, problem.message)
    context = {"form": form, "case": page.case, "found": found}
    return render(request, "cases/desk/contact.html", context, status=form.status)
