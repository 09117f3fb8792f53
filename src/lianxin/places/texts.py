"""Sentences of the places room."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from lianxin.places.models import DutyRule


def fired(rule: DutyRule) -> str:
    """Which line of the 权责表 suggests the unit."""
    sentence = _("权责表第 %(number)s 条（%(category)s）") % {"number": rule.number, "category": rule.category.name}
    return f"{sentence}：{rule.note}" if rule.note else sentence


def tie(numbers: Sequence[str]) -> str:
    """Several lines of equal rank name different units."""
    return _("权责表第 %(numbers)s 条都适用，牵头单位不同，请人工判断。") % {"numbers": "、".join(numbers)}


def no_line(category: str) -> str:
    """No line covers the category here."""
    return _("权责表里没有“%(category)s”在这里由谁牵头的规定，请人工判断。") % {"category": category}


def no_place(number: str) -> str:
    """A line names the place's own committee or company, and none is known."""
    return _("权责表第 %(number)s 条指向当地的居委会或物业，但没有登记，请先补上地点或登记。") % {"number": number}


def no_category() -> str:
    """Nothing can be suggested without a category."""
    return _("还没有分类，选好分类后才能建议单位。")
