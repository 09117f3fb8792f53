"""Searching opinions, replies and issues; with a number of a person the words stay in the body, never in an address."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.aggregation import texts
from lianxin.aggregation.policies import FIND
from lianxin.aggregation.selectors import finding
from lianxin.cases.selectors.frame import read
from lianxin.core.masking import find_personal
from lianxin.core.text import tidy_line
from lianxin.people.access import actor_of, requires
from lianxin.ui import dates

#: The fields, and how long the words may be.
FIELDS: Final = ("q", "kind", "place", "since", "until")
LONGEST: Final = 100


def _wanted(given: QueryDict, homes: Mapping[str, str]) -> finding.Wanted:
    """What was asked for; what cannot be read is left out."""
    kind, home = given.get("kind", ""), given.get("place", "")
    return finding.Wanted(
        tidy_line(given.get("q", "").replace("\x00", ""))[:LONGEST],
        kind if kind in finding.KINDS else "",
        home if home in homes else "",
        dates.parse_date(given.get("since", "")),
        dates.parse_date(given.get("until", "")),
    )


@requires(FIND)
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """The form and what was found; words without numbers of people get an address that can be kept."""
    given = request.POST if request.method == "POST" else request.GET
    homes = dict(read(units=True).homes)
    wanted = _wanted(given, homes)
    personal = bool(find_personal(wanted.words))
    if request.method == "POST" and not personal:
        kept = {name: given.get(name, "").strip() for name in FIELDS}
        query = urlencode({**{name: value for name, value in kept.items() if value}, "q": wanted.words})
        return HttpResponseRedirect(f"{reverse('aggregation:search')}?{query}")
    refused = personal and request.method != "POST"
    context: dict[str, Any] = {
        "title": _("查找"),
        "wanted": wanted,
        "homes": list(homes.items()),
        "kinds": [(kind, texts.FOUND[kind]) for kind in finding.KINDS],
        "refused": texts.not_in_address() if refused else "",
        "found": finding.Findings() if refused else finding.find(actor_of(request), wanted),
        "asked": bool(wanted.words) and not refused,
    }
    return render(request, "aggregation/search.html", context)


def from_list(request: HttpRequest, _listing: object) -> Mapping[str, object]:
    """From the words typed into a list's box to the same words in everything."""
    typed = tidy_line(request.GET.get("q", "").replace("\x00", ""))[:LONGEST]
    if not typed or find_personal(typed):
        return {"href": reverse("aggregation:search"), "typed": ""}
    return {"href": f"{reverse('aggregation:search')}?{urlencode({'q': typed})}", "typed": typed}
