"""The WSGI application. ASGI is not offered: every view is synchronous and would only get slower."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from lianxin.conf import install

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.conf.settings")

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def below(prefix: str, inner: Application) -> Application:
    """The application below a path prefix, whether or not the proxy in front has already taken the prefix away."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path.startswith(f"{prefix}/"):
            environ["PATH_INFO"] = path.removeprefix(prefix)
        return inner(environ, start_response)

    return answer


application: Any = get_wsgi_application()
install.claim_ids(settings.OPTIONS)
if settings.FORCE_SCRIPT_NAME:
    application = below(settings.FORCE_SCRIPT_NAME, application)
