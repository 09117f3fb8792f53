"""Django application for the clocks room."""

from django.apps import AppConfig

from lianxin.journal import kinds


class ClocksConfig(AppConfig):
    """Calendar table, rule sets, clocks with pauses and extensions, promises."""

    name = "lianxin.clocks"
    label = "clocks"
    verbose_name = "时限"

    def ready(self) -> None:
        """Register kinds and pairs, the rule sets as a part of a town's profile, and the daily look at promises."""
        from lianxin.clocks import registration

        kinds.register("calendar_year", "clocks.CalendarYear", "年历")
        kinds.register("clock_rule", "clocks.ClockRule", "时限规则")
        kinds.register("clock", "clocks.Clock", "时限")
        kinds.register("promise", "clocks.Promise", "承诺")
        kinds.register("ladder_step", "clocks.LadderStep", "督促阶梯")
        kinds.register("supervision_order", "clocks.SupervisionOrder", "督办单")
        kinds.register("congress_step", "clocks.CongressStep", "人大监督措施")
        for pair in ("RaisedStep", "OrderMatter", "CongressMatter"):
            kinds.register_pair(f"clocks.{pair}", "owner_kind", "owner_id")
        kinds.register_pair("clocks.Clock", "owner_kind", "owner_id")
        kinds.register_pair("clocks.Promise", "owner_kind", "owner_id")
        registration.register()
