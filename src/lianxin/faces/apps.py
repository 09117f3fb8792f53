"""Django application for the faces room."""

from django.apps import AppConfig


class FacesConfig(AppConfig):
    """Composed pages and navigation."""

    name = "lianxin.faces"
    label = "faces"
    verbose_name = "各方页面"

    def ready(self) -> None:
        """Hang the home pages' and the administrators' navigation on the house."""
        from lianxin.faces import navigation, paper_sheets  # noqa: F401
        from lianxin.faces.administration import navigation as administration

        navigation.register()
        administration.register()
