"""Categories and lists: the standard ones of the house, and those the town's profile adds."""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from lianxin.places.models import Category, ListItem, Status
from lianxin.places.profiles.reading import Profile, need, rows_of
from lianxin.places.profiles.sections import Context, Section
from lianxin.places.profiles.upsert import Count, upsert

#: Section of a data file or profile → code of the list.
LISTS: Final = {
    "reporting_classes": "reporting_class",
    "opinion_kinds": "opinion_kind",
    "channels": "channel",
    "tags": "tag",
    "tracks": "track",
    "result_schemes": "result_scheme",
    "no_reasons": "no_reason",
    "unit_kinds": "unit_kind",
    "exits": "exit",
    "delivery_ways": "delivery_way",
    "verdict_grades": "verdict_grade",
    "jurisdictions": "jurisdiction",
    "outside_bodies": "outside_body",
}
#: Keys of a row that have columns of their own.
_COLUMNS: Final = frozenset({"code", "label", "label_en", "source", "status"})


@lru_cache(maxsize=1)
def standard() -> dict[str, Any]:
    """The standard lists of the house."""
    return dict(json.loads(files("lianxin.places").joinpath("data/categories.json").read_text(encoding="utf-8")))


def load(data: Profile, context: Context) -> None:
    """Store categories and lists; a section of the profile replaces the standard one of the same name."""
    both = {**standard(), **{name: rows for name, rows in data.items() if name in LISTS or name == "categories"}}
    context.categories = _load_categories(rows_of(both, "categories"), context.count("categories"))
    count = context.count("lists")
    stored = {(item.list_code, item.code): item for item in ListItem.objects.filter(is_current=True)}
    fresh: list[ListItem] = []
    superseded: list[ListItem] = []
    for section, list_code in LISTS.items():
        for item in _items(section, list_code, rows_of(both, section)):
            old = stored.get((list_code, item.code))
            if old is not None and _same(old, item):
                count.unchanged += 1
                continue
            if old is not None:
                item.version, old.is_current = old.version + 1, False
                superseded.append(old)
            fresh.append(item)
    ListItem.objects.bulk_update(superseded, ["is_current"])
    ListItem.objects.bulk_create(fresh)
    count.changed += len(superseded)
    count.new += len(fresh) - len(superseded)


def _items(section: str, list_code: str, rows: Iterable[Mapping[str, Any]]) -> Iterable[ListItem]:
    for sort, row in enumerate(rows):
        extra = {key: value for key, value in row.items() if key not in _COLUMNS}
        yield ListItem(
            list_code=list_code,
            code=need(section, row, "code"),
            label=row.get("label") or need(section, row, "name"),
            label_en=row.get("label_en", ""),
            data=json.dumps(extra, ensure_ascii=False, sort_keys=True),
            source=row.get("source", ""),
            status=row.get("status", Status.TO_CONFIRM),
            sort=sort,
        )


def _same(old: ListItem, new: ListItem) -> bool:
    names = ("label", "label_en", "data", "source", "status", "sort")
    return all(getattr(old, name) == getattr(new, name) for name in names)


def _load_categories(rows: list[Mapping[str, Any]], count: Count) -> dict[str, Category]:
    """Two levels; the second level's codes begin with the first's."""
    fields = ("name", "name_en", "congress_class", "source", "status", "sort", "parent_id")
    tops = upsert(Category, [_category(row, None, sort) for sort, row in enumerate(rows)], ("code",), fields, count)
    seconds = [
        _category(child, tops[row["code"]], sort, row)
        for row in rows
        for sort, child in enumerate(row.get("children", []))
    ]
    return {**tops, **upsert(Category, seconds, ("code",), fields, count)}


def _category(
    row: Mapping[str, Any], parent: Category | None, sort: int, inherited: Mapping[str, Any] | None = None
) -> Category:
    base = inherited or row
    return Category(
        code=need("categories", row, "code"),
        name=need("categories", row, "label"),
        name_en=row.get("label_en", ""),
        congress_class=row.get("reporting_class", base.get("reporting_class", "")),
        source=row.get("source", base.get("source", "")),
        status=row.get("status", base.get("status", Status.TO_CONFIRM)),
        sort=sort,
        parent=parent,
    )


def export() -> dict[str, Any]:
    """Every current list and the category tree, in the form of the files."""
    names = {list_code: section for section, list_code in LISTS.items()}
    found: dict[str, Any] = {section: [] for section in LISTS}
    for item in ListItem.objects.filter(is_current=True).order_by("sort", "id"):
        row = {"code": item.code, "label": item.label, "label_en": item.label_en, **item.extra}
        found[names[item.list_code]].append({**row, "source": item.source, "status": item.status})
    return {"categories": _category_rows(), **found}


def _category_rows() -> list[dict[str, Any]]:
    rows: dict[int | None, list[dict[str, Any]]] = {}
    for one in Category.objects.order_by("sort", "id"):
        row: dict[str, Any] = {
            "code": one.code,
            "label": one.name,
            "label_en": one.name_en,
            "reporting_class": one.congress_class,
            "source": one.source,
            "status": one.status,
        }
        rows.setdefault(one.parent_id, []).append(row)
        if one.is_first_level:
            row["children"] = rows.setdefault(one.pk, [])
    return rows.get(None, [])


SECTION: Final = Section("lists", 10, load, export)
