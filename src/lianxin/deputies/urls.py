"""Addresses of the register."""

from django.urls import path

from lianxin.deputies import views

app_name = "deputies"

urlpatterns = [path("desk/deputies/", views.register, name="register")]
