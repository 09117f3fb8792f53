"""Addresses of requests to press."""

from django.urls import path

from lianxin.cases.asking import pages

urlpatterns = [
    path("deputy/ask/<slug:kind>/<int:pk>/", pages.ask, name="ask_to_press"),
    path("desk/asks/", pages.asks, name="asks"),
    path("desk/asks/<int:pk>/", pages.answer, name="answer_ask"),
]
