"""Django application for the people room."""

from django.apps import AppConfig

from lianxin.journal import kinds


class PeopleConfig(AppConfig):
    """Accounts, grants, links, locks and building heads."""

    name = "lianxin.people"
    label = "people"
    verbose_name = "人员与权限"

    def ready(self) -> None:
        """Register the kinds that may stand in the log."""
        kinds.register("account", "people.Account", "账号")
        kinds.register("role_grant", "people.RoleGrant", "授权")
        kinds.register("access_link", "people.AccessLink", "登录链接")
        kinds.register("trusted_device", "people.TrustedDevice", "受信任的设备")
        kinds.register("throttle", "people.Throttle", "登录限制")
        kinds.register("building_head", "people.BuildingHead", "楼组长")
