"""Django application for the aggregation room."""

from django.apps import AppConfig


class AggregationConfig(AppConfig):
    """汇总: many voices, one issue. The engine proposes, people decide, every join can be undone."""

    name = "lianxin.aggregation"
    label = "aggregation"
    verbose_name = "汇总"

    def ready(self) -> None:
        """Hang the room on the house: kinds, verbs, navigation, panels, what time does."""
        from lianxin.aggregation import registration

        registration.register()
