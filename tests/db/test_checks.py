"""The rules of the house for models: each one is broken once and found."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.checks import run_checks
from django.db import connection, models
from django.db.migrations.operations import AddField, CreateModel
from django.test.utils import isolate_apps

from lianxin.db.base import Local, Reference, TownOwned
from lianxin.db.checks import (
    TAG,
    check_migrations,
    check_mode,
    check_models,
    product_migrations,
    town_tables_created,
)
from lianxin.db.classes import TableClass, tables_by_class, town_owned_models
from lianxin.db.fields import TownField, TownForeignKey
from lianxin.db.models import InstallMode, Town
from tests.db.toytown.models import Matter


@pytest.fixture(autouse=True)
def no_lasting_models() -> Iterator[None]:
    with isolate_apps("tests.db.toytown", "lianxin.db", "django.contrib.contenttypes"):
        yield


def found(*chosen: Any) -> set[str]:
    return {str(message.id) for message in check_models(chosen)}


def meta(**options: Any) -> type:
    return type("Meta", (), {"app_label": "toytown", **options})


def town_owned(name: str = "Bad", options: dict[str, Any] | None = None, **content: Any) -> type[TownOwned]:
    """A town-owned model with these attributes and options."""
    return type(name, (TownOwned,), {"__module__": __name__, "Meta": meta(**(options or {})), **content})


def test_a_sound_model_breaks_no_rule() -> None:
    sound = town_owned(
        matter=TownForeignKey(Matter, models.CASCADE, related_name="+"),
        number=models.IntegerField(),
        options={
            "constraints": [models.UniqueConstraint(fields=["town", "number"], name="sound_number")],
            "indexes": [models.Index(fields=["town", "-number"], name="sound_index")],
        },
    )
    assert found(sound) == set()


def test_a_model_must_say_whose_it_is() -> None:
    class Nobodys(models.Model):
        class Meta:
            app_label = "toytown"

    assert "towns.E001" in found(Nobodys)


def test_the_key_of_the_base_class_stays() -> None:
    own_key = town_owned(id=models.BigAutoField(primary_key=True))
    parent = town_owned("Parent")
    child = type("Child", (parent,), {"__module__": __name__, "Meta": meta()})
    named = type(
        "Named", (Reference,), {"__module__": __name__, "Meta": meta(), "id": models.CharField(primary_key=True)}
    )
    assert "towns.E002" in found(own_key)
    assert "towns.E002" in found(child)
    assert "towns.E002" in found(named)


@pytest.mark.parametrize(
    "constraint",
    [
        models.UniqueConstraint(fields=["number"], name="bad"),
        models.UniqueConstraint(fields=["number", "town"], name="bad"),
        models.UniqueConstraint(models.F("number"), name="bad"),
        models.UniqueConstraint(fields=["town", "number"], condition=models.Q(number=1), name="bad"),
        models.UniqueConstraint(fields=["town", "number"], deferrable=models.Deferrable.DEFERRED, name="bad"),
    ],
)
def test_unique_means_unique_within_a_town_always_and_at_once(constraint: models.UniqueConstraint) -> None:
    bad = town_owned(number=models.IntegerField(), options={"constraints": [constraint]})
    assert found(bad) == {"towns.E003"}


def test_a_field_cannot_be_unique_in_the_whole_city() -> None:
    assert found(town_owned(number=models.IntegerField(unique=True))) == {"towns.E003"}
    together = {"unique_together": {("number",)}}
    assert found(town_owned("Both", number=models.IntegerField(), options=together)) == {"towns.E003"}


def test_an_index_starts_with_the_town_unless_declared_for_the_city() -> None:
    options = {"indexes": [models.Index(fields=["number"], name="city_number")]}
    assert found(town_owned(number=models.IntegerField(), options=options)) == {"towns.E004"}
    assert (
        found(town_owned("Good", number=models.IntegerField(), options=options, city_indexes=["city_number"])) == set()
    )
    assert found(town_owned("Alone", number=models.IntegerField(db_index=True))) == {"towns.E004"}


def test_inside_a_town_only_references_that_stay_there() -> None:
    assert found(town_owned(matter=models.ForeignKey(Matter, models.CASCADE, db_index=False))) == {"towns.E005"}
    assert "towns.E005" in found(town_owned("One", matter=models.OneToOneField(Matter, models.CASCADE)))
    assert found(town_owned("Out", town_again=TownForeignKey(Town, models.CASCADE))) == {"towns.E005"}


def test_a_reference_by_several_columns_is_refused() -> None:
    bad = town_owned(
        matter_id=models.BigIntegerField(),
        matter=models.ForeignObject(
            Matter, models.CASCADE, from_fields=["town", "matter_id"], to_fields=["town", "id"], related_name="+"
        ),
    )
    assert found(bad) == {"towns.E005"}


def test_a_generic_reference_is_refused() -> None:
    bad = town_owned(
        content_type=models.ForeignKey(ContentType, models.CASCADE, db_index=False),
        object_id=models.BigIntegerField(),
        thing=GenericForeignKey(),
    )
    assert found(bad) == {"towns.E005"}


def test_nothing_outside_refers_into_a_town() -> None:
    class Shared(Reference):
        matter = models.ForeignKey(Matter, models.CASCADE, related_name="+")

        class Meta:
            app_label = "toytown"

    class Note(Local):
        matter = models.ForeignKey(Matter, models.CASCADE, related_name="+")

        class Meta:
            app_label = "toytown"

    assert found(Shared) == found(Note) == {"towns.E005"}


def test_links_are_written_out_as_town_owned_tables() -> None:
    assert found(town_owned(matters=models.ManyToManyField(Matter, related_name="+"))) == {"towns.E006"}


def test_the_managers_are_those_of_the_base_class() -> None:
    assert found(town_owned(objects=models.Manager())) == {"towns.E007"}
    assert found(town_owned("Other", everything=models.Manager(), Meta=meta(default_manager_name="everything"))) == {
        "towns.E007"
    }


def test_a_table_is_born_with_its_town() -> None:
    town = TownField()
    born_late = SimpleNamespace(app_label="x", operations=[AddField("bad", "town", town)])
    born_well = SimpleNamespace(app_label="x", operations=[CreateModel("good", [("town", town)])])
    assert [message.id for message in check_migrations([born_late, born_well])] == ["towns.E008"]
    assert town_tables_created([born_late, born_well]) == {"x.good"}


def test_every_rule_holds_for_the_product() -> None:
    assert run_checks(tags=[TAG]) == []
    created = town_tables_created(product_migrations())
    ours = {model._meta.label_lower for model in town_owned_models() if model.__module__.startswith("lianxin.")}
    assert ours - created == set()


def test_the_tables_are_listed_by_class() -> None:
    tables = tables_by_class()
    assert "toytown_matter" in tables[TableClass.TOWN]
    assert {"db_town", "toytown_kind", "auth_group_permissions"} <= set(tables[TableClass.REFERENCE])
    assert "db_installmode" in tables[TableClass.LOCAL]
    assert sum(map(len, tables.values())) == len(apps.get_models(include_auto_created=True))


def test_a_database_remembers_its_mode(db: None) -> None:
    assert check_mode(["default"]) == []
    InstallMode.objects.update(mode="citus")
    (message,) = check_mode(["default"])
    assert (message.id, "citus" in message.msg) == ("towns.E009", True)
    InstallMode.objects.all().delete()
    assert check_mode([connection.alias]) == []


def test_an_index_or_rule_called_like_a_table_is_refused() -> None:
    index = models.Index(fields=["town", "number"], name="toytown_same")
    rule = models.UniqueConstraint(fields=["town", "number"], name="toytown_same")
    for name, options in (("One", {"indexes": [index]}), ("Two", {"constraints": [rule]})):
        same = town_owned(name, {"db_table": "toytown_same", **options}, number=models.IntegerField())
        assert "towns.E010" in found(same)
