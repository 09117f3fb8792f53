"""Addresses of the records room: files, the chain of an object, the audit administrator's pages, retention."""

from django.urls import path

from lianxin.records.views import files

app_name = "records"

urlpatterns = [
    path("files/<str:token>", files.download, name="file"),
    path("files/<str:token>/small", files.thumbnail, name="thumb"),
]
