"""A round's results as prepared rows for the pages: counts that open, lines of the transfer, what is still open."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lianxin.contact.models import Round
from lianxin.contact.results import rules as r
from lianxin.contact.results.items import Group, Tally, of_round
from lianxin.contact.results.lists import NO_LEVEL, address
from lianxin.contact.results.sheet import Line, Out, Sheet
from lianxin.contact.results.texts import LEVELS, STANDINGS, TONES
from lianxin.core.clock import today
from lianxin.core.masking import mask
from lianxin.ui.dates import zh_day

Row = dict[str, Any]
#: The measure of `figures` that counts feedback.
FEEDBACK: Final = "round_feedback"
#: Levels that get a column.
_LEVELS: Final = ("town", "district", "city")


def categories(found: Tally) -> list[tuple[str, str]]:
    """The classes that occur, in official order."""
    named = {(group.category_sort, group.category_id, group.category) for group in found.groups if group.category_id}
    return [(str(pk), name) for _sort, pk, name in sorted(named)]


def stats(one: Round, found: Tally) -> list[Row]:
    """The numbers above the list; each opens its rows."""
    n = found.n()
    of_all = _("共 %(n)d 件") % {"n": n}
    heard = n - found.walking
    loose_level = found.by("level").get("", 0)
    rows: list[Row] = [
        {"name": _("听到和看到"), "value": n, "unit": _("件"), "href": address(one),
         "n": _("居民反映 %(heard)d · 走访发现 %(seen)d") % {"heard": heard, "seen": found.walking}},
        *(
            {"name": str(LEVELS[code]), "value": found.by("level").get(code, 0), "unit": _("件"), "n": of_all,
             "href": address(one, level=code)}
            for code in _LEVELS
        ),
        {"name": _("还没有着落"), "value": found.open, "unit": _("件"), "n": of_all,
         "href": address(one, standing="open"), "tone": "warn" if found.open else "", "shape": "half",
         "definition": _("没有答复并告知、没有承诺、也没有告知正确渠道的")},
    ]  # fmt: skip
    if loose_level:
        rows.insert(
            4, {"name": str(LEVELS[""]), "value": loose_level, "unit": _("件"), "n": of_all,
                "href": address(one, level=NO_LEVEL), "tone": "warn", "shape": "half"},
        )  # fmt: skip
    return rows


def by_place(one: Round, found: Tally) -> list[Row]:
    """One row a neighbourhood: how many, by level, still open."""
    rows = []
    for place, some in _parts(found, "place"):
        groups = Tally(some)
        levels = groups.by("level")
        rows.append(
            {
                "name": some[0].place_name, "n": groups.n(), "href": address(one, place=place),
                "walking": groups.walking, "levels": [levels.get(code, 0) for code in (*_LEVELS, "")],
                "open": groups.open, "open_href": address(one, place=place, standing="open"),
            }
        )  # fmt: skip
    return rows


def by_category(one: Round, found: Tally) -> list[Row]:
    """One bar a class, in the order of the classes."""
    ids = {name: pk for pk, name in categories(found)}
    return [
        {"label": name or _("还没有分类"), "value": n, "href": address(one, category=ids[name]) if name in ids else ""}
        for name, n in sorted(found.by("category").items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def _parts(found: Tally, name: str) -> Iterable[tuple[Any, tuple[Group, ...]]]:
    """The groups by one of their names, in the order in which they were read."""
    order = {key: at for at, key in enumerate(found.by(name))}
    ordered = sorted(found.groups, key=lambda group: order[getattr(group, name)])
    for key, some in groupby(ordered, key=lambda group: getattr(group, name)):
        yield key, tuple(some)


def picked(rows: Sequence[Any]) -> list[Row]:
    """The chosen items as plain lines."""
    return [
        {"number": item.case.number, "title": mask(item.case.title), "home": item.visit.place.label,
         "level": str(LEVELS.get(item.level, item.level))}
        for item in rows
    ]  # fmt: skip


def lines(found: Iterable[Line], chosen: Collection[str] | None) -> list[Row]:
    """What can go, by neighbourhood; ticked unless the form said otherwise."""
    return [
        {
            "home": home,
            "rows": [
                {
                    "pk": line.case_id, "number": line.number, "title": line.title, "category": line.category,
                    "level": str(LEVELS.get(line.level, line.level)), "unit": line.unit, "why": line.why,
                    "ticked": chosen is None or str(line.case_id) in chosen,
                }
                for line in some
            ],
        }
        for home, some in groupby(found, key=lambda line: line.home)
    ]  # fmt: skip


def out(found: Iterable[Out], words: Mapping[str, str | Promise]) -> list[Row]:
    """What stays, by reason."""
    ordered = sorted(found, key=lambda one: list(words).index(one.code))
    return [
        {"why": str(words[code]), "code": code, "rows": list(some)}
        for code, some in groupby(ordered, key=lambda one: one.code)
    ]


def sent(found: Sheet) -> list[Row]:
    """The lists that went, each with how many of the round are on it."""
    return [
        {"number": number, "n": n, "href": reverse("cases:desk_transfer_list", args=[number])}
        for number, n in sorted(Counter(one.list for one in found.out if one.list).items())
    ]


# --- the end --------------------------------------------------------------------------------------


def feedback_stats(one: Round, found: Tally) -> list[Row]:
    """How many of the items are dealt with, by how; never a share without its n."""
    standing = found.by("standing")
    n = found.n() - standing.get(r.WITHDRAWN, 0)
    of_all = _("共 %(n)d 件") % {"n": n}
    return [
        {"name": _("反馈到人"), "value": f"{standing.get(r.TOLD, 0)} / {n}", "unit": _("件"), "n": f"n = {n}",
         "href": _figure(one), "definition": _("答复已经告知到人的 ÷ 列入的，本人撤回的不算")},
        *(
            {"name": str(STANDINGS[code]), "value": standing.get(code, 0), "unit": _("件"), "n": of_all,
             "href": address(one, standing=code)}
            for code in (r.PROMISED, r.REDIRECTED, r.LEFT)
        ),
        {"name": _("还没有着落"), "value": found.open, "unit": _("件"), "n": of_all,
         "href": address(one, standing="open"), "tone": "warn" if found.open else "", "shape": "half"},
    ]  # fmt: skip


def _figure(one: Round, **narrowed: object) -> str:
    """The figure's page for the day of the round: its definition, its parts, its rows."""
    last = max(today(), one.day)
    query = {"first": one.day.isoformat(), "last": one.day.isoformat(), "as_of": last.isoformat(), **narrowed}
    return f"{reverse('reports:measure', args=[FEEDBACK])}?{urlencode(query)}"


