"""Addresses of the reports room."""

from django.urls import path

from lianxin.reports import views

app_name = "reports"

urlpatterns = [path("desk/figures/", views.figures, name="figures")]
