"""Fingerprints of words are made with the installation's key; those stored before are made anew from the words."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

#: Rows read and written at a time.
BATCH = 500


def rekey(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Town by town, in batches by id."""
    from lianxin.cases.sealing import fingerprint

    alias = editor.connection.alias
    towns = apps.get_model("db", "Town")._default_manager.using(alias)
    for town_id in list(towns.order_by("pk").values_list("pk", flat=True)):
        opinions: Any = apps.get_model("cases", "Opinion")._default_manager.using(alias).filter(town_id=town_id)
        last = 0
        while rows := list(opinions.filter(pk__gt=last).order_by("pk").only("pk", "verbatim", "place_id")[:BATCH]):
            for row in rows:
                row.fingerprint = fingerprint(row.verbatim, row.place_id)
            opinions.bulk_update(rows, ["fingerprint"], batch_size=BATCH)
            last = rows[-1].pk


class Migration(migrations.Migration):
    """No table changes; going back leaves the keyed ones, which an older version finds nothing by."""

    dependencies = [
        ("cases", "0009_successors"),
        ("db", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(rekey, migrations.RunPython.noop),
    ]
