"""Naming who handles: the suggestion with the line that fired, the alternatives, and what may never lead."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms as django_forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.cases.desk import choices
from lianxin.cases.desk.forms import MoveForm, line_field
from lianxin.cases.desk.proposals import Proposal, proposal_for
from lianxin.cases.selectors.case_page import CasePage
from lianxin.places.models import Unit
from lianxin.places.routing import Suggestion, suggest
from lianxin.places.selectors import active_units
from lianxin.ui import forms
from lianxin.ui.listing import listed


@dataclass(frozen=True, slots=True)
class Proposed:
    """The suggestion in finished words; ``verb`` is how the unit is addressed (交办, 商请, 告知)."""

    unit: str
    verb: str
    reason: str
    co_units: str
    others: tuple[str, ...]


class AssignForm(MoveForm):
    """Who leads, who helps."""

    template: ClassVar[str] = "cases/desk/assign.html"

    unit_id = django_forms.TypedChoiceField(label=_("主办单位"), coerce=int, empty_value=None)
    correction_reason = line_field(
        _("与建议不同的理由"), 200, help_text=_("选了别的单位才写，一句话就好；下次建议会更准。")
    )
    own_list_basis = line_field(
        _("它自己清单或合同上的依据"), 200,
        help_text=_("居委会、物业、公用企业不能主办政府工作；确属它自己的事，写明是清单或合同的哪一条。"),
    )  # fmt: skip
    demand = forms.WordsField(
        label=_("办理要求"), help_text=_("承办单位打开就看到。"), max_length=500, rows=3, required=False
    )
    co_unit_ids = django_forms.TypedMultipleChoiceField(
        label=_("会办单位"), coerce=int, required=False, widget=forms.FoldedCards(layout="inline")
    )

    def __init__(self, *args: Any, page: CasePage, **kwargs: Any) -> None:
        """Ask the 权责表, and offer every unit under its verb."""
        self.suggestion: Suggestion = suggest(page.case.category, page.case.place)
        self.proposal: Proposal | None = proposal_for(page.case)
        self._units = {unit.pk: unit for unit in active_units()}
        super().__init__(*args, page=page, **kwargs)
        self.choose("unit_id", choices.grouped(self._units.values()))
        others = [unit for unit in self._units.values() if not unit.is_government_desk]
        field = self.fields["co_unit_ids"]
        assert isinstance(field, django_forms.MultipleChoiceField)
        field.choices = choices.by_kind(others, first=self.suggestion.co_units)

    def known(self, page: CasePage) -> dict[str, Any]:
        """The unit asked for before the desk, else what the table suggests; after a return the one proposed, if any."""
        asked = next((one.ref for one in reversed(page.returns) if not one.code), None)
        unit = self._units.get(asked or 0) or self._asked_for() or self.suggestion.unit
        other = self.proposal is not None and unit != self.suggestion.unit
        return {
            "unit_id": unit.pk if unit is not None else None,
            "correction_reason": self.proposal.why if self.proposal is not None and other else "",
            "co_unit_ids": [one.pk for one in self.suggestion.co_units],
        }

    def _asked_for(self) -> Unit | None:
        """Whom a room before the desk asked for, while it has not been returned by anybody."""
        return self._units.get(self.proposal.unit_id) if self.proposal and not self.page.returns else None

    def notes(self) -> list[str]:
        """Why the last unit sent it back, or who was asked for."""
        waiting = next((one for one in reversed(self.page.returns) if not one.code), None)
        if waiting is None:
            return [self.proposal.why] if self._asked_for() is not None and self.proposal is not None else []
        proposed = self._units.get(waiting.ref or 0)
        words = gettext("%(unit)s退回：%(reason)s") % {"unit": waiting.extra, "reason": waiting.text}
        return [words + (gettext("；建议改派给%(unit)s") % {"unit": proposed.name} if proposed else "")]

    def context(self) -> dict[str, Any]:
        """The suggestion beside the form."""
        return {**super().context(), "proposed": self._proposed()}

    def _proposed(self) -> Proposed:
        found = self.suggestion
        return Proposed(
            unit=found.unit.name if found.unit is not None else "",
            verb=found.unit.verb_label if found.unit is not None else "",
            reason=found.reason,
            co_units=listed(unit.name for unit in found.co_units),
            others=tuple(
                gettext("第 %(number)s 条：%(unit)s") % {"number": line.number, "unit": _named(line.lead_unit)}
                for line in found.tied
            ),
        )


def _named(unit: Unit | None) -> str:
    """A unit of a line; a line that means the committee or company of the place names none."""
    return unit.name if unit is not None else gettext("当地居委会或物业")
