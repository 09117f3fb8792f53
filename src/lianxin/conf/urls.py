"""The addresses of the house: each room brings its own list, this page puts them together.

A room's ``urls.py`` names full paths from the root (``desk/cases/…``), since one room shows pages on several faces.
"""

from django.urls import URLPattern, URLResolver, include, path

from lianxin.conf.addresses import Room
from lianxin.conf.rooms import installed_rooms, room_has

urlpatterns: list[URLPattern | URLResolver] = [
    Room(path("", include(f"lianxin.{room}.urls"))) for room in installed_rooms() if room_has(room, "urls")
]

if room_has("ui", "errors"):
    handler400 = "lianxin.ui.errors.bad_request"
    handler403 = "lianxin.ui.errors.forbidden"
    handler404 = "lianxin.ui.errors.not_found"
    handler500 = "lianxin.ui.errors.server_error"
