"""What the room hangs on the house when it is ready."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from lianxin.deputies import grants, profile
from lianxin.deputies.policies import READERS
from lianxin.journal import kinds, verbs
from lianxin.places.profiles import register_section
from lianxin.ui import registry

_KINDS: Final = (
    ("deputy", "deputies.Deputy", "代表"),
    ("mandate", "deputies.Mandate", "代表任期"),
    ("term", "deputies.Term", "届次"),
    ("constituency", "deputies.Constituency", "选区"),
    ("deputy_group", "deputies.DeputyGroup", "代表小组"),
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
)


def register() -> None:
    """Kinds and verbs of the log, the profile's section, the meaning of a deputy's grant, the desk's entry."""
    for kind in _KINDS:
        kinds.register(*kind)
    for verb in _VERBS:
        verbs.register(*verb)
    register_section(profile.SECTION)
    grants.register()
    registry.nav("desk", _("代表名册"), "deputies:register", order=80, policy=READERS, icon="users", group=_("代表"))
    registry.nav("desk", _("届次"), "deputies:terms", order=82, policy=READERS, icon="calendar", group=_("代表"))
