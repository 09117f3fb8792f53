"""Where a request comes from, for rate limits only; the address itself is never stored."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The visitor's address: as the trusted proxy wrote it last, else the connection's own."""
    if settings.LIANXIN_BEHIND_PROXY:
        forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
        nearest = forwarded.rpartition(",")[2].strip()
        if nearest:
            return nearest
    return str(request.META.get("REMOTE_ADDR", ""))
