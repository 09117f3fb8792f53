"""Style sheets and scripts of all rooms, collected with hashed names and compressed twins for the web server."""

from typing import Any

from django.contrib.staticfiles.management.commands.collectstatic import Command
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage


def collect() -> None:
    """Bring the folder of collected files in line with this version; files of an older one go.

    The hashed storage is named here and not in the settings, since those use it only once something was collected.
    """
    command: Any = Command()
    storage: Any = CompressedManifestStaticFilesStorage
    command.storage = storage()
    call_command(command, interactive=False, clear=True, verbosity=0)
