"""The roll-up of the supervision table."""

import django.db.models.deletion
from django.db import migrations, models

import lianxin.core.ids
import lianxin.db.fields


def _id() -> tuple[str, models.Field]:
    field = lianxin.db.fields.IdField(
        default=lianxin.core.ids.new_id, editable=False, primary_key=True, serialize=False
    )
    return "id", field


def _town() -> tuple[str, models.Field]:
    return "town", lianxin.db.fields.TownField(
        db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="db.town"
    )


class Migration(migrations.Migration):
    """Cells and their mark."""

    dependencies = [("cases", "0005_due_sort"), ("db", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SupervisionCell",
            fields=[
                _id(),
                ("month", models.DateField()),
                ("unit_ref", models.BigIntegerField()),
                ("home_ref", models.BigIntegerField()),
                ("received", models.PositiveIntegerField()),
                ("open_now", models.PositiveIntegerField()),
                ("overdue", models.PositiveIntegerField()),
                ("answered", models.PositiveIntegerField()),
                ("solved", models.PositiveIntegerField()),
                ("unsolved", models.PositiveIntegerField()),
                ("closed", models.PositiveIntegerField()),
                _town(),
            ],
            options={
                "indexes": [models.Index(fields=["town", "month", "id"], name="cases_supervision_month")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("town", "month", "unit_ref", "home_ref"), name="cases_supervision_cell"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SupervisionMark",
            fields=[
                _id(),
                ("seen_until", models.DateTimeField()),
                ("day", models.DateField()),
                _town(),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("town",), name="cases_supervision_mark")],
            },
        ),
    ]
