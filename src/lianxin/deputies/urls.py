"""Addresses of the register."""

from django.urls import path

from lianxin.deputies import views
from lianxin.deputies.elected import pages as elected
from lianxin.deputies.handover import views as handing
from lianxin.deputies.leave import views as leaves
from lianxin.deputies.own_links import views as own_links

app_name = "deputies"

urlpatterns = [
    path("desk/deputies/", views.register, name="register"),
    path("desk/deputies/new/", views.new_deputy, name="new"),
    path("desk/deputies/elected/", elected.elected_page, name="elected"),
    path("desk/deputies/elected/template.xlsx", elected.template, name="elected_template"),
    path("desk/deputies/terms/", views.terms, name="terms"),
    path("desk/deputies/terms/new/", views.new_term, name="new_term"),
    path("desk/deputies/terms/<int:pk>/end/", views.end_term, name="end_term"),
    path("desk/deputies/<int:pk>/", views.deputy, name="deputy"),
    path("desk/deputies/<int:pk>/mandate/", views.begin_mandate, name="begin_mandate"),
    path("desk/deputies/<int:pk>/contacts/", views.contacts, name="contacts"),
    path("desk/deputies/<int:pk>/leave/", leaves.grant, name="leave"),
    path("desk/deputies/<int:pk>/own-link/", own_links.issue, name="own_link"),
    path("desk/own-links/<int:pk>/revoke/", own_links.revoke, name="revoke_own_link"),
    path("desk/leaves/<int:pk>/back/", leaves.take_back, name="leave_back"),
    path("desk/handovers/", handing.handovers, name="handovers"),
    path("desk/handovers/new/", handing.open_handover, name="open_handover"),
    path("desk/handovers/waiting/", handing.waiting, name="waiting"),
    path("desk/handovers/waiting/<slug:kind>/<int:pk>/", handing.give, name="give"),
    path("desk/handovers/<int:pk>/", handing.handover, name="handover"),
    path("desk/handovers/<int:pk>/reelected/", handing.reelected, name="reelected"),
    path("desk/handovers/<int:pk>/print/", handing.handover_print, name="handover_print"),
    path("desk/handovers/<int:pk>/successor/<int:deputy>/<int:place>/", handing.name_successor, name="name_successor"),
    path("desk/mandates/<int:pk>/", views.change_mandate, name="change_mandate"),
    path("desk/mandates/<int:pk>/end/", views.end_mandate, name="end_mandate"),
]
