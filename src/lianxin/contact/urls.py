"""Addresses of the contact room: each of its three parts brings its own list."""

from lianxin.contact.results import urls as results
from lianxin.contact.rounds import urls as rounds
from lianxin.contact.visits import urls as visits

app_name = "contact"

urlpatterns = [*rounds.urlpatterns, *visits.urlpatterns, *results.urlpatterns]
