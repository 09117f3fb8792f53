"""The words of the log, and the news that follow a settled promise."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.cases import policies
from lianxin.cases.actions.base import AFTERWARDS
from lianxin.cases.promises.actions import follow_settling
from lianxin.journal import verbs
from lianxin.ui import registry

_FACTS: Final[dict[str, str | Promise]] = {"year": _("年度"), "how": _("方式")}


def register() -> None:
    """Words and effects."""
    verbs.register("promise.year_note", _("写承诺的年度情况"), _FACTS)
    verbs.register("promise.told", _("告知承诺情况"), _FACTS)
    AFTERWARDS.setdefault("case.settle_promise", []).append(follow_settling)
    registry.nav("desk", _("承诺跟踪"), "cases:desk_promises", order=17, policy=policies.SEE_CASE, icon="flag")
