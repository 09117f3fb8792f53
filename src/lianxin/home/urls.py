"""Addresses of the home room."""

from django.urls import path, re_path

from lianxin.home.desk import courtyards, methods, network, organisation
from lianxin.home.public import near, pages
from lianxin.home.receptions import doors
from lianxin.home.receptions import pages as receptions

app_name = "home"

_TOKEN = r"(?P<token>[A-Za-z0-9_-]{16,64})"  # nosec B105 - the shape of an address

urlpatterns = [
    path("desk/home/", network.network, name="network"),
    path("desk/home/new/", network.new_venue, name="new_venue"),
    path("desk/home/<int:pk>/", network.venue, name="venue"),
    path("desk/home/<int:pk>/change/", network.change_venue, name="change_venue"),
    path("desk/home/<int:pk>/hours/", network.hours, name="hours"),
    path("desk/home/<int:pk>/day/", network.day, name="day"),
    path("desk/home/<int:pk>/members/", network.members, name="members"),
    path("desk/home/<int:pk>/sign/", network.sign, name="sign"),
    path("desk/courtyards/", courtyards.courtyards, name="courtyards"),
    path("desk/courtyards/new/", courtyards.new_courtyard, name="new_courtyard"),
    path("desk/courtyards/<int:pk>/", courtyards.courtyard, name="courtyard"),
    path("desk/courtyards/<int:pk>/change/", courtyards.change_courtyard, name="change_courtyard"),
    path("desk/courtyards/<int:pk>/event/", courtyards.new_event, name="new_event"),
    path("desk/courtyards/<int:pk>/sign/", courtyards.sign, name="courtyard_sign"),
    path("desk/courtyards/events/<int:pk>/cancel/", courtyards.cancel_event, name="cancel_event"),
    path("desk/organisation/", organisation.organisation, name="organisation"),
    path("desk/organisation/new/", organisation.new_post, name="new_post"),
    path("desk/organisation/<int:pk>/end/", organisation.end_post, name="end_post"),
    path("desk/methods/", methods.methods, name="methods"),
    path("desk/methods/new/", methods.new_method, name="new_method"),
    path("desk/methods/<int:pk>/", methods.method, name="method"),
    path("desk/methods/<int:pk>/change/", methods.change_method, name="change_method"),
    path("desk/methods/<int:pk>/part/", methods.new_part, name="new_part"),
    path("desk/methods/parts/<int:pk>/", methods.change_part, name="change_part"),
    path("desk/methods/parts/<int:pk>/measure/", methods.new_measure, name="new_measure"),
    path("desk/methods/parts/<int:pk>/evidence/", methods.evidence, name="evidence"),
    path("desk/receptions/", receptions.rota, name="rota"),
    path("desk/receptions/new/", receptions.plan, name="plan_reception"),
    path("desk/receptions/<int:pk>/", receptions.reception, name="reception"),
    re_path(
        r"^desk/receptions/(?P<pk>[0-9]+)/(?P<code>announce|cancel|close)/$", receptions.move, name="move_reception"
    ),
    path("desk/receptions/<int:pk>/ask/", receptions.ask, name="ask_deputy"),
    path("desk/receptions/<int:pk>/answer/<int:deputy>/", receptions.answer_for, name="answer_for"),
    path("desk/receptions/<int:pk>/attendance/", receptions.attendance, name="attendance"),
    path("desk/receptions/<int:pk>/arrive/", receptions.arrive, name="arrive"),
    path("desk/visitors/<int:pk>/", receptions.hear, name="hear"),
    path("desk/visitors/<int:pk>/left/", receptions.left, name="visitor_left"),
    path("deputy/receptions/", doors.invitations, name="invitations"),
    path("deputy/receptions/<int:pk>/", doors.answer, name="answer_invitation"),
    path("receptions/", doors.coming, name="receptions"),
    re_path(rf"^receptions/{_TOKEN}/$", doors.sign_in, name="sign_in"),
    path("home/", pages.network, name="public_network"),
    path("home/organisation/", pages.organisation, name="public_organisation"),
    path("home/methods/<slug:code>/", pages.method, name="public_method"),
    re_path(rf"^home/at/{_TOKEN}/$", pages.venue, name="public_venue"),
    re_path(rf"^home/courtyard/{_TOKEN}/$", pages.courtyard, name="public_courtyard"),
    path("my-deputy/", near.my_deputy, name="my_deputy"),
]
