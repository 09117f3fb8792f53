"""Text size and language, the pages about the system, the style guide."""

from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import get_script_prefix
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from lianxin.people.access import actor_of, public
from lianxin.people.roles import SYSTEM_ADMIN
from lianxin.ui.context import SIZE_COOKIE
from lianxin.ui.styleguide import CHAPTERS, chapter_context

_YEAR: Final = 365 * 24 * 3600
TOPICS: Final = frozenset({"accessibility", "privacy", "no-formalism", "feedback"})


@public
@csrf_exempt
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep the chosen text size and language in cookies and lead back.

    Exempt from the CSRF token on purpose: nothing but the visitor's own display changes, and the button must work on
    a page that an old resident left open for hours.
    """
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = get_script_prefix()
    response = HttpResponseRedirect(target)
    size, language = request.POST.get("size"), request.POST.get("lang")
    if size in {"large", "normal"}:
        _remember(response, SIZE_COOKIE, size)
    if language in {code for code, _name in settings.LANGUAGES}:
        _remember(response, settings.LANGUAGE_COOKIE_NAME, str(language))
    return response


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=_YEAR,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


@public
@require_GET
def about(request: HttpRequest, topic: str) -> HttpResponse:
    """One of the pages every footer links to."""
    if topic not in TOPICS:
        raise Http404
    return render(request, f"ui/about/{topic.replace('-', '_')}.html", {"topic": topic})


@public
@require_GET
def styleguide(request: HttpRequest, chapter: str = "") -> HttpResponse:
    """Every component in every state. Open in the example town and in development, else for the system administrator.

    A real town's visitors have no use for invented examples; a foreign visitor gets 404.
    """
    town = getattr(request, "town", None)
    is_open = settings.DEBUG or bool(town and town.is_demo) or actor_of(request).has(SYSTEM_ADMIN)
    if not is_open or (chapter and chapter not in CHAPTERS):
        raise Http404
    name = chapter or next(iter(CHAPTERS))
    return render(request, f"ui/styleguide/{name}.html", chapter_context(request, name))
