"""Django application for the reports room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Figures, and the superior's forms filled from records."""

    name = "lianxin.reports"
    label = "reports"
    verbose_name = "统计"

    def ready(self) -> None:
        """Register kinds and sources; hang the pages on the desk's navigation."""
        from lianxin.reports import registration
        from lianxin.reports.blankforms.actions import KEEPERS
        from lianxin.reports.views import READERS
        from lianxin.ui import registry

        registration.register()
        registry.nav("desk", _("统计数据"), "reports:figures", order=95, policy=READERS, icon="chart")
        registry.nav("desk", _("定稿报告"), "reports:frozen_list", order=95, policy=READERS, icon="file")
        registry.nav("desk", _("少填了多少"), "reports:burden", order=97, policy=KEEPERS, icon="chart")
        registry.nav("desk", _("对表套打"), "reports:forms", order=96, policy=KEEPERS, icon="file")
