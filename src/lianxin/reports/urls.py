"""Addresses of the reports room."""

from django.urls import path

from lianxin.reports import views
from lianxin.reports.blankforms import pages
from lianxin.reports.burden.views import burden
from lianxin.reports.figures.views import measure
from lianxin.reports.frozen import views as frozen

app_name = "reports"

urlpatterns = [
    path("desk/figures/", views.figures, name="figures"),
    path("desk/burden/", burden, name="burden"),
    path("desk/reports/", frozen.frozen_list, name="frozen_list"),
    path("desk/reports/new/", frozen.freeze, name="freeze"),
    path("desk/reports/<int:pk>/", frozen.frozen, name="frozen"),
    path("desk/reports/<int:pk>/print/", frozen.frozen_print, name="frozen_print"),
    path("desk/reports/<int:pk>/correct/", frozen.correct, name="correct"),
    path("desk/figures/<slug:code>/", measure, name="measure"),
    path("desk/forms/", pages.index, name="forms"),
    path("desk/forms/new/", pages.new, name="new_form"),
    path("desk/forms/<int:pk>/", pages.form, name="form"),
    path("desk/forms/<int:pk>/file/", pages.renew, name="renew"),
    path("desk/forms/<int:pk>/point/", pages.point, name="point"),
    path("desk/forms/<int:pk>/fill/", pages.fill_page, name="fill"),
    path("desk/forms/spots/<int:pk>/unbind/", pages.unbind, name="unbind"),
    path("desk/forms/filled/<int:pk>/", pages.filled, name="filled"),
]
