"""Headers of working pages, and refusals of actions shown as pages."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from lianxin.journal.errors import ActionError, NotAllowed, WrongState
from lianxin.ui.errors import error_page

#: Faces whose pages must not stay in any cache of a shared computer.
PRIVATE_FACES: Final = ("/desk/", "/deputy/", "/accounts/", "/admin-")
#: Addresses that are a key in themselves: once on a public page, no search engine may list what they open.
KEYS: Final = ("/o/", "/s/", "/me-too/", "/carry/", "/three/", "/hall/", "/accounts/", "/files/", "/receptions/")
#: No request may bring more bytes: nine photos and what is typed beside them, as in the examples for a proxy.
LARGEST: Final = 100 * 1024 * 1024
Next = Callable[[HttpRequest], HttpResponseBase]


class PagesMiddleware:
    """Working pages are never stored; an action refused in a view that did not expect it becomes 403, 409 or 400."""

    def __init__(self, get_response: Next) -> None:
        """Keep the next step of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with ``Cache-Control: private, no-store`` on working faces; keys are in no search engine.

        What is too large is refused before anything reads it: it would lie on the disk until it has come whole.
        """
        response = error_page(request, 413) if _is_too_large(request) else self.get_response(request)
        if request.path_info.startswith(KEYS) and request.path_info != "/receptions/":
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        if request.path_info.startswith(PRIVATE_FACES):
            response.headers["Cache-Control"] = "private, no-store"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """The page for a refused action, with the action's own sentence; other errors pass on."""
        if not isinstance(exception, ActionError):
            return None
        if exception.code == "too_many" and hasattr(exception, "retry_after"):
            return error_page(request, 429, text=exception.message, retry_after=exception.retry_after)
        status = 403 if isinstance(exception, NotAllowed) else 409 if isinstance(exception, WrongState) else 400
        return error_page(request, status, text=exception.message)


def _is_too_large(request: HttpRequest) -> bool:
    """By the announced length; what comes without one is not read at all (WSGI)."""
    sent = str(request.META.get("CONTENT_LENGTH") or "0")
    return not sent.isdecimal() or len(sent) > 12 or int(sent) > LARGEST
