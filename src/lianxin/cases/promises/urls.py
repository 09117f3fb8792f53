"""Addresses of the promise ledger."""

from django.urls import path

from lianxin.cases.promises import pages

urlpatterns = [
    path("desk/promises/", pages.ledger, name="desk_promises"),
    path("desk/promises/units/", pages.units, name="desk_promise_units"),
    path("desk/promises/news/", pages.news, name="desk_promise_news"),
    path("desk/promises/news/<int:note>/told/", pages.told, name="desk_promise_told"),
    path("desk/promises/<int:promise>/year/", pages.year, name="desk_promise_year"),
]
