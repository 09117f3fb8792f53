"""Addresses of the import pages."""

from django.urls import path

from lianxin.cases.imports.pages import batch, downloads, home, undo

urlpatterns = [
    path("desk/import/", home.home, name="imports"),
    path("desk/import/template.xlsx", downloads.template, name="import_template"),
    path("desk/import/<int:batch>/", batch.show, name="import"),
    path("desk/import/<int:batch>/undo/", undo.undo, name="import_undo"),
    path("desk/import/<int:batch>/refused.xlsx", downloads.refused, name="import_refused"),
]
