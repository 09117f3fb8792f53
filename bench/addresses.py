"""The product's addresses and one more: an empty view behind all the middleware, the floor of every page."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from lianxin.conf import urls
from lianxin.people.access import public

EMPTY = "/bench-empty/"


@public
def empty(request: HttpRequest) -> HttpResponse:
    """Nothing."""
    return HttpResponse("")


urlpatterns = [path(EMPTY.lstrip("/"), empty), *urls.urlpatterns]
