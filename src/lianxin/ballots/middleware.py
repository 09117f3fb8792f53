"""Below ``/vote/`` nobody is anybody: cookies, address and browser are taken off the request first."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

#: Pages of the booth, casting, and the board.
VOTE: Final = "/vote/"
_WHO: Final = (
    "HTTP_COOKIE", "REMOTE_ADDR", "REMOTE_PORT", "REMOTE_HOST", "HTTP_USER_AGENT", "HTTP_X_FORWARDED_FOR",
    "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_REFERER", "HTTP_AUTHORIZATION", "HTTP_ACCEPT_LANGUAGE",
)  # fmt: skip


class NobodyMiddleware:
    """Forgets who asks; sets no cookie and lets no cache keep the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next step of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; other addresses pass untouched."""
        if not request.path_info.startswith(VOTE):
            return self.get_response(request)
        for name in _WHO:
            request.META.pop(name, None)
        request.COOKIES = {}
        response = self.get_response(request)
        response.cookies.clear()
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
