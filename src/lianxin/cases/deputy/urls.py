"""Addresses of a matter on the deputy's face."""

from django.urls import path

from lianxin.cases.deputy import pages

urlpatterns = [
    path("deputy/cases/<str:number>/", pages.show, name="deputy_case"),
    path("deputy/cases/<str:number>/verdict/", pages.verdict, name="deputy_verdict"),
]
