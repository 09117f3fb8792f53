"""What became of an idea, for who gave it: a panel on the page of the query code.

The resident's page is reached by the query code or the slip, without a name; it says what is told at every fork, so
that nobody needs to be rung up to learn it.  A withdrawn opinion shows nothing.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from lianxin.cases.models import Opinion
from lianxin.projects import workflow as w
from lianxin.projects.models import Idea, Telling
from lianxin.projects.selectors import Row
from lianxin.ui.dates import zh_date


def of_opinion(_request: HttpRequest, opinion: Opinion) -> Mapping[str, Any]:
    """What became of the idea this opinion was written down as; at most two statements, one where there is none."""
    if opinion.withdrawn_at is not None:
        return {"ideas": []}
    return {"ideas": _ideas(opinion.case_id)}


def _ideas(case_id: int) -> list[Row]:
    rows = list(Idea.objects.filter(case_id=case_id).select_related("project", "season").order_by("id"))
    told: dict[int, list[Row]] = {one.pk: [] for one in rows}
    if rows:
        for one in Telling.objects.filter(idea_id__in=told).order_by("made_at", "id"):
            told[one.idea_id].append({"day": zh_date(one.made_at), "words": one.words})
    return [{**_row(one), "told": told[one.pk]} for one in rows]


def _row(one: Idea) -> Row:
    project = one.project
    return {
        "pk": one.pk, "number": one.number, "season": one.season.name, "state": one.get_state_display(),
        "project": project.name if project else "", "project_pk": project.pk if project else None,
        "project_state": project.get_state_display() if project else "",
        "is_shown": project is not None and project.state in w.VOTED_IN,
    }  # fmt: skip
