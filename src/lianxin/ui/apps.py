"""Django application of the design system."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, static files and template tags; no tables of its own."""

    name = "lianxin.ui"
    label = "ui"
    verbose_name = "界面"

    def ready(self) -> None:
        """Translate quickly."""
        from lianxin.ui import quick_words

        quick_words.install()
