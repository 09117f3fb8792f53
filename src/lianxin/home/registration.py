"""What the room hangs on the house when it is ready."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from lianxin.home.policies import READERS
from lianxin.journal import kinds, verbs
from lianxin.ui import registry

_KINDS: Final = (
    ("venue", "home.Venue", "代表之家站点"),
    ("courtyard", "home.Courtyard", "共享庭院"),
    ("courtyard_event", "home.CourtyardEvent", "共享庭院活动"),
    ("post", "home.Post", "机构职务"),
    ("method", "home.Method", "工作法"),
    ("method_part", "home.MethodPart", "工作法措施"),
)
_VERBS: Final = (
    ("home.venue_set", _("站点登记或更正")),
    ("home.hours_set", _("开放时间调整")),
    ("home.day_set", _("临时开放时间")),
    ("home.members_set", _("编入代表调整")),
    ("home.courtyard_set", _("共享庭院登记或更正")),
    ("home.event_planned", _("活动列入日历")),
    ("home.event_cancelled", _("活动取消")),
    ("home.post_entered", _("职务登记")),
    ("home.post_ended", _("职务结束")),
    ("home.method_set", _("工作法登记或更正")),
    ("home.part_set", _("工作法内容更正")),
    ("home.evidence_cited", _("引用佐证")),
)


def register() -> None:
    """Kinds and verbs of the log; the desk's and the residents' entries."""
    for kind in _KINDS:
        kinds.register(*kind)
    for verb in _VERBS:
        verbs.register(*verb)
    group = _("代表之家")
    registry.nav("desk", _("家站点网络"), "home:network", order=84, policy=READERS, icon="map", group=group)
    registry.nav("desk", _("共享庭院"), "home:courtyards", order=85, policy=READERS, icon="calendar", group=group)
    registry.nav("desk", _("组织机构"), "home:organisation", order=86, policy=READERS, icon="users", group=group)
    registry.nav("desk", _("工作法"), "home:methods", order=87, policy=READERS, icon="list", group=group)
    registry.nav("public", _("我的代表"), "home:my_deputy", order=32, icon="users")
    registry.nav("public", _("代表之家"), "home:public_network", order=34, icon="home")
