"""Addresses of the desk's face."""

from django.urls import path

from lianxin.cases.desk import contact, do, page, record, worklists

urlpatterns = [
    path("desk/cases/", worklists.case_lists, name="desk_cases"),
    path("desk/cases/<str:number>/", page.show, name="desk_case"),
    path("desk/cases/<str:number>/do/<slug:move>/", do.do, name="desk_do"),
    path("desk/cases/<str:number>/contact/", contact.contact, name="desk_contact"),
    path("desk/record/", record.record, name="desk_record"),
]
