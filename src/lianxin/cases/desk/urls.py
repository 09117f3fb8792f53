"""Addresses of the desk's face."""

from django.urls import path

from lianxin.cases.desk import attach, blank, contact, do, page, printout, receipt, record, transfer, week, worklists

urlpatterns = [
    path("desk/cases/", worklists.case_lists, name="desk_cases"),
    path("desk/cases/<str:number>/", page.show, name="desk_case"),
    path("desk/cases/<str:number>/print/", printout.order, name="desk_print"),
    path("desk/cases/<str:number>/hints/", page.hints, name="desk_hints"),
    path("desk/cases/<str:number>/do/<slug:move>/", do.do, name="desk_do"),
    path("desk/cases/<str:number>/contact/", contact.contact, name="desk_contact"),
    path("desk/cases/<str:number>/files/", attach.attach, name="desk_attach"),
    path("desk/cases/<str:number>/receipt/", receipt.reprint, name="desk_receipt"),
    path("desk/receipts/", receipt.find, name="desk_receipts"),
    path("desk/blank-form/", blank.blank, name="desk_blank"),
    path("desk/record/", record.record, name="desk_record"),
    path("desk/record/<str:token>/", record.recorded, name="desk_recorded"),
    path("desk/week/", week.the_week, name="desk_week"),
    path("desk/transfer/", transfer.sheet, name="desk_transfer"),
    path("desk/transfer/<str:number>/", transfer.sent_list, name="desk_transfer_list"),
]
