"""Before any page: the health of this process, the content policy, and the language that the visitor chose."""

from collections.abc import Callable

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils import translation

from lianxin import __version__

Next = Callable[[HttpRequest], HttpResponseBase]

#: Scripts, styles, pictures and connections from our own address only; nothing inline; no frames around us.
CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

#: Device features that pages may use: the camera for photos taken on the spot, nothing else.
DEVICE_POLICY = "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"


#: The address for whoever watches the machine.
HEALTH = "/health/"


class HealthMiddleware:
    """Answers ``/health/`` before anything asks the database, so that it can say that the database is away.

    Any host name will do, since a watcher knows only the machine's address. Says nothing about any town.
    """

    def __init__(self, get_response: Next) -> None:
        """Keep the next step of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """200 with ``{"status": "ok"}``, or 503 where the database does not answer; other addresses pass on."""
        if request.path_info != HEALTH:
            return self.get_response(request)
        answer = {"status": "ok" if _database_answers() else "database", "version": __version__}
        status = 200 if answer["status"] == "ok" else 503
        return JsonResponse(answer, status=status, headers={"Cache-Control": "no-store"})


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


class ContentPolicyMiddleware:
    """Sets ``Content-Security-Policy`` and ``Permissions-Policy`` unless the view has set its own."""

    def __init__(self, get_response: Next) -> None:
        """Keep the next step of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with both headers."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.headers.setdefault("Permissions-Policy", DEVICE_POLICY)
        return response


class LanguageMiddleware:
    """Chinese, unless the visitor chose another language here.

    The browser's own language is not asked: a resident's telephone that is set to English still gets the town's words,
    and one address shows the same page to everybody.
    """

    def __init__(self, get_response: Next) -> None:
        """Keep the next step of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Activate the language of the cookie for this request only."""
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        known = {code for code, _name in settings.LANGUAGES}
        language = wanted if wanted in known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
