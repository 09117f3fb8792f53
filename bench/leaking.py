"""Settings of a build that leaks on purpose: the search must catch it.  Only for `bench.secrets_search`."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from lianxin.conf.settings import *  # noqa: F403

logger = logging.getLogger("lianxin.leaking")


def leaking(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Writes what a page that betrays its voter sends along into the log."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if "X-Leak" in request.headers:
            logger.warning("%s", request.headers["X-Leak"])
        return get_response(request)

    return middleware


MIDDLEWARE = ["bench.leaking.leaking", *MIDDLEWARE]  # noqa: F405
