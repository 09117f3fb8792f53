"""Django application for the places room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lianxin.journal import kinds, verbs


class PlacesConfig(AppConfig):
    """Places, units, categories, lists and duty lines of a town."""

    name = "lianxin.places"
    label = "places"
    verbose_name = "地方与单位"

    def ready(self) -> None:
        """Register the kinds and verbs of the log."""
        kinds.register("town", "db.Town", "镇")
        kinds.register("place", "places.Place", "地点")
        kinds.register("unit", "places.Unit", "单位")
        kinds.register("category", "places.Category", "类别")
        kinds.register("list_item", "places.ListItem", "清单项")
        kinds.register("duty_rule", "places.DutyRule", "权责条目")
        kinds.register("profile_load", "places.ProfileLoad", "城镇资料导入")
        verbs.register("places.profile_loaded", _("导入城镇资料"))
        verbs.register("places.town_changed", _("修改镇的名称和域名"))
        verbs.register("places.place_entered", _("新增地点"))
        verbs.register("places.place_changed", _("修改地点"))
        verbs.register("places.unit_entered", _("新增单位"))
        verbs.register("places.unit_changed", _("修改单位"))
        verbs.register("places.category_set", _("新增或修改分类"))
        verbs.register("places.item_changed", _("修改清单项"))
        verbs.register("places.duty_set", _("权责条目生效"))
        verbs.register("places.duty_ended", _("权责条目停用"))
