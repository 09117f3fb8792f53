"""Django application for the cases room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Opinions, cases, replies, verdicts and the delivery of answers."""

    name = "lianxin.cases"
    label = "cases"
    verbose_name = "事项"

    def ready(self) -> None:
        """Register kinds and pairs, the words of the log, and the daily jobs."""
        from lianxin.cases import navigation, registration, tables

        registration.register()
        navigation.register()
        tables.register()
