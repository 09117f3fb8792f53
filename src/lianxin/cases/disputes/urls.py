"""Addresses of disputes."""

from django.urls import path

from lianxin.cases.disputes import pages

urlpatterns = [
    path("desk/disputes/", pages.disputes, name="disputes"),
    path("desk/disputes/returns/", pages.returns, name="returns"),
    path("desk/disputes/<int:pk>/", pages.dispute, name="dispute"),
    path("desk/disputes/<int:pk>/print/", pages.dispute_print, name="dispute_print"),
    path("desk/disputes/<int:pk>/do/<slug:move>/", pages.dispute_do, name="dispute_do"),
    path("desk/cases/<str:number>/dispute/", pages.dispute_new, name="dispute_new"),
]
