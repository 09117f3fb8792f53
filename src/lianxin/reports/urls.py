"""Addresses of the reports room."""

from django.urls import path

from lianxin.reports import views
from lianxin.reports.blankforms import pages

app_name = "reports"

urlpatterns = [
    path("desk/figures/", views.figures, name="figures"),
    path("desk/forms/", pages.index, name="forms"),
    path("desk/forms/new/", pages.new, name="new_form"),
    path("desk/forms/<int:pk>/", pages.form, name="form"),
    path("desk/forms/<int:pk>/file/", pages.renew, name="renew"),
    path("desk/forms/<int:pk>/point/", pages.point, name="point"),
    path("desk/forms/<int:pk>/fill/", pages.fill_page, name="fill"),
    path("desk/forms/spots/<int:pk>/unbind/", pages.unbind, name="unbind"),
    path("desk/forms/filled/<int:pk>/", pages.filled, name="filled"),
]
