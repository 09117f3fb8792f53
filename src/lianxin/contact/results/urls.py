"""Addresses of a round's results."""

from django.urls import path, re_path

from lianxin.contact.results import documents, earlier_pages, hall, pages

_TOKEN = r"(?P<token>[A-Za-z0-9_-]{16,64})"  # nosec B105 - the shape of an address

urlpatterns = [
    path("desk/rounds/earlier/", earlier_pages.earlier, name="earlier_round"),
    path("desk/rounds/<int:pk>/teams/", earlier_pages.teams, name="take_in_teams"),
    path("desk/rounds/<int:pk>/summary/", pages.summary, name="summary"),
    path("desk/rounds/<int:pk>/take-in/", pages.take_in, name="take_in"),
    path("desk/rounds/<int:pk>/level/", pages.level, name="level"),
    path("desk/rounds/<int:pk>/transfer/", pages.transfer, name="transfer"),
    path("desk/rounds/<int:pk>/ending/", pages.ending, name="ending"),
    path("desk/rounds/<int:pk>/documents/", documents.documents, name="documents"),
    path("desk/rounds/<int:pk>/documents/text/", documents.text, name="round_text"),
    path("desk/rounds/<int:pk>/papers/<slug:code>/", documents.paper, name="paper"),
    path("desk/rounds/<int:pk>/hall/", hall.hall_links, name="hall_links"),
    path("desk/rounds/<int:pk>/hall/issue/", hall.issue, name="issue_hall"),
    path("desk/hall-links/<int:pk>/withdraw/", hall.withdraw, name="withdraw_hall"),
    re_path(rf"^hall/round/{_TOKEN}/$", hall.hall, name="hall"),
    re_path(rf"^hall/round/{_TOKEN}/state/$", hall.hall_state, name="hall_state"),
]
