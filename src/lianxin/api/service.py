"""The API itself: its endpoints, its parser, and what wraps every answer (policy, size, ETag)."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver
from django.utils.cache import get_conditional_response, set_response_etag
from ninja import NinjaAPI
from ninja.openapi.docs import Swagger
from ninja.parser import Parser

from lianxin import __version__
from lianxin.api.endpoints import cases, home, lists, opinions, rounds, suggestions
from lianxin.api.problems import Problem, answer, handle
from lianxin.people.access import public

#: Largest JSON body; twelve points, a reply and a promise fit many times.
MAX_BODY: Final = 256 * 1024
#: Largest upload: one file of 20 MB and its wrapping.
MAX_UPLOAD: Final = 21 * 1024 * 1024
_UNREADABLE: Final = (MultiPartParserError, TooManyFieldsSent, TooManyFilesSent, UnreadablePostError)
DESCRIPTION: Final = (
    "听民心·解民忧·聚民力. Everything a page can do with the same rights, as JSON. "
    "Without a key: say something, and follow it with the token or query code of the receipt. "
    "Ids are strings of digits. Every write needs an Idempotency-Key. Errors are RFC 9457 problems."
)


class StrictParser(Parser):
    """JSON of a bounded depth, without numbers that are none."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body; ``ValueError`` for what is no JSON (ninja answers 400)."""
        try:
            return json.loads(request.body, parse_constant=_no_constant)
        except RecursionError:
            raise ValueError("too deep") from None


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def make_api() -> NinjaAPI:
    """The API with all its endpoints; the reference page is our own, so ninja serves none."""
    api = NinjaAPI(
        title="Lianxin 连心桥",
        version=__version__,
        description=DESCRIPTION,
        urls_namespace="api_v1",
        openapi_url=None,
        docs_url=None,
        docs=Swagger(),
        parser=StrictParser(),
    )
    for router in (opinions.router, cases.router, suggestions.router, home.router, rounds.router, lists.router):
        api.add_router("", router)
    handle(api)
    return api


def guarded(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """One endpoint as Django sees it: open at the door (the key is asked inside), every answer checkable by ETag."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            _check_size(request)
            response = view(request, *args, **kwargs)
        except RequestDataTooBig:
            response = answer(Problem(413))
        except Problem as problem:
            response = answer(problem)
        except _UNREADABLE:
            response = answer(Problem(400))
        if response.status_code == 405:
            response = answer(Problem(405))
        response.headers.setdefault("Cache-Control", "private, no-cache")
        if request.method == "GET" and response.status_code == 200 and isinstance(response, HttpResponse):
            set_response_etag(response)
            return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response
        return response

    return public(wrapper)


def _check_size(request: HttpRequest) -> None:
    """Refuse a body by its kind and length before anything reads it."""
    if request.method != "POST":
        return
    sent = request.META.get("CONTENT_LENGTH") or "0"
    is_upload = request.path_info.endswith("/files")
    if not sent.isascii() or not sent.isdigit() or int(sent[:12]) > (MAX_UPLOAD if is_upload else MAX_BODY):
        raise Problem(413)
    if request.content_type != ("multipart/form-data" if is_upload else "application/json"):
        raise Problem(415)


def addresses(api: NinjaAPI) -> list[URLPattern | URLResolver]:
    """The addresses of the API with their guards; ninja's own start page is left out."""
    kept: list[URLPattern | URLResolver] = []
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            pattern.callback = guarded(pattern.callback)
            kept.append(pattern)
    return kept
