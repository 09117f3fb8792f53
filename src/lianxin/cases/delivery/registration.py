"""Kinds and the words of the log for the way to the door."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.cases.delivery.policies import CARRY
from lianxin.journal import kinds, verbs
from lianxin.ui import registry

_FACTS: Final[dict[str, str | Promise]] = {
    "run": _("送达单"),
    "slip": _("号"),
    "outcome": _("情况"),
    "count": _("张数"),
    "day": _("日期"),
}


def register() -> None:
    """Kinds, words, and the way there."""
    kinds.register("delivery_run", "cases.DeliveryRun", "送达单")
    verbs.register("delivery.run_made", _("出纸条"), _FACTS)
    verbs.register("delivery.slip_marked", _("登记纸条送达"), _FACTS)
    verbs.register("delivery.run_closed", _("收回送达单"), _FACTS)
    registry.nav("desk", _("送到家门口"), "cases:desk_delivery", order=16, policy=CARRY, icon="door")
