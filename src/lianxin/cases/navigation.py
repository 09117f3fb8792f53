"""Where the pages of this room stand in the navigation of the faces."""

from django.utils.translation import gettext_lazy as _

from lianxin.ui import registry


def register() -> None:
    """The two doors of the resident's face."""
    registry.nav("public", _("我有话说"), "cases:speak", order=10, icon="speak")
    registry.nav("public", _("查进度"), "cases:follow", order=20, icon="search")
