"""Hot issues for everybody: what a decision may show, what was shown, and how that is listed at the desk."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import QuerySet

from lianxin.aggregation import rules
from lianxin.aggregation.actions.publishing import PublicRow
from lianxin.aggregation.models import HotNotice
from lianxin.aggregation.selectors import hot
from lianxin.cases.models import Case
from lianxin.journal.actors import Actor

#: So many notices stand on the public page.
SHOWN: Final = 12


def offered(actor: Actor, asked: hot.Asked, homes: Mapping[int, str]) -> tuple[list[PublicRow], int]:
    """What may be made public of a period, most people first, each with its category as a first name; and how many
    issues are kept back because too few people speak in them.  Six statements.
    """
    found, by_issue = hot.hot_issues(actor, asked, homes)
    same = hot.persons(by_issue)
    fit = [one for one in found if rules.may_be_public(one.heat.people)]
    leads = Case.objects.filter(pk__in=[one.issue.lead_id for one in fit])
    names = dict(leads.values_list("pk", "category__name"))
    rows = []
    for one in fit:
        named, others = rules.public_places(hot.people_of(by_issue[one.issue.pk], same, homes))
        rows.append(
            PublicRow(
                one.issue.number, names.get(one.issue.lead_id) or "", one.heat.people, named, others, one.unit,
                one.state_label,
            )
        )  # fmt: skip
    return sorted(rows, key=lambda row: (-row.people, row.issue)), len(found) - len(fit)


def notices() -> QuerySet[HotNotice]:
    """Everything that was ever made public."""
    return HotNotice.objects.all()


def shown() -> list[dict[str, Any]]:
    """What everybody may read now, newest first; one statement."""
    rows = HotNotice.objects.filter(withdrawn_at=None).order_by("-id")[:SHOWN]
    return [
        {
            "n": one.n, "title": one.title, "since": one.since, "until": one.until, "decided_by": one.decided_by,
            "decided_on": one.decided_on, "reference": one.reference, "rows": public_rows(one),
        }
        for one in rows
    ]  # fmt: skip


def public_rows(one: HotNotice) -> Sequence[PublicRow]:
    """The rows of a notice; the numbers of issues stay inside."""
    return [PublicRow(**{**row, "places": tuple(row["places"]), "issue": ""}) for row in json.loads(one.rows)]
