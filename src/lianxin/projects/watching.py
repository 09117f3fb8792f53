"""What follows the vote as prepared rows: group, reports, visits, notices, evaluations, files."""

from typing import Any

from django.utils.translation import gettext as _

from lianxin.core.clock import today
from lianxin.projects import texts
from lianxin.projects import workflow as w
from lianxin.projects.actions.base import PROJECT
from lianxin.projects.models import ChangeKind, Evaluation, Inspection, MonthReport, Overseer, Project
from lianxin.projects.selectors import Row, project_row, voices_counted, with_milestones, yuan
from lianxin.records import attachments
from lianxin.ui.dates import zh_date


def head(pk: int) -> Row:
    """A project in one line, with its plan; two statements."""
    one = with_milestones(voices_counted(Project.objects.select_related("season", "unit"))).get(pk=pk)
    return {**project_row(one), "season": one.season, "step_rows": one.steps, "one": one}


def group_of(pk: int) -> list[Row]:
    """The deputies who oversee it, the contact first; one statement."""
    rows = Overseer.objects.filter(project_id=pk).select_related("deputy").order_by("-is_contact", "deputy__sort", "id")
    return [{"name": one.deputy.display_name, "contact": one.is_contact, "deputy": one.deputy_id} for one in rows]


def reports_of(pk: int) -> list[Row]:
    """Monthly reports, the newest first; one statement."""
    rows = MonthReport.objects.filter(project_id=pk).order_by("-month")
    return [
        {"month": f"{one.month:%Y-%m}", "spent": yuan(one.spent), "problems": one.problems, "next": one.next_step,
         "day": zh_date(one.made_on)}
        for one in rows
    ]  # fmt: skip


def inspections_of(pk: int) -> list[Row]:
    """Visits, the newest first; one statement."""
    rows = Inspection.objects.filter(project_id=pk).order_by("-held_on", "-id")
    return [_inspection(one) for one in rows]


def _inspection(one: Inspection) -> Row:
    waits = one.answer_by is not None and one.answered_on is None
    used = texts.USED.get(one.used)
    return {
        "pk": one.pk, "task": one.get_task_display(), "day": zh_date(one.held_on), "people": one.people,
        "findings": one.findings, "answer": one.answer, "used": str(used) if used else "", "keeper": one.keeper,
        "answered": zh_date(one.answered_on) if one.answered_on else "", "waits": waits,
        "answer_by": zh_date(one.answer_by) if one.answer_by else "",
        "late": waits and one.answer_by is not None and one.answer_by < today(),
    }  # fmt: skip


def changes_of(one: Any) -> list[Row]:
    """Notices of what was decided about it, the newest first; one statement."""
    return [_change(row) for row in one.changes.order_by("-made_on", "-id")]


def _change(row: Any) -> Row:
    what = texts.CHANGED.get(row.what, row.what.removeprefix("step "))
    old, new = row.old, row.new
    if row.what == "cost":
        old, new = (yuan(int(value)) if value.isdigit() else value for value in (old, new))
    return {
        "kind": row.get_kind_display(), "what": str(what) if row.kind == ChangeKind.CHANGE else "", "old": old,
        "new": new, "words": row.words, "decision": row.decision, "day": zh_date(row.made_on),
    }  # fmt: skip


def evaluations_of(pk: int) -> list[Row]:
    """Grades by whom, the newest first, with n and method; one statement."""
    rows = Evaluation.objects.filter(project_id=pk).order_by("-held_on", "-id")
    return [
        {"judges": one.get_judges_display(), "day": zh_date(one.held_on), "eligible": one.eligible,
         "returned": one.returned, "good": one.good, "fair": one.fair, "bad": one.bad, "method": one.method,
         "grade": str(texts.GRADES[one.grade])}
        for one in rows
    ]  # fmt: skip


def watched(pk: int) -> Row:
    """Everything after the vote; eight statements."""
    found = head(pk)
    return {
        **found, "group": group_of(pk), "reports": reports_of(pk), "inspections": inspections_of(pk),
        "changes": changes_of(found["one"]), "evaluations": evaluations_of(pk), "files": attachments.of(PROJECT, pk),
    }  # fmt: skip


def to_answer(units: frozenset[int] | None) -> list[Row]:
    """Visits that wait for an answer, of some units or of all, the most urgent first; one statement."""
    rows = Inspection.objects.filter(answered_on=None, answer_by__isnull=False).select_related("project__unit")
    if units is not None:
        rows = rows.filter(project__unit_id__in=units)
    return [
        {**_inspection(one), "project": one.project.name, "unit": one.project.unit.label if one.project.unit else ""}
        for one in rows.order_by("answer_by", "id")[:100]
    ]  # fmt: skip


def of_deputy(deputies: frozenset[int]) -> list[Row]:
    """The projects a deputy oversees, then all others that were chosen; two statements and one."""
    mine = set(Overseer.objects.filter(deputy_id__in=deputies).values_list("project_id", flat=True))
    rows = voices_counted(Project.objects.filter(state__in=w.VOTED_IN).select_related("season", "unit"))
    found = [
        {**project_row(one), "mine": one.pk in mine, "year": one.season.year}
        for one in with_milestones(rows.order_by("-season__year", "number"))
    ]
    return sorted(found, key=lambda row: not row["mine"])


def summed(rows: list[Row]) -> list[Row]:
    """How many projects have which colour; states in words for the top of a list."""
    found: dict[tuple[str, str], int] = {}
    for row in rows:
        if row["colour"]:
            found[row["colour"], row["tone"]] = found.get((row["colour"], row["tone"]), 0) + 1
    words = _("%(word)s %(n)d 个")
    return [{"word": words % {"word": word, "n": n}, "tone": tone} for (word, tone), n in found.items()]
