"""Where the pages of this room stand in the navigation of the faces."""

from django.utils.translation import gettext_lazy as _

from lianxin.cases import policies
from lianxin.cases.documents import panels
from lianxin.ui import registry


def register() -> None:
    """The two doors of the resident's face, and the desk's lists and counter."""
    registry.nav("public", _("我有话说"), "cases:speak", order=10, icon="speak")
    registry.nav("public", _("查进度"), "cases:follow", order=20, icon="search")
    registry.nav("desk", _("事项"), "cases:desk_cases", order=10, policy=policies.SEE_CASE, icon="inbox")
    registry.nav("desk", _("本周一页"), "cases:desk_week", order=15, policy=policies.THE_WEEK, icon="calendar")
    registry.nav("desk", _("替居民记下来"), "cases:desk_record", order=20, policy=policies.RECORD, icon="speak")
    panels.register()
