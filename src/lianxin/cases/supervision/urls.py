"""The address of the supervision table."""

from django.urls import path

from lianxin.cases.supervision import pages

urlpatterns = [path("desk/supervision/", pages.supervision, name="supervision")]
