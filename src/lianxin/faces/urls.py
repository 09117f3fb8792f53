"""Addresses of the composed pages."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("lianxin.faces.administration.urls"))]
