"""The register's part of a town profile: terms, groups, constituencies, deputies with mandates and contacts."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import Prefetch, QuerySet

from lianxin.deputies import rules
from lianxin.deputies.models import (
    Constituency,
    ConstituencyPlace,
    ContactPlace,
    Deputy,
    DeputyGroup,
    Level,
    Mandate,
    Term,
)
from lianxin.deputies.texts import MANDATE_PROBLEMS
from lianxin.places.models import PlaceKind
from lianxin.places.profiles import BadProfile, Context, Section, upsert
from lianxin.places.profiles.reading import Profile, find, need, rows_of

_SITES: Final = (PlaceKind.PARK, PlaceKind.TOWER)


def load(data: Profile, context: Context) -> None:
    """Store the register; mandates and contacts that are no longer named stay as they are."""
    term_fields = ("level", "name", "starts_on", "ends_on")
    terms = upsert(Term, map(_term, rows_of(data, "terms")), ("code",), term_fields, context.count("terms"))
    group_rows = map(_group, rows_of(data, "groups"))
    groups = upsert(DeputyGroup, group_rows, ("code",), ("name", "level"), context.count("groups"))
    constituencies = _load_constituencies(data, context)
    rows = rows_of(data, "deputies")
    deputies = upsert(
        Deputy,
        [_deputy(row, groups, sort) for sort, row in enumerate(rows)],
        ("code",),
        ("label", "display_name", "field", "group_id", "sort"),
        context.count("deputies"),
    )
    _load_mandates(rows, deputies, terms, constituencies, context)
    _load_contacts(rows, deputies, context)


def _load_constituencies(data: Profile, context: Context) -> dict[str, Constituency]:
    rows = rows_of(data, "constituencies")
    found = upsert(
        Constituency,
        map(_constituency, rows),
        ("code",),
        ("level", "number", "name", "seats"),
        context.count("constituencies"),
    )
    compounds = {code: place for (kind, code), place in context.places.items() if kind == PlaceKind.COMPOUND}
    sites = {code: place for (kind, code), place in context.places.items() if kind in _SITES}
    members = [
        ConstituencyPlace(constituency=found[row["code"]], place=find("constituencies", row, known, code))
        for row in rows
        for known, codes in ((compounds, row.get("compounds") or []), (sites, row.get("sites") or []))
        for code in codes
    ]
    upsert(ConstituencyPlace, members, ("constituency_id", "place_id"), (), context.count("constituency_places"))
    return found


def _load_mandates(
    rows: Iterable[Mapping[str, Any]],
    deputies: Mapping[str, Deputy],
    terms: Mapping[str, Term],
    constituencies: Mapping[str, Constituency],
    context: Context,
) -> None:
    wanted = []
    for row in rows:
        for one in row.get("mandates") or []:
            term = find("deputies", row, terms, one["term"])
            seat = find("deputies", row, constituencies, one["constituency"]) if one.get("constituency") else None
            mandate = Mandate(
                deputy=deputies[row["code"]],
                level=one["level"],
                term=term,
                constituency=seat,
                electing_unit=one.get("electing_body") or "",
                starts_on=_day(one["from"]),
                ends_on=_day_or_none(one.get("to")),
            )
            _refuse_broken(mandate, str(row["code"]))
            wanted.append(mandate)
    fields = ("level", "constituency_id", "electing_unit", "starts_on", "ends_on")
    upsert(Mandate, wanted, ("deputy_id", "term_id"), fields, context.count("mandates"))


def _load_contacts(rows: Iterable[Mapping[str, Any]], deputies: Mapping[str, Deputy], context: Context) -> None:
    """A contact of the profile begins with the deputy's first mandate."""
    homes = {code: place for (kind, code), place in context.places.items() if kind == PlaceKind.NEIGHBOURHOOD}
    wanted: list[ContactPlace] = []
    for row in rows:
        begins = min((_day(one["from"]) for one in row.get("mandates") or []), default=dt.date(2000, 1, 1))
        wanted.extend(
            ContactPlace(deputy=deputies[row["code"]], place=find("deputies", row, homes, code), valid_from=begins)
            for code in row.get("contact_neighbourhoods") or []
        )
    upsert(ContactPlace, wanted, ("deputy_id", "place_id", "valid_from"), (), context.count("contacts"))


