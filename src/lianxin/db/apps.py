"""The town engine as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class DbConfig(AppConfig):
    """Registers the reference tables, the checks, and what happens before and after a migration."""

    name = "lianxin.db"
    label = "db"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Models are loaded now, so that the modules which need them can be, too."""
        import_module("lianxin.db.checks")
        installation = import_module("lianxin.db.installation")
        pre_migrate.connect(installation.before_migrating, sender=self)
        post_migrate.connect(installation.after_migrating, sender=self)
