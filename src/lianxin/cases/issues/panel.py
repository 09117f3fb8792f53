"""What stands beside a case about issues: with whom it goes, what it was divided into, what can be done."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse

from lianxin.cases import workflow
from lianxin.cases.issues import selectors
from lianxin.cases.issues.actions import may_merge
from lianxin.cases.issues.me_too import OPEN_ME_TOO, can_take
from lianxin.cases.models import Case
from lianxin.people.access import actor_of


def context(request: HttpRequest, case: Case) -> Mapping[str, object]:
    """One statement for divided words, none for anything else: the issue is opened by its id."""
    actor = actor_of(request)
    merge = may_merge(actor, case)
    divisible = case.state in workflow.BY_CODE["split"].sources and case.issue_ref is None and case.part_of is None
    return {
        "issue_href": reverse("cases:desk_issue", args=[case.issue_ref]) if case.issue_ref is not None else "",
        "follows": case.state == workflow.FOLLOWING,
        "parts": selectors.parts_of(case),
        "split_href": reverse("cases:desk_split", args=[case.number]) if merge and divisible else "",
        "me_too_href": reverse("cases:desk_me_too", args=[case.number])
        if OPEN_ME_TOO.check(actor) and can_take(case)
        else "",
    }
