"""The toy as a Django app."""

from django.apps import AppConfig


class ToytownConfig(AppConfig):
    """Installed in test runs only."""

    name = "tests.db.toytown"
    label = "toytown"
