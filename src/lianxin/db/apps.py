"""The town engine as a Django app."""

from django.apps import AppConfig


class DbConfig(AppConfig):
    """Registers the reference tables."""

    name = "lianxin.db"
    label = "db"
    default_auto_field = "django.db.models.BigAutoField"
