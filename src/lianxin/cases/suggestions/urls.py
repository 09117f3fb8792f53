"""Addresses of suggestions, on the deputy's face and at the desk."""

from django.urls import path

from lianxin.cases.suggestions import pages, views

urlpatterns = [
    path("deputy/suggestions/", pages.own, name="own_suggestions"),
    path("deputy/suggestions/new/", views.new, name="suggestion_new"),
    path("deputy/suggestions/<int:pk>/", pages.own_one, name="own_suggestion"),
    path("deputy/suggestions/<int:pk>/do/<slug:move>/", views.own_do, name="own_suggestion_do"),
    path("deputy/suggestions/<int:pk>/print/", pages.own_print, name="own_suggestion_print"),
    path("deputy/suggestions/<int:pk>/print/<slug:code>/", pages.own_sheet, name="own_suggestion_sheet"),
    path("desk/suggestions/", pages.at_desk, name="suggestions"),
    path("desk/suggestions/propose/", views.propose, name="suggestion_propose"),
    path("desk/suggestions/report/", pages.report, name="suggestion_report"),
    path("desk/suggestions/<int:pk>/", pages.at_desk_one, name="suggestion"),
    path("desk/suggestions/<int:pk>/do/<slug:move>/", views.do, name="suggestion_do"),
    path("desk/suggestions/<int:pk>/print/", pages.at_desk_print, name="suggestion_print"),
    path("desk/suggestions/<int:pk>/print/<slug:code>/", pages.at_desk_sheet, name="suggestion_sheet"),
]
