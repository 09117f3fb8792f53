"""Django application for the places room."""

from django.apps import AppConfig

from lianxin.journal import kinds


class PlacesConfig(AppConfig):
    """Places, units, categories, lists and duty lines of a town."""

    name = "lianxin.places"
    label = "places"
    verbose_name = "地方与单位"

    def ready(self) -> None:
        """Register the kinds that may stand in the log."""
        kinds.register("place", "places.Place", "地点")
        kinds.register("unit", "places.Unit", "单位")
        kinds.register("category", "places.Category", "类别")
        kinds.register("list_item", "places.ListItem", "清单项")
        kinds.register("duty_rule", "places.DutyRule", "权责条目")
        kinds.register("profile_load", "places.ProfileLoad", "城镇资料导入")
