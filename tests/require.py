"""What a test needs from the machine: a named skip where it is missing, a failure where the run insists on it.

``LIANXIN_REQUIRE=chromium,postgresql`` (set by ``.ci/run``) names what must be there.
"""

import os
import shutil
from collections.abc import Callable

import pytest

from tests import postgres


def _chromium() -> str:
    return "" if chromium_path() else "chromium is not installed (Debian: apt-get install chromium)"


def _libreoffice() -> str:
    return "" if office_path() else "libreoffice is not installed (Debian: libreoffice-writer-nogui, -calc-nogui)"


#: For each name the reason why it is missing; an empty text where it is there.
PROBES: dict[str, Callable[[], str]] = {
    "chromium": _chromium,
    "postgresql": postgres.why_missing,
    "libreoffice": _libreoffice,
}


def chromium_path() -> str | None:
    """The program file of a Chromium-like browser, or None."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def office_path() -> str | None:
    """The program file of LibreOffice, or None."""
    return shutil.which("soffice")


def require(name: str) -> None:
    """Skip the test, saying why, where ``name`` is missing; fail it where ``LIANXIN_REQUIRE`` names it."""
    reason = PROBES[name]()
    if not reason:
        return
    if name in os.environ.get("LIANXIN_REQUIRE", "").split(","):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
