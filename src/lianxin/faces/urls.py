"""Addresses of the composed pages."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from lianxin.faces import briefing, deputy, geojson, home, leader, neighbourhoods, scan, three

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.front, name="front"),
    path("desk/", home.desk, name="desk"),
    path("desk/leader/", leader.leader, name="leader"),
    path("desk/places.geojson", geojson.places, name="places_geojson"),
    path("deputy/", deputy.deputy, name="deputy"),
    path("deputy/three/", three.three, name="three"),
    re_path(r"^three/(?P<token>[A-Za-z0-9_-]{16,64})/$", three.by_link, name="three_by_link"),
    path("deputy/briefing/<int:pk>/", briefing.briefing, name="briefing"),
    path("neighbourhoods/", neighbourhoods.neighbourhoods, name="neighbourhoods"),
    re_path(r"^q/(?P<token>[A-Za-z0-9_-]{16,64})/$", scan.scanned, name="scanned"),
    path("", include("lianxin.faces.administration.urls")),
]
