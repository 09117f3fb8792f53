"""Somebody was faster: what stood when the page was opened, what stands now, and what the person typed."""

import json
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lianxin.cases.models import CaseState
from lianxin.cases.selectors.case_page import CasePage
from lianxin.core.clock import local
from lianxin.journal import verbs
from lianxin.journal.models import LogEntry
from lianxin.ui import forms
from lianxin.ui.dates import zh_datetime
from lianxin.ui.listing import listed


@dataclass(frozen=True, slots=True)
class Since:
    """One thing that happened after the page was opened."""

    label: str
    when: str
    who: str


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Both versions: the state then and now, what happened between, and the other person's draft where there is one."""

    state_then: str
    state_now: str
    since: tuple[Since, ...]
    other_draft: str


def overtaken(page: CasePage, seen: int | None) -> Overtaken:
    """What changed since version *seen* (``None``: unknown, the last change is shown); one statement."""
    then, later = since_version("case", page.case.pk, page.case.version - 1 if seen is None else seen)
    return Overtaken(
        state_then=_state(then or page.case.state),
        state_now=_state(page.case.state),
        since=tuple(
            Since(str(verbs.get(row.verb).label), zh_datetime(local(row.at)), row.actor_label) for row in later
        ),
        other_draft=next((one.text for one in page.replies if one.is_draft and one.is_present), ""),
    )


def since_version(kind: str, pk: int, known: int) -> tuple[str, list[LogEntry]]:
    """The state code a version of something stood in (empty: no move by then), and the entries after it; one statement.

    The state is the last one a move led to by then; entries without a version count as the first.
    """
    state, later = "", []
    for row in LogEntry.objects.filter(object_kind=kind, object_id=pk).order_by("seq"):
        data = json.loads(row.data)
        if int(data.get("version", 1)) > known:
            later.append(row)
        elif data.get("to"):
            state = str(data["to"])
    return state, later


def _state(code: str) -> str:
    return str(CaseState(code).label)


def typed_in(form: forms.Form) -> list[dict[str, str]]:
    """What the person typed, by the label of its field, so that it can be read and copied even when no form fits."""
    rows = []
    for bound in form.visible_fields():
        value = bound.value()
        text = listed(str(one) for one in value) if isinstance(value, list | tuple) else str(value or "")
        if text.strip() and not hasattr(bound.field, "choices"):
            rows.append({"name": str(bound.label or _("内容")), "value": text})
    return rows
