"""What issues tell the others when the house is assembled: kinds, the words of the log, their part in every move."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.cases import policies
from lianxin.cases.issues import effects, panel
from lianxin.journal import kinds, verbs
from lianxin.ui import registry

_FACTS: Final[dict[str, str | Promise]] = {
    "issue": _("议题"),
    "lead": _("牵头事项"),
    "reason": _("理由"),
    "count": _("件数"),
    "people": _("人数"),
    "until": _("截止"),
}

_VERBS: Final[dict[str, str | Promise]] = {
    "issue.merged": _("并成议题"),
    "issue.undone": _("撤出议题"),
    "issue.repeat_marked": _("标明同一人"),
    "case.voices_joined": _("有事项并入，一起办"),
    "case.voices_left": _("有事项撤出"),
    "case.unfollow": _("撤出议题"),
    "me_too.opened": _("开“我也一样”"),
    "me_too.closed": _("停“我也一样”"),
    "me_too.said": _("邻居说“我也一样”"),
}


def register() -> None:
    """Kinds, words, effects."""
    kinds.register("issue", "cases.Issue", "议题")
    for code, label in _VERBS.items():
        verbs.register(code, label, _FACTS)
    effects.register()
    registry.panel("case", "cases/issues/panel.html", order=30, policy=policies.SEE_CASE, context=panel.context)
    registry.nav("desk", _("议题"), "cases:desk_issues", order=12, policy=policies.SEE_CASE, icon="users")
