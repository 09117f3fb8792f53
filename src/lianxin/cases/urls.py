"""Addresses of the cases room, one list a face."""

from django.urls import include, path

app_name = "cases"

urlpatterns = [
    path("", include("lianxin.cases.public.urls")),
    path("", include("lianxin.cases.issues.urls")),
    path("", include("lianxin.cases.delivery.urls")),
    path("", include("lianxin.cases.promises.urls")),
    path("", include("lianxin.cases.desk.urls")),
    path("", include("lianxin.cases.deputy.urls")),
    path("", include("lianxin.cases.asking.urls")),
    path("", include("lianxin.cases.documents.urls")),
    path("", include("lianxin.cases.imports.pages.urls")),
    path("", include("lianxin.cases.pressing.urls")),
    path("", include("lianxin.cases.disputes.urls")),
    path("", include("lianxin.cases.supervision.urls")),
    path("", include("lianxin.cases.suggestions.urls")),
]
