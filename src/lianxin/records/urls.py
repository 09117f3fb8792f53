"""Addresses of the records room: files and the chain of an object."""

from django.urls import path

from lianxin.records.views import chain, files

app_name = "records"

urlpatterns = [
    path("files/<str:token>", files.download, name="file"),
    path("files/<str:token>/small", files.thumbnail, name="thumb"),
    path("desk/lineage/<slug:kind>/<int:object_id>/", chain.show, name="chain"),
]
