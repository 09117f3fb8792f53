"""The hint while somebody writes: a fragment the page's own script fetches, and the same after the words were kept."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lianxin.aggregation.policies import HINT
from lianxin.aggregation.selectors.nearby import near
from lianxin.cases import policies
from lianxin.cases.models import Case, Opinion
from lianxin.core.ids import typed_id
from lianxin.core.text import MAX_TEXT
from lianxin.people.access import actor_of, requires
from lianxin.places.models import Place


@requires(HINT)
@require_POST
def hint(request: HttpRequest) -> HttpResponse:
    """Open matters like what is being typed; words come in the body, never in an address, and are not kept."""
    typed = request.POST.get("place", "")
    at = typed_id(typed)
    place = Place.objects.filter(pk=at).first() if at is not None else None
    rows = near(actor_of(request), request.POST.get("words", "")[:MAX_TEXT], place)
    response = render(
        request, "aggregation/hint.html", {"rows": rows, "may_open": policies.SEE_CASE.check(actor_of(request))}
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def while_writing(_request: HttpRequest, _form: object) -> Mapping[str, object]:
    """Where the script asks."""
    return {"hint_href": reverse("aggregation:hint")}


def after_keeping(request: HttpRequest, case: Case) -> Mapping[str, object]:
    """The same without a script, on the page of the receipt; three statements."""
    if not policies.SEE_CASE.check(actor_of(request), case):
        return {"rows": []}
    said = Opinion.objects.filter(case_id=case.pk).values_list("verbatim", flat=True).first() or ""
    place = Place.objects.filter(pk=case.place_id).first() if case.place_id else None
    return {"rows": near(actor_of(request), said, place, leave_out=case.number), "may_open": True}
