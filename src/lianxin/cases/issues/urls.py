"""Addresses of issues, divided matters and me too."""

from django.urls import path

from lianxin.cases.issues import pages, public

urlpatterns = [
    path("desk/issues/", pages.issue_list, name="desk_issues"),
    path("desk/issues/new/", pages.compose, name="desk_issue_new"),
    path("desk/issues/<str:number>/", pages.issue_page, name="desk_issue"),
    path("desk/issues/<str:number>/leave/", pages.leave, name="desk_issue_leave"),
    path("desk/issues/<str:number>/repeat/", pages.repeat, name="desk_issue_repeat"),
    path("desk/cases/<str:number>/split/", pages.split, name="desk_split"),
    path("desk/cases/<str:number>/me-too/", pages.me_too, name="desk_me_too"),
    path("desk/cases/<str:number>/me-too/print/", pages.me_too_notice, name="desk_me_too_print"),
    path("me-too/<str:token>/", public.me_too, name="me_too"),
    path("o/<str:token>/parts/<str:number>/verdict/", public.part_verdict, name="part_verdict"),
]
