"""Addresses of the composed pages."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from lianxin.faces import scan

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^q/(?P<token>[A-Za-z0-9_-]{16,64})/$", scan.scanned, name="scanned"),
    path("", include("lianxin.faces.administration.urls")),
]
