"""The papers of a matter beside its page, each as a page to print and as the files that can be made here."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.cases import policies
from lianxin.cases.documents import catalogue
from lianxin.cases.documents.policies import FEEDBACK, HANDLING, LEDGERS
from lianxin.cases.models import Case
from lianxin.ui import papers, registry


def register() -> None:
    """The panel on the page of a matter, and the lists in the navigation of the desk."""
    registry.panel("case", "cases/documents/panel.html", order=40, policy=policies.SEE_CASE, context=of_case)
    group = _("台账")
    registry.nav("desk", _("承诺台账"), "cases:promise_ledger", order=62, policy=LEDGERS, icon="flag", group=group)
    registry.nav("desk", _("上轮反馈单"), "cases:feedback", order=64, policy=FEEDBACK, icon="printer", group=group)
    registry.nav(
        "desk", _("办理情况报告"), "cases:handling_report", order=66, policy=HANDLING, icon="printer", group=group
    )


def of_case(_request: HttpRequest, case: Case) -> Mapping[str, Any]:
    """What the matter offers where it stands; no statement."""
    rows = []
    for kind in catalogue.offered(case):
        address = reverse("cases:paper", args=[case.number, kind.code])
        rows.append(
            {
                "label": str(kind.label),
                "href": address,
                "files": papers.links(address),
                "is_order": kind.code == "order",
            }
        )
    return {"papers": rows}
