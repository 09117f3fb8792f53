"""Asked points beside a matter: one key takes over what the engine suggests, the same key takes it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lianxin.aggregation import pointing
from lianxin.aggregation.models import Analysis
from lianxin.cases.actions import SetPoints
from lianxin.cases.actions.triage import open_points
from lianxin.cases.desk.page import by_number
from lianxin.cases.models import Case
from lianxin.cases.policies import SEE_CASE, MayMove
from lianxin.core.masking import mask
from lianxin.journal.errors import Invalid
from lianxin.people.access import actor_of, loaded, requires

#: Who lists points.
SET_POINTS = MayMove("set_points")


def suggested(case: Case) -> list[str]:
    """The points the engine would list, masked; one statement."""
    row = Analysis.objects.select_related("opinion").filter(opinion__case=case.pk).order_by("pk").first()
    if row is None or row.opinion.confidential:
        return []
    return [mask(one) for one in pointing.asked(row.opinion.verbatim)]


@requires(SEE_CASE, by_number)
@require_POST
def take(request: HttpRequest, number: str) -> HttpResponse:
    """Add the suggested points to those that stand, or with ``undo`` take them off again."""
    case = loaded(request, Case)
    mine = suggested(case)
    stands = [one.text for one in open_points(case.pk)]
    undo = "undo" in request.POST
    wanted = [one for one in stands if one not in mine] if undo else list(dict.fromkeys([*stands, *mine]))
    back = reverse("cases:desk_case", args=[number])
    try:
        SetPoints(
            actor=actor_of(request), case_id=case.pk, points=wanted, reason=_("撤回照搬的要点") if undo else ""
        ).execute()
    except Invalid as problem:
        messages.error(request, problem.problems[0].message)
    else:
        messages.success(request, _("已撤回照搬的要点。") if undo else _("已列为诉求要点，答复时要逐条回答。"))
    return HttpResponseRedirect(back)
