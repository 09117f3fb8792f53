"""The server of static files, which looks for them once in a test run and not once for each test client."""

from typing import Any, ClassVar

from whitenoise.middleware import WhiteNoiseMiddleware


class FilesListedOnce(WhiteNoiseMiddleware):
    """WhiteNoise, whose instances share what was found under the same address."""

    listed: ClassVar[dict[str, dict[str, Any]]] = {}

    def add_files_from_finders(self) -> None:
        """What another instance found before, or a search."""
        if self.static_prefix not in self.listed:
            super().add_files_from_finders()
            self.listed[self.static_prefix] = dict(self.files)
        self.files = dict(self.listed[self.static_prefix])
