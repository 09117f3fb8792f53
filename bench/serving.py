"""The product's own WSGI application for the loopback measurements; each request may name its visitor's address.

The limit a quarter hour is kept a network address; one machine plays many residents, so the address comes from a header
that an installation never believes.
"""

from collections.abc import Callable, Iterable
from typing import Any

from lianxin.conf.wsgi import application as product


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as if the request came from where its header says."""
    environ["REMOTE_ADDR"] = environ.pop("HTTP_X_FORWARDED_FOR", "") or environ.get("REMOTE_ADDR", "")
    answer: Iterable[bytes] = product(environ, start_response)
    return answer
