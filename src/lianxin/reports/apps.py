"""Django application for the reports room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """The registry of figures and its page."""

    name = "lianxin.reports"
    label = "reports"
    verbose_name = "统计"

    def ready(self) -> None:
        """Hang the page of figures on the desk's navigation."""
        from lianxin.reports.views import READERS
        from lianxin.ui import registry

        registry.nav("desk", _("统计数据"), "reports:figures", order=95, policy=READERS, icon="chart")
