"""Addresses of the design system itself."""

from django.urls import path

from lianxin.ui import views

app_name = "ui"

urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("about/<slug:topic>/", views.about, name="about"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("styleguide/<slug:chapter>/", views.styleguide, name="styleguide_chapter"),
]
