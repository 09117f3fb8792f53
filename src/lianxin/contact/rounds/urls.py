"""Addresses of rounds on the desk and of a neighbourhood's preparation."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
