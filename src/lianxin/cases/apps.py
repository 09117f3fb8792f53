"""Django application for the cases room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Opinions, cases, replies, verdicts and the delivery of answers."""

    name = "lianxin.cases"
    label = "cases"
    verbose_name = "事项"
