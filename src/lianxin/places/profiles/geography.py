"""The tree of places of a profile: town, areas, neighbourhoods, sites, compounds, buildings."""

import json
from collections.abc import Mapping
from typing import Any, Final

from lianxin.core.ids import new_id
from lianxin.db.scope import current_town
from lianxin.places.models import Place, PlaceKind
from lianxin.places.profiles.reading import BadProfile, Profile, find, need, rows_of
from lianxin.places.profiles.sections import Context, Section
from lianxin.places.profiles.upsert import upsert
from lianxin.places.tree import repath

#: Code of the root, the town itself.
ROOT: Final = "TOWN"
_FIELDS: Final = (
    "name", "short_name", "aliases", "roads", "facts", "jurisdiction", "population", "households", "tile_x", "tile_y",
    "path", "sort", "parent_id",
)  # fmt: skip
_SITE_KINDS: Final = {"park": PlaceKind.PARK, "building": PlaceKind.TOWER, "tower": PlaceKind.TOWER}
_COMMITTEE: Final = "居委会"
_FACTS: Final = (
    "seq", "office_hours", "address", "built", "kind", "lifts", "road", "buildings", "building_suffix",
    "lon", "lat", "datum",
)  # fmt: skip


def load(data: Profile, context: Context) -> None:
    """Store the tree level by level, so that each place knows its parent's path."""
    known = {(place.kind, place.code): place.pk for place in Place.objects.only("kind", "code")}
    builder = _Builder(context, known)
    town = current_town()
    builder.store([builder.place(PlaceKind.TOWN, {"code": ROOT, "name": town.name}, None, 0)])
    root = context.places[(PlaceKind.TOWN, ROOT)]
    areas = rows_of(data, "areas")
    builder.store([builder.place(PlaceKind.AREA, row, root, sort) for sort, row in enumerate(areas)])
    builder.store(
        [
            builder.place(PlaceKind.NEIGHBOURHOOD, row, builder.area_of("neighbourhoods", row, root), sort)
            for sort, row in enumerate(rows_of(data, "neighbourhoods"))
        ]
        + [
            builder.place(_site_kind(row), row, builder.area_of("sites", row, root), sort)
            for sort, row in enumerate(rows_of(data, "sites"))
        ]
    )
    compounds = [(row, builder.home_of(row), sort) for sort, row in enumerate(rows_of(data, "compounds"))]
    builder.store([builder.place(PlaceKind.COMPOUND, row, home, sort) for row, home, sort in compounds])
    builder.store([one for row, _home, _sort in compounds for one in builder.buildings(row)])
    repath()


class _Builder:
    """Makes unsaved places and keeps the stored ones in the context."""

    def __init__(self, context: Context, known: Mapping[tuple[str, str], int]) -> None:
        self.context = context
        self.known = known

    def store(self, rows: list[Place]) -> None:
        """Upsert one level."""
        count = self.context.count("places")
        self.context.places.update(upsert(Place, rows, ("kind", "code"), _FIELDS, count))

    def place(self, kind: PlaceKind, row: Mapping[str, Any], parent: Place | None, sort: int) -> Place:
        """One place from its row; a stored one keeps its id, so that the path stays."""
        code = str(need(kind, row, "code"))
        pk = self.known.get((kind, code)) or new_id()
        name = str(need(kind, row, "name"))
        if kind == PlaceKind.NEIGHBOURHOOD and name.endswith(_COMMITTEE):
            name = name.removesuffix(_COMMITTEE) + "居民区"
        roads = row.get("roads") or ([row["road"]] if row.get("road") else [])
        return Place(
            id=pk,
            kind=kind,
            code=code,
            name=name,
            short_name=row.get("short_name") or "",
            aliases=json.dumps(row.get("aliases") or [], ensure_ascii=False),
            roads=json.dumps(roads, ensure_ascii=False),
            facts=json.dumps({key: row[key] for key in _FACTS if row.get(key) is not None}, ensure_ascii=False),
            jurisdiction=row.get("jurisdiction") or (parent.jurisdiction if parent else ""),
            population=row.get("population"),
            households=row.get("households"),
            tile_x=row.get("x"),
            tile_y=row.get("y"),
            path=f"{parent.path if parent else '/'}{pk}/",
            sort=sort,
            parent=parent,
        )

    def area_of(self, section: str, row: Mapping[str, Any], root: Place) -> Place:
        """The area a row names, or the town."""
        if not row.get("area"):
            return root
        areas = {code: place for (kind, code), place in self.context.places.items() if kind == PlaceKind.AREA}
        place: Place = find(section, row, areas, row["area"])
        return place

    def home_of(self, row: Mapping[str, Any]) -> Place:
        """The neighbourhood of a compound."""
        code = need("compounds", row, "neighbourhood")
        kind = PlaceKind.NEIGHBOURHOOD
        place: Place = find(
            "compounds", row, {c: one for (k, c), one in self.context.places.items() if k == kind}, code
        )
        return place

    def buildings(self, row: Mapping[str, Any]) -> list[Place]:
        """The buildings of a compound, numbered 1 … n."""
        parent = self.context.places[(PlaceKind.COMPOUND, row["code"])]
        suffix = row.get("building_suffix") or "号"
        number = row.get("buildings") or 0
        if not isinstance(number, int) or not 0 <= number <= 500:
            raise BadProfile(f"小区 {row['code']} 的楼栋数不对：{number}")
        return [
            self.place(PlaceKind.BUILDING, {"code": f"{row['code']}-{n}", "name": f"{n}{suffix}"}, parent, n)
            for n in range(1, number + 1)
        ]


def _site_kind(row: Mapping[str, Any]) -> PlaceKind:
    kind = str(row.get("kind") or "")
    if kind not in _SITE_KINDS:
        raise BadProfile(f"园区·楼宇 {row.get('code')} 的 kind 应是 park 或 building。")
    return _SITE_KINDS[kind]


def export() -> dict[str, Any]:
    """The tree in the form of the file; buildings are a number unless they have been named by hand."""
    places = list(Place.objects.filter(is_active=True).order_by("sort", "id"))
    codes = {place.pk: place.code for place in places}
    found: dict[str, list[dict[str, Any]]] = {"areas": [], "neighbourhoods": [], "sites": [], "compounds": []}
    for place in places:
        if place.kind == PlaceKind.AREA:
            found["areas"].append(_row(place))
        elif place.kind == PlaceKind.NEIGHBOURHOOD:
            found["neighbourhoods"].append({**_row(place), "area": _above(place, places, codes)})
        elif place.kind in {PlaceKind.PARK, PlaceKind.TOWER}:
            kind = "park" if place.kind == PlaceKind.PARK else "building"
            found["sites"].append({**_row(place), "kind": kind, "area": _above(place, places, codes)})
        elif place.kind == PlaceKind.COMPOUND:
            found["compounds"].append({**_row(place), "neighbourhood": codes.get(place.parent_id, "")})
    return found


def _above(place: Place, places: list[Place], codes: Mapping[int, str]) -> str | None:
    code = codes.get(place.parent_id, ROOT)
    return None if code == ROOT else code


def _row(place: Place) -> dict[str, Any]:
    row = {
        "code": place.code,
        "name": place.name,
        "short_name": place.short_name,
        "aliases": place.alias_list,
        "roads": place.road_list,
        "jurisdiction": place.jurisdiction,
        "population": place.population,
        "households": place.households,
        "x": place.tile_x,
        "y": place.tile_y,
    }
    return {**{key: value for key, value in row.items() if value not in (None, "", [])}, **place.fact_map}


SECTION: Final = Section("places", 20, load, export)
