"""Addresses of rounds on the desk and of a neighbourhood's preparation."""

from django.urls import path, re_path

from lianxin.contact.rounds import agenda_pages as agenda
from lianxin.contact.rounds import board_pages as board
from lianxin.contact.rounds import day_pages as day
from lianxin.contact.rounds import pages
from lianxin.contact.rounds import planning_pages as planning

_ROUND = r"^desk/rounds/(?P<pk>[0-9]+)"

urlpatterns = [
    path("desk/rounds/", pages.rounds, name="rounds"),
    path("desk/rounds/new/", pages.new, name="new_round"),
    path("desk/rounds/<int:pk>/", pages.round_page, name="round"),
    path("desk/rounds/<int:pk>/change/", pages.change, name="change_round"),
    re_path(rf"{_ROUND}/(?P<code>announce|begin|gather|cancel)/$", pages.move, name="move_round"),
    path("desk/rounds/<int:pk>/people/", pages.people, name="round_people"),
    path("desk/rounds/<int:pk>/people/<int:deputy>/", pages.person, name="round_person"),
    path("desk/rounds/<int:pk>/wish/", pages.wish, name="round_wish"),
    path("desk/rounds/<int:pk>/apart/", pages.apart, name="round_apart"),
    re_path(rf"{_ROUND}/(?P<kind>wish|apart)/(?P<row>[0-9]+)/remove/$", pages.take_back, name="take_back"),
    path("desk/rounds/<int:pk>/places/", pages.places, name="round_places"),
    path("desk/rounds/<int:pk>/places/choose/", pages.choose_places, name="choose_places"),
    path("desk/rounds/<int:pk>/places/<int:visit>/", pages.hosting, name="hosting"),
    path("desk/rounds/<int:pk>/assign/", planning.assign, name="assign"),
    path("desk/rounds/<int:pk>/drafts/<int:draft>/", planning.draft_page, name="draft"),
    path("desk/rounds/<int:pk>/drafts/<int:draft>/adopt/", planning.adopt, name="adopt"),
    path("desk/rounds/<int:pk>/replan/", planning.replan, name="replan"),
    path("desk/rounds/<int:pk>/board/", board.board, name="board"),
    path("desk/rounds/<int:pk>/board/change/", board.effect, name="board_change"),
    path("desk/rounds/<int:pk>/board/<int:visit>/", board.board_visit, name="board_visit"),
    path("desk/rounds/<int:pk>/board/fix/<int:row>/", board.fix, name="fix"),
    path("desk/rounds/<int:pk>/agenda/", agenda.agenda, name="agenda"),
    path("desk/rounds/<int:pk>/agenda/new/", agenda.new_item, name="new_item"),
    path("desk/rounds/<int:pk>/agenda/sheet/", agenda.agenda_sheet, name="agenda_sheet"),
    path("desk/agenda/<int:pk>/", agenda.change_item, name="change_item"),
    re_path(r"^desk/agenda/(?P<pk>[0-9]+)/(?P<where>up|down)/$", agenda.move_item, name="move_item"),
    path("desk/agenda/<int:pk>/drop/", agenda.drop_item, name="drop_item"),
    path("desk/agenda/<int:pk>/question/", agenda.question, name="question"),
    path("desk/agenda/<int:pk>/cite/", agenda.cite, name="cite"),
    path("desk/agenda/questions/<int:pk>/", agenda.answer_question, name="answer_question"),
    path("desk/rounds/<int:pk>/plenary/", day.plenary, name="plenary"),
    path("desk/rounds/<int:pk>/plenary/sheet/", day.plenary_sheet, name="plenary_sheet"),
    path("desk/rounds/<int:pk>/progress/", day.progress, name="progress"),
    path("desk/rounds/<int:pk>/links/", day.links, name="links"),
    path("desk/visits/<int:pk>/", day.visit, name="visit"),
    path("desk/visits/<int:pk>/prepare/", day.prepare, name="prepare"),
]