def _refuse_broken(mandate: Mandate, code: str) -> None:
    """Raise ``BadProfile`` when a mandate breaks the rules of its level."""
    seat = mandate.constituency
    plan = rules.Plan(
        level=mandate.level,
        term_level=mandate.term.level,
        term_starts=mandate.term.starts_on,
        term_ends=mandate.term.ends_on,
        has_constituency=seat is not None,
        constituency_level=seat.level if seat else "",
        electing_unit=mandate.electing_unit,
        starts_on=mandate.starts_on,
        ends_on=mandate.ends_on,
    )
    for problem in rules.problems(plan):
        raise BadProfile(f"代表 {code} 的任期不对：{MANDATE_PROBLEMS[problem][1]}")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except (TypeError, ValueError):
        raise BadProfile(f"档案里的日期不对：{text}") from None


def _day_or_none(text: str | None) -> dt.date | None:
    return _day(text) if text else None


def _term(row: Mapping[str, Any]) -> Term:
    return Term(
        code=need("terms", row, "code"),
        level=Level(need("terms", row, "level")),
        name=need("terms", row, "name"),
        starts_on=_day(need("terms", row, "from")),
        ends_on=_day_or_none(row.get("to")),
    )


def _group(row: Mapping[str, Any]) -> DeputyGroup:
    return DeputyGroup(
        code=need("groups", row, "code"), name=need("groups", row, "name"), level=Level(need("groups", row, "level"))
    )


def _constituency(row: Mapping[str, Any]) -> Constituency:
    return Constituency(
        code=need("constituencies", row, "code"),
        level=Level(need("constituencies", row, "level")),
        number=str(row.get("no") or ""),
        name=need("constituencies", row, "name"),
        seats=row.get("seats"),
    )


def _deputy(row: Mapping[str, Any], groups: Mapping[str, DeputyGroup], sort: int) -> Deputy:
    label = need("deputies", row, "label")
    return Deputy(
        code=need("deputies", row, "code"),
        label=label,
        display_name=row.get("name") or label,
        field=row.get("field") or "",
        group=find("deputies", row, groups, row["group"]) if row.get("group") else None,
        sort=sort,
    )


def export() -> dict[str, Any]:
    """The register in the form of the file."""
    return {
        "terms": [
            {
                "code": one.code,
                "level": one.level,
                "name": one.name,
                "from": _text(one.starts_on),
                "to": _text(one.ends_on),
            }
            for one in Term.objects.order_by("id")
        ],
        "groups": list(DeputyGroup.objects.order_by("id").values("code", "name", "level")),
        "constituencies": [_constituency_row(one) for one in _constituencies()],
        "deputies": [_deputy_row(one) for one in _deputies()],
    }


def _constituencies() -> QuerySet[Constituency]:
    """With their places."""
    places = ConstituencyPlace.objects.select_related("place").order_by("id")
    return Constituency.objects.prefetch_related(Prefetch("places", places)).order_by("id")


def _deputies() -> QuerySet[Deputy]:
    """With their mandates and the neighbourhoods they keep in touch with now."""
    mandates = Mandate.objects.select_related("term", "constituency").order_by("id")
    contacts = ContactPlace.objects.filter(valid_to=None).select_related("place").order_by("id")
    joined = Deputy.objects.select_related("group").order_by("sort", "id")
    return joined.prefetch_related(Prefetch("mandates", mandates), Prefetch("contact_places", contacts))


def _text(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _constituency_row(one: Constituency) -> dict[str, Any]:
    members = [member.place for member in one.places.all()]
    return {
        "code": one.code,
        "level": one.level,
        "no": one.number,
        "name": one.name,
        "seats": one.seats,
        "compounds": [place.code for place in members if place.kind == PlaceKind.COMPOUND],
        "sites": [place.code for place in members if place.kind in _SITES],
    }


def _deputy_row(one: Deputy) -> dict[str, Any]:
    return {
        "code": one.code,
        "label": one.label,
        "name": one.display_name,
        "group": one.group.code if one.group else None,
        "field": one.field,
        "mandates": [
            {
                "level": mandate.level,
                "term": mandate.term.code,
                "from": _text(mandate.starts_on),
                "to": _text(mandate.ends_on),
                "constituency": mandate.constituency.code if mandate.constituency else None,
                "electing_body": mandate.electing_unit,
            }
            for mandate in one.mandates.all()
        ],
        "contact_neighbourhoods": [contact.place.code for contact in one.contact_places.all()],
    }


SECTION: Final = Section("deputies", 50, load, export)
