"""Units of a profile, the committees made from its neighbourhoods, and which property company serves which compound."""

from collections.abc import Mapping
from typing import Any, Final

from lianxin.places.kinds import COMMITTEE, unit_kinds
from lianxin.places.models import Place, PlaceKind, Unit, UnitPlace, UnitPlaceRole
from lianxin.places.profiles.reading import Profile, find, need, rows_of
from lianxin.places.profiles.sections import Context, Section
from lianxin.places.profiles.upsert import upsert

#: A committee's code is this and the neighbourhood's code.
COMMITTEE_PREFIX: Final = "JW-"
_FIELDS: Final = ("name", "short_name", "kind", "jurisdiction", "place_id", "is_government_desk", "sort")


def load(data: Profile, context: Context) -> None:
    """Store units, committees and the companies that serve compounds."""
    units = [_unit(row, sort) for sort, row in enumerate(rows_of(data, "units"))]
    committees = [
        _committee(row, context.places[(PlaceKind.NEIGHBOURHOOD, row["code"])], sort)
        for sort, row in enumerate(rows_of(data, "neighbourhoods"))
    ]
    context.units = upsert(Unit, [*units, *committees], ("code",), _FIELDS, context.count("units"))
    serving = [
        UnitPlace(
            place=context.places[(PlaceKind.COMPOUND, row["code"])],
            unit=find("compounds", row, context.units, row["property"]),
            role=UnitPlaceRole.PROPERTY,
        )
        for row in rows_of(data, "compounds")
        if row.get("property")
    ]
    upsert(UnitPlace, serving, ("place_id", "role", "unit_id"), (), context.count("property"))


def jurisdiction_of(row: Mapping[str, Any]) -> str:
    """The jurisdiction of a row; ``*`` means any and is stored empty."""
    code = str(row.get("jurisdiction") or "")
    return "" if code == "*" else code


def _unit(row: Mapping[str, Any], sort: int) -> Unit:
    kind: str = need("units", row, "kind")
    find("units", row, unit_kinds(), kind)
    return Unit(
        code=need("units", row, "code"),
        name=need("units", row, "name"),
        short_name=row.get("short_name") or "",
        kind=kind,
        jurisdiction=jurisdiction_of(row),
        is_government_desk=bool(row.get("desk")),
        sort=sort,
    )


def _committee(row: Mapping[str, Any], place: Place, sort: int) -> Unit:
    name = str(row["name"])
    return Unit(
        code=f"{COMMITTEE_PREFIX}{row['code']}",
        name=name if name.endswith("居委会") else f"{name}居委会",
        short_name=f"{place.label}居委会",
        kind=COMMITTEE,
        jurisdiction=place.jurisdiction,
        place=place,
        sort=sort,
    )


def export() -> dict[str, Any]:
    """Units without the committees, which a load makes again from the neighbourhoods."""
    rows = [
        {
            "code": unit.code,
            "name": unit.name,
            "short_name": unit.short_name,
            "kind": unit.kind,
            "jurisdiction": unit.jurisdiction or "*",
            "desk": unit.is_government_desk,
        }
        for unit in Unit.objects.filter(is_active=True).exclude(kind=COMMITTEE).order_by("sort", "id")
    ]
    return {"units": rows}


SECTION: Final = Section("units", 30, load, export)
