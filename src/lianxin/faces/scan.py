"""Where a QR code on a wall leads: to speaking, with the place already known."""

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import get_script_prefix
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from lianxin.people.access import public
from lianxin.places.selectors import by_public_token

#: The first screen of speaking; it reads the place's token from ``at``.
SPEAK: Final = "speak/"


@public
@require_safe
def scanned(request: HttpRequest, token: str) -> HttpResponse:
    """Lead on to speaking; a code of a place that is no longer in use leads there without a place."""
    place = by_public_token(token)
    query = f"?{urlencode({'at': place.public_token})}" if place is not None else ""
    return HttpResponseRedirect(f"{get_script_prefix()}{SPEAK}{query}")
