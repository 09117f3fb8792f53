"""Addresses of the home room."""

from django.urls import path, re_path

from lianxin.home.desk import courtyards, methods, network, organisation
from lianxin.home.handing import pages as handing
from lianxin.home.performance import desk as activities
from lianxin.home.performance import doors as own
from lianxin.home.performance import office as files
from lianxin.home.public import calendars, near, pages
from lianxin.home.public import deputy as one_deputy
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
    path("desk/visitors/<int:pk>/slip/", receptions.slip, name="visitor_slip"),
    path("desk/handed/", handing.handed, name="handed"),
    path("desk/handed/<int:pk>/", handing.matter, name="handed_one"),
    path("desk/handed/<int:pk>/take/", handing.take_for, name="take_for"),
    path("desk/handed/<int:pk>/report/", handing.report_for, name="report_for"),
    path("desk/handed/<int:pk>/pass-on/", handing.pass_on, name="pass_on"),
    path("desk/activities/", activities.activities, name="activities"),
    path("desk/activities/new/", activities.plan, name="new_activity"),
    path("desk/activities/<int:pk>/", activities.activity, name="activity"),
    path("desk/activities/<int:pk>/invite/", activities.invite, name="invite_more"),
    path("desk/activities/<int:pk>/presence/", activities.presence, name="presence"),
    path("desk/activities/<int:pk>/hold/", activities.hold, name="hold_activity"),
    path("desk/activities/<int:pk>/cancel/", activities.cancel, name="cancel_activity"),
    path("desk/files/", files.files, name="files"),
    path("desk/files/<int:pk>/", files.file, name="file"),
    path("desk/files/<int:pk>/paper/", files.file_paper, name="file_paper"),
    path("desk/files/<int:pk>/handed-out/", files.handed_out, name="handed_out"),
    path("desk/entries/<int:pk>/", files.entry, name="entry"),
    path("desk/entries/<int:pk>/correct/", files.correct, name="correct_entry"),
    path("desk/entries/<int:pk>/signed/", files.signed, name="entry_signed"),
    re_path(r"^desk/entries/(?P<pk>[0-9]+)/(?P<code>uphold|take-out|object)/$", files.decide, name="decide_entry"),
    path("deputy/file/", own.own, name="own_file"),
    path("deputy/file/paper/", own.own_paper, name="own_file_paper"),
    path("deputy/file/confirm/", own.confirm_all, name="confirm_entries"),
    path("deputy/activities/<int:pk>/leave/", own.leave, name="ask_leave"),
    path("deputy/file/<int:pk>/confirm/", own.confirm, name="confirm_entry"),
    path("deputy/file/<int:pk>/object/", own.objection, name="object_to_entry"),
    path("deputy/handed/", handing.own, name="own_handed"),
    path("deputy/handed/<int:pk>/", handing.own_matter, name="own_handed_one"),
    path("deputy/handed/<int:pk>/take/", handing.take, name="take_matter"),
    path("deputy/handed/<int:pk>/report/", handing.report, name="report_matter"),
    path("deputy/receptions/", doors.invitations, name="invitations"),
    path("deputy/receptions/<int:pk>/", doors.answer, name="answer_invitation"),
    path("receptions/", doors.coming, name="receptions"),
    re_path(rf"^receptions/{_TOKEN}/$", doors.sign_in, name="sign_in"),
    path("home/", pages.network, name="public_network"),
    path("home/organisation/", pages.organisation, name="public_organisation"),
    path("home/methods/<slug:code>/", pages.method, name="public_method"),
    re_path(rf"^home/at/{_TOKEN}/$", pages.venue, name="public_venue"),
    re_path(rf"^home/at/{_TOKEN}/calendar\.ics$", calendars.venue, name="venue_calendar"),
    re_path(rf"^home/courtyard/{_TOKEN}/calendar\.ics$", calendars.courtyard, name="courtyard_calendar"),
    re_path(rf"^home/courtyard/{_TOKEN}/$", pages.courtyard, name="public_courtyard"),
    path("my-deputy/", near.my_deputy, name="my_deputy"),
    path("my-deputy/<int:pk>/", one_deputy.deputy, name="public_deputy"),
]