def feedback_by(one: Round, found: Tally, name: str) -> list[Row]:
    """The feedback by neighbourhood (``place``) or by unit, in official order; counts, no ranking."""
    rows = []
    for key, some in _parts(found, name):
        groups = Tally(some)
        standing = groups.by("standing")
        n = groups.n() - standing.get(r.WITHDRAWN, 0)
        label = some[0].place_name if name == "place" else key or _("还没有交办单位")
        query = {"place": key} if name == "place" else {}
        rows.append(
            {
                "name": label, "told": standing.get(r.TOLD, 0), "n": n, "promised": standing.get(r.PROMISED, 0),
                "elsewhere": standing.get(r.REDIRECTED, 0) + standing.get(r.LEFT, 0), "open": groups.open,
                "href": address(one, **query) if query else "",
            }
        )  # fmt: skip
    return rows


def still_open(one: Round) -> list[Row]:
    """What is not dealt with, by neighbourhood, each with where it stands and since when it waits; one statement."""
    rows = of_round(one).filter(standing__in=r.OPEN).order_by("visit__place__sort", "visit_id", "order")
    return [
        {"home": home, "rows": [_open_row(item) for item in some]}
        for home, some in groupby(rows, key=lambda item: item.visit.place.label)
    ]


def _open_row(item: Any) -> Row:
    case = item.case
    tone, shape = TONES[item.standing]
    return {
        "number": case.number, "title": mask(case.title), "why": str(STANDINGS[item.standing]), "tone": tone,
        "shape": shape, "href": reverse("cases:desk_case", args=[case.number]),
        "unit": case.lead_unit.label if case.lead_unit is not None else "", "due": _due(case.due_on),
    }  # fmt: skip


def _due(day: dt.date | None) -> str:
    if day is None:
        return ""
    words = _("已过期限 %(day)s") if day < today() else _("期限 %(day)s")
    return words % {"day": zh_day(day)}
