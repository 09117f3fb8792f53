"""Small towns to test in: rows as they would stand after the actions, made directly so that tests show what matters."""

from lianxin.core.ids import new_id
from lianxin.db.models import Town
from lianxin.places.models import Category, Place, PlaceKind, Unit


def make_town(code: str = "SL", slug: str = "shili", **more: object) -> Town:
    """A town; the first one is usually the default town."""
    return Town.objects.create(code=code, slug=slug, name=more.pop("name", "示例镇"), **more)


def make_place(kind: PlaceKind, code: str, parent: Place | None = None, **more: object) -> Place:
    """A place below ``parent``; the name is the code unless given."""
    pk = new_id()
    path = f"{parent.path if parent else '/'}{pk}/"
    return Place.objects.create(
        id=pk, kind=kind, code=code, name=more.pop("name", code), parent=parent, path=path, **more
    )


def make_neighbourhood(code: str = "N01", **more: object) -> Place:
    """A neighbourhood without anything above it."""
    return make_place(PlaceKind.NEIGHBOURHOOD, code, **more)


def make_unit(code: str = "U1", kind: str = "office", **more: object) -> Unit:
    """A unit; an office of the town government unless said otherwise."""
    return Unit.objects.create(code=code, kind=kind, name=more.pop("name", code), **more)


def make_category(code: str, parent: Category | None = None, **more: object) -> Category:
    """A category; of the second level when it has a parent."""
    return Category.objects.create(code=code, name=more.pop("name", code), parent=parent, **more)
