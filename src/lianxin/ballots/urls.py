"""Addresses of the electronic vote."""

from django.urls import path

from lianxin.ballots.pages import booth, desk, trustees

app_name = "ballots"

urlpatterns = [
    path("desk/elections/", desk.elections, name="elections"),
    path("desk/elections/check/", desk.check, name="check"),
    path("desk/elections/<int:pk>/", desk.run, name="run"),
    path("desk/elections/<int:pk>/poster/", desk.poster, name="poster"),
    path("desk/elections/<int:pk>/voters/", desk.voters, name="voters"),
    path("desk/elections/<int:pk>/key/", trustees.trustee, name="trustee"),
    path("desk/elections/<int:pk>/setup/", desk.setup, name="setup"),
    path("desk/elections/<int:pk>/open/", desk.open_vote, name="open"),
    path("desk/elections/<int:pk>/close/", desk.close, name="close"),
    path("desk/elections/<int:pk>/verify/", desk.verify, name="verify"),
    path("desk/elections/<int:pk>/break/", desk.break_off, name="break"),
    path("vote/<str:uuid>/", booth.booth, name="booth"),
    path("vote/<str:uuid>/election.json", booth.published, name="published"),
    path("vote/<str:uuid>/cast/", booth.cast, name="cast"),
    path("vote/<str:uuid>/board/", booth.board, name="board"),
    path("vote/<str:uuid>/board/state.json", booth.state, name="state"),
    path("vote/<str:uuid>/board/archive.bel", booth.archive, name="archive"),
]
