"""居民意见登记表: an empty sheet to print and fill in by hand where there is no screen and no network."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.cases import lists, policies
from lianxin.people.access import requires
from lianxin.places.models import Place, PlaceKind

#: Sheets that can be printed in one go: a stack for an afternoon.
MOST_SHEETS = 30


@requires(policies.RECORD)
@require_safe
def blank(request: HttpRequest) -> HttpResponse:
    """One sheet, or as many as asked for, with the name of the neighbourhood already on it where one was chosen."""
    homes = list(
        Place.objects.filter(kind=PlaceKind.NEIGHBOURHOOD, is_active=True).order_by("sort", "id").values("id", "name")
    )
    wanted, copies = request.GET.get("place", ""), request.GET.get("copies", "")
    chosen = next((one for one in homes if str(one["id"]) == wanted), None)
    count = min(max(int(copies), 1), MOST_SHEETS) if copies.isascii() and copies.isdigit() else 1
    context: dict[str, Any] = {
        "title": _("居民意见登记表"),
        "homes": [{**one, "chosen": one is chosen} for one in homes],
        "place": chosen["name"] if chosen else "",
        "copies": count,
        "most": MOST_SHEETS,
        "sheets": range(count),
        "kinds": [one.label for one in lists.entries("opinion_kind").values() if one.code != lists.UNKNOWN],
        "channels": [_("当面"), _("电话"), _("信件、意见箱"), _("走访")],
    }
    return render(request, "cases/desk/blank.html", context)
