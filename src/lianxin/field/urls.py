"""Addresses of the room: the phone's face, the slip's own page, and the desk's page of visit links."""

from django.urls import path, re_path

from lianxin.field.views import links, pages, receive, slips

app_name = "field"

urlpatterns = [
    path("field/", pages.home, name="home"),
    path("field/opinion/", pages.opinion, name="opinion"),
    path("field/lists.json", pages.lists, name="lists"),
    path("field/worker.js", pages.worker, name="worker"),
    path("field/seat/", receive.seat, name="seat"),
    path("field/receive/", receive.receive, name="receive"),
    re_path(r"^field/photo/(?P<key>[0-9a-f]{32})/(?P<sha256>[0-9a-f]{64})/$", receive.photo, name="photo"),
    path("s/", slips.find, name="find_slip"),
    path("s/<str:slip>/", slips.slip, name="slip"),
    path("desk/visit-links/", links.visit_links, name="visit_links"),
    path("desk/visit-links/new/", links.send_out, name="send_out"),
    path("desk/visit-links/<int:pk>/revoke/", links.revoke_link, name="revoke_link"),
]
