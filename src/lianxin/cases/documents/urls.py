"""Addresses of the papers."""

from django.urls import path

from lianxin.cases.documents import pages

urlpatterns = [
    path("desk/cases/<str:number>/papers/<slug:code>/", pages.of_case, name="paper"),
    path("desk/transfer/<str:number>/papers/<slug:code>/", pages.of_transfer, name="transfer_paper"),
    path("desk/ledgers/cases/", pages.ledger, name="ledger"),
    path("desk/ledgers/promises/", pages.promises, name="promise_ledger"),
    path("desk/ledgers/last-round/", pages.feedback, name="feedback"),
    path("desk/ledgers/handling/", pages.handling_report, name="handling_report"),
]
