"""The form of a count sheet: made from the rule and the candidates, with the counts it holds."""

from dataclasses import replace
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _

from lianxin.ballots.counts import Counts, Item
from lianxin.ballots.rules import Preset, Rule
from lianxin.ui import forms


class CountForm(forms.Form):
    """Heads, and a number or three a candidate, in the order of the paper: tab goes down the sheet."""

    def __init__(
        self, rule: Rule, candidates: list[dict[str, Any]], in_office: int, *args: Any, graded: bool = False,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        """Name the fields after the candidates' numbers."""
        super().__init__(*args, **kwargs)
        self.rule, self.in_office, self.graded = rule, in_office, graded
        self.numbers = [row["number"] for row in candidates]
        heads = (
            ("present", _("实到代表")), ("issued", _("发出选票")), ("returned", _("收回选票")), ("valid", _("有效")),
            ("void", _("无效")), ("blank", _("其中空白（算在有效里）")),
        )  # fmt: skip
        for name, label in heads:
            self._add(name, label)
        for row in candidates:
            for column, word in self._columns():
                self._add(f"{column}_{row['number']}", f"{row['number']} {row['name']}　{word}")

    def _columns(self) -> list[tuple[str, str]]:
        if self.graded:
            return [("yes", _("满意")), ("score", _("基本满意")), ("no", _("不满意")), ("abstain", _("没有评"))]
        if self.rule.preset is Preset.PER_ITEM:
            return [("yes", _("赞成")), ("no", _("反对")), ("abstain", _("弃权"))]
        if self.rule.preset is Preset.RANK:
            return [("yes", _("写了次序的票数")), ("score", _("次序数合计"))]
        return [("yes", _("得票"))]

    def _add(self, name: str, label: str) -> None:
        self.fields[name] = django_forms.IntegerField(
            label=label, min_value=0, max_value=1_000_000,
            error_messages={
                "required": _("请填写“%(label)s”，没有就填 0。") % {"label": label},
                "min_value": _("“%(label)s”不能小于 0。") % {"label": label},
                "max_value": _("“%(label)s”太大了。") % {"label": label},
                "invalid": _("“%(label)s”要填整数。") % {"label": label},
            },
        )  # fmt: skip

    def counts(self) -> Counts:
        """What was typed; the form is valid."""
        data = self.cleaned_data
        items = tuple(
            Item(number, *(data.get(f"{name}_{number}", 0) for name in ("yes", "no", "abstain", "score")))
            for number in self.numbers
        )
        if self.graded:
            items = tuple(replace(one, abstain=one.abstain + one.score) for one in items)
        heads = {name: data[name] for name in ("present", "issued", "returned", "valid", "void", "blank")}
        return Counts(in_office=self.in_office, items=items, **heads)


def typed(counts: Counts | None, *, graded: bool = False) -> dict[str, int]:
    """Counts as the form's initial values."""
    if counts is None:
        return {}
    found = {name: getattr(counts, name) for name in ("present", "issued", "returned", "valid", "void", "blank")}
    for one in counts.items:
        if graded:
            one = replace(one, abstain=one.abstain - one.score)
        found |= {f"{name}_{one.number}": getattr(one, name) for name in ("yes", "no", "abstain", "score")}
    return found
