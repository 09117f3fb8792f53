"""Django application for the clocks room."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """Calendar table, rule sets, clocks with pauses and extensions, promises."""

    name = "lianxin.clocks"
    label = "clocks"
    verbose_name = "时限"
