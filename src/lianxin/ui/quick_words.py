"""Translated words, looked up once a language: Django walks its catalogues anew for every word of every page.

The words are those that Django gives; only how often it is asked differs. The language of a request is kept in a plain
local of the thread, for every view is synchronous (`lianxin.conf.wsgi`).
"""

from threading import local
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import trans_real

#: So many words are kept of a language; there are about ten thousand.
MOST: Final = 20_000

_real: Any = trans_real
_slow: Any = trans_real.gettext


def gettext(message: str) -> str:
    """As Django's ``gettext``, from the words that were looked up before."""
    active = getattr(_real._active, "value", None)
    if active is None or type(message) is not str:
        words: str = _slow(message)
        return words
    try:
        kept: dict[str, str] = active.lx_words
    except AttributeError:
        kept = active.lx_words = {}
    found = kept.get(message)
    if found is None:
        if len(kept) >= MOST:
            kept.clear()
        found = kept[message] = _slow(message)
    return found


def install() -> None:
    """Let the whole process translate through this module."""
    if settings.USE_I18N:
        _real._active = local()
        chosen: Any = translation
        chosen._trans.gettext = gettext
