"""Looking at contact data: masked until a reason is given, every look written down, shown for a short while only."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.cases import policies
from lianxin.cases.actions import read_contact
from lianxin.cases.desk.page import by_number
from lianxin.cases.desk.voice_forms import ReadContactForm
from lianxin.cases.models import Case
from lianxin.cases.selectors import case_page
from lianxin.core.clock import local
from lianxin.journal.errors import Invalid, WrongState
from lianxin.journal.models import ReadLog
from lianxin.people.access import actor_of, loaded, requires
from lianxin.ui.dates import zh_datetime

#: The page with the number leads back to the case by itself after so many seconds (our default).
SHOWN_SECONDS: Final = 300
#: How many earlier looks the page names.
LOOKS: Final = 10


@requires(policies.READ_CONTACT, by_number)
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the reason, then show the contact data once, on this answer only."""
    actor, case = actor_of(request), loaded(request, Case)
    page = case_page.page_of(actor, case)
    form = ReadContactForm(request.POST if request.method == "POST" else None, page=page, actor=actor)
    found = None
    if request.method == "POST" and form.is_valid():
        try:
            found = read_contact(actor, case, form.cleaned_data["opinion_id"], form.cleaned_data["reason"])
        except Invalid as problem:
            form.take(problem)
        except WrongState as problem:
            form.add_error(None, problem.message)
    masked = [one for one in page.opinions if one.contact_masked]
    context = {
        "form": form,
        "case": case,
        "found": found,
        "masked": [{"name": one.source_label, "value": one.contact_masked} for one in masked],
        "looks": _looks([one.id for one in masked]),
        "minutes": SHOWN_SECONDS // 60,
    }
    answer = render(request, "cases/desk/contact.html", context, status=form.status)
    if found is not None:
        answer["Refresh"] = f"{SHOWN_SECONDS}; url={reverse('cases:desk_case', args=[number])}"
    return answer


def _looks(opinion_ids: list[int]) -> list[str]:
    """Who looked before, when and why; one statement, none where nothing was left."""
    if not opinion_ids:
        return []
    rows = ReadLog.objects.filter(object_kind="opinion", object_id__in=opinion_ids, field="contact").order_by("-id")
    words = _("%(when)s，%(who)s：%(why)s")
    return [
        words % {"when": zh_datetime(local(one.at)), "who": one.actor_label, "why": one.reason} for one in rows[:LOOKS]
    ]
