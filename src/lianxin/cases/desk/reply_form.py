"""The reply form: the answer as a whole, an honest no with its facts, a promise, and an answer to every point."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.cases import lists
from lianxin.cases.actions import PointReply
from lianxin.cases.desk import choices
from lianxin.cases.desk.forms import MoveForm, line_field
from lianxin.cases.selectors.case_page import CasePage
from lianxin.ui import forms

_PLAIN = ("text", "result_code", "result_reason", "no_reason", "promise_text", "promise_on")


class ReplyForm(MoveForm):
    """A draft may be incomplete; what is missing is said when it is signed."""

    text = forms.WordsField(label=_("答复"), max_length=10_000, rows=8)
    result_code = django_forms.ChoiceField(label=_("办理结果"), choices=choices.results, required=False)
    result_reason = line_field(_("结果的说明"), 500)
    no_reason = django_forms.ChoiceField(
        label=_("办不了的原因"), choices=choices.entries("no_reason", "—"), required=False
    )
    promise_text = line_field(_("承诺"), 500)
    promise_on = forms.DateField(label=_("承诺到哪一天"), required=False)

    def __init__(self, *args: Any, page: CasePage, **kwargs: Any) -> None:
        """Add the fields of the points and of the facts an honest no needs."""
        super().__init__(*args, page=page, **kwargs)
        self._facts: list[str] = []
        for point in page.points:
            label = f"{point.order}. {point.text}"
            self.fields[f"point-{point.id}-answer"] = forms.WordsField(
                label=label, max_length=4000, rows=3, required=False
            )
            self.fields[f"point-{point.id}-no_answer_reason"] = line_field(_("这一点不能答复的原因"), 300)
        for entry in lists.entries("no_reason").values():
            for row in entry.extra.get("facts", ()):
                self._add_fact(str(row["key"]), f"{entry.label}：{row['label']}")

    def _add_fact(self, key: str, label: str) -> None:
        if key not in self._facts:
            self._facts.append(key)
            self.fields[f"fact-{key}"] = line_field(label, 300)

    def known(self, page: CasePage) -> dict[str, Any]:
        """The draft as it stands."""
        return next(({"text": one.text} for one in page.replies if one.is_draft and one.is_present), {})

    def facts(self) -> dict[str, Any]:
        """The reply with its parts put together."""
        data = self.cleaned_data
        plain = {name: data[name] for name in _PLAIN if data[name]}
        facts = {key: data[f"fact-{key}"] for key in self._facts if data[f"fact-{key}"]}
        points = [
            PointReply(
                point_id=point.id,
                answer=data[f"point-{point.id}-answer"],
                no_answer_reason=data[f"point-{point.id}-no_answer_reason"],
            )
            for point in self.page.points
        ]
        return {**plain, "no_facts": facts, "points": [one for one in points if one.answer or one.no_answer_reason]}
