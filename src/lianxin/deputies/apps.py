"""Django application for the deputies room."""

from django.apps import AppConfig

from lianxin.journal import kinds


class DeputiesConfig(AppConfig):
    """Deputies, mandates, terms, constituencies and groups."""

    name = "lianxin.deputies"
    label = "deputies"
    verbose_name = "代表名册"

    def ready(self) -> None:
        """Register the kinds that may stand in the log."""
        kinds.register("deputy", "deputies.Deputy", "代表")
        kinds.register("mandate", "deputies.Mandate", "代表任期")
        kinds.register("term", "deputies.Term", "届次")
        kinds.register("constituency", "deputies.Constituency", "选区")
        kinds.register("deputy_group", "deputies.DeputyGroup", "代表小组")
