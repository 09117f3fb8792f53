"""Addresses of what happens on a visit."""

from django.urls import path, re_path

from lianxin.contact.visits import desk, doors, feedback_papers, lines, phone, sheets

urlpatterns = [
    path("field/visit-item/", phone.item, name="visit_item"),
    path("field/visit-told/", phone.told, name="visit_told"),
    re_path(r"^field/visit/(?P<pk>[0-9]+)/(?P<code>begin|end)/$", phone.move, name="visit_phone_move"),
    path("field/visit/<int:pk>/attendance/", phone.attendance, name="visit_phone_attendance"),
    re_path(r"^visit-sheet/(?P<token>[A-Za-z0-9_-]{16,64})/$", phone.sheet_door, name="visit_sheet_door"),
    path("desk/visits/", desk.visits, name="visits"),
    path("desk/visits/<int:pk>/list/", desk.visit_list, name="visit_list"),
    path("desk/visits/<int:pk>/lines/", lines.lines, name="visit_lines"),
    path("desk/visits/<int:pk>/told/", desk.told, name="visit_told_desk"),
    path("desk/visits/<int:pk>/attendance/", desk.attendance, name="visit_attendance"),
    path("desk/visits/<int:pk>/sheets/", sheets.of_visit, name="visit_sheets"),
    re_path(r"^desk/visits/(?P<pk>[0-9]+)/(?P<code>begin|end|give-in|reopen)/$", desk.move, name="visit_move"),
    path("desk/visits/items/<int:pk>/same/", desk.same, name="visit_same"),
    path("desk/visits/remarks/<int:pk>/", desk.remark, name="visit_remark"),
    path("desk/visits/feedback/<int:pk>/verdict/", desk.verdict, name="visit_verdict"),
    path("desk/rounds/<int:pk>/sheets/", sheets.of_round, name="round_sheets"),
    path("desk/visits/<int:pk>/feedback-paper/", feedback_papers.of_visit, name="visit_feedback_paper"),
    path("desk/rounds/<int:pk>/feedback-paper/", feedback_papers.of_round, name="round_feedback_paper"),
    path("deputy/visits/", doors.visits, name="deputy_visits"),
    path("deputy/visits/<int:pk>/", doors.confirm, name="deputy_visit"),
]
