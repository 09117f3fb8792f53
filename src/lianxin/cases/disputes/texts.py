"""Sentences about disputes that a lawyer or a translator may change."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REFUSALS: Final[Mapping[str, str | Promise]] = {
    "category_known": gettext_lazy("请先定好类别，裁定要写进权责表。"),
    "nobody_handles": gettext_lazy("只有还没交办或已退回、在交办台手上的事，才开现场会商单。"),
    "not_open_already": gettext_lazy("这件事已经有一张会商单，请接着办那一张。"),
    "not_settled_already": gettext_lazy(
        "这类事在这个地方已经裁定过，请按权责表交办；情况有变的，先由系统管理员更改那一条。"
    ),
    "two_present": gettext_lazy("请写明到场的人，一行一位，至少两位。"),
    "day_given": gettext_lazy("请写明会商是哪一天，不能晚于今天。"),
    "findings_given": gettext_lazy("请写下现场看到的情况。"),
    "not_a_party": gettext_lazy("您在有争议的单位任职，裁定要由别的人来做。"),
    "basis_given": gettext_lazy("请写明依据。"),
    "lead_named": gettext_lazy("请选择牵头单位。"),
    "reason_given": gettext_lazy("请写明理由，这个理由会留在记录里。"),
}
FIELDS: Final[Mapping[str, str]] = {
    "two_present": "present",
    "day_given": "met_on",
    "findings_given": "findings",
    "basis_given": "basis",
    "lead_named": "lead",
    "reason_given": "reason",
}
FORBIDS: Final = frozenset({"not_a_party"})


def refusal(guard: str) -> str:
    """Why a guard refuses."""
    return str(REFUSALS[guard])


def not_this_party(label: str) -> str:
    """Somebody else makes this move."""
    return _("“%(move)s”只由政府交办台来做。") % {"move": label}


def not_from_here(label: str) -> str:
    """The moment has passed."""
    return _("现在不能做“%(move)s”，请刷新页面看看最新的情况。") % {"move": label}


def faster() -> str:
    """Somebody was faster."""
    return _("别人刚刚处理过，请看过最新的情况再决定。")


def gone() -> str:
    """No such sheet in this town."""
    return _("没有这张会商单。")


def still_elsewhere(numbers: str) -> str:
    """The decided line would not be the one that counts."""
    return _("权责表里更具体的条目（%(numbers)s）仍指向别的单位，请把适用范围选小，或先由系统管理员停用那一条。") % {
        "numbers": numbers
    }


def not_found_here() -> str:
    """A committee or company that this place does not have."""
    return _("这个地点没有这样的居委会或物业，请另选牵头单位。")


def by_sheet(number: str) -> str:
    """The reason a matter goes to its unit by."""
    return _("按现场会商单 %(number)s 的裁定") % {"number": number}
