"""Where the home pages stand in the navigation of the faces."""

from django.utils.translation import gettext_lazy as _

from lianxin.faces.briefing import coming
from lianxin.faces.home import AT_DESK
from lianxin.faces.leader import ONE_PAGE
from lianxin.people.policies import AS_DEPUTY
from lianxin.ui import registry


def register() -> None:
    """The desk's and the deputies' first page, and the neighbourhoods for residents."""
    registry.nav("public", _("我的居民区"), "neighbourhoods", order=30, icon="map")
    registry.nav("desk", _("今天"), "desk", order=1, policy=AT_DESK, icon="home")
    registry.nav("desk", _("领导一页"), "leader", order=2, policy=ONE_PAGE, icon="chart")
    registry.nav("deputy", _("我带来的事"), "deputy", order=10, policy=AS_DEPUTY, icon="home")
    registry.panel("deputy", "faces/briefing_panel.html", order=20, policy=AS_DEPUTY, context=coming)
    registry.nav("deputy", _("居民区"), "neighbourhoods", order=40, policy=AS_DEPUTY, icon="map")
