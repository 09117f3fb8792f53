"""Suggestions in the states whose pages differ most: a draft, and one that a unit asked in vain to return."""

from collections.abc import Mapping
from typing import Any

from lianxin.cases.models import Suggestion, SuggestionAsk
from lianxin.cases.models.suggestion import AskKind
from lianxin.core.clock import now, today
from lianxin.deputies.models import Deputy
from tests.cases.factories import Town

WORDS = {"title": "青枫路夜间照明不足", "facts": "路灯间距大。", "proposal": "请增设路灯。", "consent_public": True}


def suggestions(town: Town, deputy: Deputy) -> Mapping[str, Mapping[str, Any]]:
    """The arguments of their addresses."""
    more: dict[str, Any] = {"deputy": deputy, "session_year": today().year, "made_at": now(), **WORDS}
    draft = Suggestion.objects.create(**more)
    held = Suggestion.objects.create(
        number="102-建-2026-001", state="handling", submitted_on=today(), registered_on=today(), handed_on=today(),
        assigned_on=today(), lead_unit=town.office_unit, **more,
    )  # fmt: skip
    SuggestionAsk.objects.create(
        suggestion=held, kind=AskKind.RETURN, unit=town.office_unit, proposed_unit=town.property_unit, asked_at=now(),
        reason="路灯由物业管理。", granted=False, decision="道路是市政道路，由你单位办理。", decided_at=now(),
        decided_by_label="党政办公室",
    )  # fmt: skip
    return {
        "own_draft": {"pk": draft.pk}, "own_edit": {"pk": draft.pk, "move": "edit"}, "suggestion": {"pk": held.pk},
        "suggestion_reply": {"pk": held.pk, "move": "reply"},
    }  # fmt: skip
