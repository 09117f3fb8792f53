"""What the supervision table tells the others when the house is assembled."""

from django.utils.translation import gettext_lazy as _

from lianxin.cases.supervision import rollup
from lianxin.cases.supervision.pages import SUPERVISE
from lianxin.ui import registry


def register() -> None:
    """The job that keeps the roll-up, and the door on the desk."""
    rollup.register()
    registry.nav("desk", _("督查总表"), "cases:supervision", order=40, policy=SUPERVISE, icon="chart")
