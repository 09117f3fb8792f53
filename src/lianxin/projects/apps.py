"""Django application for the projects room."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Ideas are gathered, projects proposed and voted, carried out and evaluated; every idea-giver is told."""

    name = "lianxin.projects"
    label = "projects"
    verbose_name = "民生实事项目"

    def ready(self) -> None:
        """Hang the room on the house: kinds, verbs, labels, notices, navigation."""
        from lianxin.projects import registration

        registration.register()
