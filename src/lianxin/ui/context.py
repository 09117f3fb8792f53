"""What every page knows: town, whether the text is large, demo mark, language, today."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from lianxin.core import clock
from lianxin.people.access import actor_of
from lianxin.people.homes import home_of
from lianxin.ui.dates import zh_date

#: Cookie that keeps the text size; no personal data, one year.
SIZE_COOKIE = "lx_size"


def is_large(request: HttpRequest) -> bool:
    """Whether the visitor chose the large (适老) mode."""
    return request.COOKIES.get(SIZE_COOKIE) == "large"


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: everything the layouts need, under the single name ``ui``."""
    town = getattr(request, "town", None)
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "ui": {
            "town": town,
            "town_name": town.name if town else "",
            "actor": getattr(request, "actor", None),
            "home": home_of(actor_of(request)),
            "large": is_large(request),
            "is_demo": bool(town and town.is_demo),
            "clock_fixed": clock.is_fixed(),
            "today": SimpleLazyObject(lambda: zh_date(clock.today())),
            "lang": "en" if language.startswith("en") else "zh-CN",
            "filing": getattr(settings, "LIANXIN_FILING", {}),
            "path": request.get_full_path(),
        }
    }
