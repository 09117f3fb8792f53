"""A site with an address."""

from typing import Any

import pytest


@pytest.fixture
def site(settings: Any) -> Any:
    """A site with an address of its own."""
    settings.LIANXIN_SITE_URL = "https://lianxin.example"
    return settings
