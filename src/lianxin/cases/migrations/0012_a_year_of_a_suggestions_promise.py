"""How an old promise in the answer to a suggestion stands, year by year."""

import django.db.models.deletion
from django.db import migrations, models

import lianxin.core.ids
import lianxin.db.fields


class Migration(migrations.Migration):
    """One table."""

    dependencies = [("cases", "0011_days_of_figures"), ("clocks", "0003_pressing"), ("db", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SuggestionYear",
            fields=[
                ("id", lianxin.db.fields.IdField(
                    default=lianxin.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("year", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=500)),
                ("made_at", models.DateTimeField()),
                ("made_by_label", models.CharField(max_length=120)),
                ("promise", lianxin.db.fields.TownForeignKey(
                    db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="years",
                    to="clocks.promise")),
                ("suggestion", lianxin.db.fields.TownForeignKey(
                    db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="promise_years",
                    to="cases.suggestion")),
                ("town", lianxin.db.fields.TownField(
                    db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                    to="db.town")),
            ],
            options={
                "indexes": [models.Index(fields=["town", "suggestion", "id"], name="cases_promise_year")],
                "constraints": [
                    models.UniqueConstraint(fields=("town", "promise", "year"), name="cases_promise_year_once")
                ],
            },
        ),
    ]  # fmt: skip
