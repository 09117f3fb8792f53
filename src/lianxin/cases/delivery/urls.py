"""Addresses of the way to the door."""

from django.urls import path

from lianxin.cases.delivery import link, pages, sheets

urlpatterns = [
    path("desk/delivery/", pages.home, name="desk_delivery"),
    path("desk/delivery/<str:number>/", pages.run_page, name="desk_run"),
    path("desk/delivery/<str:number>/close/", pages.close, name="desk_run_close"),
    path("desk/delivery/<str:number>/slips/", sheets.slips, name="desk_run_slips"),
    path("desk/delivery/<str:number>/sheet/", sheets.carry_sheet, name="desk_run_sheet"),
    path("desk/delivery/<str:number>/calls/", sheets.calls, name="desk_run_calls"),
    path("carry/<str:token>/", link.carry, name="carry"),
]
