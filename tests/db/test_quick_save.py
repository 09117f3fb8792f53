"""Rows stored by kept statements are the rows that Django would store."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, models, transaction
from django.db.models.signals import post_save

from lianxin.core.clock import now
from lianxin.db import quick_save
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.people.models import Throttle
from lianxin.places.models import Place, PlaceKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return Town.objects.create(code="A", slug="a", name="甲镇")


def throttle(key: str, **more: Any) -> Throttle:
    return Throttle(bucket="b", key=key, window_from=now(), **more)


def stored(model: type[models.Model], pk: int) -> dict[str, Any]:
    found: dict[str, Any] = model._default_manager.filter(pk=pk).values().get()
    return {name: value for name, value in found.items() if name not in {"id", "key", "code", "path", "public_token"}}


def test_a_new_row_is_what_django_would_have_stored(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    with town_scope(town):
        parent = Place.objects.create(kind=PlaceKind.NEIGHBOURHOOD, code="n", name="青枫居", path="/1/")
        quick = Place(kind=PlaceKind.COMPOUND, code="q", name="一村", path="/2/", parent=parent)
        quick.save(force_insert=True)
        assert (quick._state.adding, quick._state.db, quick._stored_town_id) == (False, "default", town.pk)
        monkeypatch.setattr(quick_save, "insert", lambda *_any: False)
        slow = Place(kind=PlaceKind.COMPOUND, code="s", name="一村", path="/3/", parent=parent)
        slow.save(force_insert=True)
        assert stored(Place, quick.pk) == stored(Place, slow.pk)


def test_named_columns_are_changed_and_no_others(town: Town) -> None:
    with town_scope(town):
        row = throttle("k")
        row.save(force_insert=True)
        row.count, row.bucket = 7, "other"
        row.save(update_fields=["count"])
        assert Throttle.objects.filter(pk=row.pk).values_list("bucket", "count").get() == ("b", 7)
        Throttle.objects.filter(pk=row.pk).delete()
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save(update_fields=["count"])


def test_a_row_is_never_stored_twice_nor_under_one_that_is_not_stored(town: Town) -> None:
    with town_scope(town):
        throttle("k").save(force_insert=True)
        with pytest.raises(IntegrityError), transaction.atomic():
            throttle("k").save(force_insert=True)
        assert [quick_save.insert_unless_there(row) for row in (throttle("k"), throttle("l"))] == [False, True]
        above = Place(kind=PlaceKind.NEIGHBOURHOOD, code="n", name="青枫居", path="/1/")
        child = Place(kind=PlaceKind.COMPOUND, code="c", name="一村", path="/2/", parent=above)
        child.parent.pk = None
        with pytest.raises(ValueError, match="unsaved related object"):
            child.save(force_insert=True)


def test_who_listens_to_saves_still_hears_of_them(town: Town) -> None:
    heard: list[str] = []

    def listener(instance: Throttle, **_how: Any) -> None:
        heard.append(instance.key)

    post_save.connect(listener, sender=Throttle)
    try:
        with town_scope(town):
            throttle("k").save(force_insert=True)
    finally:
        post_save.disconnect(listener, sender=Throttle)
    assert heard == ["k"]
