"""What the room hangs on the house when it is ready."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from lianxin.deputies import grants, profile
from lianxin.deputies.handover import runs
from lianxin.deputies.policies import READERS
from lianxin.journal import kinds, verbs
from lianxin.journal.models import OutboxMessage
from lianxin.messages.addressing import notify_on, to_deputy
from lianxin.messages.sentences import Sentence
from lianxin.places.profiles import register_section
from lianxin.ui import registry

_KINDS: Final = (
    ("deputy", "deputies.Deputy", "代表"),
    ("mandate", "deputies.Mandate", "代表任期"),
    ("term", "deputies.Term", "届次"),
    ("constituency", "deputies.Constituency", "选区"),
    ("deputy_group", "deputies.DeputyGroup", "代表小组"),
    ("leave", "deputies.Leave", "代表请假"),
    ("handover", "deputies.Handover", "代表交接"),
    ("own_link", "deputies.OwnLink", "代表只读链接"),
)
_VERBS: Final = (
    ("deputies.entered", _("代表登记")),
    ("deputies.mandate_begun", _("任期开始")),
    ("deputies.mandate_changed", _("任期更正")),
    ("deputies.mandate_ended", _("任期结束")),
    ("deputies.term_entered", _("届次登记")),
    ("deputies.term_ended", _("届次结束")),
    ("deputies.contacts_set", _("联系社区调整")),
    ("deputies.account_tied", _("关联账号")),
    ("deputies.leave_granted", _("代表请假")),
    ("deputies.leave_taken_back", _("代表销假")),
    ("deputies.handover_opened", _("准备换届交接")),
    ("deputies.reelected", _("登记连任")),
    ("deputies.successor_named", _("指定接续代表")),
    ("deputies.handover_begun", _("开始交接")),
    ("deputies.handed_over", _("交接一位代表")),
    ("deputies.handover_continued", _("接着交接")),
    ("deputies.handover_done", _("交接完了")),
    ("deputies.given_by_hand", _("指定接续")),
    ("deputies.own_link_issued", _("发只读链接")),
    ("deputies.own_link_revoked", _("停用只读链接")),
)


#: What a successor hears.
_HANDED: Final = _("有 %(n)s 件还没办完的事由您接续：您跟踪、询问、评价。")


def _successors(_message: OutboxMessage, data: Mapping[str, Any]) -> list[str]:
    return [to_deputy(pk) for pk in data.get("successors", ())]


def register() -> None:
    """Kinds and verbs of the log, the profile's section, the meaning of a deputy's grant, the desk's entry."""
    for kind in _KINDS:
        kinds.register(*kind)
    for verb in _VERBS:
        verbs.register(*verb)
    for code in ("deputies.handed_over", "deputies.given_by_hand"):
        notify_on(code, _successors, Sentence(code, _HANDED), lambda _message, _data: "deputy/")
    register_section(profile.SECTION)
    kinds.register_pair("deputies.Passed")
    runs.register()
    grants.register()
    registry.nav("desk", _("代表名册"), "deputies:register", order=80, policy=READERS, icon="users", group=_("代表"))
    registry.nav("desk", _("换届和交接"), "deputies:handovers", order=81, policy=READERS, icon="users", group=_("代表"))
    registry.nav("desk", _("届次"), "deputies:terms", order=82, policy=READERS, icon="calendar", group=_("代表"))
