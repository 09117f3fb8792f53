"""What hangs on pages of other rooms: suggestions beside a matter, and the questions of a contact round."""

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse

from lianxin.aggregation import pointing
from lianxin.aggregation.models import Analysis
from lianxin.aggregation.pages.points import SET_POINTS
from lianxin.aggregation.reading import first_words
from lianxin.cases import workflow
from lianxin.cases.models import Case
from lianxin.core.masking import mask
from lianxin.people.access import actor_of
from lianxin.places.models import Category

#: While nobody handles it, suggestions help; later they would only be noise.
EARLY: Final = (workflow.RECEIVED, workflow.TRANSFERRED)


def of_case(request: HttpRequest, case: Case) -> Mapping[str, Any]:
    """What the engine suggests for a matter not begun: category, place, points, parts; two statements at most."""
    if case.state not in EARLY:
        return {"shown": False}
    rows = _analyses(case)
    if not rows:
        return {"shown": False}
    row: Any = rows[0]
    stands = {one.point for one in rows if one.dropped is None}
    words = row.opinion.verbatim
    parts = pointing.several(words, first_words()) if case.part_of is None else []
    points = [] if row.opinion.confidential else [mask(one) for one in pointing.asked(words)]
    own: int | None = case.category_id
    guesses = json.loads(row.guesses) if own is None else []
    names = _names([code for code, _p in guesses] + [code for code, _words in parts])
    about = [(names[code], round(100 * chance)) for code, chance in guesses if code in names]
    context = {
        "about": about,
        "by_rules": row.guessed_by == "rules",
        "place": row.place if case.place is None else None,
        "place_said": row.place_said,
        "points": points,
        "taken": bool(points) and stands >= set(points),
        "take_href": reverse("aggregation:take_points", args=[case.number]) if _may_list(request, case) else "",
        "parts": [(names[code], mask(said)) for code, said in parts if code in names],
        "unit_href": reverse("cases:desk_hints", args=[case.number]),
        "split_href": reverse("cases:desk_split", args=[case.number]),
    }
    return {**context, "shown": any(context[name] for name in ("about", "place", "points", "parts"))}


def _analyses(case: Case) -> list[Any]:
    """The analysis of the first opinion, a row for each point the matter has or had; one statement."""
    rows = Analysis.objects.select_related("opinion", "place").filter(opinion__case=case.pk).order_by("pk")
    points = rows.annotate(point=F("opinion__case__points__text"), dropped=F("opinion__case__points__dropped_at"))
    found: list[Any] = list(points)
    return [one for one in found if one.pk == found[0].pk]


def _may_list(request: HttpRequest, case: Case) -> bool:
    """Whether this person lists points of this matter."""
    return SET_POINTS.check(actor_of(request), case)


def _names(codes: list[str]) -> dict[str, str]:
    """Codes as people read them; one statement, none for no codes."""
    return dict(Category.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}


def of_round(_request: HttpRequest, one: Any) -> Mapping[str, Any]:
    """The way to the questions about what was heard on a contact round; no statement."""
    return {"href": f"{reverse('aggregation:review')}?{urlencode({'round': one.name})}"}
